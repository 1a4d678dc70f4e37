"""The engine of meeting schedules: a library of its own, see README.md beside this file."""

from .check import CheckError, answer_violations, violations
from .diagnosis import Finding, diagnose
from .explain import explain, words
from .problem import (
    Answer,
    Ended,
    Key,
    Person,
    Placement,
    Problem,
    ProblemError,
    Request,
    Slot,
    Table,
    Unmet,
    Wish,
)
from .solve import solve

__all__ = [
    "Answer",
    "CheckError",
    "Ended",
    "Finding",
    "Key",
    "Person",
    "Placement",
    "Problem",
    "ProblemError",
    "Request",
    "Slot",
    "Table",
    "Unmet",
    "Wish",
    "answer_violations",
    "diagnose",
    "explain",
    "solve",
    "violations",
    "words",
]
