"""Measures speed: `python -m benchmarks` runs everything, `python -m benchmarks NAME` one of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks import schedule
from benchmarks.pages import run as pages

BENCHMARKS = {"pages": pages.main, "schedule": schedule.main}


def main(arguments: Sequence[str]) -> int:
    """Runs the benchmark that is named first, with the options that follow; all without a name."""
    if not arguments:
        return max(run([]) for run in BENCHMARKS.values())
    name, *options = arguments
    if name not in BENCHMARKS:
        print(__doc__)
        print("Names: " + ", ".join(f"{each} (--help tells its options)" for each in BENCHMARKS))
        return 0 if name in {"-h", "--help"} else 2
    return BENCHMARKS[name](options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
