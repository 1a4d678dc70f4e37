"""What can be said about a problem before any run: contradictions, and wishes that cannot all fit.

A contradiction (`error`) stops a run. A `warning` does not: it says early what the schedule will
not be able to give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from .grid import Grid
from .problem import LEAST_WORTH, MOST_WORTH, Facts, Problem, ProblemError, Request

WORDS: Mapping[str, Mapping[str, str]] = {
    "key_twice": {
        "en": "Two entries of the kind “{kind}” have the same key {key}.",
        "ru": "Ключ {key} повторяется (вид записи: {kind}).",
    },
    "unknown_person": {
        "en": "Request {request} names the participant {key}, who is not in the list.",
        "ru": "В запросе {request} указан участник {key}, которого нет в списке.",
    },
    "unknown_slot": {
        "en": "Request {request} is fixed to the slot {key}, which does not exist.",
        "ru": "Запрос {request} закреплён за несуществующим слотом {key}.",
    },
    "unknown_table": {
        "en": "Request {request} is fixed to the table {key}, which does not exist.",
        "ru": "Запрос {request} закреплён за несуществующим столом {key}.",
    },
    "with_self": {
        "en": "Request {request} asks for a meeting of {person} with themselves.",
        "ru": "В запросе {request} обе стороны — {person}: встреча с самим собой невозможна.",
    },
    "asked_twice": {
        "en": "{a} and {b} are in more than one request ({request} and {other}); keep one of them.",
        "ru": "{a} и {b} указаны в двух запросах ({request} и {other}); оставьте один.",
    },
    "worth_out_of_range": {
        "en": "Request {request} has the worth {worth}; it must be from {least} to {most}.",
        "ru": "Ценность запроса {request} — {worth}; допустимо от {least} до {most}.",
    },
    "negative_limit": {
        "en": "The limit of meetings of {person} is {limit}; it cannot be negative.",
        "ru": "Предел числа встреч ({person}) — {limit}; он не может быть отрицательным.",
    },
    "slot_without_time": {
        "en": "Slot {key} ends before it starts or at once.",
        "ru": "Слот {key} заканчивается раньше, чем начинается, или сразу.",
    },
    "slots_overlap": {
        "en": "Slots {key} and {other} overlap.",
        "ru": "Слоты {key} и {other} пересекаются.",
    },
    "zones_mixed": {
        "en": "Some slots have a time zone and others do not.",
        "ru": "У одних слотов указан часовой пояс, у других — нет.",
    },
    "impossible_must": {
        "en": "The must-meeting of {a} and {b} has no possible slot.",
        "ru": "Для обязательной встречи ({a} и {b}) нет ни одного возможного слота.",
    },
    "too_many_musts": {
        "en": "{person} has more must-meetings ({requests}) than slots or limit allow ({slots}).",
        "ru": "{person}: обязательных встреч ({requests}) больше, чем можно провести ({slots}).",
    },
    "too_many_requests": {
        "en": "{person} is in more requests ({requests}) than slots or limit allow ({slots}).",
        "ru": "{person}: запросов ({requests}) больше, чем встреч можно провести ({slots}).",
    },
    "too_few_tables": {
        "en": "There are more requests ({requests}) than all tables can hold ({seats}).",
        "ru": "Запросов ({requests}) больше, чем встреч вмещают все столы ({seats}).",
    },
    "no_shared_language": {
        "en": "{a} and {b} share no language; they will need an interpreter.",
        "ru": "{a} и {b}: общего языка нет, понадобится переводчик.",
    },
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found before a run."""

    severity: Literal["error", "warning"]
    code: str
    facts: Facts = field(default_factory=dict, hash=False)

    def words(self, language: str = "en") -> str:
        """The finding as a sentence in English ("en") or Russian ("ru")."""
        return WORDS[self.code][language].format(**self.facts)


def diagnose(problem: Problem) -> tuple[Finding, ...]:
    """All contradictions; if there are none, all warnings."""
    errors = (
        *_keys_twice(problem),
        *_bad_people(problem),
        *_bad_slots(problem),
        *_bad_requests(problem),
        *_asked_twice(problem),
    )
    return errors or tuple(_warnings(problem))


def refuse_contradictions(problem: Problem) -> None:
    """Raise `ProblemError` with every contradiction in words, if there is one."""
    errors = [finding for finding in diagnose(problem) if finding.severity == "error"]
    if errors:
        raise ProblemError(tuple(finding.words() for finding in errors))


