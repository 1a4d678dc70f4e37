"""Writes the schedule into a workbook: Schedule, By participant, Unmet.

Every text is written as text, so nothing that a participant typed runs as a formula.
"""

from __future__ import annotations

import os
import tempfile
from datetime import date, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mosty.meetings.engine import Answer, Person, Placement, Request, Slot, words

from .read import Contents
from .words import WISH_WORDS, Speech

Value = str | date | time
MOST_LETTERS = 32_767  # the longest text that a cell holds
WIDEST = 60


def write_workbook(target: Path, contents: Contents, answer: Answer, speech: Speech) -> None:
    """Write the result whole or not at all: an older file stays until the new one is complete."""
    handle, beside = tempfile.mkstemp(prefix=".mosty-", suffix=".xlsx", dir=target.parent)
    os.close(handle)
    unfinished = Path(beside)
    try:
        with xlsxwriter.Workbook(str(unfinished)) as book:
            _Writer(book, contents, answer, speech).write()
        unfinished.chmod(0o644)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


class _Writer:
    """Knows the answer by key and the looks of the cells."""

    def __init__(
        self, book: xlsxwriter.Workbook, contents: Contents, answer: Answer, speech: Speech
    ) -> None:
        self.book, self.contents, self.answer, self.speech = book, contents, answer, speech
        problem = contents.problem
        self.people = {person.key: person for person in problem.people}
        self.requests = {request.key: request for request in problem.requests}
        self.slots = {slot.key: slot for slot in problem.slots}
        self.tables = {table.key: table.name for table in problem.tables}
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.formats = {
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "starts": book.add_format({"num_format": "hh:mm", "align": "left"}),
            "ends": book.add_format({"num_format": "hh:mm", "align": "left"}),
        }

    def write(self) -> None:
        """The three sheets."""
        placed = sorted(
            self.answer.placements,
            key=lambda p: (self.slots[p.slot].starts, self.tables[p.table]),
        )
        columns = ["day", "starts", "ends", "table", "participant", "country", "partner"]
        columns += ["partner_country", "wish", "shared_language", "note"]
        self._sheet("schedule", columns, [self._meeting(p) for p in placed])
        columns = ["participant", "country", "day", "starts", "ends", "table", "partner"]
        columns += ["partner_country", "shared_language"]
        self._sheet("by_participant", columns, self._by_participant(placed))
        unmet = [self._unmet(u.request, words(u, self.speech.language)) for u in self.answer.unmet]
        self._sheet("unmet", ["from", "to", "wish", "reason", "note"], unmet)

    def _meeting(self, placement: Placement) -> dict[str, Value]:
        request = self.requests[placement.request]
        asks = self.people[request.a]
        return {
            **self._when(self.slots[placement.slot]),
            "table": self.tables[placement.table],
            "participant": asks.name,
            "country": asks.country,
            **self._partner(asks, self.people[request.b]),
            "wish": self.speech.pick(WISH_WORDS[request.wish]),
            "note": self._note(request),
        }

    def _by_participant(self, placed: list[Placement]) -> list[dict[str, Value]]:
        """Each person's meetings in order of time; one row without a meeting for who has none."""
        rows: list[dict[str, Value]] = []
        for person in sorted(self.people.values(), key=lambda person: person.name.casefold()):
            who: dict[str, Value] = {"participant": person.name, "country": person.country}
            own = [p for p in placed if person.key in _ends(self.requests[p.request])]
            for placement in own:
                a, b = _ends(self.requests[placement.request])
                partner = self.people[b if a == person.key else a]
                rows.append(
                    {
                        **who,
                        **self._when(self.slots[placement.slot]),
                        "table": self.tables[placement.table],
                        **self._partner(person, partner),
                    }
                )
            if not own:
                rows.append(who)
        return rows

    def _unmet(self, key: int | str, reason: str) -> dict[str, Value]:
        request = self.requests[key]
        return {
            "from": self.people[request.a].name,
            "to": self.people[request.b].name,
            "wish": self.speech.pick(WISH_WORDS[request.wish]),
            "reason": reason,
            "note": self._note(request),
        }

    def _note(self, request: Request) -> str:
        return self.contents.note_of[int(request.key)]

    @staticmethod
    def _when(slot: Slot) -> dict[str, Value]:
        return {"day": slot.day, "starts": slot.starts.time(), "ends": slot.ends.time()}

    @staticmethod
    def _partner(person: Person, partner: Person) -> dict[str, Value]:
        shared = [language for language in person.languages if language in partner.languages]
        return {
            "partner": partner.name,
            "partner_country": partner.country,
            "shared_language": ", ".join(shared),
        }

    def _sheet(self, key: str, columns: list[str], rows: list[dict[str, Value]]) -> None:
        """One sheet with a header that stays, a filter, and columns as wide as their text."""
        sheet = self.book.add_worksheet(self.speech.sheet(key))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        for place, column in enumerate(columns):
            header = self.speech.column(column)
            sheet.write_string(0, place, header, self.bold)
            texts = [str(row.get(column, "")) for row in rows if column not in self.formats]
            width = max((len(one) for one in (header, *texts)), default=0)
            sheet.set_column(place, place, min(WIDEST, max(12, width + 2)))
            for number, row in enumerate(rows, start=1):
                if column in row:
                    _write(sheet, number, place, row[column], self.formats.get(column))


def _write(sheet: Worksheet, row: int, place: int, value: Value, form: Format | None) -> None:
    """A time as a time; a text as text, whatever it begins with."""
    if isinstance(value, date | time):
        sheet.write_datetime(row, place, value, form)
    else:
        sheet.write_string(row, place, value[:MOST_LETTERS])


def _ends(request: Request) -> tuple[int | str, int | str]:
    return request.a, request.b
