"""What the event's team sees: how far the meetings are, and the grid of a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from mosty.core.components import DayGrid, GridCell, GridRow
from mosty.core.models import Provenance
from mosty.events.models import Event
from mosty.meetings.models import (
    Meeting,
    MeetingPlan,
    MeetingRequest,
    Participant,
    ScheduleRun,
    Slot,
)
from mosty.meetings.queries.mine import WITH_PARTIES
from mosty.places.models import Table


@dataclass(frozen=True)
class Board:
    """Numbers of an event's meetings, the newest run and the published one."""

    plan: MeetingPlan | None
    participants: int
    requested: int
    accepted: int
    scheduled: int
    held: int
    generated: bool
    slots: int
    newest: ScheduleRun | None
    published: ScheduleRun | None

    @property
    def mark(self) -> str:
        """What the numbers rest on, for the mark beside them."""
        return Provenance.GENERATED.value if self.generated else ""


def board_of(event: Event) -> Board:
    """The board of an event. Six queries, however many meetings there are."""
    requests = MeetingRequest.objects.filter(event=event).aggregate(
        requested=Count("pk"),
        accepted=Count("pk", filter=Q(state=MeetingRequest.State.ACCEPTED)),
        generated=Count("pk", filter=Q(provenance=Provenance.GENERATED)),
    )
    meetings = Meeting.objects.filter(event=event).aggregate(
        scheduled=Count("pk", filter=~Q(state=Meeting.State.CANCELLED)),
        held=Count("pk", filter=Q(state=Meeting.State.HELD)),
    )
    runs = ScheduleRun.objects.filter(event=event)
    return Board(
        plan=MeetingPlan.objects.filter(event=event).first(),
        participants=Participant.objects.filter(event=event).count(),
        requested=requests["requested"],
        accepted=requests["accepted"],
        scheduled=meetings["scheduled"],
        held=meetings["held"],
        generated=bool(requests["generated"]),
        slots=Slot.objects.filter(event=event).count(),
        newest=runs.first(),
        published=runs.filter(published_at__isnull=False).order_by("-published_at").first(),
    )


@dataclass(frozen=True)
class Day:
    """A day's meetings: the grid, and those whose time has come and that nobody marked."""

    day: dt.date
    grid: DayGrid
    meetings: Sequence[Meeting]


def meeting_days(event: Event) -> list[dt.date]:
    """The days that have slots."""
    return list(
        Slot.objects.filter(event=event).order_by("day").values_list("day", flat=True).distinct()
    )


def day_of(event: Event, day: dt.date) -> Day:
    """The grid of one day: tables across, slots down."""
    slots = list(Slot.objects.filter(event=event, day=day))
    meetings = list(
        Meeting.objects.filter(event=event, slot__day=day)
        .exclude(state=Meeting.State.CANCELLED)
        .select_related(*WITH_PARTIES)
        .order_by("slot__during", "table__number")
    )
    tables = _tables(event, meetings)
    at = {(meeting.slot_id, meeting.table_id): meeting for meeting in meetings}
    rows = tuple(
        GridRow(
            f"{slot.starts:%H:%M}",
            tuple(_cell(at.get((slot.pk, table.pk))) for table in tables),
        )
        for slot in slots
    )
    columns = tuple(table_label(table) for table in tables)
    return Day(day, DayGrid(columns, rows, _("Schedule of the day")), meetings)


def table_label(table: Table) -> str:
    """The table and its kind (Table 14 · with a screen); the plain kind needs no word."""
    label = str(table)
    if table.kind == Table.Kind.OPEN:
        return label
    return f"{label} · {table.get_kind_display()}"


def _tables(event: Event, meetings: Sequence[Meeting]) -> list[Table]:
    """The plan's tables and any other at which a meeting stands."""
    plan = MeetingPlan.objects.filter(event=event).first()
    planned = list(plan.tables.order_by("hall__order", "hall", "number")) if plan else []
    known = {table.pk for table in planned}
    others = {m.table_id: m.table for m in meetings if m.table_id not in known}
    return [*planned, *others.values()]


def _cell(meeting: Meeting | None) -> GridCell | None:
    if meeting is None:
        return None
    state = Meeting.State(meeting.state)
    return GridCell(
        title=str(meeting.first.organisation),
        second=str(meeting.second.organisation),
        note="" if state == Meeting.State.SCHEDULED else str(state.label),
        url=meeting.get_absolute_url(),
        must=meeting.wish == MeetingRequest.Wish.MUST,
    )
