"""What people write into cells: names, numbers, days, times and the times when they are away."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from mosty.meetings.engine import Slot

Cell = str | int | float | bool | date | time | datetime | timedelta | None

DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")
SPAN = re.compile(r"(\d{1,2}[:.]\d{2})\s*[-–—]\s*(\d{1,2}[:.]\d{2})")
MIDNIGHT = time()


def text(cell: Cell) -> str:
    """The cell as one line of text; whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def folded(name: str) -> str:
    """A name as it is compared: case, width, spaces and the dots of ё do not matter."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return " ".join(plain.split())


def whole_number(cell: Cell) -> int | None:
    """A whole number from 0; None for an empty cell. Raises `ValueError`."""
    written = text(cell)
    if not written:
        return None
    if not re.fullmatch(r"\d{1,6}", written, re.ASCII):
        raise ValueError(written)
    return int(written)


def day_of(cell: Cell) -> date:
    """A date from a date cell or from 2025-12-08 or 08.12.2025. Raises `ValueError`."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = text(cell)
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007  (local, no zone in a cell)
        except ValueError:
            continue
    raise ValueError(written)


def time_of(cell: Cell) -> time:
    """A time of day from a time cell, a part of a day or 09:30. Raises `ValueError`."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, timedelta):
        return _time_after_midnight(cell)
    if isinstance(cell, float) and 0 <= cell < 1:
        return _time_after_midnight(timedelta(minutes=round(cell * 24 * 60)))
    match = TIME.fullmatch(text(cell))
    if match is None:
        raise ValueError(text(cell))
    return time(int(match[1]), int(match[2]))


def parts_of(cell: Cell) -> list[Cell]:
    """The separate times in a cell of absences."""
    if isinstance(cell, str):
        return [part.strip() for part in re.split(r"[;\n]", cell) if part.strip()]
    return [] if cell is None else [cell]


def slots_covered(part: Cell, slots: tuple[Slot, ...]) -> frozenset[int | str]:
    """Keys of the slots that one day, time, or span of times touches. Raises `ValueError`."""
    day, starts, ends = _when(part)
    covered = set()
    for slot in slots:
        if day is not None and slot.day != day:
            continue
        first, last = slot.starts.time(), slot.ends.time()
        if starts is None or ends is None or (first < ends and starts < last):
            covered.add(slot.key)
    return frozenset(covered)


def _when(part: Cell) -> tuple[date | None, time | None, time | None]:
    """Day (None: every day), start and end (None: the whole day) of one absence."""
    if isinstance(part, datetime):
        return (
            (part.date(), *_moment(part.time()))
            if part.time() != MIDNIGHT
            else (part.date(), None, None)
        )
    if isinstance(part, date):
        return part, None, None
    written = text(part)
    span = SPAN.search(written)
    if span is not None:
        starts, ends = time_of(span[1]), time_of(span[2])
        if ends <= starts:
            raise ValueError(written)
        before, after = written[: span.start()].strip(), written[span.end() :].strip()
        if after:
            raise ValueError(written)
        return (day_of(before) if before else None), starts, ends
    day, _, moment = written.partition(" ")
    return (day_of(day), *_moment(time_of(moment))) if moment else (day_of(day), None, None)


def _moment(at: time) -> tuple[time, time]:
    """A moment as a span of a minute, so that it touches the slot in which it lies."""
    return at, time(at.hour, at.minute, 59)


def _time_after_midnight(passed: timedelta) -> time:
    if not timedelta(0) <= passed < timedelta(days=1):
        raise ValueError(str(passed))
    return (datetime.min + passed).time()  # noqa: DTZ901  (only its time is used)
