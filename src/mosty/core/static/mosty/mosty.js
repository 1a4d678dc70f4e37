/* Small comforts on top of pages that work without any script. */
"use strict";

/* A menu closes when one clicks elsewhere or presses Escape; the focus goes back to its button. */
const openMenus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

/* A form is sent once: a second press of the button while the first is on its way is ignored. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

/* Back from the browser's cache: forms may be sent again. */
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* After a part of the page was exchanged, the focus stays where the person was. htmx keeps it for
   elements with the same id; when the element is gone, the exchanged part itself takes it. */
let focusedInside = false;
document.addEventListener("htmx:beforeSwap", (event) => {
  const target = event.detail.target;
  focusedInside = target !== document.body && target.contains(document.activeElement);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (!focusedInside || document.activeElement !== document.body) return;
  const part = document.getElementById(event.detail.target.id) || event.detail.elt;
  const place = part.querySelector("[autofocus], h1, h2, h3") || part;
  if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
});

/* A summary of errors is read out as soon as the page is there. */
document.querySelector("[data-focus-first]")?.focus();

/* Of a line that is wider than a phone, the part that is in use now is in sight. */
for (const used of document.querySelectorAll(".tabs-list [aria-current], .strip [aria-pressed='true']")) {
  const middle = (box) => box.left + box.width / 2;
  const line = used.closest(".tabs-list, .strip form");
  line.scrollBy({ left: middle(used.getBoundingClientRect()) - middle(line.getBoundingClientRect()) });
}
