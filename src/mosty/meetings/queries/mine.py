"""What one person's meetings page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from mosty.core.permissions import Subject
from mosty.events.models import Event
from mosty.events.rules import event_staff
from mosty.meetings.models import Meeting, MeetingRequest, Outcome, Participant
from mosty.meetings.rules import spoken_for

WITH_SIDES = (
    "event__team",
    "sender__person",
    "sender__organisation",
    "recipient__person",
    "recipient__organisation",
)
WITH_PARTIES = (
    "event__team",
    "slot",
    "table__hall",
    "first__person",
    "first__organisation",
    "second__person",
    "second__organisation",
)
Row = TypeVar("Row", MeetingRequest, Meeting)
OPEN = (MeetingRequest.State.PENDING, MeetingRequest.State.ACCEPTED)
TOOK_PLACE = (Meeting.State.SCHEDULED, Meeting.State.HELD)


@dataclass(frozen=True)
class Side(Generic[Row]):
    """A request or a meeting as one side sees it: itself and the other."""

    record: Row
    own: Participant
    other: Participant


@dataclass(frozen=True)
class MyMeetings:
    """Everything a participant's page shows."""

    sides: Sequence[Participant]
    coming: Sequence[Side[Meeting]]
    to_tell: Sequence[Side[Meeting]]
    incoming: Sequence[Side[MeetingRequest]]
    outgoing: Sequence[Side[MeetingRequest]]
    agreed: Sequence[Side[MeetingRequest]]  # accepted, not in the schedule yet


def own_participants(user: Subject, event: Event) -> list[Participant]:
    """For whom the user acts at the event, themselves first."""
    found = spoken_for(user).filter(event=event).select_related("event", "person", "organisation")
    return sorted(found, key=lambda side: (side.person.user_id != user.pk, side.pk))


def my_meetings(sides: Sequence[Participant]) -> MyMeetings:
    """The page of those for whom one acts. Three queries."""
    now = timezone.now()
    requests = _requests(sides)
    meetings = list(meetings_of(sides))
    own = {side.pk for side in sides}
    told = _told(own, meetings)
    scheduled = {meeting.request_id for meeting in meetings}
    pending = [one for one in requests if one.record.state == MeetingRequest.State.PENDING]
    return MyMeetings(
        sides=sides,
        coming=[_seen(m, own) for m in meetings if _is_coming(m, now)],
        to_tell=[_seen(m, own) for m in meetings if _is_over(m, now) and m.pk not in told],
        incoming=[one for one in pending if one.record.recipient_id in own],
        outgoing=[one for one in pending if one.record.sender_id in own],
        agreed=[
            one
            for one in requests
            if one.record.state == MeetingRequest.State.ACCEPTED and one.record.pk not in scheduled
        ],
    )


def meetings_of(sides: Sequence[Participant]) -> "QuerySet[Meeting]":
    """The meetings that stand for these participants, in the order of time."""
    return (
        Meeting.objects.filter(Q(first__in=sides) | Q(second__in=sides))
        .exclude(state=Meeting.State.CANCELLED)
        .select_related(*WITH_PARTIES)
        .order_by("slot__during", "pk")
    )


def seen_by(meetings: Sequence[Meeting], sides: Sequence[Participant]) -> list[Side[Meeting]]:
    """Each meeting with its own side and the other."""
    own = {side.pk for side in sides}
    return [_seen(meeting, own) for meeting in meetings]


def waiting_for(user: Subject) -> int:
    """How many requests wait for this person's answer and how many meetings for their outcome."""
    if not user.is_authenticated:
        return 0
    own = list(spoken_for(user).values_list("pk", flat=True))
    if not own:
        return 0
    asked = MeetingRequest.objects.filter(
        recipient__in=own, state=MeetingRequest.State.PENDING
    ).count()
    told = Outcome.objects.filter(told_by__in=own).values("meeting")
    untold = (
        Meeting.objects.filter(Q(first__in=own) | Q(second__in=own))
        .filter(state__in=TOOK_PLACE, slot__during__endswith__lt=timezone.now())
        .exclude(pk__in=told)
    )
    return asked + untold.count()


def current_event(user: Subject) -> Event | None:
    """The event whose meetings concern the user: the nearest that is not over, else the last."""
    events = Event.objects.filter(
        Q(pk__in=spoken_for(user).values("event"))
        | (event_staff(user) & Q(meeting_plan__isnull=False))
    )
    today = timezone.localdate()
    ordered = sorted(events, key=lambda event: event.starts.first)
    coming = [event for event in ordered if event.last_day >= today]
    return coming[0] if coming else (ordered[-1] if ordered else None)


def _requests(sides: Sequence[Participant]) -> list[Side[MeetingRequest]]:
    own = {side.pk for side in sides}
    found = (
        MeetingRequest.objects.filter(Q(sender__in=own) | Q(recipient__in=own), state__in=OPEN)
        .select_related(*WITH_SIDES)
        .order_by("-pk")
    )
    return [
        Side(one, one.sender, one.recipient)
        if one.sender_id in own
        else Side(one, one.recipient, one.sender)
        for one in found
    ]


def _seen(meeting: Meeting, own: set[int]) -> Side[Meeting]:
    side = meeting.first if meeting.first_id in own else meeting.second
    return Side(meeting, side, meeting.other_than(side))


def _told(own: set[int], meetings: Sequence[Meeting]) -> set[int]:
    outcomes = Outcome.objects.filter(meeting__in=meetings, told_by__in=own)
    return set(outcomes.values_list("meeting_id", flat=True))


def _is_over(meeting: Meeting, now: datetime) -> bool:
    return meeting.state in TOOK_PLACE and meeting.slot.during.upper < now


def _is_coming(meeting: Meeting, now: datetime) -> bool:
    return meeting.state == Meeting.State.SCHEDULED and meeting.slot.during.upper >= now
