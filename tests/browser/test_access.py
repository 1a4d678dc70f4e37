"""Every kind of page keeps WCAG 2.2 AA as far as axe can tell, in both languages."""

from pathlib import Path

import pytest

AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
# One demo and one browser serve all of these, so they run in one process.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WEEK = "/events/week-2025/"
NEXT = "/events/week-in-preparation/"

PAGES = (
    ("", "/"),
    ("", "/events/"),
    ("", WEEK),
    ("", f"{NEXT}register/"),
    ("", "/results/week-2025/summary/"),
    ("", "/accounts/login/"),
    ("manager", "/"),
    ("manager", "/organisations/"),
    ("manager", "/organisations/tesiyap/"),
    ("manager", "/organisations/new/"),
    ("manager", f"{WEEK}registrations/"),
    ("manager", f"{WEEK}meetings/"),
    ("manager", f"{WEEK}meetings/day/"),
    ("manager", f"{WEEK}meetings/requests/"),
    ("manager", "/agreements/"),
    ("manager", "/agreements/new/"),
    ("manager", "/search/?q=moskino"),
    ("leadership", "/results/"),
    ("leadership", "/results/week-2025/"),
    ("leadership", "/results/week-2025/figures/meetings-held/"),
    ("leadership", "/results/stated/"),
    ("auditor", "/journal/"),
    ("front_desk", f"{WEEK}check-in/"),
    ("representative", f"{NEXT}meetings/"),
    ("representative", f"{NEXT}meetings/participants/"),
    ("representative", f"{WEEK}meetings/schedule/"),
)

RUN = """() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  }).then(found => found.violations.map(it => `${it.id}: ${it.nodes[0].html.slice(0, 200)}`))"""


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_no_page_breaks_the_rules_of_access(people, language, phone):
    broken: dict[str, list[str]] = {}
    for role in dict.fromkeys(role for role, _path in PAGES):
        with people.window(role, language=language, phone=phone) as page:
            for path in (path for of, path in PAGES if of == role):
                page.goto(path)
                page.evaluate(AXE.read_text(encoding="utf-8"))
                if found := page.evaluate(RUN):
                    broken[f"{role or 'nobody'} {path}"] = found
    assert broken == {}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_no_page_scrolls_sideways(people, phone):
    wide = []
    for role in dict.fromkeys(role for role, _path in PAGES):
        with people.window(role, language="ru", phone=phone) as page:
            for path in (path for of, path in PAGES if of == role):
                page.goto(path)
                if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
                    wide.append(path)
    assert wide == []
