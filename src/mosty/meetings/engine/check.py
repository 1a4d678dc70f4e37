"""An independent check of a schedule. It shares nothing with the solver but the dataclasses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from .problem import Answer, Key, Person, Placement, Problem, Request


class CheckError(AssertionError):
    """A schedule breaks a rule; `violations` says which, in English sentences."""

    def __init__(self, violations: list[str]) -> None:
        super().__init__("\n".join(violations))
        self.violations = violations


def violations(problem: Problem, placements: Iterable[Placement]) -> list[str]:
    """Every rule that these placements break, as one sentence each; empty if they are right."""
    placed = list(placements)
    known = [p for p in placed if not _unknown(problem, p)]
    return [
        *(words for p in placed for words in _unknown(problem, p)),
        *_requests_placed_twice(placed),
        *_people_in_two_places(problem, known),
        *_people_who_are_away(problem, known),
        *_limits_passed(problem, known),
        *_tables_with_two_meetings(problem, known),
        *_wrong_tables(problem, known),
        *_wrong_slots(problem, known),
    ]


def answer_violations(problem: Problem, answer: Answer) -> list[str]:
    """As `violations`, and that what the answer says of itself is true."""
    found = violations(problem, answer.placements)
    value = {request.key: request.value for request in problem.requests}
    musts = {request.key for request in problem.requests if request.is_must}
    met = [placement.request for placement in answer.placements]
    worth = sum(value.get(key, 0) for key in met)
    musts_met = sum(key in musts for key in met)
    if worth != answer.worth:
        found.append(f"The answer states the worth {answer.worth}, its meetings have {worth}.")
    if musts_met != answer.musts_met:
        found.append(f"The answer states {answer.musts_met} musts, it has {musts_met}.")
    if worth > answer.bound:
        found.append(f"The worth {worth} is above the bound {answer.bound}.")
    if musts_met > answer.musts_bound:
        found.append(f"{musts_met} musts are above their bound {answer.musts_bound}.")
    if answer.proven and (worth, musts_met) != (answer.bound, answer.musts_bound):
        found.append("The answer is called proven, but it does not reach its bounds.")
    listed = Counter([*met, *(unmet.request for unmet in answer.unmet)])
    for request in problem.requests:
        if listed[request.key] != 1:
            found.append(
                f"Request {request.key!r} is listed {listed[request.key]} times among the met "
                "and the unmet, not once."
            )
    return found


def insist(problem: Problem, answer: Answer) -> Answer:
    """The answer itself if it is right; raises `CheckError` if not."""
    found = answer_violations(problem, answer)
    if found:
        raise CheckError(found)
    return answer


def _unknown(problem: Problem, placement: Placement) -> list[str]:
    names = {
        "request": (placement.request, {request.key for request in problem.requests}),
        "slot": (placement.slot, {slot.key for slot in problem.slots}),
        "table": (placement.table, {table.key for table in problem.tables}),
    }
    return [
        f"The {kind} {key!r} of a meeting is not in the problem."
        for kind, (key, keys) in names.items()
        if key not in keys
    ]


def _requests_placed_twice(placements: list[Placement]) -> list[str]:
    times = Counter(placement.request for placement in placements)
    return [f"Request {key!r} is placed {n} times." for key, n in times.items() if n > 1]


def _with_people(
    problem: Problem, placements: list[Placement]
) -> Iterable[tuple[Placement, Request, Person]]:
    requests = {request.key: request for request in problem.requests}
    people = {person.key: person for person in problem.people}
    for placement in placements:
        request = requests[placement.request]
        for key in (request.a, request.b):
            yield placement, request, people[key]


def _people_in_two_places(problem: Problem, placements: list[Placement]) -> list[str]:
    seats: dict[tuple[Key, Key], list[Key]] = defaultdict(list)
    for placement, _, person in _with_people(problem, placements):
        seats[person.key, placement.slot].append(placement.request)
    return [
        f"Person {person!r} has {len(own)} meetings in slot {slot!r}."
        for (person, slot), own in seats.items()
        if len(own) > 1
    ]


def _people_who_are_away(problem: Problem, placements: list[Placement]) -> list[str]:
    return [
        f"Person {person.key!r} is busy in slot {placement.slot!r} of request {request.key!r}."
        for placement, request, person in _with_people(problem, placements)
        if placement.slot in person.busy
    ]


def _limits_passed(problem: Problem, placements: list[Placement]) -> list[str]:
    held = Counter(person.key for _, _, person in _with_people(problem, placements))
    return [
        f"Person {person.key!r} has {held[person.key]} meetings, the limit is "
        f"{person.max_meetings}."
        for person in problem.people
        if person.max_meetings is not None and held[person.key] > person.max_meetings
    ]


def _tables_with_two_meetings(problem: Problem, placements: list[Placement]) -> list[str]:
    held = Counter((placement.table, placement.slot) for placement in placements)
    closed = {table.key: table.closed for table in problem.tables}
    twice = [
        f"Table {table!r} has {n} meetings in slot {slot!r}."
        for (table, slot), n in held.items()
        if n > 1
    ]
    shut = [
        f"Table {table!r} is closed in slot {slot!r}."
        for table, slot in held
        if slot in closed.get(table, frozenset())
    ]
    return twice + shut


def _wrong_tables(problem: Problem, placements: list[Placement]) -> list[str]:
    requests = {request.key: request for request in problem.requests}
    kinds = {table.key: table.kind for table in problem.tables}
    found = []
    for placement in placements:
        request = requests[placement.request]
        if request.table is not None and placement.table != request.table:
            found.append(
                f"Request {request.key!r} is at table {placement.table!r}, not {request.table!r}."
            )
        if request.table_kind is not None and kinds[placement.table] != request.table_kind:
            found.append(
                f"Request {request.key!r} is at a table of the kind {kinds[placement.table]!r}, "
                f"not {request.table_kind!r}."
            )
    return found


def _wrong_slots(problem: Problem, placements: list[Placement]) -> list[str]:
    pinned = {r.key: r.slot for r in problem.requests if r.slot is not None}
    return [
        f"Request {p.request!r} is in slot {p.slot!r}, not {pinned[p.request]!r}."
        for p in placements
        if p.request in pinned and p.slot != pinned[p.request]
    ]
