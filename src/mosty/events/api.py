"""Events, their programme and registrations over HTTP."""

import datetime as dt
from typing import Annotated, Any, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from pydantic import AfterValidator

from mosty.core.actions import Refused
from mosty.core.api import PAGE, Scope, idempotent, page
from mosty.core.fields import PartialDate, Translated
from mosty.core.models import Team
from mosty.directory.models import Organisation, Person
from mosty.directory.rules import SEE_ORGANISATION, SEE_PERSON
from mosty.events import actions
from mosty.events.actions.event import MOST_PLACES
from mosty.events.models import Event, Registration, Session
from mosty.events.queries import registrations_of, with_speakers
from mosty.events.rules import SEE_EVENT, SEE_REGISTRATION, SEE_SESSION
from mosty.places.models import Hall

router = Router(tags=["events"])

READ, WRITE, CHECK_IN = "events:read", "events:write", "events:check-in"
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def _local(time: dt.time) -> dt.time:
    if time.tzinfo is not None:
        raise ValueError("a local time has no offset: 10:00, not 10:00Z")
    return time


LocalTime = Annotated[dt.time, AfterValidator(_local)]


class EventOut(Schema):
    """An event. Texts are objects from language to text; dates may be a year or a month."""

    code: str
    name: dict[str, str]
    kind: str
    edition: int | None
    starts: str
    ends: str | None
    time_zone: str
    country: str
    city: dict[str, str]
    about: dict[str, str]
    state: str
    team: str
    provenance: str
    source: str | None
    version: int


class EventPage(Schema):
    """A page of events and the cursor of the next one."""

    items: list[EventOut]
    next: str | None


class EventIn(Schema):
    """A new event; it begins as a draft."""

    team: str
    name: dict[str, str]
    kind: Event.Kind
    starts: str = Field(pattern=DATE)
    ends: str | None = Field(None, pattern=DATE)
    country: str = Field(pattern=r"^[A-Z]{2}$")
    city: dict[str, str] = {}
    about: dict[str, str] = {}
    edition: int | None = Field(None, ge=1, le=32767)
    time_zone: str = "Europe/Moscow"
    places: int | None = Field(None, ge=1, le=MOST_PLACES)


class SpeakerOut(Schema):
    """A speaker of a session."""

    person: str
    name: dict[str, str]
    organisation: str | None


class SessionOut(Schema):
    """A session: its local time in the event's zone, and the moments in UTC."""

    code: str
    title: dict[str, str]
    abstract: dict[str, str]
    kind: str
    track: dict[str, str]
    day: dt.date
    starts: dt.time
    ends: dt.time
    starts_at: dt.datetime
    ends_at: dt.datetime
    hall: dict[str, str] | None
    speakers: list[SpeakerOut]
    provenance: str
    version: int


class SessionPage(Schema):
    """A page of sessions and the cursor of the next one."""

    items: list[SessionOut]
    next: str | None


class SessionIn(Schema):
    """A new session, in the event's local time; `hall` is the number of a hall of its venue."""

    title: dict[str, str]
    abstract: dict[str, str] = {}
    kind: Session.Kind = Session.Kind.TALK
    track: dict[str, str] = {}
    day: dt.date
    starts: LocalTime
    ends: LocalTime
    hall: int | None = None


class RegistrationOut(Schema):
    """A registration, never with the person's address."""

    code: str
    event: str
    person: str
    name: dict[str, str]
    organisation: str | None
    category: str
    state: str
    wants_meetings: bool
    registered_at: dt.datetime
    checked_in_at: dt.datetime | None
    provenance: str
    version: int


class RegistrationPage(Schema):
    """A page of registrations and the cursor of the next one."""

    items: list[RegistrationOut]
    next: str | None


class RegistrationIn(Schema):
    """A person of the directory, registered by the team: codes of person and organisation."""

    person: str
    organisation: str | None = None
    category: Registration.Category = Registration.Category.PARTICIPANT
    wants_meetings: bool = True


@router.get("/events", response=EventPage, auth=Scope(READ))
def list_events(request: HttpRequest, after: str = "", limit: int = PAGE) -> Any:
    """The events the token's user may see, in the order of their creation."""
    return page(_events(request), _event, after=after, limit=limit)


@router.get("/events/{code}", response=EventOut, auth=Scope(READ))
def get_event(request: HttpRequest, code: str) -> Any:
    """One event by its code."""
    return _event(_visible(request, code))


@router.post("/events", response={201: EventOut}, auth=Scope(WRITE))
@idempotent
def create_event(request: HttpRequest, given: EventIn) -> Any:
    """Add an event of a team whose manager the token's user is."""
    facts = given.dict(exclude={"team", "starts", "ends", "name", "city", "about"})
    event = actions.add_event(
        by=request.user,
        team=get_object_or_404(Team, code=given.team),
        starts=_date(given.starts),
        ends=_date(given.ends) if given.ends else None,
        name=Translated(given.name),
        city=Translated(given.city),
        about=Translated(given.about),
        **facts,
    )
    return 201, _event(event)


@router.get("/events/{code}/sessions", response=SessionPage, auth=Scope(READ))
def list_sessions(request: HttpRequest, code: str, after: str = "", limit: int = PAGE) -> Any:
    """The programme of an event, in the order in which it was entered."""
    return page(_sessions(request, code), _session, after=after, limit=limit)


