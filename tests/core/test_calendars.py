"""Calendar files as a calendar reads them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from icalendar import Calendar

from mosty.core.calendars import Entry, calendar

MOSCOW = ZoneInfo("Europe/Moscow")


def read(entry: Entry):
    [found] = Calendar.from_ical(calendar("Неделя", [entry])).walk("VEVENT")
    return found


def an_entry(**given) -> Entry:
    facts = {
        "uid": "meeting-a1",
        "title": "Встреча: Студия; «Мосты», и другие\nDTSTART:20000101",
        "starts": dt.datetime(2025, 12, 31, 23, 40, tzinfo=MOSCOW),
        "ends": dt.datetime(2026, 1, 1, 0, 10, tzinfo=MOSCOW),
        "changed": dt.datetime(2025, 11, 1, 9, 0, tzinfo=dt.UTC),
    }
    return Entry(**{**facts, **given})


def test_an_entry_over_midnight_keeps_its_days_and_zone():
    found = read(an_entry())
    assert (found.start, found.end) == (an_entry().starts, an_entry().ends)
    assert found["DTSTART"].params["TZID"] == "Europe/Moscow"
    # A new line in a title begins no property.
    assert str(found["SUMMARY"]) == "Встреча: Студия; «Мосты», и другие DTSTART:20000101"


def test_whole_days_end_with_the_last_one():
    found = read(an_entry(starts=dt.date(2025, 12, 8), ends=dt.date(2025, 12, 12)))
    assert (found.start, found.end) == (dt.date(2025, 12, 8), dt.date(2025, 12, 13))


@pytest.mark.parametrize(
    ("language", "about"),
    [("en", "Talk\n\nGenerated for show"), ("ru", "Talk\n\nСгенерировано для показа")],
)
def test_a_generated_entry_says_so(language, about):
    with translation.override(language):
        assert str(read(an_entry(about="Talk", generated=True))["DESCRIPTION"]) == about
        assert str(read(an_entry(about="Talk"))["DESCRIPTION"]) == "Talk"
