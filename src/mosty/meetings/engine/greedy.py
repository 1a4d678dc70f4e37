"""The plain answer: one request after the other, each into the best slot that is left.

It is what most programs do. Here it is the first answer, from which the solver starts, and what
benchmarks compare with.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from .grid import ALL, Board, Grid


def greedy(grid: Grid) -> Board:
    """A board filled in the plain order."""
    board = Board(grid)
    fill(board, order_of_placing(grid))
    return board


def order_of_placing(grid: Grid) -> list[int]:
    """Musts first, then by worth, then those with few possible slots; the seed breaks ties."""
    chance = random.Random(grid.problem.seed)
    return sorted(
        grid.possible(),
        key=lambda request: (
            not grid.musts[request],
            -grid.values[request],
            len(grid.options[request]),
            chance.random(),
        ),
    )


def fill(board: Board, order: Iterable[int]) -> None:
    """Put every request of `order` that still fits onto the board."""
    for request in order:
        if request in board.slot_of or not board.within_limits(request):
            continue
        openings = board.openings(request)
        if openings:
            board.place(request, min(openings, key=lambda slot: _cost(board, request, slot)))


def _cost(board: Board, request: int, slot: int) -> tuple[int, int, int]:
    """Slots that few waiting requests of the two need come first, then empty, then early ones."""
    grid = board.grid
    robbed = sum(
        1
        for person in grid.pairs[request]
        for other in grid.requests_of[person]
        if other not in board.slot_of and slot in grid.options[other]
    )
    return robbed, board.taken[ALL, slot], slot
