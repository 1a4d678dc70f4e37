"""The programme as a calendar to take away."""

import datetime as dt
from collections.abc import Sequence

from mosty.core.calendars import Entry, calendar
from mosty.events.models import Event, Session


def calendar_of(event: Event, sessions: Sequence[Session]) -> bytes:
    """The sessions in the event's zone; without sessions, the event's days when they are known."""
    entries = [_session(event, session) for session in sessions]
    if not entries and event.starts.is_day:
        entries = [_days(event)]
    return calendar(str(event.name), entries)


def _session(event: Event, session: Session) -> Entry:
    speakers = ", ".join(str(speaker) for speaker in session.speakers.all())
    place = [session.hall, session.hall.venue] if session.hall else [event.venue, event.city]
    return Entry(
        uid=f"session-{session.code}",
        title=str(session.title),
        starts=dt.datetime.combine(session.day, session.starts, tzinfo=event.zone),
        ends=dt.datetime.combine(session.day, session.ends, tzinfo=event.zone),
        changed=session.created_at,
        place=", ".join(str(part) for part in place if part),
        about="\n\n".join(text for text in (str(session.abstract), speakers) if text),
        path=session.get_absolute_url(),
        cancelled=event.state == Event.State.CANCELLED,
        generated=session.is_generated,
    )


def _days(event: Event) -> Entry:
    return Entry(
        uid=f"event-{event.code}",
        title=str(event.name),
        starts=event.first_day,
        ends=event.last_day,
        changed=event.created_at,
        place=", ".join(str(part) for part in (event.venue, event.city) if part),
        about=str(event.about),
        path=event.get_absolute_url(),
        cancelled=event.state == Event.State.CANCELLED,
        generated=event.is_generated,
    )
