"""Gives each meeting its table once the slots are known, so that people move about little."""

from __future__ import annotations

from .grid import Board, Grid
from .problem import Key


def assign_tables(board: Board) -> dict[int, Key]:
    """The table of each request on the board, slot by slot.

    Meetings with their own table come first, then those that need a kind, then the others; so
    nobody is left without (the counts on the board have seen to that). Among those that may choose,
    a person who sat at a table in the slot before stays there where possible.
    """
    grid = board.grid
    in_slot: dict[int, list[int]] = {}
    for request, slot in board.slot_of.items():
        in_slot.setdefault(slot, []).append(request)
    table_of: dict[int, Key] = {}
    sat_at: dict[tuple[int, int], Key] = {}
    for slot in sorted(in_slot):
        free = {
            table.key: table.kind
            for table in grid.problem.tables
            if grid.slot_keys[slot] not in table.closed
        }
        for narrow in (3, 2, 1):
            before = {
                request: _tables_before(grid, request, slot, sat_at)
                for request in sorted(in_slot[slot])
                if len(grid.places[request]) == narrow
            }
            table_of |= _seat(grid, before, free)
        for request in in_slot[slot]:
            for person in grid.pairs[request]:
                sat_at[person, slot] = table_of[request]
    return table_of


def _seat(grid: Grid, before: dict[int, dict[Key, int]], free: dict[Key, str]) -> dict[int, Key]:
    """Seat meetings of one narrowness, those first whose people need not get up.

    `before` holds for each meeting the tables its people come from; taken tables leave `free`.
    """
    seated: dict[int, Key] = {}
    late = []
    for request in sorted(before, key=lambda r: (-max(before[r].values(), default=0), r)):
        stay = [table for table in before[request] if _fits(grid, request, table, free)]
        if stay:
            seated[request] = max(stay, key=lambda table: before[request][table])
            del free[seated[request]]
        else:
            late.append(request)
    for request in late:
        seated[request] = next(t for t in free if _fits(grid, request, t, free))
        del free[seated[request]]
    return seated


def _tables_before(
    grid: Grid, request: int, slot: int, sat_at: dict[tuple[int, int], Key]
) -> dict[Key, int]:
    """Tables at which the two sat in the slot just before on that day, with how many of them."""
    if slot == 0 or grid.day_of_slot[slot - 1] != grid.day_of_slot[slot]:
        return {}
    tables: dict[Key, int] = {}
    for person in grid.pairs[request]:
        table = sat_at.get((person, slot - 1))
        if table is not None:
            tables[table] = tables.get(table, 0) + 1
    return tables


def _fits(grid: Grid, request: int, table: Key, free: dict[Key, str]) -> bool:
    if table not in free:
        return False
    return all(
        kind == "all"
        or (kind == "kind" and free[table] == key)
        or (kind == "table" and table == key)
        for kind, key in grid.places[request]
    )
