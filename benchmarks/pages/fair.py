"""A made-up event with its registrations, its meetings and the schedule that was published."""

from __future__ import annotations

import datetime as dt
import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from benchmarks.pages.people import AT_ONCE, Crowd, provenance
from mosty.agreements.models import Agreement, Party
from mosty.core.fields import PartialDate
from mosty.core.models import Sector, Team, User
from mosty.events.models import CheckIn, Event, EventPlaces, Registration, Session, Speaker
from mosty.meetings.models import (
    Meeting,
    MeetingPlan,
    MeetingRequest,
    Participant,
    ScheduleRun,
    Slot,
)
from mosty.places.models import Hall, Table, Venue

JOURNAL = """
INSERT INTO core_journalentry
    (at, by_id, verb, words, subject_type, subject_id, subject_label, team_id, details, origin)
SELECT now(), %s, %s, %s, %s, id, code, %s, '{{}}', 'page' FROM {table} WHERE event_id = %s
"""
PLACEMENTS = """
INSERT INTO meetings_placement (run_id, request_id, slot_id, table_id)
SELECT %s, request_id, slot_id, table_id FROM meetings_meeting WHERE event_id = %s
"""
SEATS_OF_MEETINGS = """
INSERT INTO meetings_seat (plan, person_id, table_id, during, meeting_id)
SELECT 'published', taken.person_id, taken.table_id, slot.during, one.id
FROM meetings_meeting one
JOIN meetings_slot slot ON slot.id = one.slot_id
JOIN meetings_participant first ON first.id = one.first_id
JOIN meetings_participant second ON second.id = one.second_id
CROSS JOIN LATERAL (
    VALUES (first.person_id, NULL), (second.person_id, NULL), (NULL::bigint, one.table_id)
) taken (person_id, table_id)
WHERE one.event_id = %s
"""
SEATS_OF_PLACEMENTS = """
INSERT INTO meetings_seat (plan, person_id, table_id, during, placement_id)
SELECT %s, taken.person_id, taken.table_id, slot.during, one.id
FROM meetings_placement one
JOIN meetings_meetingrequest request ON request.id = one.request_id
JOIN meetings_slot slot ON slot.id = one.slot_id
JOIN meetings_participant first ON first.id = request.sender_id
JOIN meetings_participant second ON second.id = request.recipient_id
CROSS JOIN LATERAL (
    VALUES (first.person_id, NULL), (second.person_id, NULL), (NULL::bigint, one.table_id)
) taken (person_id, table_id)
WHERE one.run_id = %s
"""
SLOT = dt.timedelta(minutes=30)
OPENS = dt.time(9)
TABLES_A_HALL = 50
UNANSWERED = 0.2  # open requests beside those that became meetings

# Who meets whom, when, and the number of the table.
Pair = tuple[Participant, Participant, Slot, int]


@dataclass(frozen=True)
class Size:
    """How large an event is. `tables` in all its halls; a day has `slots` of half an hour."""

    code: str
    registrations: int
    meetings: int
    days: int
    slots: int
    tables: int
    agreements: int
    sessions: int
    hub: bool = False  # one participant has all the meetings


@dataclass(frozen=True)
class Fair:
    """What was made, as far as others need it."""

    event: Event
    participants: list[Participant]
    meetings: list[Meeting]


def make_fair(size: Size, crowd: Crowd, team: Team, by: User, chance: random.Random) -> Fair:
    """The event with everything in it: a week of which about half is over."""
    event = _event(size, team)
    registrations = _registrations(size, event, crowd)
    participants = _participants(registrations)
    _sessions(size, event, crowd)
    slots = _slots(size, event)
    tables = _tables(size, event, team)
    pairs = list(_pairs_by_slot(size, participants, slots, chance))
    meetings = _meetings(event, pairs, tables, chance)
    _published_run(event, meetings, by)
    _open_requests(size, event, participants, chance)
    _agreements(size, event, meetings, team, chance)
    _journal(event, by, team)
    return Fair(event, participants, meetings)


