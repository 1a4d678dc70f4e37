"""One demo and one browser for all browser tests; they run in one group, one after another."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.program import demo
from tests.browser.visitors import People, launch


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the program is: started for these tests, or a demo that runs (MOSTY_TEST_ADDRESS)."""
    if running := os.environ.get("MOSTY_TEST_ADDRESS"):
        yield running
        return
    with demo() as program:
        yield program.address


@pytest.fixture(scope="session")
def people(address: str) -> Iterator[People]:
    # Playwright keeps an event loop in this thread; Django would refuse the other tests' database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield People(browser, address)
        browser.close()
