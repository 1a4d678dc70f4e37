"""Makes a schedule of meetings from a workbook.

Reads the sheets Participants, Requests, Tables and Slots of an Excel workbook, and writes another
with the sheets Schedule, By participant and Unmet. Needs no database and no installation:

  mosty schedule docs/use/schedule-sample.xlsx -o schedule.xlsx

docs/use/schedule-workbook.md describes the sheets. The same workbook and seed give the same schedule.
"""

import argparse
import sys
from pathlib import Path

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
        schedule_workbook,
    )

    return 0
