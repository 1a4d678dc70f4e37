"""How much processor time the web and database processes used: what other load cannot blur."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from mosty.site import embedded

TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(leader: int, data: Path) -> dict[int, float]:
    """Seconds of work so far of each process of the web server and database; {} without /proc."""
    if not Path("/proc/self/stat").exists():
        return {}
    numbers = {*_group(leader), *embedded.processes(embedded.home(data))}
    return {number: _seconds(number) for number in numbers}


def seconds_between(before: dict[int, float], after: dict[int, float]) -> float:
    """The work of the processes that were there at both moments."""
    return sum(after[number] - before[number] for number in before.keys() & after.keys())


def _group(leader: int) -> Iterable[int]:
    for entry in Path("/proc").glob("[0-9]*"):
        number = int(entry.name)
        try:
            if os.getpgid(number) == leader:
                yield number
        except ProcessLookupError:
            continue


def _seconds(number: int) -> float:
    """User and system time; nothing for a process that has just ended."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / TICKS
