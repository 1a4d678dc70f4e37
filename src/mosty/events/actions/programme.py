"""The programme: sessions in halls, and who speaks in them."""

import datetime as dt
from typing import Any, Final

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core import moments
from mosty.core.actions import Refused, acting, journal, refusing
from mosty.core.fields import Translated
from mosty.core.fields.codes import new_code
from mosty.core.models import Provenance, Source
from mosty.core.permissions import Subject
from mosty.core.versions import locked
from mosty.directory.models import Organisation, Person
from mosty.events.models import Event, Session, Speaker
from mosty.events.rules import EDIT_EVENT
from mosty.places.models import Hall

NO_TITLE: Final = _("Enter the title in at least one language.")
HALL_TAKEN: Final = _("Another session takes place in this hall at that time.")
ENDS_FIRST: Final = _("The session ends before it starts: check the two times.")
OUTSIDE_EVENT: Final = _("The event does not take place on that day.")
SPEAKS_ALREADY: Final = _("%(who)s speaks in this session already.")

_SHAPE: Final = {"session_hall_free": HALL_TAKEN, "session_ends_after_start": ENDS_FIRST}
CHANGEABLE: Final = frozenset(
    {"title", "abstract", "kind", "track", "hall", "day", "starts", "ends"}
)


def add_session(  # a session is given with all its facts
    *,
    by: Subject,
    event: Event,
    title: Translated,
    day: dt.date,
    starts: dt.time,
    ends: dt.time,
    kind: str = Session.Kind.TALK,
    hall: Hall | None = None,
    track: Translated | None = None,
    abstract: Translated | None = None,
    provenance: str = Provenance.REAL,
    source: Source | None = None,
    code: str | None = None,
) -> Session:
    """Add a session; `day`, `starts` and `ends` are local to the event.

    Raises Denied to anybody but the event's managers, Refused when the hall is taken, the times
    are the wrong way round or the event does not take place on that day.
    """
    EDIT_EVENT.check(by, event)
    if not any(title.values()):
        raise Refused(NO_TITLE, field="title")
    _check_time(event, day, starts, ends)
    with refusing(_SHAPE), acting(by, "events.add_session"):
        session = Session.objects.create(
            event=event,
            title=title,
            abstract=abstract or Translated(),
            kind=kind,
            track=track or Translated(),
            hall=hall,
            day=day,
            starts=starts,
            ends=ends,
            during=derive_times(event, day, starts, ends),
            provenance=provenance,
            source=source,
            code=code or new_code(),
        )
        _tell(by, "events.add_session", gettext_noop("added the session"), session)
    return session


def change_session(*, by: Subject, session: Session, seen: int, **given: Any) -> Session:
    """Change a session that the person saw in version `seen`. Raises Denied, Stale, Refused."""
    event = session.event
    EDIT_EVENT.check(by, event)
    if unknown := given.keys() - CHANGEABLE:
        message = f"a session has no changeable {', '.join(sorted(unknown))}"
        raise TypeError(message)
    with refusing(_SHAPE), acting(by, "events.change_session"):
        current = locked(session, seen=seen)
        for field, value in given.items():
            setattr(current, field, value)
        _check_time(event, current.day, current.starts, current.ends)
        current.during = derive_times(event, current.day, current.starts, current.ends)
        current.save()
        _tell(by, "events.change_session", gettext_noop("changed the session"), current)
    return current


def remove_session(*, by: Subject, session: Session) -> None:
    """Take a session out of the programme. Raises Denied."""
    EDIT_EVENT.check(by, session.event)
    with acting(by, "events.remove_session"):
        journal(
            by=by,
            verb="events.remove_session",
            words=gettext_noop("took “%(title)s” out of the programme"),
            subject=session.event,
            team=session.event.team,
            title=session,
        )
        session.delete()


def add_speaker(
    *, by: Subject, session: Session, person: Person, organisation: Organisation | None = None
) -> Speaker:
    """Name a speaker, last of those named so far. Raises Denied, Refused for one named twice."""
    EDIT_EVENT.check(by, session.event)
    messages = {"speaker_once": SPEAKS_ALREADY % {"who": person}}
    with refusing(messages), acting(by, "events.add_speaker"):
        last = session.speakers.aggregate(last=models.Max("order"))["last"] or 0
        speaker = Speaker.objects.create(
            session=session, person=person, organisation=organisation, order=last + 1
        )
        words = gettext_noop("added the speaker %(who)s")
        _tell(by, "events.add_speaker", words, session, who=person)
    return speaker


def remove_speaker(*, by: Subject, speaker: Speaker) -> None:
    """Take a speaker out of a session. Raises Denied."""
    session = speaker.session
    EDIT_EVENT.check(by, session.event)
    with acting(by, "events.remove_speaker"):
        words = gettext_noop("removed the speaker %(who)s")
        _tell(by, "events.remove_speaker", words, session, who=speaker.person)
        speaker.delete()


def derive_times(event: Event, day: dt.date, starts: dt.time, ends: dt.time) -> DateTimeTZRange:
    """The session's time in UTC, from local day and times in the event's zone."""
    return moments.between(event.zone, day, starts, ends)


def _check_time(event: Event, day: dt.date, starts: dt.time, ends: dt.time) -> None:
    if ends <= starts:
        raise Refused(ENDS_FIRST, field="ends")
    if not event.first_day <= day <= event.last_day:
        raise Refused(OUTSIDE_EVENT, field="day")


def _tell(by: Subject, verb: str, words: str, session: Session, **details: Any) -> None:
    journal(by=by, verb=verb, words=words, subject=session, team=session.event.team, **details)
