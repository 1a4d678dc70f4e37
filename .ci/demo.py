"""Runs `make demo` as a newcomer would: in a clean clone, with an empty home; looks at ten pages.

Then stops it as Ctrl-C does, looks that nothing of it is left running, starts it again (which must
take seconds and keep the data), and stops it as a service manager does. Needs the standard library
alone.
"""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS_FOR_FIRST, SECONDS_FOR_SECOND = 1200, 60


def main() -> None:
    work = Path(tempfile.mkdtemp(prefix="mosty-ci-"))
    clone, home, port = work / "mosty", work / "home", free_port()
    database = clone / "var" / f"demo-{port}" / "database"
    try:
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first = run_demo(clone, home, port, SECONDS_FOR_FIRST, visit=True, how=signal.SIGINT)
        nothing_is_left(database, port)
        second = run_demo(clone, home, port, SECONDS_FOR_SECOND, visit=False, how=signal.SIGTERM)
        nothing_is_left(database, port)
        print(f"make demo: ready after {first:.0f} s at first, after {second:.0f} s again.")
    finally:
        if (database / "where.txt").is_file():  # run by root, the database lies outside the clone
            shutil.rmtree((database / "where.txt").read_text().strip(), ignore_errors=True)
        shutil.rmtree(work, ignore_errors=True)


def run_demo(
    clone: Path, home: Path, port: int, seconds: float, *, visit: bool, how: signal.Signals
) -> float:
    """Starts the demo, looks at its pages if asked to, stops it; gives the seconds to its start."""
    began = time.monotonic()
    env = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    with subprocess.Popen(
        ["make", "demo", f"PORT={port}", f"PYTHON={sys.executable}"],
        cwd=clone,
        env=env | {"HOME": str(home)},
        start_new_session=True,
    ) as demo:
        try:
            while not answers(port):
                if demo.poll() is not None:
                    sys.exit(f"make demo ended by itself with code {demo.returncode}.")
                if time.monotonic() - began > seconds:
                    sys.exit(f"make demo does not answer after {seconds} s.")
                time.sleep(0.5)
            took = time.monotonic() - began
            if visit:
                visit_pages(port)
            time.sleep(3)  # so that the worker has begun, and is stopped too
            # Ctrl-C reaches every process of the terminal; a service manager tells the first one.
            os.killpg(demo.pid, how) if how == signal.SIGINT else demo.send_signal(how)
            demo.wait(60)
        finally:
            if demo.poll() is None:
                os.killpg(demo.pid, signal.SIGKILL)
    return took


def visit_pages(port: int) -> None:
    """Fetches every page of pages.txt in both languages.

    Ends the run when one does not answer 200 (urllib raises), leads elsewhere or is in the wrong
    language.
    """
    lines = (ROOT / ".ci" / "pages.txt").read_text(encoding="utf-8").splitlines()
    pages = [line.split() for line in lines if line and not line.startswith("#")]
    for role in dict.fromkeys(role for role, _ in pages):
        browser = Browser(port)
        if role != "visitor":
            browser.press("/demo/sign-in/", role=role)
        for language in ("ru", "en"):
            browser.press("/i18n/setlang/", language=language, next="/")
            for path in [path for other, path in pages if other == role]:
                page, arrived = browser.get(path)
                print(f"200 {language} {role:15} {path}")
                if arrived != path or f'<html lang="{language}"' not in page:
                    sys.exit(f"{path} led to {arrived}, or is not in the language {language}.")


class Browser:
    """As much of a browser as reading pages and pressing buttons needs."""

    def __init__(self, port: int) -> None:
        self.site = f"http://localhost:{port}"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> tuple[str, str]:
        """The page, which must answer 200, and the path of where it was found in the end."""
        with self.opener.open(f"{self.site}{path}", timeout=60) as answer:
            return answer.read().decode(), urllib.parse.urlsplit(answer.url).path

    def press(self, path: str, **fields: str) -> None:
        """Sends a form of the first page."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("/")[0])
        if found is None:
            sys.exit("The first page of the demo has no buttons.")
        form = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": found[1]}).encode()
        self.opener.open(f"{self.site}{path}", form, timeout=60).close()


def nothing_is_left(database: Path, port: int) -> None:
    """No process works in the demo's database, and its port is free."""
    where = database / "where.txt"
    cluster = (Path(where.read_text().strip()) if where.is_file() else database) / "cluster"
    working = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if entry.readlink() == cluster.resolve():
                working.append(entry.parent.name)
        except OSError:
            continue
    if working or answers(port):
        sys.exit(f"The demo was stopped, but these processes are left: {working}")


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
