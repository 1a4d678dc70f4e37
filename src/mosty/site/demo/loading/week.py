"""Loads the generated participants of the week and lets the week happen: requests to contracts."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from mosty.agreements.actions import Side, add_agreement, sign_agreement
from mosty.agreements.models import Agreement
from mosty.core.fields import PartialDate, Translated
from mosty.core.models import Provenance, Sector
from mosty.directory.actions.offers import add_offer
from mosty.directory.actions.organisations import add_organisation
from mosty.directory.actions.people import add_person, appoint, name_representative
from mosty.directory.models import Offer, Organisation, OrganisationKind, Person
from mosty.events.actions.arrival import check_in
from mosty.events.actions.programme import add_session, add_speaker
from mosty.events.actions.registration import register
from mosty.events.models import Event, Registration
from mosty.meetings.actions.outcomes import mark_missed, tell_outcome
from mosty.meetings.actions.plan import join, make_slots, open_meetings, set_availability
from mosty.meetings.actions.requests import accept_request, decline_request, request_meeting
from mosty.meetings.actions.running import make_schedule
from mosty.meetings.actions.schedule import ask_for_schedule, publish_schedule
from mosty.meetings.models import Meeting, MeetingRequest, Outcome, Participant, ScheduleRun, Slot
from mosty.places.actions import add_hall, add_tables, add_venue
from mosty.places.models import Hall, Table
from mosty.site.demo.facts import City
from mosty.site.demo.loading.staff import Staff, open_account
from mosty.site.demo.samples import MeetingRequest as Wanted
from mosty.site.demo.samples import Organisation as SampleOrganisation
from mosty.site.demo.samples import Samples, outcome_of

GENERATED = Provenance.GENERATED
TABLES = ((1, 10, Table.Kind.OPEN), (11, 13, Table.Kind.QUIET), (14, 16, Table.Kind.SCREEN))
DAY_STARTS, DAY_ENDS, MINUTES = dt.time(11), dt.time(17), 20
LUNCH = (dt.time(13), dt.time(14))
LIMIT_PER_PERSON = 16
SECONDS_FOR_SCHEDULE = 15
RESULTS = {
    "follow-up": Outcome.Result.FOLLOW_UP,
    "joint-project": Outcome.Result.PROJECT,
    "agreement-drafted": Outcome.Result.AGREEMENT,
    "no-match": Outcome.Result.NOTHING,
}

Tell = Callable[[str], None]


@dataclass
class Week:
    """The records made from the samples, by the samples' keys."""

    event: Event
    staff: Staff
    samples: Samples
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    registrations: dict[str, Registration] = field(default_factory=dict)
    participants: dict[str, Participant] = field(default_factory=dict)
    requests: dict[str, MeetingRequest] = field(default_factory=dict)
    halls: dict[str, Hall] = field(default_factory=dict)


def load_week(  # what to load, for whom, where, by which seed
    event: Event, samples: Samples, cities: dict[str, City], staff: Staff, *, seed: int, tell: Tell
) -> Week:
    """The week from its participants to its contracts; everything in it is marked as generated."""
    week = Week(event, staff, samples)
    _directory(week, cities)
    _count_rows()
    tell(f"{len(week.organisations)} organisations and {len(week.people)} people are in.")
    tables = _venue(week)
    _programme(week)
    _register(week)
    _count_rows()
    tell(f"{len(week.registrations)} registrations are in.")
    before = _moment(min(row.registered_at for row in samples.registrations))
    plan_of(event, staff, tables, _days(event))
    _requests(week, before)
    _count_rows()
    tell(f"{len(week.requests)} requests for meetings are in; making the schedule.")
    run = _schedule(week, before)
    tell(f"{run.placed} meetings scheduled of {run.requested} accepted requests.")
    _arrive(week)
    _meet(week, seed)
    _contracts(week)
    return week


def plan_of(event: Event, staff: Staff, tables: list[Table], days: list[dt.date]) -> list[Slot]:
    """Open an event's meetings: tables, and slots of twenty minutes around lunch."""
    open_meetings(by=staff.manager, event=event, limit=LIMIT_PER_PERSON, tables=tables)
    return make_slots(
        by=staff.manager,
        event=event,
        days=days,
        starts=DAY_STARTS,
        ends=DAY_ENDS,
        minutes=MINUTES,
        breaks=[LUNCH],
    )


