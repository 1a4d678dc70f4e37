from dataclasses import replace

import pytest

from mosty.meetings.engine import (
    CheckError,
    Person,
    Placement,
    Problem,
    Request,
    Table,
    answer_violations,
    solve,
    violations,
)
from mosty.meetings.engine.check import insist

from .events import slot

PROBLEM = Problem(
    people=(
        Person("a", "A", busy=frozenset({3})),
        Person("b", "B", max_meetings=1),
        Person("c", "C"),
    ),
    slots=tuple(slot(number) for number in range(4)),
    tables=(Table("t", "T", "open"), Table("q", "Q", "quiet", frozenset({2}))),
    requests=(
        Request("ab", "a", "b", slot=0),
        Request("ac", "a", "c", table="t"),
        Request("bc", "b", "c", table_kind="quiet"),
    ),
)
RIGHT = (Placement("ab", 0, "t"), Placement("ac", 1, "t"))
WRONG = {
    "an unknown request": ((Placement("zz", 0, "t"),), "The request 'zz'"),
    "an unknown slot": ((Placement("ab", 9, "t"),), "The slot 9"),
    "an unknown table": ((Placement("ab", 0, "x"),), "The table 'x'"),
    "a request twice": ((Placement("ac", 0, "t"), Placement("ac", 1, "t")), "is placed 2 times"),
    "a person twice": ((Placement("ab", 0, "q"), Placement("ac", 0, "t")), "Person 'a' has 2"),
    "a busy person": ((Placement("ac", 3, "t"),), "Person 'a' is busy in slot 3"),
    "a limit": ((Placement("ab", 0, "t"), Placement("bc", 1, "q")), "the limit is 1"),
    "a table twice": ((Placement("ab", 0, "t"), Placement("ac", 0, "t")), "Table 't' has 2"),
    "a closed table": ((Placement("bc", 2, "q"),), "Table 'q' is closed in slot 2"),
    "another table": ((Placement("ac", 1, "q"),), "at table 'q', not 't'"),
    "another kind": ((Placement("bc", 1, "t"),), "of the kind 'open', not 'quiet'"),
    "another slot": ((Placement("ab", 1, "t"),), "is in slot 1, not 0"),
}


def test_a_right_schedule_breaks_nothing():
    assert violations(PROBLEM, RIGHT) == []


@pytest.mark.parametrize("case", WRONG)
def test_each_broken_rule_is_named(case):
    placements, words = WRONG[case]

    assert [sentence for sentence in violations(PROBLEM, placements) if words in sentence] != []


LIES = {
    "worth": ({"worth": 3}, "states the worth 3"),
    "musts": ({"musts_met": 1}, "states 1 musts"),
    "bound": ({"bound": 9}, "above the bound 9"),
    "musts bound": ({"musts_bound": -1}, "above their bound -1"),
    "proof": ({"bound": 99}, "called proven"),
    "unmet": ({"unmet": ()}, "Request 'bc' is listed 0 times"),
}


@pytest.mark.parametrize("case", LIES)
def test_what_an_answer_says_of_itself_is_checked(case):
    change, words = LIES[case]
    answer = solve(PROBLEM)
    assert insist(PROBLEM, answer) is answer

    wrong = replace(answer, **change)

    assert [sentence for sentence in answer_violations(PROBLEM, wrong) if words in sentence] != []
    with pytest.raises(CheckError):
        insist(PROBLEM, wrong)
