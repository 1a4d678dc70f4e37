"""Shortens the waiting of people between two meetings of a day, with the same meetings held.

A tie-break only: no meeting is dropped or added, each move or swap keeps every rule.
"""

from __future__ import annotations

from collections.abc import Callable

from .grid import Board, Grid

ROUNDS = 8


def gaps(grid: Grid, meets: set[int]) -> int:
    """Empty slots between the first and the last meeting of each day, summed over days."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    held: dict[int, int] = {}
    for slot in meets:
        day = grid.day_of_slot[slot]
        first[day] = min(slot, first.get(day, slot))
        last[day] = max(slot, last.get(day, slot))
        held[day] = held.get(day, 0) + 1
    return sum(last[day] - first[day] + 1 - held[day] for day in held)


def close_gaps(board: Board, over: Callable[[], bool]) -> None:
    """Move meetings, or swap the slots of two, while that saves waiting; at most a few rounds.

    `over` says when there is no time left.
    """
    for _ in range(ROUNDS):
        better = False
        for request in sorted(board.slot_of):
            if over():
                return
            better = _move(board, request) or better
        if not better:
            return


def _move(board: Board, request: int) -> bool:
    """Put one meeting into the slot where it costs least waiting, swapping if that slot is full."""
    now = board.slot_of[request]
    for slot in board.grid.options[request]:
        if slot == now:
            continue
        others = _in_the_way(board, request, slot)
        if others is not None and _try(board, request, slot, others):
            return True
    return False


def _in_the_way(board: Board, request: int, slot: int) -> list[int] | None:
    """Nothing, or the one meeting of the same people that would have to go back; None if more."""
    grid = board.grid
    if board.both_free(request, slot):
        return []
    others = {
        other
        for person in grid.pairs[request]
        if slot in board.meets[person]
        for other in grid.requests_of[person]
        if board.slot_of.get(other) == slot
    }
    if len(others) > 1:
        return None
    return list(others)


def _try(board: Board, request: int, slot: int, others: list[int]) -> bool:
    """Make the change if every rule allows it and it saves waiting; else leave all as it was."""
    grid = board.grid
    moved = [request, *others]
    people = sorted({person for r in moved for person in grid.pairs[r]})
    before = sum(gaps(grid, board.meets[person]) for person in people)
    old = {r: board.remove(r) for r in moved}
    new = {request: slot, **dict.fromkeys(others, old[request])}
    done = []
    for r, target in new.items():
        fits = target in grid.options[r] and board.both_free(r, target)
        if not fits or not board.has_table(r, target):
            break
        board.place(r, target)
        done.append(r)
    if len(done) == len(moved):
        after = sum(gaps(grid, board.meets[person]) for person in people)
        if after < before:
            return True
    for r in done:
        board.remove(r)
    for r, target in old.items():
        board.place(r, target)
    return False
