import random
import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings

from benchmarks.events import made_up_event
from mosty.meetings.engine import (
    Ended,
    Person,
    Problem,
    ProblemError,
    Request,
    Slot,
    Table,
    Wish,
    answer_violations,
    solve,
)
from mosty.meetings.engine.gaps import close_gaps, gaps
from mosty.meetings.engine.greedy import greedy
from mosty.meetings.engine.grid import Board, Grid

from .events import DAY, best_by_brute_force, slot, tiny_problems


@settings(max_examples=120, deadline=None)
@given(tiny_problems())
def test_a_proven_answer_is_the_best_of_all_schedules(problem):
    answer = solve(problem, seconds=5)

    assert answer_violations(problem, answer) == []
    assert answer.ended is Ended.PROOF
    assert (answer.musts_met, answer.worth) == best_by_brute_force(problem)


@settings(max_examples=60, deadline=None)
@given(tiny_problems())
def test_the_bound_holds_when_a_run_has_no_time_to_search(problem):
    answer = solve(problem, seconds=0.0)

    musts, worth = best_by_brute_force(problem)
    assert musts <= answer.musts_bound
    assert worth <= answer.bound


def test_musts_come_before_any_worth():
    people = tuple(Person(n, f"Person {n}") for n in range(3))
    requests = (
        Request("dear", 0, 1, Wish.WANT, mutual=True, worth=10),
        Request("must", 0, 2, Wish.MUST, worth=1),
    )

    answer = solve(Problem(people, (slot(0),), (Table("t", "T"),), requests))

    assert [placement.request for placement in answer.placements] == ["must"]
    assert (answer.worth, answer.bound, answer.proven) == (1, 1, True)


def test_musts_that_greedy_misses_are_found():
    event = made_up_event(people=5, requests=5, slots=4, tables=2, available=0.6, seed=5)
    musts = tuple(replace(r, wish=Wish.MUST, mutual=False) for r in event.requests)
    problem = replace(event, requests=musts)
    assert greedy(Grid.of(problem)).musts_met() == 3

    answer = solve(problem)

    assert (answer.musts_met, answer.musts_bound, answer.proven) == (4, 4, True)
    assert (answer.musts_met, answer.worth) == best_by_brute_force(problem)


def test_the_same_seed_gives_the_same_answer():
    problem = made_up_event(people=30, requests=110, slots=12, tables=6, available=0.7, seed=5)

    first, second = (solve(problem, seconds=10) for _ in range(2))

    assert first.ended in {Ended.PROOF, Ended.WORK}
    assert replace(first, seconds=0) == replace(second, seconds=0)
    assert first.worth > greedy(Grid.of(problem)).worth()


def test_two_workers_repeat_themselves_too():
    problem = made_up_event(people=24, requests=80, slots=10, tables=5, available=0.7, seed=6)

    first, second = (solve(problem, seconds=10, num_workers=2) for _ in range(2))

    assert first.ended in {Ended.PROOF, Ended.WORK}
    assert first.placements == second.placements


def test_progress_only_gets_better_and_ends_at_the_answer():
    problem = made_up_event(people=30, requests=110, slots=12, tables=6, available=0.7, seed=5)
    seen = []

    answer = solve(problem, seconds=10, progress=lambda worth, bound: seen.append((worth, bound)))

    assert [worth for worth, _ in seen] == sorted(worth for worth, _ in seen)
    assert [bound for _, bound in seen] == sorted((bound for _, bound in seen), reverse=True)
    assert seen[-1] == (answer.worth, answer.bound)


def test_a_stopped_run_keeps_its_best():
    problem = made_up_event(people=200, requests=1200, slots=24, tables=30, available=0.7, seed=1)
    begun = time.monotonic()

    answer = solve(problem, seconds=60, should_stop=lambda: time.monotonic() > begun + 0.5)

    assert answer.ended is Ended.STOPPED
    assert answer.seconds < 20
    assert answer.worth >= greedy(Grid.of(problem)).worth()
    assert answer_violations(problem, answer) == []


