"""How good the schedule of meetings is and how long it takes, beside greedy and the bound.

`python -m benchmarks.schedule [--seconds N] [--seed N]` prints one JSON line for each size.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.events import made_up_event
from mosty.meetings.engine import answer_violations, solve
from mosty.meetings.engine.bound import quick_bound
from mosty.meetings.engine.greedy import greedy
from mosty.meetings.engine.grid import Grid


@dataclass(frozen=True, slots=True)
class Size:
    """One event to measure; `available` is the share of slots in which a person is free."""

    people: int
    requests: int
    slots: int
    tables: int
    available: float


SIZES = (
    Size(24, 70, 12, 6, 0.8),
    Size(60, 400, 15, 8, 0.7),
    Size(140, 420, 60, 16, 0.8),
    Size(140, 420, 60, 8, 0.5),
    Size(140, 420, 20, 16, 0.6),
    Size(300, 1500, 30, 40, 0.7),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size; the exit code is 1 when an answer breaks a rule of its event."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schedule", description=__doc__)
    parser.add_argument("--seconds", type=float, default=15, help="for each size (default: 15)")
    parser.add_argument("--seed", type=int, default=1, help="of events and search (default: 1)")
    options = parser.parse_args(arguments)
    good = True
    for size in SIZES:
        line = measured(size, options.seconds, options.seed)
        good &= line["checked"] is True
        print(json.dumps(line), flush=True)
    return 0 if good else 1


def measured(size: Size, seconds: float, seed: int) -> dict[str, object]:
    """Greedy, the quick bound and the engine on the same event."""
    problem = made_up_event(**asdict(size), seed=seed)
    begun = time.perf_counter()
    grid = Grid.of(problem)
    plain = greedy(grid)
    greedy_seconds = time.perf_counter() - begun
    answer = solve(problem, seconds=seconds)
    return {
        **asdict(size),
        "greedy_worth": plain.worth(),
        "greedy_musts": plain.musts_met(),
        "greedy_seconds": round(greedy_seconds, 3),
        "quick_bound": quick_bound(grid),
        "worth": answer.worth,
        "bound": answer.bound,
        "gap_percent": round(answer.gap_percent, 3),
        "musts": answer.musts_met,
        "meetings": len(answer.placements),
        "proven": answer.proven,
        "ended": answer.ended,
        "seconds": round(answer.seconds, 2),
        "checked": answer_violations(problem, answer) == [],
    }


if __name__ == "__main__":
    sys.exit(main())
