"""Why a request has no place in a schedule: one reason with its facts, and the words for it.

A reason looks at the schedule as it stands: what would have to be different for this request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .problem import Facts, Key, Person, Placement, Problem, Request, Unmet

WORDS: Mapping[str, Mapping[str, str]] = {
    "never_free_together": {
        "en": "{a} and {b} are not free at the same time in any slot.",
        "ru": "Нет ни одного слота, в котором свободны и {a}, и {b}.",
    },
    "pinned_slot_not_free": {
        "en": "The meeting is fixed for {time}, and {person} is busy then.",
        "ru": "Встреча закреплена за временем {time}, а {person} в это время не может.",
    },
    "no_table_open": {
        "en": "No suitable table is open when {a} and {b} are both free (shared slots: {shared}).",
        "ru": (
            "Когда свободны и {a}, и {b}, ни один подходящий стол не работает "
            "(общих свободных слотов: {shared})."
        ),
    },
    "limit_reached": {
        "en": "{person} already has as many meetings as their limit allows: {limit}.",
        "ru": "{person}: достигнут предел числа встреч ({limit}).",
    },
    "other_meetings": {
        "en": (
            "In every slot that {a} and {b} share, one of them has another meeting "
            "(shared slots: {shared})."
        ),
        "ru": (
            "В каждом общем слоте {a} или {b} уже участвует в другой встрече "
            "(общих слотов: {shared})."
        ),
    },
    "tables_taken": {
        "en": (
            "Whenever {a} and {b} are both free, every suitable table is taken "
            "(slots free for both: {free})."
        ),
        "ru": (
            "Когда свободны и {a}, и {b}, все подходящие столы заняты "
            "(слотов, свободных у обеих сторон: {free})."
        ),
    },
    "meetings_and_tables": {
        "en": (
            "Of the slots that {a} and {b} share ({shared}), some hold other meetings of one of "
            "them ({taken}), and in the others every suitable table is taken ({free})."
        ),
        "ru": (
            "Общих слотов у {a} и {b}: {shared}. Другие встречи одной из сторон занимают {taken}, "
            "в остальных все подходящие столы заняты ({free})."
        ),
    },
    "room_left": {
        "en": "There is room for this meeting at {time}: {a} and {b} are free and a table is open.",
        "ru": "Для этой встречи есть место: {time}, {a} и {b} свободны, и есть свободный стол.",
    },
}


def words(unmet: Unmet, language: str = "en") -> str:
    """The reason as a sentence in English ("en") or Russian ("ru")."""
    return WORDS[unmet.reason_code][language].format(**unmet.facts)


def explain(problem: Problem, placements: Iterable[Placement]) -> tuple[Unmet, ...]:
    """One reason for each request that these placements leave out, in the order of requests."""
    board = _Day(problem, tuple(placements))
    return tuple(
        Unmet(request.key, *board.reason(request))
        for request in problem.requests
        if request.key not in board.met
    )


@dataclass(frozen=True, slots=True)
class _Shared:
    """Slots in which both people could meet, and those of them without another meeting."""

    shared: list[Key]
    free: list[Key]


class _Day:
    """The placements seen from people and from tables."""

    def __init__(self, problem: Problem, placements: tuple[Placement, ...]) -> None:
        self.problem = problem
        self.people = {person.key: person for person in problem.people}
        self.times = {slot.key: f"{slot.starts:%d.%m %H:%M}" for slot in problem.slots}
        requests = {request.key: request for request in problem.requests}
        self.met = {placement.request for placement in placements}
        self.tables_taken: dict[Key, set[Key]] = defaultdict(set)
        self.meets: dict[Key, set[Key]] = defaultdict(set)
        for placement in placements:
            self.tables_taken[placement.slot].add(placement.table)
            for person in (requests[placement.request].a, requests[placement.request].b):
                self.meets[person].add(placement.slot)

    def reason(self, request: Request) -> tuple[str, Facts]:
        """The code and the facts of why this request is unmet."""
        a, b = self.people[request.a], self.people[request.b]
        facts: dict[str, str | int] = {"a": a.name, "b": b.name}
        for person in (a, b):
            if request.slot is not None and request.slot in person.busy:
                return "pinned_slot_not_free", {
                    "person": person.name,
                    "time": self.times[request.slot],
                }
        wanted = self._shared(request, a, b)
        facts["shared"] = len(wanted.shared)
        if not wanted.shared:
            return "never_free_together", facts
        if not any(self._open_tables(request, slot) for slot in wanted.shared):
            return "no_table_open", facts
        for person in (a, b):
            limit = person.max_meetings
            if limit is not None and len(self.meets[person.key]) >= limit:
                return "limit_reached", {"person": person.name, "limit": limit}
        return self._crowded(request, wanted, facts)

    def _shared(self, request: Request, a: Person, b: Person) -> _Shared:
        shared = [
            slot.key
            for slot in self.problem.slots
            if request.slot in (None, slot.key)
            and slot.key not in a.busy
            and slot.key not in b.busy
        ]
        taken = self.meets[a.key] | self.meets[b.key]
        return _Shared(shared, [slot for slot in shared if slot not in taken])

    def _crowded(
        self, request: Request, wanted: _Shared, facts: dict[str, str | int]
    ) -> tuple[str, Facts]:
        """Both could meet, but others were there first."""
        facts["free"] = len(wanted.free)
        facts["taken"] = len(wanted.shared) - len(wanted.free)
        if not wanted.free:
            return "other_meetings", facts
        for slot in wanted.free:
            if self._open_tables(request, slot) - self.tables_taken[slot]:
                return "room_left", {**facts, "time": self.times[slot]}
        return ("meetings_and_tables" if facts["taken"] else "tables_taken"), facts

    def _open_tables(self, request: Request, slot: Key) -> set[Key]:
        """Tables that suit the request and are not closed in the slot."""
        return {
            table.key
            for table in self.problem.tables
            if slot not in table.closed
            and request.table in (None, table.key)
            and request.table_kind in (None, table.kind)
        }