def _event(size: Size, team: Team) -> Event:
    first = timezone.localdate() - dt.timedelta(days=size.days // 2)
    event = Event.objects.create(
        code=size.code,
        name={"en": f"Week of bridges {size.code}", "ru": f"Неделя мостов {size.code}"},
        kind=Event.Kind.WEEK,
        edition=2,
        starts=PartialDate.of(first),
        ends=PartialDate.of(first + dt.timedelta(days=size.days - 1)),
        country="RU",
        city={"en": "Moscow", "ru": "Москва"},
        team=team,
        state=Event.State.OPEN,
    )
    EventPlaces.objects.create(event=event, limit=2 * size.registrations, taken=size.registrations)
    return event


def _registrations(size: Size, event: Event, crowd: Crowd) -> list[Registration]:
    """Three of four have come. The hub is a guest, so that participants are as many as meetings."""
    now = timezone.now()
    guest, participant = Registration.Category.GUEST, Registration.Category.PARTICIPANT
    made = Registration.objects.bulk_create(
        (
            Registration(
                event=event,
                person=crowd.people[number],
                organisation=crowd.organisation_of(number),
                category=guest if size.hub and not number else participant,
                state=Registration.State.CONFIRMED,
                registered_at=now - dt.timedelta(days=30, seconds=number),
                provenance=provenance(number),
            )
            for number in range(size.registrations)
        ),
        batch_size=AT_ONCE,
    )
    CheckIn.objects.bulk_create(
        (CheckIn(registration=one, at=now) for number, one in enumerate(made) if number % 4),
        batch_size=AT_ONCE,
    )
    return made


def _participants(registrations: Sequence[Registration]) -> list[Participant]:
    return Participant.objects.bulk_create(
        (
            Participant(
                registration=one,
                event=one.event,
                person=one.person,
                organisation=one.organisation,
            )
            for one in registrations
        ),
        batch_size=AT_ONCE,
    )


def _sessions(size: Size, event: Event, crowd: Crowd) -> None:
    sessions = []
    for number in range(size.sessions):
        day = event.first_day + dt.timedelta(days=number % size.days)
        starts, ends, during = _time(event, day, number // size.days % 10)
        sessions.append(
            Session(
                event=event,
                title={"en": f"Talk {number} on bridges", "ru": f"Беседа {number} о мостах"},
                abstract={"en": "What was done and learnt.", "ru": "Что сделано и что понято."},
                day=day,
                starts=starts,
                ends=ends,
                during=during,
            )
        )
    Speaker.objects.bulk_create(
        Speaker(
            session=session,
            person=crowd.people[(2 * number + place) % len(crowd.people)],
            organisation=crowd.organisation_of(2 * number + place),
            order=place,
        )
        for number, session in enumerate(Session.objects.bulk_create(sessions))
        for place in range(2)
    )


def _slots(size: Size, event: Event) -> list[Slot]:
    days = [event.first_day + dt.timedelta(days=number) for number in range(size.days)]
    times = [(day, *_time(event, day, number)) for day in days for number in range(size.slots)]
    return Slot.objects.bulk_create(
        Slot(event=event, day=day, starts=starts, ends=ends, during=during)
        for day, starts, ends, during in times
    )


def _time(event: Event, day: dt.date, number: int) -> tuple[dt.time, dt.time, DateTimeTZRange]:
    starts = dt.datetime.combine(day, OPENS, tzinfo=event.zone) + number * SLOT
    ends = starts + SLOT
    return starts.time(), ends.time(), DateTimeTZRange(starts, ends)


def _tables(size: Size, event: Event, team: Team) -> list[Table]:
    venue = Venue.objects.create(name={"en": "Hall of bridges"}, country="RU", team=team)
    halls = Hall.objects.bulk_create(
        Hall(venue=venue, name={"en": f"Hall {number}", "ru": f"Зал {number}"}, order=number)
        for number in range(1, 1 + -(-size.tables // TABLES_A_HALL))
    )
    tables = Table.objects.bulk_create(
        Table(hall=halls[number // TABLES_A_HALL], number=number % TABLES_A_HALL + 1)
        for number in range(size.tables)
    )
    plan = MeetingPlan.objects.create(
        event=event, state=MeetingPlan.State.PUBLISHED, limit_per_person=size.slots * size.days
    )
    plan.tables.set(tables)
    return tables


def _meetings(
    event: Event, pairs: Sequence[Pair], tables: Sequence[Table], chance: random.Random
) -> list[Meeting]:
    """Meetings that nobody is in twice at a time; those that are over were mostly held."""
    now = timezone.now()
    requests = MeetingRequest.objects.bulk_create(
        (
            MeetingRequest(
                event=event,
                sender=one,
                recipient=other,
                answer_wish=MeetingRequest.Wish.WANT,
                state=MeetingRequest.State.ACCEPTED,
                requested_at=now - dt.timedelta(days=20),
                answered_at=now - dt.timedelta(days=10),
                provenance=provenance(number),
            )
            for number, (one, other, _slot, _place) in enumerate(pairs)
        ),
        batch_size=AT_ONCE,
    )
    meetings = Meeting.objects.bulk_create(
        (
            Meeting(
                event=event,
                request=request,
                first=one,
                second=other,
                slot=slot,
                table=tables[place],
                wish=MeetingRequest.Wish.WANT,
                state=_state(slot, now, chance),
                provenance=request.provenance,
            )
            for request, (one, other, slot, place) in zip(requests, pairs, strict=True)
        ),
        batch_size=AT_ONCE,
    )
    _execute(SEATS_OF_MEETINGS, event.pk)
    return meetings


def _pairs_by_slot(
    size: Size,
    participants: Sequence[Participant],
    slots: Sequence[Slot],
    chance: random.Random,
) -> Iterator[Pair]:
    """Who meets whom in which slot at which table; some are wanted more than others."""
    if size.hub:
        hub, *others = participants
        yield from ((hub, other, slots[n], 0) for n, other in enumerate(others))
        return
    wanted = [chance.lognormvariate(0, 0.7) for _ in participants]
    met: set[tuple[int, int]] = set()
    for number, slot in enumerate(slots):
        share = size.meetings * (number + 1) // len(slots) - size.meetings * number // len(slots)
        keys = ((chance.random() ** (1 / w), n) for n, w in enumerate(wanted))
        there = [n for _key, n in heapq.nlargest(int(share * 2.5), keys)]
        chance.shuffle(there)
        fresh = [
            pair
            for pair in zip(there[::2], there[1::2], strict=False)
            if pair not in met
            and pair[::-1] not in met
            and participants[pair[0]].organisation_id != participants[pair[1]].organisation_id
        ][:share]
        met.update(fresh)
        for place, (one, other) in enumerate(fresh):
            yield participants[one], participants[other], slot, place


def _state(slot: Slot, now: dt.datetime, chance: random.Random) -> str:
    if slot.during.upper > now:
        return Meeting.State.SCHEDULED
    told = (Meeting.State.HELD, Meeting.State.MISSED, Meeting.State.SCHEDULED)
    return chance.choices(told, (92, 5, 3))[0]


def _published_run(event: Event, meetings: Sequence[Meeting], by: User) -> None:
    """The run that proposed these very meetings, with the seats of its proposal."""
    now = timezone.now()
    run = ScheduleRun.objects.create(
        event=event,
        state=ScheduleRun.State.DONE,
        asked_by=by,
        attempt=1,
        finished_at=now,
        published_at=now,
        requested=len(meetings),
        placed=len(meetings),
        worth=3 * len(meetings),
        bound=3 * len(meetings),
    )
    _execute(PLACEMENTS, run.pk, event.pk)
    _execute(SEATS_OF_PLACEMENTS, run.plan, run.pk)


def _open_requests(
    size: Size, event: Event, participants: Sequence[Participant], chance: random.Random
) -> None:
    """Requests that wait for an answer, between people who have not met."""
    if size.hub:
        return
    met = {
        frozenset(pair)
        for pair in Meeting.objects.filter(event=event).values_list("first_id", "second_id")
    }
    asked: set[frozenset[int]] = set()
    requests = []
    while len(requests) < size.meetings * UNANSWERED:
        one, other = chance.sample(participants, 2)
        pair = frozenset((one.pk, other.pk))
        if pair in met or pair in asked or one.organisation_id == other.organisation_id:
            continue
        asked.add(pair)
        requests.append(
            MeetingRequest(
                event=event,
                sender=one,
                recipient=other,
                requested_at=timezone.now(),
                provenance=provenance(len(requests)),
            )
        )
    MeetingRequest.objects.bulk_create(requests, batch_size=AT_ONCE)


def _agreements(
    size: Size, event: Event, meetings: Sequence[Meeting], team: Team, chance: random.Random
) -> None:
    """Agreements that came of meetings, every fourth a contract with a value."""
    sectors, kinds = list(Sector.objects.all()), Agreement.Kind
    came_of = [meetings[number % len(meetings)] for number in range(size.agreements)]
    made = Agreement.objects.bulk_create(
        Agreement(
            kind=kinds.AGREEMENT if number % 4 else kinds.CONTRACT,
            title={"en": f"Agreement {number}", "ru": f"Соглашение {number}"},
            state=Agreement.State.SIGNED,
            sector=chance.choice(sectors),
            signed_on=event.starts,
            signed_at=event,
            amount=None if number % 4 else 1_000_000,
            currency="" if number % 4 else "RUB",
            team=team,
            provenance=provenance(number),
        )
        for number in range(len(came_of))
    )
    Party.objects.bulk_create(
        Party(agreement=agreement, organisation=side.organisation, order=order)
        for agreement, meeting in zip(made, came_of, strict=True)
        for order, side in enumerate(meeting.sides, start=1)
    )
    Agreement.meetings.through.objects.bulk_create(
        Agreement.meetings.through(agreement=agreement, meeting=meeting)
        for agreement, meeting in zip(made, came_of, strict=True)
    )


def _journal(event: Event, by: User, team: Team) -> None:
    """What the journal holds of each registration and each meeting."""
    for model, verb in ((Registration, "events.register"), (Meeting, "meetings.publish_schedule")):
        statement = JOURNAL.format(table=model._meta.db_table)
        _execute(statement, by.pk, verb, verb, model._meta.label, team.pk, event.pk)


def _execute(statement: str, *values: object) -> None:
    """The largest tables are filled inside the database: Python would take minutes."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
