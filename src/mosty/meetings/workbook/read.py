"""Reads the workbook into a problem. All mistakes are gathered and told together."""

from __future__ import annotations

import difflib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from python_calamine import CalamineError, CalamineWorkbook

from mosty.meetings.engine import Person, Problem, Request, Slot, Table, Wish

from .cells import Cell, day_of, folded, parts_of, slots_covered, text, time_of, whole_number
from .words import ALSO_READ, COLUMNS, SHEETS, WISHES, Speech, WorkbookError

MOST_MEGABYTES = 200
READ: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "slots": (("day", "starts", "ends"), ()),
    "tables": (("name",), ("kind", "closed")),
    "participants": (("name",), ("country", "languages", "limit", "busy")),
    "requests": (("from", "to"), ("wish", "note")),
}
"""Sheets in the order of reading, with the columns they must and may have."""
Parsed = TypeVar("Parsed")
STRENGTH = (Wish.WOULD, Wish.WANT, Wish.MUST)


@dataclass(frozen=True, slots=True)
class Contents:
    """The problem, the notes beside requests, and remarks that do not stop a run."""

    problem: Problem
    note_of: dict[int, str]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its number as Excel shows it, its cells by column."""

    number: int
    cells: dict[str, Cell]


@dataclass(slots=True)
class Sheet:
    """One sheet that was found, with what is needed to point into it."""

    name: str
    letters: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


def read_workbook(source: Path, *, seed: int, speech: Speech) -> Contents:
    """The problem in the workbook. Raises `WorkbookError` with every mistake in it."""
    return _Reader(speech).read(source, seed)


class _Reader:
    """Goes through the sheets and keeps what it finds wrong."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech
        self.mistakes: list[str] = []
        self.remarks: list[str] = []
        self.sheets: dict[str, Sheet] = {}
        self.spellings: dict[str, str] = {}

    def read(self, source: Path, seed: int) -> Contents:
        """Slots first, because busy times are told by them; requests last, by names."""
        tables = self._open(source)
        for key in READ:
            self.sheets[key] = self._sheet(key, tables)
        slots = tuple(self._slots())
        halls = tuple(self._tables(slots))
        people = tuple(self._people(slots))
        requests, note_of = self._requests({folded(person.name): person for person in people})
        if self.mistakes:
            raise WorkbookError(self.mistakes)
        problem = Problem(people, slots, halls, requests, seed)
        return Contents(problem, note_of, tuple(self.remarks))

    def _open(self, source: Path) -> Mapping[str, Sequence[Sequence[Cell]]]:
        if not source.is_file():
            raise WorkbookError([self.speech.say("no_file", file=source.name)])
        try:
            with zipfile.ZipFile(source) as packed:
                unpacked = sum(part.file_size for part in packed.infolist())
            if unpacked > MOST_MEGABYTES * 2**20:
                problem = self.speech.say("too_large", file=source.name, limit=MOST_MEGABYTES)
                raise WorkbookError([problem])
            with CalamineWorkbook.from_path(source) as workbook:
                return {
                    name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                    for name in workbook.sheet_names
                    if self._key_of_sheet(name) is not None
                } | {name: [] for name in workbook.sheet_names if self._key_of_sheet(name) is None}
        except (CalamineError, zipfile.BadZipFile, OSError) as error:
            problem = self.speech.say("not_a_workbook", file=source.name, why=str(error))
            raise WorkbookError([problem]) from error

    @staticmethod
    def _key_of_sheet(name: str) -> str | None:
        names = {folded(own): key for key in READ for own in SHEETS[key]}
        return names.get(folded(name))

    def _sheet(self, key: str, tables: Mapping[str, Sequence[Sequence[Cell]]]) -> Sheet:
        """The sheet with its header understood; empty, and a mistake noted, if it is unusable."""
        name = next((name for name in tables if self._key_of_sheet(name) == key), None)
        if name is None:
            sheet = Sheet(self.speech.sheet(key))
            self._wrong_sheet(sheet, "sheet_missing", present=", ".join(tables))
            return sheet
        sheet = Sheet(name)
        grid = tables[name]
        top = next((n for n, row in enumerate(grid) if any(text(cell) for cell in row)), None)
        if top is None:
            self._wrong_sheet(sheet, "sheet_empty")
            return sheet
        places = self._header(sheet, key, grid[top], top + 1)
        for number, row in enumerate(grid[top + 1 :], start=top + 2):
            cells = {
                column: row[place] if text(row[place]) else None for column, place in places.items()
            }
            if any(cell is not None for cell in cells.values()):
                sheet.rows.append(Row(number, cells))
        if not sheet.rows:
            self._wrong_sheet(sheet, "sheet_empty")
        return sheet

    def _header(self, sheet: Sheet, key: str, header: Sequence[Cell], row: int) -> dict[str, int]:
        """Where each column stands, by its header in either language."""
        needed, allowed = READ[key]
        names = {
            folded(name): column
            for column in (*needed, *allowed)
            for name in (*ALSO_READ.get(column, ()), *COLUMNS[column])
        }
        places: dict[str, int] = {}
        for place, cell in enumerate(header):
            written = text(cell)
            column = names.get(folded(written))
            where: dict[str, str | int] = {"row": row, "column": _letter(place), "header": written}
            if column is None:
                if written:
                    self.remarks.append(self._at(sheet, where) + self.speech.say("column_not_read"))
            elif column in places:
                self.mistakes.append(self._at(sheet, where) + self.speech.say("column_twice"))
            else:
                places[column] = place
                sheet.letters[column], sheet.headers[column] = _letter(place), written
        for column in needed:
            if column not in places:
                wanted = self.speech.column(column)
                self._wrong_sheet(sheet, "column_missing", wanted=wanted, header_row=row)
        return places

    def _slots(self) -> Iterator[Slot]:
        sheet = self.sheets["slots"]
        day: date | None = None
        seen: list[tuple[Slot, int]] = []
        for row in sheet.rows:
            if row.cells.get("day") is not None or day is None:  # an empty cell keeps the day above
                day = self._parsed(sheet, row, "day", day_of, "bad_day")
            starts = self._parsed(sheet, row, "starts", time_of, "bad_time")
            ends = self._parsed(sheet, row, "ends", time_of, "bad_time")
            if day is None or starts is None or ends is None:
                continue
            if ends <= starts:
                times = {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
                self._wrong(sheet, row, "ends", "ends_too_early", **times)
                continue
            slot = Slot(row.number, datetime.combine(day, starts), datetime.combine(day, ends), day)
            crossed = next((n for s, n in seen if s.starts < slot.ends and slot.starts < s.ends), 0)
            if crossed:
                self._wrong(sheet, row, "starts", "slots_overlap", other=crossed)
                continue
            seen.append((slot, row.number))
            yield slot

    def _tables(self, slots: tuple[Slot, ...]) -> Iterator[Table]:
        sheet = self.sheets["tables"]
        for row, name in self._named_rows(sheet):
            closed = self._covered(sheet, row, "closed", slots)
            yield Table(row.number, name, text(row.cells.get("kind")), closed)

    def _people(self, slots: tuple[Slot, ...]) -> Iterator[Person]:
        sheet = self.sheets["participants"]
        for row, name in self._named_rows(sheet):
            limit = None
            if row.cells.get("limit") is not None:
                limit = self._parsed(sheet, row, "limit", whole_number, "bad_limit")
            yield Person(
                row.number,
                name,
                text(row.cells.get("country")),
                self._languages(row),
                limit,
                self._covered(sheet, row, "busy", slots),
            )

    def _languages(self, row: Row) -> tuple[str, ...]:
        """Languages by commas; "english" is the same as an "English" that came first."""
        written = text(row.cells.get("languages")).replace(";", ",").split(",")
        return tuple(
            self.spellings.setdefault(folded(language), language.strip())
            for language in written
            if language.strip()
        )

    def _named_rows(self, sheet: Sheet) -> Iterator[tuple[Row, str]]:
        """Rows with a name of their own."""
        first: dict[str, int] = {}
        for row in sheet.rows if "name" in sheet.letters else ():
            name = text(row.cells["name"])
            if not name:
                self._wrong(sheet, row, "name", "cell_empty")
            elif folded(name) in first:
                self._wrong(sheet, row, "name", "name_twice", name=name, other=first[folded(name)])
            else:
                first[folded(name)] = row.number
                yield row, name

    def _requests(self, people: dict[str, Person]) -> tuple[tuple[Request, ...], dict[int, str]]:
        """Requests by row; the same pair asked twice is one, asked from both sides is mutual."""
        sheet = self.sheets["requests"]
        by_pair: dict[frozenset[int | str], Request] = {}
        note_of: dict[int, str] = {}
        rows = sheet.rows if {"from", "to"} <= sheet.letters.keys() else []
        for row in rows:
            wish = self._wish(sheet, row)
            ends = [self._person(sheet, row, column, people) for column in ("from", "to")]
            asks, asked = ends
            if asks is None or asked is None or wish is None:
                continue
            if asks.key == asked.key:
                self._wrong(sheet, row, "to", "with_self", name=asks.name)
                continue
            request = Request(row.number, asks.key, asked.key, wish)
            pair = frozenset((asks.key, asked.key))
            earlier = by_pair.get(pair)
            if earlier is not None:
                request = self._joined(sheet, row, earlier, request)
            by_pair[pair] = request
            first = int(request.key)
            notes = (note_of.get(first, ""), text(row.cells.get("note")))
            note_of[first] = "; ".join(note for note in notes if note)
        return tuple(by_pair.values()), note_of

    def _joined(self, sheet: Sheet, row: Row, earlier: Request, later: Request) -> Request:
        """Two requests of the same two people as one."""
        if earlier.a == later.a:
            where = {"row": row.number}
            said = self.speech.say("asked_twice", other=earlier.key)
            self.remarks.append(self._at(sheet, where) + said)
        return replace(
            earlier,
            wish=max(earlier.wish, later.wish, key=STRENGTH.index),
            mutual=earlier.mutual or earlier.a != later.a,
        )

    def _wish(self, sheet: Sheet, row: Row) -> Wish | None:
        written = text(row.cells.get("wish"))
        wish = WISHES.get(folded(written)) if written else Wish.WANT
        if wish is None:
            self._wrong(sheet, row, "wish", "bad_wish", value=written)
        return wish

    def _person(
        self, sheet: Sheet, row: Row, column: str, people: dict[str, Person]
    ) -> Person | None:
        name = text(row.cells[column])
        if not name:
            self._wrong(sheet, row, column, "cell_empty")
            return None
        person = people.get(folded(name))
        if person is None:
            like = difflib.get_close_matches(folded(name), people, n=1)
            if like:
                facts = {"name": name, "like": people[like[0]].name}
                self._wrong(sheet, row, column, "unknown_name_like", **facts)
            else:
                self._wrong(sheet, row, column, "unknown_name", name=name)
        return person

    def _covered(
        self, sheet: Sheet, row: Row, column: str, slots: tuple[Slot, ...]
    ) -> frozenset[int | str]:
        """Slots named by a cell of absences."""
        covered: frozenset[int | str] = frozenset()
        for part in parts_of(row.cells.get(column)):
            try:
                touched = slots_covered(part, slots)
            except ValueError:
                self._wrong(sheet, row, column, "bad_when", value=text(part))
                continue
            if not touched and slots:
                said = self.speech.say("when_covers_nothing", value=text(part))
                self.remarks.append(self._at_cell(sheet, row, column) + said)
            covered |= touched
        return covered

    def _parsed(
        self,
        sheet: Sheet,
        row: Row,
        column: str,
        parse: Callable[[Cell], Parsed | None],
        mistake: str,
    ) -> Parsed | None:
        if column not in sheet.letters:
            return None
        cell = row.cells[column]
        if cell is None:
            self._wrong(sheet, row, column, "cell_empty")
            return None
        try:
            return parse(cell)
        except ValueError:
            self._wrong(sheet, row, column, mistake, value=text(cell))
            return None

    def _wrong(self, sheet: Sheet, row: Row, column: str, code: str, **facts: str | int) -> None:
        self.mistakes.append(self._at_cell(sheet, row, column) + self.speech.say(code, **facts))

    def _wrong_sheet(self, sheet: Sheet, code: str, **facts: str | int) -> None:
        self.mistakes.append(self._at(sheet, {}) + self.speech.say(code, **facts))

    def _at_cell(self, sheet: Sheet, row: Row, column: str) -> str:
        where = {"column": sheet.letters[column], "header": sheet.headers[column]}
        return self._at(sheet, {"row": row.number, **where})

    def _at(self, sheet: Sheet, where: Mapping[str, str | int]) -> str:
        code = "at_cell" if "column" in where else "at_row" if "row" in where else "at_sheet"
        return self.speech.say(code, sheet=sheet.name, **where)


def _letter(place: int) -> str:
    """The letter of a column, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
