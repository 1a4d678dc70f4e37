"""Loads an event that is still being prepared, so that everything can be tried in the demo.

The published week is over: nobody can register for it or ask for a meeting any more.
"""

import datetime as dt

from django.utils import timezone

from mosty.core.fields import PartialDate, Translated
from mosty.core.models import Provenance
from mosty.events.actions.event import add_event
from mosty.events.actions.registration import register
from mosty.events.models import Event
from mosty.meetings.actions.plan import join
from mosty.meetings.actions.requests import accept_request, request_meeting
from mosty.meetings.models import MeetingRequest, Participant
from mosty.places.models import Table
from mosty.site.demo.loading.week import Week, demo_representative, plan_of

CODE = "week-in-preparation"
DAYS_AHEAD, DAYS_LONG = 30, 2
PEOPLE = 40
PLACES = 300


def load_preparing(week: Week) -> Event:
    """An event a month ahead: registrations, requests that wait for an answer, no schedule yet."""
    starts = timezone.localdate() + dt.timedelta(days=DAYS_AHEAD)
    ends = starts + dt.timedelta(days=DAYS_LONG - 1)
    event = add_event(
        by=week.staff.manager,
        team=week.staff.agency,
        code=CODE,
        name=Translated(
            ru="Дни сотрудничества: пример подготовки",
            en="Cooperation days: an example in preparation",
        ),
        about=Translated(
            ru="Вымышленное мероприятие: здесь можно попробовать регистрацию и запросы.",
            en="An invented event: registration and requests can be tried here.",
        ),
        kind=Event.Kind.FORUM,
        starts=PartialDate.of(starts),
        ends=PartialDate.of(ends),
        country=week.event.country,
        city=week.event.city,
        state=Event.State.OPEN,
        places=PLACES,
        provenance=Provenance.GENERATED,
    )
    tables = list(Table.objects.filter(kind=Table.Kind.OPEN).order_by("number"))
    plan_of(event, week.staff, tables, [starts, ends])
    _requests(week, _participants(week, event))
    return event


def _participants(week: Week, event: Event) -> dict[str, Participant]:
    """The demo's representative, those who asked for meetings with them, and others."""
    abroad = demo_representative(week.samples)
    partners = _partners(week, abroad)
    others = [key for key in week.participants if key not in {abroad, *partners}]
    now = timezone.now()
    participants = {}
    for key in (abroad, *partners, *others)[:PEOPLE]:
        organisation = week.samples.representatives[key].organisation
        registration = register(
            by=week.staff.manager,
            event=event,
            person=week.people[key],
            organisation=week.organisations[organisation],
            at=now,
            provenance=Provenance.GENERATED,
        )
        participants[key] = join(by=week.staff.manager, registration=registration)
    return participants


def _partners(week: Week, person: str) -> list[str]:
    """Those with whom the person had requests at the week."""
    return [
        request.asker if request.asked == person else request.asked
        for request in week.samples.requests.values()
        if person in {request.asker, request.asked}
    ]


def _requests(week: Week, participants: dict[str, Participant]) -> None:
    """The requests of the week between the same people; every third one is accepted already.

    What others ask of the demo's representative waits: there must be something to answer.
    """
    abroad = demo_representative(week.samples)
    now = timezone.now()
    known = [
        request
        for request in week.samples.requests.values()
        if request.asker in participants and request.asked in participants
    ]
    for number, wanted in enumerate(known):
        request = request_meeting(
            by=week.staff.manager,
            sender=participants[wanted.asker],
            recipient=participants[wanted.asked],
            wish=wanted.wish,
            message=wanted.message["en"],
            at=now,
            provenance=Provenance.GENERATED,
        )
        if number % 3 == 0 and wanted.asked != abroad:
            accept_request(
                by=week.staff.manager,
                request=request,
                wish=wanted.wish_back or MeetingRequest.Wish.WANT,
                at=now,
            )
