"""Who and what is taken when: rows that the database itself keeps free of double seats."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from mosty.core.actions import refusing
from mosty.meetings.models import PUBLISHED, Meeting, MeetingPlan, Placement, Seat

BOTH = "seat_person_free, seat_table_free"

TAKEN = {
    "seat_person_free": _("One of the two has another meeting at this time. Choose another time."),
    "seat_table_free": _("This table has just been taken for this time. Choose another one."),
}


@contextmanager
def seating(event_id: int, *, refusals: Mapping[str, Any] = TAKEN) -> Iterator[MeetingPlan]:
    """Inside, seats may be exchanged in any order; at the end nobody may sit in two places.

    Those who change the seats of one event go one after another: two that wait for each other's
    check would end as a deadlock instead of an answer. Raises `Refused` for a double seat.
    """
    with refusing(refusals):
        plan = MeetingPlan.objects.select_for_update().get(event=event_id)
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {BOTH} DEFERRED")
            yield plan
            cursor.execute(f"SET CONSTRAINTS {BOTH} IMMEDIATE")


def seat_meetings(meetings: Iterable[Meeting]) -> None:
    """Published seats of both sides and the table."""
    Seat.objects.bulk_create(
        Seat(plan=PUBLISHED, during=meeting.slot.during, meeting=meeting, **taken)
        for meeting in meetings
        for taken in (
            {"person_id": meeting.first.person_id},
            {"person_id": meeting.second.person_id},
            {"table_id": meeting.table_id},
        )
    )


def seat_placements(placements: Iterable[Placement], plan: str) -> None:
    """Seats of a run's proposal."""
    Seat.objects.bulk_create(
        Seat(plan=plan, during=placement.slot.during, placement=placement, **taken)
        for placement in placements
        for taken in (
            {"person_id": placement.request.sender.person_id},
            {"person_id": placement.request.recipient.person_id},
            {"table_id": placement.table_id},
        )
    )


def free_seats(meetings: Iterable[Meeting]) -> None:
    """These meetings take no seats any more."""
    Seat.objects.filter(meeting__in=[meeting.pk for meeting in meetings]).delete()
