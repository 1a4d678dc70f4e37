"""A quick upper bound on the worth of any schedule, from people's days alone."""

from __future__ import annotations

from .grid import ALL, Grid


def quick_bound(grid: Grid) -> int:
    """The least of three numbers that no schedule's worth can exceed.

    All possible requests; the dearest of them that all tables together can hold; and half of what
    each person could have with only the dearest meetings (each meeting is counted by two people).
    """
    possible = grid.possible()
    values = sorted((grid.values[request] for request in possible), reverse=True)
    seats = sum(count for (place, _), count in grid.capacity.items() if place == ALL)
    own: list[list[int]] = [[] for _ in grid.limits]
    for request in possible:
        for person in grid.pairs[request]:
            own[person].append(grid.values[request])
    twice = sum(
        sum(sorted(worths, reverse=True)[:limit])
        for worths, limit in zip(own, grid.limits, strict=True)
    )
    return min(sum(values[:seats]), twice // 2)
