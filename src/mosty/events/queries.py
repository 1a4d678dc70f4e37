"""Readings that the pages, the API and the areas above share."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from babel.dates import format_date
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mosty.core import wording
from mosty.core.permissions import Subject
from mosty.core.registry import ThreadStep, event_tabs
from mosty.core.search import matching
from mosty.directory.models import Office, Organisation, Person, Representative
from mosty.events.models import Event, Registration, Session, Speaker
from mosty.events.rules import EDIT_EVENT

WAITS, CONFIRMED = Registration.State.REQUESTED, Registration.State.CONFIRMED
FOUND = 20  # registrations that the desk is shown at once
SUGGESTED = 8  # people that a search by name suggests

STATE_TONES = {
    Event.State.DRAFT: "warning",
    Event.State.OPEN: "good",
    Event.State.CANCELLED: "warning",
}
REGISTRATION_TONES = {
    Registration.State.REQUESTED: "warning",
    Registration.State.CONFIRMED: "good",
}


@dataclass(frozen=True)
class Tab:
    """A page of the event as its head shows it."""

    label: str
    url_name: str
    current: bool


@dataclass(frozen=True)
class ProgrammeDay:
    """A day of the programme: its name in the reader's language and its sessions in order."""

    day: dt.date
    name: str
    sessions: tuple[Session, ...]


@dataclass(frozen=True)
class Arrivals:
    """How many have come, of how many that are confirmed."""

    come: int
    expected: int


def event_shell(user: Subject, event: Event, tab: str) -> dict[str, Any]:
    """What `events/event_base.html` needs on every page of an event. `tab`: the current key."""
    shown = (entry for entry in event_tabs if entry.visible(user, event))
    tabs = [
        Tab(str(entry.label), entry.url_name, entry.key == tab)
        for entry in sorted(shown, key=lambda entry: entry.order)
    ]
    return {
        "event": event,
        "tabs": tabs,
        "state_tone": STATE_TONES.get(Event.State(event.state), ""),
        "may_edit": EDIT_EVENT.allows(user, event),
    }


def upcoming(today: dt.date | None = None) -> Q:
    """Events that are not over; one known by month or year only is not over until that is."""
    day = (today or timezone.localdate()).isoformat()
    return Q(closes__gte=day) | Q(closes__in=[day[:4], day[:7]])


def with_closing_date(events: "QuerySet[Event]") -> "QuerySet[Event]":
    """Events with `closes`: the end, or the start where no end is known."""
    return events.annotate(closes=Coalesce("ends", "starts"))


def programme(event: Event) -> tuple[ProgrammeDay, ...]:
    """The sessions day by day, with halls and speakers."""
    sessions = with_speakers(event.sessions.all())
    return tuple(
        ProgrammeDay(day, day_name(day), tuple(held))
        for day, held in groupby(sessions, key=lambda session: session.day)
    )


def with_speakers(sessions: "QuerySet[Session]") -> "QuerySet[Session]":
    speakers = Speaker.objects.select_related("person", "organisation")
    return sessions.select_related("hall__venue", "event").prefetch_related(
        Prefetch("speakers", speakers)
    )


def day_name(day: dt.date) -> str:
    """A day as in “Tuesday, 9 December”, in the reader's language."""
    name = format_date(day, "EEEE, d MMMM", locale=wording.locale())
    return name[:1].upper() + name[1:]


def registrations_of(event: Event) -> "QuerySet[Registration]":
    return event.registrations.select_related(
        "event__team", "person", "organisation", "check_in", "consent"
    )


def found_at_desk(event: Event, query: str) -> "QuerySet[Registration]":
    """Whom the desk means: words of the name, of the organisation, or the code."""
    paths = ("person__name__text", "organisation__name__text", "code")
    rows = registrations_of(event).filter(state__in=[WAITS, CONFIRMED])
    return rows.filter(matching(paths, query, Registration)).order_by("pk")[:FOUND]


def arrivals(event: Event) -> Arrivals:
    counted = event.registrations.filter(state=CONFIRMED).aggregate(
        come=Count("check_in"), expected=Count("pk")
    )
    return Arrivals(**counted)


def people_named(query: str) -> "QuerySet[Person]":
    """The people a search by name or address suggests; none for an empty query."""
    if not query.strip():
        return Person.objects.none()
    people = Person.objects.filter(matching(("name__text", "email"), query))
    return people.order_by("pk")[:SUGGESTED]


def organisations_of(person: Person) -> "QuerySet[Organisation]":
    """The organisations a person represents, holds a post in or has registered for."""
    represented = Representative.objects.filter(person=person, is_active=True)
    posts = Office.objects.filter(person=person, until__isnull=True)
    registered = Registration.objects.filter(person=person, organisation__isnull=False)
    return Organisation.objects.filter(
        Q(pk__in=represented.values("organisation"))
        | Q(pk__in=posts.values("organisation"))
        | Q(pk__in=registered.values("organisation"))
    )


def organisation_at(person: Person, event: Event) -> Organisation | None:
    """For whom a person takes part in an event, or else whom they stand for."""
    registered = event.registrations.filter(person=person, organisation__isnull=False).first()
    return registered.organisation if registered else organisations_of(person).first()


def thread_step(event: Event) -> ThreadStep:
    """The event as a point of the thread."""
    over = event.last_day < timezone.localdate()
    return ThreadStep(
        kind=_("Event"),
        title=str(event),
        when=event.starts,
        url=event.get_absolute_url(),
        happened=event.state == Event.State.HELD or over,
        note=str(event.city),
    )
