"""Every check of the code at once: `python -m tools.check [--fix] [NAME …]`.

Each check is a program of its own, run from the project's folder; all of them run even when one
fails, two at a time, and what a failed one had to say follows its line. `--fix` first puts right
what programs can put right: format, simple lint, templates, catalogues.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import messages

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sysconfig.get_path("scripts"))
PYTHON_FOLDERS = ("src", "tools", "tests", "benchmarks")
DJANGO_VERSION = "5.2"
SHOWN = 25
"""Lines of a failed check that are shown when all checks run."""


@dataclass(frozen=True)
class Check:
    """One program to run: what it holds, its command, and the command that mends (if any)."""

    name: str
    holds: str
    command: tuple[str, ...]
    mend: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a check ended, what it said and how many seconds it took."""

    check: Check
    code: int
    output: str
    seconds: float


def script(name: str) -> str:
    """A program of this virtual environment."""
    return str(SCRIPTS / name)


def templates() -> list[str]:
    """Every Django template of the project."""
    found = (ROOT / "src").glob("mosty/*/templates/**/*.html")
    return sorted(str(path.relative_to(ROOT)) for path in found)


def checks() -> list[Check]:
    """The checks in the order in which they are shown."""
    python = [folder for folder in PYTHON_FOLDERS if (ROOT / folder).is_dir()]
    djade = (script("djade"), "--target-version", DJANGO_VERSION)
    module = (sys.executable, "-m")
    without_database = ("-W", "ignore:Got an error checking:RuntimeWarning")
    labels = [area.name for area in messages.areas()]
    found = [
        Check(
            "format",
            "Python is formatted",
            (script("ruff"), "format", "--check", "--output-format=concise", *python),
            (script("ruff"), "format", "--quiet", *python),
        ),
        Check(
            "lint",
            "all rules of ruff, each exception explained",
            (script("ruff"), "check", "--quiet", "--output-format=concise", *python),
            (script("ruff"), "check", "--quiet", "--fix", *python),
        ),
        Check(
            "system",
            "the program starts, and Django finds nothing wrong with it",
            (*module, "django", "check", "--fail-level", "WARNING"),
        ),
        Check(
            "types",
            "mypy, strict for engines and core",
            (*module, "mypy", "--no-error-summary"),
        ),
        Check(
            "floors",
            "a floor imports only floors below it",
            (script("lint-imports"), "--no-logo"),
        ),
        Check(
            "messages",
            "every text is translated",
            (*module, "tools.messages", "check"),
            (*module, "tools.messages"),
        ),
        Check(
            "migrations",
            "models and migrations agree",
            (
                sys.executable,
                *without_database,
                *("-m", "django", "makemigrations", "--check", "--dry-run", *labels),
            ),
        ),
        Check("hygiene", "no trace of one machine", (*module, "tools.hygiene")),
    ]
    if pages := templates():
        found.insert(
            2,
            Check(
                "templates",
                "templates are formatted",
                (*djade, "--check", *pages),
                (*djade, *pages),
            ),
        )
    return found


def environment() -> dict[str, str]:
    """What the checks need to find the project; nothing of them touches an installation's data."""
    return os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "tools.no_database",
        "MOSTY_SECRET_KEY": "only-for-checks-" * 4,
        "MOSTY_DATA": str(ROOT / "build" / "check"),
        "MOSTY_DEMO": "no",
        "DATABASE_URL": "",
    }


def run(check: Check) -> Outcome:
    """Run one check and keep what it said."""
    begun = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(check, done.returncode, done.stdout.strip(), time.monotonic() - begun)


def mend(wanted: Sequence[Check]) -> None:
    """Let every program that can put something right do so; lint first, for format follows it."""
    for check in sorted(wanted, key=lambda check: check.name != "lint"):
        if check.mend:
            subprocess.run(
                check.mend,
                cwd=ROOT,
                env=environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )


def show(outcome: Outcome, most: int | None) -> None:
    """One line for a check, and below it what it said (its first ``most`` lines) when it failed."""
    word = "ok  " if outcome.code == 0 else "FAIL"
    check = outcome.check
    print(f"{word}  {check.name:<11} {outcome.seconds:5.1f} s  {check.holds}", flush=True)
    if not outcome.code:
        return
    lines = outcome.output.splitlines()
    for line in lines[:most]:
        print(f"      {line}")
    if most is not None and len(lines) > most:
        print(f"      … {len(lines) - most} lines more: python -m tools.check {check.name}")


def run_all(wanted: Sequence[Check], most: int | None) -> int:
    """Run these checks, show each as it ends, and return 1 when one of them failed."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for outcome in pool.map(run, wanted):
            show(outcome, most)
            if outcome.code:
                failed.append(outcome.check.name)
    print(f"{len(wanted)} checks, {len(failed)} failed{': ' * bool(failed)}{', '.join(failed)}")
    return 1 if failed else 0


def main(words: Sequence[str]) -> int:
    """Run the checks that are named, or all; the exit code is 1 when one of them failed."""
    every = checks()
    parser = argparse.ArgumentParser(prog="python -m tools.check", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="checks to run; all without one")
    parser.add_argument("--fix", action="store_true", help="first mend what programs can mend")
    asked = parser.parse_args(words)
    if unknown := set(asked.names) - {check.name for check in every}:
        names = ", ".join(check.name for check in every)
        parser.error(f"no such check: {', '.join(sorted(unknown))}; there are {names}")
    wanted = [check for check in every if not asked.names or check.name in asked.names]
    if asked.fix:
        mend(wanted)
    return run_all(wanted, None if asked.names else SHOWN)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
