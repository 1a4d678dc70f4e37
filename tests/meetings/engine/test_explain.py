from dataclasses import replace

import pytest
from hypothesis import given, settings

from mosty.meetings.engine import (
    Person,
    Placement,
    Problem,
    Request,
    Table,
    Wish,
    diagnose,
    explain,
    solve,
    words,
)
from mosty.meetings.engine import diagnosis as diagnosis_module
from mosty.meetings.engine.explain import WORDS

from .events import slot, tiny_problems

A, B, C, D = (Person(key, key.upper()) for key in "abcd")
TABLE = Table("t", "T", "open")
SLOTS = (slot(0), slot(1))


def problem(*requests, people=(A, B, C, D), slots=SLOTS, tables=(TABLE,)):
    return Problem(people, slots, tables, requests)


BUSY = {0: replace(A, busy=frozenset({0})), 1: replace(B, busy=frozenset({1}))}
AB, AC, CD = Request("ab", "a", "b"), Request("ac", "a", "c"), Request("cd", "c", "d")
CASES = {
    "never_free_together": (problem(AB, people=(BUSY[0], BUSY[1])), ()),
    "pinned_slot_not_free": (problem(replace(AB, slot=0), people=(BUSY[0], B)), ()),
    "no_table_open": (problem(replace(AB, table_kind="quiet")), ()),
    "limit_reached": (problem(AB, people=(replace(A, max_meetings=0), B)), ()),
    "other_meetings": (problem(AB, AC, slots=SLOTS[:1]), (Placement("ac", 0, "t"),)),
    "tables_taken": (problem(AB, CD, slots=SLOTS[:1]), (Placement("cd", 0, "t"),)),
    "meetings_and_tables": (
        problem(AB, AC, CD),
        (Placement("ac", 0, "t"), Placement("cd", 1, "t")),
    ),
    "room_left": (problem(AB), ()),
}


def test_every_reason_has_a_case():
    assert sorted(CASES) == sorted(WORDS)


@pytest.mark.parametrize("code", CASES)
def test_the_reason_is_found_and_said_in_both_languages(code):
    event, placements = CASES[code]

    (unmet,) = explain(event, placements)

    assert (unmet.request, unmet.reason_code) == ("ab", code)
    english, russian = words(unmet, "en"), words(unmet, "ru")
    assert english.isascii()
    assert not russian.isascii()
    assert "{" not in english + russian


@settings(max_examples=60, deadline=None)
@given(tiny_problems())
def test_an_answer_leaves_no_room_for_an_unmet_request(event):
    answer = solve(event, seconds=2)

    assert "room_left" not in {unmet.reason_code for unmet in answer.unmet}
    assert explain(event, answer.placements) == answer.unmet


def test_warnings_tell_what_cannot_fit():
    people = (
        replace(A, max_meetings=1, languages=("ru",)),
        replace(B, languages=("en",)),
        replace(C, busy=frozenset({0, 1})),
        D,
    )
    requests = (
        replace(AB, wish=Wish.MUST),
        replace(AC, wish=Wish.MUST),
        replace(CD, wish=Wish.WANT),
        Request("bd", "b", "d"),
    )
    event = problem(*requests, people=people, tables=(replace(TABLE, closed=frozenset({0})),))

    assert [finding.words() for finding in diagnose(event)] == [
        "The must-meeting of A and C has no possible slot.",
        "A has more must-meetings (2) than slots or limit allow (1).",
        "C has more must-meetings (1) than slots or limit allow (0).",
        "There are more requests (4) than all tables can hold (1).",
        "A and B share no language; they will need an interpreter.",
    ]
    assert all(finding.severity == "warning" for finding in diagnose(event))


def test_contradictions_are_all_found():
    shifted = replace(SLOTS[1], key=5, starts=SLOTS[0].starts)
    event = problem(
        AB,
        replace(AB, key="ba", a="b", b="a"),
        replace(CD, key="cd", slot=77),
        replace(CD, key="cd", a="a", table="none"),
        slots=(SLOTS[0], shifted),
    )

    assert sorted(finding.code for finding in diagnose(event)) == [
        "asked_twice",
        "key_twice",
        "slots_overlap",
        "unknown_slot",
        "unknown_table",
    ]


def test_every_finding_has_both_languages():
    for sentences in (*diagnosis_module.WORDS.values(), *WORDS.values()):
        assert sorted(sentences) == ["en", "ru"]
