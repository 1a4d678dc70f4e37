"""What the event's team sees: how far the meetings are, and the grid of a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from django.db.models import Count, Q, QuerySet
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

TABLES_ACROSS = 16  # in one grid: more can neither be read nor served quickly


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
        published=published_run(event),
    )


def published_run(event: Event) -> ScheduleRun | None:
    """The run whose schedule stands."""
    published = ScheduleRun.objects.filter(event=event, published_at__isnull=False)
    return published.order_by("-published_at").first()


@dataclass(frozen=True)
class TableGroup:
    """Tables that stand beside each other in one grid, named by hall and numbers."""

    label: str
    tables: Sequence[Table]


@dataclass(frozen=True)
class Day:
    """A day's meetings: the grid of one group of tables and the meetings in it.

    `count` and `generated` speak of the whole day, at all tables.
    """

    day: dt.date
    grid: DayGrid
    meetings: Sequence[Meeting]
    groups: Sequence[TableGroup]
    group: int  # which of the groups is shown
    count: int
    generated: bool


def meeting_days(event: Event) -> list[dt.date]:
    """The days that have slots."""
    return list(
        Slot.objects.filter(event=event).order_by("day").values_list("day", flat=True).distinct()
    )


def day_of(event: Event, day: dt.date, group: int = 0) -> Day:
    """The grid of one day: tables across, slots down; of many tables one group at a time."""
    slots = list(Slot.objects.filter(event=event, day=day))
    here = Meeting.objects.filter(event=event, slot__day=day).exclude(state=Meeting.State.CANCELLED)
    groups = _groups(_tables(event, here))
    group = min(max(group, 0), max(len(groups) - 1, 0))
    tables = groups[group].tables if groups else ()
    meetings = list(
        here.filter(table__in=[table.pk for table in tables])
        .select_related(*WITH_PARTIES)
        .order_by("slot__during", "table__number")
    )
    at = {(meeting.slot_id, meeting.table_id): meeting for meeting in meetings}
    rows = tuple(
        GridRow(
            f"{slot.starts:%H:%M}",
            tuple(_cell(at.get((slot.pk, table.pk))) for table in tables),
        )
        for slot in slots
    )
    columns = tuple(table_label(table) for table in tables)
    counted = here.aggregate(
        count=Count("pk"), generated=Count("pk", filter=Q(provenance=Provenance.GENERATED))
    )
    return Day(
        day=day,
        grid=DayGrid(columns, rows, _("Schedule of the day")),
        meetings=meetings,
        groups=groups,
        group=group,
        count=counted["count"],
        generated=bool(counted["generated"]),
    )


def table_label(table: Table) -> str:
    """The table and its kind (Table 14 · with a screen); the plain kind needs no word."""
    label = str(table)
    if table.kind == Table.Kind.OPEN:
        return label
    return f"{label} · {table.get_kind_display()}"


def _tables(event: Event, meetings: "QuerySet[Meeting]") -> list[Table]:
    """The plan's tables and any other at which a meeting stands, hall by hall."""
    planned = MeetingPlan.tables.through.objects.filter(meetingplan__event=event).values("table")
    used = meetings.order_by().values("table")
    return list(
        Table.objects.filter(Q(pk__in=planned) | Q(pk__in=used))
        .select_related("hall")
        .order_by("hall__order", "hall", "number")
    )


def _groups(tables: Sequence[Table]) -> list[TableGroup]:
    """One group when all fit, else a group or several of about the same size for each hall."""
    if len(tables) <= TABLES_ACROSS:
        return [TableGroup("", tables)] if tables else []
    groups = []
    for hall, of_hall in groupby(tables, key=lambda table: table.hall):
        there = list(of_hall)
        size = ceil(len(there) / ceil(len(there) / TABLES_ACROSS))
        parts = [there[start : start + size] for start in range(0, len(there), size)]
        groups += [TableGroup(f"{hall} · {_numbers(part)}", part) for part in parts]
    return groups


def _numbers(tables: Sequence[Table]) -> str:
    first, last = tables[0].number, tables[-1].number
    return str(first) if first == last else f"{first}–{last}"


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
