"""What a meetings schedule is made from and what an answer holds.

Plain frozen dataclasses: no database, no framework. A key is any `str` or `int` that names one
thing of its kind; the engine never looks inside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Key = str | int
Facts = Mapping[str, str | int]

MUTUAL_BONUS = 2
LEAST_WORTH, MOST_WORTH = 1, 10


class Wish(StrEnum):
    """How much a meeting is wanted by those who asked for it."""

    MUST = "must"
    WANT = "want"
    WOULD = "would"


WORTH_OF_WISH: Mapping[Wish, int] = {Wish.MUST: 8, Wish.WANT: 5, Wish.WOULD: 2}


class Ended(StrEnum):
    """Why a run ended. Only `CLOCK` and `STOPPED` make a result hard to repeat."""

    PROOF = "proof"  # nothing better exists
    WORK = "work"  # the amount of work that the time stands for was done
    CLOCK = "clock"  # the time was over before that work was done
    STOPPED = "stopped"  # the caller asked to stop


@dataclass(frozen=True, slots=True)
class Person:
    """One person, who is in one place at a time.

    `max_meetings` limits the whole event; None means as many as there are slots.
    """

    key: Key
    name: str
    country: str = ""
    languages: tuple[str, ...] = ()
    max_meetings: int | None = None
    busy: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which every table can hold one meeting.

    Starts and ends are either all aware or all naive (local time); slots do not overlap.
    """

    key: Key
    starts: datetime
    ends: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Table:
    """A place for one meeting in each slot in which it is not closed."""

    key: Key
    name: str
    kind: str = ""
    closed: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """A meeting that two people are to have, once.

    `worth` is a whole number from 1 to 10; None takes it from the wish. `slot` and `table` pin the
    meeting; `table_kind` asks for any table of that kind.
    """

    key: Key
    a: Key
    b: Key
    wish: Wish = Wish.WANT
    mutual: bool = False
    worth: int | None = None
    slot: Key | None = None
    table: Key | None = None
    table_kind: str | None = None

    @property
    def value(self) -> int:
        """What meeting it adds to the worth of a schedule; a mutual wish counts more."""
        own = WORTH_OF_WISH[self.wish] if self.worth is None else self.worth
        return own + (MUTUAL_BONUS if self.mutual else 0)

    @property
    def is_must(self) -> bool:
        """Whether it is placed before all worth is looked at."""
        return self.wish is Wish.MUST


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything one run needs. Slots may come in any order."""

    people: tuple[Person, ...]
    slots: tuple[Slot, ...]
    tables: tuple[Table, ...]
    requests: tuple[Request, ...]
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Placement:
    """A meeting with its time and table, all by key."""

    request: Key
    slot: Key
    table: Key


@dataclass(frozen=True, slots=True)
class Unmet:
    """A request that has no place, why (see `explain`), and the facts of that reason."""

    request: Key
    reason_code: str
    facts: Facts = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A schedule and how good it is.

    `worth` is the sum of the values of placed requests. `bound` is a number that the worth of no
    schedule with at least as many musts can exceed; `gap_percent` is the distance to it, in per
    cent of the bound. `musts_bound` is the same for the number of must-meetings. `proven` says
    that both bounds are reached. `seconds` is the time on the clock.
    """

    placements: tuple[Placement, ...]
    unmet: tuple[Unmet, ...]
    bound: int
    worth: int
    gap_percent: float
    seconds: float
    proven: bool
    musts_met: int
    musts_bound: int
    ended: Ended


class ProblemError(ValueError):
    """The problem contradicts itself; `problems` says how, in English sentences."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
