"""Pictures of the pages: every kind of page, on desk and phone, in Russian and English.

`python -m tools.shots` puts them into shots/ (not kept in git); `--readme` makes the README's three
anew. The example is loaded into a demo of its own, so nothing else is touched.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.program import demo
from tests.browser.visitors import People, launch

ROOT = Path(__file__).parents[1]
SHOTS = ROOT / "shots"
PICTURES = ROOT / "docs" / "pictures"

WEEK = "/events/week-2025/"
NEXT = "/events/week-in-preparation/"


@dataclass(frozen=True)
class Shot:
    """A page as one role sees it. `follow` is a link to click after opening `path`."""

    name: str
    path: str
    role: str = ""
    follow: str = ""


PAGES = (
    Shot("home", "/"),
    Shot("event", WEEK),
    Shot("events", "/events/"),
    Shot("register", f"{NEXT}register/"),
    Shot("summary", "/results/week-2025/summary/"),
    Shot("sign-in", "/accounts/login/"),
    Shot("home-manager", "/", "manager"),
    Shot("organisations", "/organisations/", "manager"),
    Shot("organisation", "/organisations/planetarium-msk/", "manager"),
    Shot("registrations", f"{WEEK}registrations/", "manager"),
    Shot("board", f"{WEEK}meetings/", "manager"),
    Shot("day", f"{WEEK}meetings/days/2025-12-09/", "manager"),
    Shot("agreements", "/agreements/", "manager"),
    Shot("agreement", "/agreements/", "manager", "table a[href^='/agreements/']"),
    Shot("agreement-new", "/agreements/new/", "manager"),
    Shot("venue", "/venues/", "manager"),
    Shot("results", "/results/week-2025/", "leadership"),
    Shot("figure", "/results/week-2025/figures/meetings-held/", "leadership"),
    Shot("stated", "/results/stated/", "leadership"),
    Shot("check-in", f"{WEEK}check-in/", "front_desk"),
    Shot("my-meetings", f"{NEXT}meetings/", "representative"),
    Shot("search", "/search/?q=moskino", "manager"),
    Shot("journal", "/journal/", "auditor"),
    Shot("look", "/look/"),
)

README = (
    ("results", "/results/week-2025/", "leadership"),
    ("day", f"{WEEK}meetings/days/2025-12-09/", "manager"),
    ("event", WEEK, ""),
)


def main() -> None:
    """Start a demo, open the pages, keep the pictures."""
    options = _options()
    with demo() as program, sync_playwright() as playwright:
        browser = launch(playwright)
        people = People(browser, program.address)
        made = _readme(people) if options.readme else _all(people, options.only)
        for file in made:
            print(file.relative_to(ROOT), flush=True)
        browser.close()


def _all(people: People, only: str) -> Iterator[Path]:
    SHOTS.mkdir(exist_ok=True)
    for language in ("ru", "en"):
        for phone in (False, True):
            for shot in PAGES:
                if only in shot.name:
                    size = "phone" if phone else "desk"
                    file = SHOTS / f"{shot.name}.{language}.{size}.png"
                    with people.window(shot.role, language=language, phone=phone) as page:
                        yield _keep(page, shot, file)


def _readme(people: People) -> Iterator[Path]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, path, role in README:
        with people.window(role, language="en") as page:
            page.goto(path)
            file = PICTURES / f"{name}.png"
            page.screenshot(path=file)
            yield file


def _keep(page: Page, shot: Shot, file: Path) -> Path:
    page.goto(shot.path)
    if shot.follow:
        page.locator(shot.follow).first.click()
        page.wait_for_load_state()
    page.screenshot(path=file, full_page=True)
    return file


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true", help="the three pictures of the README")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    return parser.parse_args()


if __name__ == "__main__":
    main()