def demo_representative(samples: Samples) -> str:
    """Whom the demo's one click signs in: of those from Turkey who speak English, the busiest."""
    asked = Counter(
        key
        for request in samples.requests.values()
        if request.state == "accepted"
        for key in (request.asker, request.asked)
    )
    candidates = [
        key
        for key, person in samples.representatives.items()
        if samples.organisations[person.organisation].country == "TR" and "en" in person.languages
    ]
    return max(candidates, key=lambda key: (asked[key], key))


def text_of(text: Any) -> Translated:
    """A sample's text as the models keep it."""
    return Translated(dict(text))


def _count_rows() -> None:
    """Tell the database's planner how large the tables have grown: it believes them empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _directory(week: Week, cities: dict[str, City]) -> None:
    for key, sample in week.samples.organisations.items():
        week.organisations[key] = _organisation(sample, cities[sample.city], week.staff)
    abroad = demo_representative(week.samples)
    for key, voice in week.samples.representatives.items():
        person = add_person(
            by=week.staff.manager,
            name=text_of(voice.name),
            languages=voice.languages,
            email=voice.email,
            provenance=GENERATED,
        )
        organisation = week.organisations[voice.organisation]
        appoint(
            by=week.staff.manager,
            person=person,
            organisation=organisation,
            title=text_of(voice.office),
        )
        user = open_account(week.staff, voice.name["en"]) if key == abroad else None
        name_representative(
            by=week.staff.manager, person=person, organisation=organisation, user=user
        )
        week.people[key] = person


def _organisation(sample: SampleOrganisation, city: City, staff: Staff) -> Organisation:
    sector = Sector.objects.get(code=sample.sector)
    organisation = add_organisation(
        by=staff.manager,
        code=sample.key,
        name=text_of(sample.name),
        kind=OrganisationKind.objects.get(code=sample.kind),
        country=sample.country,
        city=text_of(city.name),
        longitude=city.lon,
        latitude=city.lat,
        sectors=[sector],
        provenance=GENERATED,
    )
    for kind, statements in ((Offer.Kind.OFFER, sample.offers), (Offer.Kind.NEED, sample.needs)):
        for statement in statements:
            add_offer(
                by=staff.manager,
                organisation=organisation,
                kind=kind,
                sector=sector,
                text=text_of(statement.text),
            )
    return organisation


def _venue(week: Week) -> list[Table]:
    """The place of the week was not published, so the halls and tables are generated too."""
    venue = add_venue(
        by=week.staff.manager,
        team=week.staff.agency,
        name=Translated(ru="Площадка недели", en="Venue of the week"),
        country=week.event.country,
        city=week.event.city,
        provenance=GENERATED,
    )
    for order, (key, name) in enumerate(week.samples.halls.items(), start=1):
        week.halls[key] = add_hall(
            by=week.staff.manager, venue=venue, name=text_of(name), capacity=200, order=order
        )
    hall = add_hall(
        by=week.staff.manager,
        venue=venue,
        name=Translated(ru="Зал деловых встреч", en="Hall of business meetings"),
        order=len(week.halls) + 1,
    )
    return [
        table
        for first, last, kind in TABLES
        for table in add_tables(by=week.staff.manager, hall=hall, first=first, last=last, kind=kind)
    ]


def _programme(week: Week) -> None:
    for sample in week.samples.sessions.values():
        session = add_session(
            by=week.staff.manager,
            event=week.event,
            title=text_of(sample.title),
            abstract=text_of(sample.abstract),
            day=sample.starts.date(),
            starts=sample.starts.time(),
            ends=sample.ends.time(),
            kind=sample.kind,
            hall=week.halls[sample.hall],
            track=text_of(week.samples.tracks[sample.track]),
            provenance=GENERATED,
        )
        for key in sample.speakers:
            organisation = week.samples.representatives[key].organisation
            add_speaker(
                by=week.staff.manager,
                session=session,
                person=week.people[key],
                organisation=week.organisations[organisation],
            )


def _register(week: Week) -> None:
    for sample in week.samples.registrations:
        key = sample.representative
        organisation = week.samples.representatives[key].organisation
        week.registrations[key] = register(
            by=week.staff.manager,
            event=week.event,
            person=week.people[key],
            organisation=week.organisations[organisation],
            category=sample.category,
            at=_moment(sample.registered_at),
            provenance=GENERATED,
        )


def _requests(week: Week, before: dt.datetime) -> None:
    """Everybody whom a request names takes part; then the requests and their answers."""
    wanted = week.samples.requests.values()
    for key in sorted({key for request in wanted for key in (request.asker, request.asked)}):
        week.participants[key] = join(by=week.staff.manager, registration=week.registrations[key])
    _absences(week)
    for request in wanted:
        week.requests[request.key] = _request(week, request)


def _absences(week: Week) -> None:
    slots = list(week.event.slots.all())
    away: dict[str, set[tuple[dt.date, str]]] = {}
    for absence in week.samples.absences:
        away.setdefault(absence.representative, set()).add((absence.day, absence.half))
    for key, halves in away.items():
        if key in week.participants:
            free = [slot for slot in slots if (slot.day, _half(slot)) not in halves]
            set_availability(by=week.staff.manager, participant=week.participants[key], free=free)


def _request(week: Week, wanted: Wanted) -> MeetingRequest:
    language = "ru" if "ru" in week.samples.representatives[wanted.asked].languages else "en"
    request = request_meeting(
        by=week.staff.manager,
        sender=week.participants[wanted.asker],
        recipient=week.participants[wanted.asked],
        wish=wanted.wish,
        message=wanted.message[language],
        at=_moment(wanted.requested_at),
        provenance=GENERATED,
    )
    if wanted.state == "accepted":
        accept_request(
            by=week.staff.manager,
            request=request,
            wish=wanted.wish_back or MeetingRequest.Wish.WOULD,
            at=_moment(wanted.answered_at),
        )
    elif wanted.state == "declined":
        decline_request(by=week.staff.manager, request=request, at=_moment(wanted.answered_at))
    return request


def _schedule(week: Week, at: dt.datetime) -> ScheduleRun:
    ordered = ask_for_schedule(
        by=week.staff.manager, event=week.event, seconds=SECONDS_FOR_SCHEDULE, at=at
    )
    run = make_schedule(run=ordered, at=at)
    if run is None or run.state != ScheduleRun.State.DONE:
        message = f"the schedule of the example was not made: {run.error if run else ordered.state}"
        raise RuntimeError(message)
    publish_schedule(by=week.staff.manager, run=run, at=at)
    return run


def _arrive(week: Week) -> None:
    for sample in week.samples.registrations:
        if sample.checked_in_at:
            check_in(
                by=week.staff.manager,
                registration=week.registrations[sample.representative],
                at=_moment(sample.checked_in_at),
            )


def _meet(week: Week, seed: int) -> None:
    """A meeting was held when both sides had come; its outcome is the generator's."""
    came = {row.representative for row in week.samples.registrations if row.checked_in_at}
    for key, request in week.requests.items():
        meeting = Meeting.objects.filter(request=request).first()
        if meeting is None:
            continue
        wanted = week.samples.requests[key]
        after = meeting.slot.during.upper
        if {wanted.asker, wanted.asked} <= came:
            outcome, note = outcome_of(key, week.samples.outcomes, seed)
            tell_outcome(
                by=week.staff.manager,
                meeting=meeting,
                side=meeting.first,
                result=RESULTS[outcome.key],
                note=str(text_of(note)),
                at=after,
            )
        else:
            mark_missed(by=week.staff.manager, meeting=meeting, at=after)


