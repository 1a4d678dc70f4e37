"""Tiny events for tests, small enough to try every schedule."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from mosty.meetings.engine import (
    Person,
    Placement,
    Problem,
    Request,
    Slot,
    Table,
    Wish,
    violations,
)

DAY = date(2026, 10, 14)


def slot(number: int, day: date = DAY) -> Slot:
    starts = datetime(day.year, day.month, day.day, 9) + timedelta(hours=number)  # noqa: DTZ001  (local time)
    return Slot(number, starts, starts + timedelta(minutes=45), day)


@st.composite
def tiny_problems(draw: st.DrawFn) -> Problem:
    slots = tuple(slot(number) for number in range(draw(st.integers(1, 3))))
    some_slots = st.frozensets(st.sampled_from([s.key for s in slots]), max_size=2)
    kinds = st.sampled_from(["open", "quiet"])
    tables = tuple(
        Table(f"t{number}", f"Table {number}", draw(kinds), draw(some_slots))
        for number in range(draw(st.integers(1, 2)))
    )
    people = tuple(
        Person(
            number,
            f"Person {number}",
            max_meetings=draw(st.none() | st.integers(0, 2)),
            busy=draw(some_slots),
        )
        for number in range(draw(st.integers(2, 4)))
    )
    pairs = list(itertools.combinations(range(len(people)), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=5, unique=True))
    requests = tuple(
        Request(
            f"r{number}",
            a,
            b,
            draw(st.sampled_from(Wish)),
            mutual=draw(st.booleans()),
            worth=draw(st.none() | st.integers(1, 10)),
            slot=draw(st.none() | st.sampled_from([s.key for s in slots])),
            **draw(_wanted_table(tables)),
        )
        for number, (a, b) in enumerate(chosen)
    )
    return Problem(people, slots, tables, requests, seed=draw(st.integers(0, 9)))


def _wanted_table(tables: tuple[Table, ...]) -> st.SearchStrategy[dict]:
    return st.one_of(
        st.just({}),
        st.just({}),
        st.builds(lambda t: {"table": t.key}, st.sampled_from(tables)),
        st.builds(lambda t: {"table_kind": t.kind}, st.sampled_from(tables)),
    )


def best_by_brute_force(problem: Problem) -> tuple[int, int]:
    """Most musts, and the greatest worth with them, over every schedule there is."""
    best = (0, 0)

    def go_on(number: int, placed: list[Placement]) -> None:
        nonlocal best
        if number == len(problem.requests):
            met = {placement.request for placement in placed}
            own = [request for request in problem.requests if request.key in met]
            best = max(best, (sum(r.is_must for r in own), sum(r.value for r in own)))
            return
        go_on(number + 1, placed)
        for place, table in itertools.product(problem.slots, problem.tables):
            more = [*placed, Placement(problem.requests[number].key, place.key, table.key)]
            if not violations(problem, more):
                go_on(number + 1, more)

    go_on(0, [])
    return best
