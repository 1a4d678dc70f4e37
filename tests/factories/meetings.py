"""Builders of participants, slots, requests, runs and meetings.

`make_fair` gives an event of next month with slots, tables and open requests: what most tests need.
"""

import datetime as dt
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from mosty.core.actions import factories_may_write
from mosty.core.fields import PartialDate
from mosty.core.models import User
from mosty.directory.models import Organisation
from mosty.events.models import Event
from mosty.meetings.actions.seats import seat_meetings
from mosty.meetings.models import (
    Meeting,
    MeetingPlan,
    MeetingRequest,
    Outcome,
    Participant,
    ScheduleRun,
    Slot,
    Unavailable,
)
from mosty.places.models import Table
from tests.factories.core import make_user
from tests.factories.directory import make_organisation, make_person, make_representative
from tests.factories.events import make_event, make_registration
from tests.factories.places import make_hall, make_tables, make_venue

MINUTES = 20
NINE = dt.time(9, 0)


def make_fair(*, slots: int = 6, tables: int = 2, days_ahead: int = 30, **given: Any) -> Event:
    """An event of two days, `slots` on the first, `tables`, and requests taken."""
    first = timezone.localdate() + dt.timedelta(days=days_ahead)
    days = {
        "starts": PartialDate.of(first),
        "ends": PartialDate.of(first + dt.timedelta(days=1)),
        **given,
    }
    event = make_event(**days)
    for number in range(slots):
        make_slot(event, number=number)
    make_plan(event, tables=make_tables(make_hall(make_venue(event.team)), tables))
    return event


def make_plan(event: Event, *, tables: list[Table] | None = None, **given: Any) -> MeetingPlan:
    with factories_may_write():
        plan = MeetingPlan.objects.create(
            event=event, **{"state": MeetingPlan.State.REQUESTS, **given}
        )
        plan.tables.set(tables or [])
    return plan


def make_slot(event: Event, *, number: int = 0, day: dt.date | None = None) -> Slot:
    """Slot `number` of a day, twenty minutes each from nine o'clock, local time."""
    day = day or event.starts.first
    starts = dt.datetime.combine(day, NINE, tzinfo=event.zone) + number * dt.timedelta(
        minutes=MINUTES
    )
    ends = starts + dt.timedelta(minutes=MINUTES)
    with factories_may_write():
        return Slot.objects.create(
            event=event,
            day=day,
            starts=starts.time(),
            ends=ends.time(),
            during=DateTimeTZRange(starts, ends),
        )


def make_participant(
    event: Event | None = None,
    *,
    organisation: Organisation | None = None,
    user: User | None = None,
    provenance: str = "real",
    **given: Any,
) -> Participant:
    """A confirmed registration that takes meetings; `.person.user` may sign in."""
    event = event or make_fair()
    organisation = organisation or make_organisation()
    person = given.pop("person", None) or make_person(user=user or make_user(language="en"))
    make_representative(organisation, person)
    registration = make_registration(
        event, person=person, organisation=organisation, provenance=provenance
    )
    with factories_may_write():
        return Participant.objects.create(
            registration=registration,
            event=event,
            person=person,
            organisation=organisation,
            **given,
        )


def make_unavailable(participant: Participant, slot: Slot) -> Unavailable:
    with factories_may_write():
        return Unavailable.objects.create(participant=participant, slot=slot)


def make_request(
    sender: Participant | None = None, recipient: Participant | None = None, **given: Any
) -> MeetingRequest:
    """A request that waits for an answer, or in the `state` given."""
    sender = sender or make_participant(recipient.event if recipient else None)
    recipient = recipient or make_participant(sender.event)
    with factories_may_write():
        return MeetingRequest.objects.create(
            event=sender.event,
            sender=sender,
            recipient=recipient,
            **{"requested_at": timezone.now(), **given},
        )


def make_accepted(
    sender: Participant | None = None, recipient: Participant | None = None, **given: Any
) -> MeetingRequest:
    fields = {"state": MeetingRequest.State.ACCEPTED, "answer_wish": "want", **given}
    return make_request(sender, recipient, answered_at=timezone.now(), **fields)


def make_run(event: Event, **given: Any) -> ScheduleRun:
    with factories_may_write():
        return ScheduleRun.objects.create(event=event, **{"seconds": 3, **given})


def make_meeting(
    first: Participant | None = None,
    second: Participant | None = None,
    *,
    slot: Slot | None = None,
    table: Table | None = None,
    **given: Any,
) -> Meeting:
    """A published meeting with its seats, in the event's first slot at its first table."""
    first = first or make_participant(slot.event if slot else None)
    second = second or make_participant(first.event)
    event = first.event
    with factories_may_write():
        meeting = Meeting.objects.create(
            event=event,
            first=first,
            second=second,
            slot=slot or event.slots.earliest("during"),
            table=table or event.meeting_plan.tables.earliest("number"),
            **{"wish": "want", **given},
        )
        if meeting.state != Meeting.State.CANCELLED:
            seat_meetings([meeting])
    return meeting


def make_outcome(meeting: Meeting | None = None, **given: Any) -> Outcome:
    meeting = meeting or make_meeting()
    fields = {"result": Outcome.Result.FOLLOW_UP, "told_at": timezone.now(), **given}
    fields.setdefault("told_by", meeting.first)
    with factories_may_write():
        return Outcome.objects.create(meeting=meeting, **fields)
