"""Made-up events of any size for benchmarks: who is there, who asks for whom, when and where."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from mosty.meetings.engine import Person, Problem, Request, Slot, Table, Wish

SLOTS_A_DAY = 15
SLOT = timedelta(minutes=30)
WISHES = (Wish.MUST, Wish.WANT, Wish.WOULD)


def made_up_event(
    *, people: int, requests: int, slots: int, tables: int, available: float, seed: int
) -> Problem:
    """An event whose people are wanted unevenly (log-normally) and are away in blocks.

    `available` is the share of slots in which a person is free, on average.
    """
    if requests > people * (people - 1) // 2:
        message = f"{people} people cannot make {requests} different pairs"
        raise ValueError(message)
    chance = random.Random(seed)
    times = tuple(_slot(number) for number in range(slots))
    popularity = [chance.lognormvariate(0, 1) for _ in range(people)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < requests:
        a, b = chance.choices(range(people), popularity, k=2)
        if a != b and (b, a) not in pairs:
            pairs.add((a, b))
    return Problem(
        people=tuple(
            Person(number, f"Person {number}", busy=_away(times, available, chance))
            for number in range(people)
        ),
        slots=times,
        tables=tuple(Table(number, f"Table {number}") for number in range(tables)),
        requests=tuple(
            Request(
                number,
                a,
                b,
                wish=chance.choices(WISHES, (1, 6, 3))[0],
                mutual=chance.random() < 0.2,
            )
            for number, (a, b) in enumerate(sorted(pairs))
        ),
        seed=seed,
    )


def _slot(number: int) -> Slot:
    day, place = divmod(number, SLOTS_A_DAY)
    starts = datetime(2025, 12, 8, 9) + timedelta(days=day) + place * SLOT  # noqa: DTZ001  (local)
    return Slot(number, starts, starts + SLOT, starts.date())


def _away(slots: tuple[Slot, ...], available: float, chance: random.Random) -> frozenset[int | str]:
    """Blocks of about half a day, until the person is free in the share asked for."""
    away: set[int | str] = set()
    block = max(1, min(SLOTS_A_DAY, len(slots)) // 2)
    while len(away) < (1 - available) * len(slots):
        start = chance.randrange(len(slots))
        for slot in slots[start : start + chance.randint(1, block)]:
            away.add(slot.key)
    return frozenset(away)
