"""People before the screen: each has a role, a language and a size of screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, Playwright, expect

from tests import chrome

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds


@dataclass(frozen=True)
class People:
    """Opens a window for a person of the demo."""

    browser: Browser
    address: str

    @contextmanager
    def window(
        self, role: str = "", *, language: str = "ru", phone: bool = False
    ) -> Iterator[Page]:
        """A fresh window, signed in with one click as `role` (nobody for ""), in `language`."""
        size = PHONE if phone else DESK
        context = self.browser.new_context(
            base_url=self.address,
            viewport=size,
            locale="ru-RU" if language == "ru" else "en-GB",
            has_touch=phone,
            is_mobile=phone,
            color_scheme="light",
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        try:
            page.goto("/")
            if role:
                page.locator(f"button[name=role][value={role}]").click()
                page.wait_for_load_state()
            set_language(page, language)
            yield page
            assert not [fault for fault in faults if not _is_expected(fault)], faults
        finally:
            context.close()


def set_language(page: Page, language: str) -> None:
    """Choose the language as a person does, when the page is not in it already."""
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"button[name=language][value={language}]").first.click()
        page.wait_for_load_state()


def launch(playwright: Playwright) -> Browser:
    """The Chrome or Chromium that was found, without its calls home."""
    expect.set_options(timeout=PATIENCE)
    return playwright.chromium.launch(
        executable_path=chrome.find(),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    )


def _is_expected(fault: str) -> bool:
    """A refused page (403, 404, 409, 422) is logged by the browser as an error of the console."""
    return "Failed to load resource" in fault and any(
        f"status of {status}" in fault for status in (403, 404, 409, 422)
    )
