"""Makes a schedule of meetings from a workbook.

Reads the sheets Participants, Requests, Tables and Slots of an Excel workbook, and writes another
with the sheets Schedule, By participant and Unmet. Needs no database and no installation:

  mosty schedule docs/use/schedule-sample.xlsx -o schedule.xlsx

docs/use/schedule-workbook.md describes the sheets. The same workbook and seed give the same
schedule.
"""

import argparse
import sys
from pathlib import Path

from mosty.site.command import Trouble

HELP = "make a schedule of meetings from a workbook (needs no database)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, metavar="WORKBOOK.xlsx", help="what to schedule")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT.xlsx", help="where to write"
    )
    parser.add_argument(
        "--seconds", type=float, default=20, help="how long to search at most (default: 20)"
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of the search (default: 1)")
    parser.add_argument(
        "--language", choices=["en", "ru"], default="en", help="language of the result"
    )


def run(options: argparse.Namespace) -> int:
    from mosty.meetings.workbook import (  # reason: the solver takes a second to load
        WorkbookError,
        schedule_workbook,
    )

    source: Path = options.workbook
    if not source.is_file():
        raise Trouble(f"There is no workbook {source}.")
    try:
        summary = schedule_workbook(
            source,
            options.output,
            seconds=options.seconds,
            seed=options.seed,
            language=options.language,
            progress=show_progress if sys.stderr.isatty() else None,
        )
    except WorkbookError as mistakes:
        print(mistakes, file=sys.stderr)
        return 1
    for remark in summary.remarks:
        print(remark)
    print(summary.sentence())
    return 0


def show_progress(worth: int, bound: int) -> None:
    """A line that is written over, for a person who waits."""
    print(f"\r{worth} of at most {bound} ", end="", file=sys.stderr, flush=True)
