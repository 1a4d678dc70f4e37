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
DAY = f"{WEEK}meetings/day/?day=2025-12-09"


@dataclass(frozen=True)
class Shot:
    """A page as one role sees it. `follow` is a link to click after opening `path`."""

    name: str
    path: str
    role: str = ""
    follow: str = ""


PAGES = (
    Shot("home", "/"),
    Shot("events", "/events/"),
    Shot("event", WEEK),
    Shot("register", f"{NEXT}register/"),
    Shot("summary", "/results/week-2025/summary/"),
    Shot("venues", "/venues/"),
    Shot("sign-in", "/accounts/login/"),
    Shot("password-reset", "/accounts/password/reset/"),
    Shot("not-found", "/no-such-page/"),
    Shot("api", "/api/v1/docs"),
    Shot("look", "/look/"),
    Shot("home-representative", "/", "representative"),
    Shot("my-meetings", f"{NEXT}meetings/", "representative"),
    Shot("participants", f"{NEXT}meetings/participants/", "representative"),
    Shot("participant", f"{NEXT}meetings/participants/", "representative", "table td a"),
    Shot("request", f"{NEXT}meetings/", "representative", "#incoming a"),
    Shot("availability", f"{NEXT}meetings/", "representative", "a[href$='/times/']"),
    Shot("my-schedule", f"{WEEK}meetings/schedule/", "representative"),
    Shot("meeting", f"{WEEK}meetings/schedule/", "representative", "main a[href^='/meetings/']"),
    Shot("refused", f"{WEEK}check-in/", "representative"),
    Shot("home-manager", "/", "manager"),
    Shot("organisations", "/organisations/", "manager"),
    Shot("organisation", "/organisations/planetarium-msk/", "manager"),
    Shot("organisation-new", "/organisations/new/", "manager"),
    Shot("person", "/search/?q=Fadeeva", "manager", "main a[href^='/people/']"),
    Shot("venue", "/venues/", "manager", "table td a"),
    Shot("event-manager", WEEK, "manager"),
    Shot("event-edit", f"{NEXT}edit/", "manager"),
    Shot("programme-edit", f"{NEXT}programme/", "manager"),
    Shot("registrations", f"{WEEK}registrations/", "manager"),
    Shot("registration", f"{WEEK}registrations/", "manager", "table td a"),
    Shot("board", f"{WEEK}meetings/", "manager"),
    Shot("setup", f"{NEXT}meetings/setup/", "manager"),
    Shot("run", f"{WEEK}meetings/", "manager", "main a[href*='/runs/']"),
    Shot("day", DAY, "manager"),
    Shot("all-meetings", f"{WEEK}meetings/all/", "manager"),
    Shot("requests", f"{NEXT}meetings/requests/", "manager"),
    Shot("agreements", "/agreements/", "manager"),
    Shot("agreement", "/agreements/", "manager", "table a[href^='/agreements/']"),
    Shot("agreement-new", "/agreements/new/", "manager"),
    Shot("tokens", "/tokens/", "manager"),
    Shot("search", "/search/?q=moskino", "manager"),
    Shot("check-in", f"{WEEK}check-in/", "front_desk"),
    Shot("check-in-found", f"{WEEK}check-in/?q=an", "front_desk"),
    Shot("results", "/results/", "leadership"),
    Shot("event-results", "/results/week-2025/", "leadership"),
    Shot("figure", "/results/week-2025/figures/meetings-held/", "leadership"),
    Shot("stated", "/results/stated/", "leadership"),
    Shot("journal", "/journal/", "auditor"),
    Shot("staff", "/staff/", "auditor"),
)

README = (
    ("results", "/results/week-2025/", "leadership"),
    ("day", DAY, "manager"),
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