@router.get("/events/{code}/sessions/{session}", response=SessionOut, auth=Scope(READ))
def get_session(request: HttpRequest, code: str, session: str) -> Any:
    """One session by its code."""
    return _session(get_object_or_404(_sessions(request, code), code=session))


@router.post("/events/{code}/sessions", response={201: SessionOut}, auth=Scope(WRITE))
@idempotent
def create_session(request: HttpRequest, code: str, given: SessionIn) -> Any:
    """Add a session to the programme."""
    event = _visible(request, code)
    facts = given.dict(exclude={"hall", "title", "abstract"})
    halls = Hall.objects.filter(venue=event.venue_id)
    session = actions.add_session(
        by=request.user,
        event=event,
        hall=None if given.hall is None else get_object_or_404(halls, pk=given.hall),
        title=Translated(given.title),
        abstract=Translated(given.abstract),
        **facts,
    )
    return 201, _session(session)


@router.get("/events/{code}/registrations", response=RegistrationPage, auth=Scope(READ))
def list_registrations(request: HttpRequest, code: str, after: str = "", limit: int = PAGE) -> Any:
    """The registrations of an event that the token's user may see."""
    return page(_registrations(request, code), _registration, after=after, limit=limit)


@router.get(
    "/events/{code}/registrations/{registration}", response=RegistrationOut, auth=Scope(READ)
)
def get_registration(request: HttpRequest, code: str, registration: str) -> Any:
    """One registration by its code."""
    return _registration(get_object_or_404(_registrations(request, code), code=registration))


@router.post("/events/{code}/registrations", response={201: RegistrationOut}, auth=Scope(WRITE))
@idempotent
def create_registration(request: HttpRequest, code: str, given: RegistrationIn) -> Any:
    """Register a person of the directory, confirmed at once."""
    people = SEE_PERSON.filter(request.user, Person.objects.all())
    organisations = SEE_ORGANISATION.filter(request.user, Organisation.objects.all())
    registration = actions.register(
        by=request.user,
        event=_visible(request, code),
        person=get_object_or_404(people, code=given.person),
        organisation=get_object_or_404(organisations, code=given.organisation)
        if given.organisation
        else None,
        category=given.category,
        wants_meetings=given.wants_meetings,
    )
    return 201, _registration(registration)


@router.post(
    "/events/{code}/registrations/{registration}/check-in",
    response={200: RegistrationOut},
    auth=Scope(CHECK_IN),
)
@idempotent
def check_in(request: HttpRequest, code: str, registration: str) -> Any:
    """Note that the person has come. Repeated, it changes nothing and answers the same."""
    found = get_object_or_404(_registrations(request, code), code=registration)
    try:
        actions.check_in(by=request.user, registration=found)
    except Refused:
        found = get_object_or_404(_registrations(request, code), code=registration)
        if not hasattr(found, "check_in"):
            raise
    return 200, _registration(get_object_or_404(_registrations(request, code), pk=found.pk))


def _events(request: HttpRequest) -> Any:
    return SEE_EVENT.filter(request.user, Event.objects.select_related("team", "source", "venue"))


def _visible(request: HttpRequest, code: str) -> Event:
    return cast("Event", get_object_or_404(_events(request), code=code))


def _sessions(request: HttpRequest, code: str) -> Any:
    sessions = with_speakers(_visible(request, code).sessions.all())
    return SEE_SESSION.filter(request.user, sessions)


def _registrations(request: HttpRequest, code: str) -> Any:
    return SEE_REGISTRATION.filter(request.user, registrations_of(_visible(request, code)))


def _date(text: str) -> PartialDate:
    try:
        return PartialDate(text)
    except ValueError as error:
        raise Refused(str(error), field="starts") from error


def _event(event: Event) -> dict[str, Any]:
    return {
        "code": event.code,
        "name": event.name,
        "kind": event.kind,
        "edition": event.edition,
        "starts": str(event.starts),
        "ends": str(event.ends) if event.ends else None,
        "time_zone": event.time_zone,
        "country": event.country,
        "city": event.city,
        "about": event.about,
        "state": event.state,
        "team": event.team.code,
        "provenance": event.provenance,
        "source": event.source.key if event.source else None,
        "version": event.version,
    }


def _session(session: Session) -> dict[str, Any]:
    return {
        "code": session.code,
        "title": session.title,
        "abstract": session.abstract,
        "kind": session.kind,
        "track": session.track,
        "day": session.day,
        "starts": session.starts,
        "ends": session.ends,
        "starts_at": session.during.lower,
        "ends_at": session.during.upper,
        "hall": session.hall.name if session.hall else None,
        "speakers": [
            {
                "person": speaker.person.code,
                "name": speaker.person.name,
                "organisation": speaker.organisation.code if speaker.organisation else None,
            }
            for speaker in session.speakers.all()
        ],
        "provenance": session.provenance,
        "version": session.version,
    }


def _registration(registration: Registration) -> dict[str, Any]:
    check_in = getattr(registration, "check_in", None)
    organisation = registration.organisation
    return {
        "code": registration.code,
        "event": registration.event.code,
        "person": registration.person.code,
        "name": registration.person.name,
        "organisation": organisation.code if organisation else None,
        "category": registration.category,
        "state": registration.state,
        "wants_meetings": registration.wants_meetings,
        "registered_at": registration.registered_at,
        "checked_in_at": check_in.at if check_in else None,
        "provenance": registration.provenance,
        "version": registration.version,
    }
