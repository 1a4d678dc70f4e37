"""When participants and tables are free."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from mosty.events.models import Event, Speaker
from mosty.meetings.models import (
    PUBLISHED,
    MeetingPlan,
    MeetingRequest,
    Participant,
    Seat,
    Slot,
    Unavailable,
)
from mosty.places.models import Table

SHOWN = 12  # free times offered at once


def busy_slots(event: Event, participants: Iterable[Participant]) -> dict[int, set[int]]:
    """For each participant's key the keys of slots in which they said no or speak in a session.

    Meetings are not counted: they are seats.
    """
    participants = list(participants)
    busy: dict[int, set[int]] = {participant.pk: set() for participant in participants}
    said_no = Unavailable.objects.filter(participant__in=participants)
    for participant, slot in said_no.values_list("participant_id", "slot_id"):
        busy[participant].add(slot)
    by_person = {participant.person_id: participant.pk for participant in participants}
    slots = list(Slot.objects.filter(event=event))
    speaking = Speaker.objects.filter(person__in=by_person).select_related("session")
    for speaker in speaking:
        busy[by_person[speaker.person_id]] |= {
            slot.pk for slot in slots if _overlap(slot.during, speaker.session.during)
        }
    return busy


def taken_slots(event: Event, seats: Iterable[Seat]) -> dict[int, set[int]]:
    """For each person's key the keys of the event's slots that these seats overlap."""
    slots = list(Slot.objects.filter(event=event))
    taken: dict[int, set[int]] = defaultdict(set)
    for seat in seats:
        if seat.person_id is not None:
            taken[seat.person_id] |= {
                slot.pk for slot in slots if _overlap(slot.during, seat.during)
            }
    return taken


def free_tables(plan: MeetingPlan, slot: Slot) -> list[Table]:
    """The plan's tables that nobody has in the slot, in their order."""
    taken = Seat.objects.filter(
        plan=PUBLISHED, table__isnull=False, during__overlap=slot.during
    ).values("table")
    return list(plan.tables.exclude(pk__in=taken).select_related("hall").order_by("hall", "number"))


@dataclass(frozen=True)
class FreeTime:
    """A slot in which both sides are free, and how many tables are left in it."""

    slot: Slot
    tables: int


def free_times(request: MeetingRequest, now: datetime) -> list[FreeTime]:
    """The first slots, still to come at `now`, in which both sides and a table are free."""
    event, sides = request.event, [request.sender, request.recipient]
    plan = MeetingPlan.objects.filter(event=event).first()
    if plan is None:
        return []
    busy = set().union(*busy_slots(event, sides).values())
    to_come = Slot.objects.filter(event=event, during__startswith__gt=now)
    slots = list(to_come.exclude(pk__in=busy))
    if not slots:
        return []
    people = {side.person_id for side in sides}
    seats = list(
        Seat.objects.filter(plan=PUBLISHED).filter(
            Q(person__in=people) | Q(table__in=plan.tables.values("pk")),
            during__overlap=(slots[0].during.lower, slots[-1].during.upper),
        )
    )
    tables = plan.tables.count()
    found = []
    for slot in slots:
        here = [seat for seat in seats if _overlap(slot.during, seat.during)]
        left = tables - len({seat.table_id for seat in here if seat.table_id})
        if left > 0 and not any(seat.person_id for seat in here):
            found.append(FreeTime(slot, left))
    return found[:SHOWN]


def _overlap(one: object, other: object) -> bool:
    """Whether two half-open times share a moment."""
    return one.lower < other.upper and other.lower < one.upper  # type: ignore[attr-defined]
