"""Single meetings by people: a free time is taken, a meeting is added or cancelled."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal
from mosty.core.fields.codes import new_code
from mosty.core.models import Provenance
from mosty.core.permissions import Subject
from mosty.meetings.actions.letters import write_to
from mosty.meetings.actions.moments import has_begun, is_over
from mosty.meetings.actions.seats import free_seats, seat_meetings, seating
from mosty.meetings.models import Meeting, MeetingPlan, MeetingRequest, Participant, Slot
from mosty.meetings.queries.times import busy_slots, free_tables
from mosty.meetings.rules import CANCEL_MEETING, RUN_SCHEDULE, TAKE_SLOT
from mosty.places.models import Table

OVER = _("This event is over: its meetings are no longer changed.")
OTHER_EVENT = _("The time belongs to another event.")
NOT_PUBLISHED = _("Times can be chosen once the schedule is published.")
NOT_ACCEPTED = _("Only an accepted request can become a meeting.")
STANDS_ALREADY = _("This meeting is in the schedule already.")
BUSY = _("%(who)s cannot meet at this time. Choose another time.")
PAST = _("This time is over. Choose another time.")
NO_TABLE = _("All tables are taken at this time. Choose another time.")
NOT_A_TABLE = _("This table is not among those for the event's meetings.")
LIMIT = _("%(who)s has as many meetings as their limit allows (%(limit)s).")
SELF = _("A meeting needs two different organisations.")
NOT_SCHEDULED = _("Only a scheduled meeting can be cancelled.")
BEGUN = _("The time of this meeting has come: say whether it took place instead.")


def take_slot(
    *,
    by: Subject,
    request: MeetingRequest,
    slot: Slot,
    table: Table | None = None,
    at: datetime | None = None,
) -> Meeting:
    """Give an accepted request, which the schedule could not place, a time that is free.

    Without a table the first free one is taken. Both sides get a letter. Raises `Refused` when
    somebody was quicker, a side cannot meet then, or a limit is reached; and `Denied`.
    """
    TAKE_SLOT.check(by, request)
    with acting(by, "meetings.take_slot"), seating(request.event_id) as plan:
        current = MeetingRequest.objects.select_for_update().get(pk=request.pk)
        if plan.state != MeetingPlan.State.PUBLISHED:
            raise Refused(NOT_PUBLISHED)
        if current.state != MeetingRequest.State.ACCEPTED:
            raise Refused(NOT_ACCEPTED)
        meeting = Meeting.objects.filter(request=current).first() or Meeting(
            request=current, event_id=current.event_id, provenance=current.provenance
        )
        if meeting.pk and meeting.state != Meeting.State.CANCELLED:
            raise Refused(STANDS_ALREADY)
        meeting.first, meeting.second = current.sender, current.recipient
        meeting.wish = current.strongest_wish
        _check_limits(plan, meeting)
        _settle(by, plan, meeting, slot, table, at=at)
    return meeting


def add_meeting(  # who, when, where, how much wanted
    *,
    by: Subject,
    first: Participant,
    second: Participant,
    slot: Slot,
    table: Table | None = None,
    wish: str = MeetingRequest.Wish.WANT,
    at: datetime | None = None,
    code: str | None = None,
) -> Meeting:
    """A meeting that the event's team sets by hand, without a request, at once published.

    Raises `Refused` when a side or the table is taken, and `Denied`.
    """
    RUN_SCHEDULE.check(by, first.event)
    if first.organisation_id == second.organisation_id:
        raise Refused(SELF)
    if first.event_id != second.event_id:
        raise Refused(OTHER_EVENT)
    generated = first.registration.is_generated or second.registration.is_generated
    with acting(by, "meetings.add_meeting"), seating(first.event_id) as plan:
        meeting = Meeting(
            event_id=first.event_id,
            first=first,
            second=second,
            wish=wish,
            provenance=Provenance.GENERATED if generated else Provenance.REAL,
            code=code or new_code(),
        )
        _settle(by, plan, meeting, slot, table, at=at)
    return meeting


def cancel_meeting(*, by: Subject, meeting: Meeting, at: datetime | None = None) -> Meeting:
    """The meeting will not take place; its time and table are free, its request is taken back.

    Both sides get a letter. Raises `Refused` once its time has come, and `Denied`.
    """
    CANCEL_MEETING.check(by, meeting)
    with acting(by, "meetings.cancel_meeting"), seating(meeting.event_id):
        current = (
            Meeting.objects.select_for_update(of=("self",))
            .select_related("slot", "event__team", "request")
            .get(pk=meeting.pk)
        )
        if current.state != Meeting.State.SCHEDULED:
            raise Refused(NOT_SCHEDULED)
        if has_begun(current, at or timezone.now()):
            raise Refused(BEGUN)
        free_seats([current])
        current.state = Meeting.State.CANCELLED
        current.version += 1
        current.save()
        if current.request:
            current.request.state = MeetingRequest.State.WITHDRAWN
            current.request.version += 1
            current.request.save()
        journal(
            by=by,
            verb="meetings.cancel_meeting",
            words=gettext_noop("cancelled the meeting"),
            subject=current,
            team=current.event.team,
        )
        _tell_both(current, "cancelled")
    return current


def _settle(
    by: Subject,
    plan: MeetingPlan,
    meeting: Meeting,
    slot: Slot,
    table: Table | None,
    *,
    at: datetime | None,
) -> None:
    """Put the meeting into a slot and at a table, with its seats, journal entry and letters."""
    now = at or timezone.now()
    if slot.event_id != plan.event_id:
        raise Refused(OTHER_EVENT, field="slot")
    if is_over(plan.event, now):
        raise Refused(OVER)
    if slot.during.upper <= now:
        raise Refused(PAST, field="slot")
    _check_free(meeting, slot)
    meeting.slot, meeting.table = slot, _table(plan, slot, table)
    meeting.state, meeting.by_hand = Meeting.State.SCHEDULED, True
    meeting.version = meeting.version + 1 if meeting.pk else 1
    meeting.save()
    seat_meetings([meeting])
    journal(
        by=by,
        verb="meetings.settle",
        words=gettext_noop("set the meeting for %(slot)s, %(table)s"),
        subject=meeting,
        team=plan.event.team,
        slot=slot,
        table=meeting.table.number,
    )
    _tell_both(meeting, "settled")


def _check_free(meeting: Meeting, slot: Slot) -> None:
    """Kindly first; the constraint on seats has the last word."""
    busy = busy_slots(meeting.event, [meeting.first, meeting.second])
    for side in meeting.sides:
        if slot.pk in busy[side.pk]:
            raise Refused(BUSY % {"who": side.person}, field="slot")


def _check_limits(plan: MeetingPlan, meeting: Meeting) -> None:
    standing = Meeting.objects.filter(event=plan.event_id).exclude(state=Meeting.State.CANCELLED)
    for side in meeting.sides:
        limit = side.limit or plan.limit_per_person
        if standing.filter(Q(first=side) | Q(second=side)).count() >= limit:
            raise Refused(LIMIT % {"who": side.person, "limit": limit})


def _table(plan: MeetingPlan, slot: Slot, wanted: Table | None) -> Table:
    """The wanted table, which the constraint guards, or the first free one."""
    if wanted is not None:
        if not plan.tables.filter(pk=wanted.pk).exists():
            raise Refused(NOT_A_TABLE, field="table")
        return wanted
    free = free_tables(plan, slot)
    if not free:
        raise Refused(NO_TABLE, field="slot")
    return free[0]


def _tell_both(meeting: Meeting, letter: str) -> None:
    """A letter to each side."""
    for side in meeting.sides:
        write_to(side, letter, meeting=meeting, other=meeting.other_than(side))