def _error(code: str, **facts: str | int) -> Finding:
    return Finding("error", code, facts)


def _warning(code: str, **facts: str | int) -> Finding:
    return Finding("warning", code, facts)


def _keys_twice(problem: Problem) -> Iterator[Finding]:
    kinds: Mapping[str, Iterable[Hashable]] = {
        "person": [person.key for person in problem.people],
        "slot": [slot.key for slot in problem.slots],
        "table": [table.key for table in problem.tables],
        "request": [request.key for request in problem.requests],
    }
    for kind, keys in kinds.items():
        for key, times in Counter(keys).items():
            if times > 1:
                yield _error("key_twice", kind=kind, key=str(key))


def _bad_people(problem: Problem) -> Iterator[Finding]:
    for person in problem.people:
        if person.max_meetings is not None and person.max_meetings < 0:
            yield _error("negative_limit", person=person.name, limit=person.max_meetings)


def _bad_slots(problem: Problem) -> Iterator[Finding]:
    zoned = {slot.starts.tzinfo is not None for slot in problem.slots}
    zoned |= {slot.ends.tzinfo is not None for slot in problem.slots}
    if len(zoned) > 1:
        yield _error("zones_mixed")
        return
    in_order = sorted(problem.slots, key=lambda slot: slot.starts)
    for slot in in_order:
        if slot.ends <= slot.starts:
            yield _error("slot_without_time", key=slot.key)
    for earlier, later in pairwise(in_order):
        if later.starts < earlier.ends:
            yield _error("slots_overlap", key=earlier.key, other=later.key)


def _bad_requests(problem: Problem) -> Iterator[Finding]:
    people = {person.key: person for person in problem.people}
    slots = {slot.key for slot in problem.slots}
    tables = {table.key for table in problem.tables}
    for request in problem.requests:
        for key in (request.a, request.b):
            if key not in people:
                yield _error("unknown_person", request=request.key, key=key)
        if request.a == request.b and request.a in people:
            yield _error("with_self", request=request.key, person=people[request.a].name)
        if request.slot is not None and request.slot not in slots:
            yield _error("unknown_slot", request=request.key, key=request.slot)
        if request.table is not None and request.table not in tables:
            yield _error("unknown_table", request=request.key, key=request.table)
        if request.worth is not None and not LEAST_WORTH <= request.worth <= MOST_WORTH:
            yield _error(
                "worth_out_of_range",
                request=request.key,
                worth=request.worth,
                least=LEAST_WORTH,
                most=MOST_WORTH,
            )


def _asked_twice(problem: Problem) -> Iterator[Finding]:
    names = {person.key: person.name for person in problem.people}
    first: dict[frozenset[Hashable], Request] = {}
    for request in problem.requests:
        pair = frozenset((request.a, request.b))
        if pair in first and request.a != request.b:
            yield _error(
                "asked_twice",
                a=names.get(request.a, str(request.a)),
                b=names.get(request.b, str(request.b)),
                request=first[pair].key,
                other=request.key,
            )
        first.setdefault(pair, request)


def _warnings(problem: Problem) -> Iterator[Finding]:
    grid = Grid.of(problem)
    yield from _impossible_musts(problem, grid)
    yield from _more_than_fit(problem, grid)
    seats = sum(slot.key not in table.closed for table in problem.tables for slot in problem.slots)
    if len(problem.requests) > seats:
        yield _warning("too_few_tables", requests=len(problem.requests), seats=seats)
    for a, b in grid.pairs:
        ours, theirs = problem.people[a], problem.people[b]
        if ours.languages and theirs.languages and not set(ours.languages) & set(theirs.languages):
            yield _warning("no_shared_language", a=ours.name, b=theirs.name)


def _impossible_musts(problem: Problem, grid: Grid) -> Iterator[Finding]:
    possible = set(grid.possible())
    for number, (a, b) in enumerate(grid.pairs):
        if grid.musts[number] and number not in possible:
            yield _warning("impossible_must", a=problem.people[a].name, b=problem.people[b].name)


def _more_than_fit(problem: Problem, grid: Grid) -> Iterator[Finding]:
    """People with more musts, or else more requests, than they can hold."""
    for person, own, limit in zip(problem.people, grid.requests_of, grid.limits, strict=True):
        musts = sum(grid.musts[request] for request in own)
        if musts > limit:
            yield _warning("too_many_musts", person=person.name, requests=musts, slots=limit)
        elif len(own) > limit:
            yield _warning("too_many_requests", person=person.name, requests=len(own), slots=limit)
