"""Calendars (.ics, RFC 5545): times with their zone, so that clients show them rightly anywhere."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

PRODUCT = "-//Mosty//Mosty//EN"


@dataclass(frozen=True)
class Entry:
    """One entry: aware datetimes in the zone of the place, or dates for whole days.

    `uid` is stable, so that a client replaces the entry when the calendar is fetched again;
    `ends` is the moment of the end, or the last whole day.
    """

    uid: str
    title: str
    starts: dt.datetime | dt.date
    ends: dt.datetime | dt.date
    changed: dt.datetime
    place: str = ""
    about: str = ""
    path: str = ""  # of the page, within this site
    cancelled: bool = False
    generated: bool = False  # for show: the description says so


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar file. The rules of every zone used (VTIMEZONE) are in it."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("x-wr-calname", _in_one_line(name))
    for entry in entries:
        made.add_component(_event(entry))
    made.add_missing_timezones()
    return made.to_ical()


def _in_one_line(text: str) -> str:
    """Without line ends of any kind: the format has no escape for some of them."""
    return " ".join(text.split())


def _event(entry: Entry) -> Event:
    host = settings.MOSTY_ADDRESS.split("://")[-1].split("/")[0]
    whole_days = not isinstance(entry.ends, dt.datetime)
    event = Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", entry.changed.astimezone(dt.UTC))
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends + dt.timedelta(days=1) if whole_days else entry.ends)
    event.add("summary", _in_one_line(entry.title))
    mark = capfirst(_("generated for show")) if entry.generated else ""
    told = "\n".join(entry.about.splitlines())
    about = "\n\n".join(part for part in (told, mark) if part)
    for key, text in (("location", _in_one_line(entry.place)), ("description", about)):
        if text:
            event.add(key, text)
    if entry.path:
        event.add("url", settings.MOSTY_ADDRESS + entry.path)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event
