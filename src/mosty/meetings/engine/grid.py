"""The problem in numbers, and a board on which meetings are put and taken away.

Slots are numbered in the order of time; people, tables and requests as they come. Which table a
meeting gets is decided last (`tables.py`), because tables are alike: here only their number in a
slot counts. Places are nested (one table, within its kind, within all tables), so counting on the
three levels is enough: if each count holds, a table for everyone exists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .problem import Key, Problem

Place = tuple[str, Key]  # ("all", ""), ("kind", its name) or ("table", its key)
ALL: Place = ("all", "")


@dataclass(frozen=True, slots=True)
class Grid:
    """A problem in numbers; lists run over requests, people or slots."""

    problem: Problem
    slot_keys: tuple[Key, ...]
    day_of_slot: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    values: tuple[int, ...]
    musts: tuple[bool, ...]
    options: tuple[tuple[int, ...], ...]
    places: tuple[tuple[Place, ...], ...]
    free_slots: tuple[frozenset[int], ...]
    limits: tuple[int, ...]
    capacity: dict[tuple[Place, int], int]
    requests_of: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, problem: Problem) -> Grid:
        """Number a problem that `diagnosis.refuse_contradictions` has let through."""
        slots = sorted(problem.slots, key=lambda slot: slot.starts)
        number_of_slot = {slot.key: number for number, slot in enumerate(slots)}
        days = {day: number for number, day in enumerate(sorted({slot.day for slot in slots}))}
        number_of_person = {person.key: number for number, person in enumerate(problem.people)}
        free = tuple(
            frozenset(number for key, number in number_of_slot.items() if key not in person.busy)
            for person in problem.people
        )
        capacity = _capacity(problem, number_of_slot)
        pairs = tuple(
            (number_of_person[request.a], number_of_person[request.b])
            for request in problem.requests
        )
        places = _places(problem)
        options = tuple(
            _options(number_of_slot, capacity, free[a] & free[b], needed, request.slot)
            for request, (a, b), needed in zip(problem.requests, pairs, places, strict=True)
        )
        requests_of: list[list[int]] = [[] for _ in problem.people]
        for number, pair in enumerate(pairs):
            for person in pair:
                requests_of[person].append(number)
        return cls(
            problem=problem,
            slot_keys=tuple(slot.key for slot in slots),
            day_of_slot=tuple(days[slot.day] for slot in slots),
            pairs=pairs,
            values=tuple(request.value for request in problem.requests),
            musts=tuple(request.is_must for request in problem.requests),
            options=options,
            places=places,
            free_slots=free,
            limits=tuple(
                len(own) if person.max_meetings is None else min(len(own), person.max_meetings)
                for person, own in zip(problem.people, free, strict=True)
            ),
            capacity=capacity,
            requests_of=tuple(tuple(own) for own in requests_of),
        )

    def possible(self) -> list[int]:
        """Requests that could be met if there were no others."""
        return [
            number
            for number, (a, b) in enumerate(self.pairs)
            if self.options[number] and self.limits[a] and self.limits[b]
        ]


class Board:
    """Meetings in slots, with every count kept up as they come and go."""

    def __init__(self, grid: Grid, slot_of: dict[int, int] | None = None) -> None:
        self.grid = grid
        self.slot_of: dict[int, int] = {}
        self.meets: list[set[int]] = [set() for _ in grid.limits]
        self.taken: Counter[tuple[Place, int]] = Counter()
        for request, slot in sorted((slot_of or {}).items()):
            self.place(request, slot)

    def both_free(self, request: int, slot: int) -> bool:
        """Whether neither person has a meeting in the slot (availability is in the options)."""
        a, b = self.grid.pairs[request]
        return slot not in self.meets[a] and slot not in self.meets[b]

    def within_limits(self, request: int) -> bool:
        """Whether both may have one more meeting."""
        return all(
            len(self.meets[person]) < self.grid.limits[person]
            for person in self.grid.pairs[request]
        )

    def has_table(self, request: int, slot: int) -> bool:
        """Whether a fitting table is left in the slot."""
        capacity, taken = self.grid.capacity, self.taken
        return all(
            taken[place, slot] < capacity.get((place, slot), 0)
            for place in self.grid.places[request]
        )

    def openings(self, request: int) -> list[int]:
        """Slots in which the request fits as the board stands, limits aside."""
        return [
            slot
            for slot in self.grid.options[request]
            if self.both_free(request, slot) and self.has_table(request, slot)
        ]

    def place(self, request: int, slot: int) -> None:
        """Put a meeting where the caller knows that it fits."""
        self.slot_of[request] = slot
        for person in self.grid.pairs[request]:
            self.meets[person].add(slot)
        for place in self.grid.places[request]:
            self.taken[place, slot] += 1

    def remove(self, request: int) -> int:
        """Take a meeting off the board; returns the slot it had."""
        slot = self.slot_of.pop(request)
        for person in self.grid.pairs[request]:
            self.meets[person].discard(slot)
        for place in self.grid.places[request]:
            self.taken[place, slot] -= 1
        return slot

    def worth(self) -> int:
        """The sum of the values of the meetings on the board."""
        return sum(self.grid.values[request] for request in self.slot_of)

    def musts_met(self) -> int:
        """How many must-meetings are on the board."""
        return sum(self.grid.musts[request] for request in self.slot_of)


def _places(problem: Problem) -> tuple[tuple[Place, ...], ...]:
    """For each request, the nested places of which it takes one: all, then kind, then table."""
    kind_of = {table.key: table.kind for table in problem.tables}
    places: list[tuple[Place, ...]] = []
    for request in problem.requests:
        if request.table is not None:
            places.append((ALL, ("kind", kind_of[request.table]), ("table", request.table)))
        elif request.table_kind is not None:
            places.append((ALL, ("kind", request.table_kind)))
        else:
            places.append((ALL,))
    return tuple(places)


def _capacity(problem: Problem, number_of_slot: dict[Key, int]) -> dict[tuple[Place, int], int]:
    """How many meetings fit into each place in each slot."""
    capacity: Counter[tuple[Place, int]] = Counter()
    for table in problem.tables:
        for key, slot in number_of_slot.items():
            if key not in table.closed:
                capacity[ALL, slot] += 1
                capacity[("kind", table.kind), slot] += 1
                capacity[("table", table.key), slot] += 1
    return dict(capacity)


def _options(
    number_of_slot: dict[Key, int],
    capacity: dict[tuple[Place, int], int],
    shared: Iterable[int],
    needed: tuple[Place, ...],
    pinned: Key | None,
) -> tuple[int, ...]:
    """Slots in which the two could meet if there were no other meetings."""
    wanted = set(shared) if pinned is None else {number_of_slot[pinned]} & set(shared)
    return tuple(
        slot for slot in sorted(wanted) if all(capacity.get((p, slot), 0) > 0 for p in needed)
    )