@pytest.mark.parametrize("part", ["progress", "should_stop"])
def test_an_error_of_the_caller_ends_the_run_and_is_passed_on(part):
    problem = made_up_event(people=200, requests=1200, slots=24, tables=30, available=0.7, seed=1)
    begun = time.monotonic()

    def fail(*_):
        raise ConnectionError("the database is gone")

    with pytest.raises(ConnectionError, match="the database is gone"):
        solve(problem, seconds=60, **{part: fail})

    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("limits", [{"seconds": -1}, {"seconds": float("nan")}, {"num_workers": 0}])
def test_limits_that_make_no_sense_are_refused(limits):
    with pytest.raises(ValueError, match="is not possible"):
        solve(Problem((), (), (), ()), **limits)


def test_a_person_stays_at_the_table_from_one_slot_to_the_next():
    people = tuple(Person(n, f"Person {n}") for n in range(9))
    requests = tuple(
        Request((hub, guest), hub, guest, slot=number)
        for hub in range(2)
        for number, guest in enumerate((2 + hub * 3, 3 + hub * 3, 4 + hub * 3))
    )
    keyed = tuple(replace(r, key=f"{r.a}-{r.b}") for r in requests)
    tables = tuple(Table(n, f"Table {n}") for n in range(2))

    answer = solve(Problem(people, (slot(0), slot(1), slot(2)), tables, keyed))

    tables_of_hub = {
        hub: {p.table for p in answer.placements if str(p.request).startswith(f"{hub}-")}
        for hub in range(2)
    }
    assert sorted(map(len, tables_of_hub.values())) == [1, 1]


def test_gaps_are_closed_without_losing_a_meeting():
    people = tuple(Person(n, f"Person {n}") for n in range(4))
    requests = (Request(0, 0, 1), Request(1, 0, 2), Request(2, 0, 3))
    problem = Problem(people, tuple(map(slot, range(6))), (Table("t", "T"),), requests)
    grid = Grid.of(problem)
    board = Board(grid, {0: 0, 1: 3, 2: 5})

    close_gaps(board, lambda: False)

    assert sorted(board.slot_of) == [0, 1, 2]
    assert gaps(grid, board.meets[0]) == 0


def test_gaps_do_not_reach_over_the_night():
    days = (slot(0), slot(1), slot(0, DAY + timedelta(days=1)))
    slots = tuple(replace(s, key=n) for n, s in enumerate(days))
    problem = Problem((Person(0, "A"), Person(1, "B")), slots, (), ())

    assert gaps(Grid.of(problem), {0, 2}) == 0


def test_an_event_without_anything_has_an_empty_proven_answer():
    answer = solve(Problem((), (), (), ()))

    assert (answer.placements, answer.worth, answer.gap_percent, answer.proven) == (
        (),
        0,
        0.0,
        True,
    )


def test_a_contradiction_is_refused_with_all_its_reasons():
    start = datetime(2026, 10, 14, 9)  # noqa: DTZ001  (local time)
    problem = Problem(
        (Person("a", "Anna", max_meetings=-1), Person("b", "Boris")),
        (Slot("s", start, start, DAY),),
        (),
        (Request(1, "a", "a"), Request(2, "a", "nobody"), Request(3, "a", "b", worth=11)),
    )

    with pytest.raises(ProblemError) as refused:
        solve(problem)

    assert refused.value.problems == (
        "The limit of meetings of Anna is -1; it cannot be negative.",
        "Slot s ends before it starts or at once.",
        "Request 1 asks for a meeting of Anna with themselves.",
        "Request 2 names the participant nobody, who is not in the list.",
        "Request 3 has the worth 11; it must be from 1 to 10.",
    )


def test_the_order_in_which_slots_are_listed_does_not_matter():
    problem = made_up_event(people=12, requests=30, slots=8, tables=3, available=0.8, seed=2)
    shuffled = list(problem.slots)
    random.Random(3).shuffle(shuffled)

    assert solve(replace(problem, slots=tuple(shuffled))).placements == solve(problem).placements