def _contracts(week: Week) -> None:
    """A contract follows from the first of its requests whose meeting was held."""
    for sample in week.samples.contracts.values():
        meeting = _held_meeting(week, sample.requests)
        if meeting is None:
            continue
        contract = add_agreement(
            by=week.staff.manager,
            team=week.staff.agency,
            kind=Agreement.Kind.CONTRACT,
            title=text_of(sample.subject),
            sector=Sector.objects.get(code=sample.sector),
            parties=[
                Side(organisation=meeting.first.organisation),
                Side(organisation=meeting.second.organisation),
            ],
            amount=sample.value,
            currency=sample.currency,
            meetings=[meeting],
            provenance=GENERATED,
        )
        sign_agreement(
            by=week.staff.manager,
            agreement=contract,
            signed_on=PartialDate.of(sample.signed_on),
            signed_at=week.event,
        )


def _held_meeting(week: Week, requests: tuple[str, ...]) -> Meeting | None:
    for key in requests:
        held = Meeting.objects.filter(request=week.requests[key], state=Meeting.State.HELD)
        if meeting := held.select_related("first__organisation", "second__organisation").first():
            return meeting
    return None


def _days(event: Event) -> list[dt.date]:
    first, last = event.starts.first, event.last_day
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def _half(slot: Slot) -> str:
    return "am" if slot.starts < LUNCH[0] else "pm"


def _moment(at: dt.datetime | None) -> dt.datetime:
    if at is None:
        message = "an answered request of the samples has no time of its answer"
        raise ValueError(message)
    return at
