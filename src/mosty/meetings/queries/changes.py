"""What publishing a run would change, compared with what is published."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from mosty.events.models import Event
from mosty.meetings.models import Meeting, MeetingRequest, Participant, Placement, ScheduleRun

SIDES = (
    "sender__person__user",
    "sender__organisation",
    "recipient__person__user",
    "recipient__organisation",
)
PARTIES = (
    "first__person__user",
    "first__organisation",
    "second__person__user",
    "second__organisation",
)


def movable(event: Event, now: datetime) -> "QuerySet[Meeting]":
    """Published meetings that a new schedule may move: not by hand, not begun, not over."""
    return Meeting.objects.filter(
        event=event,
        state=Meeting.State.SCHEDULED,
        by_hand=False,
        slot__during__startswith__gt=now,
    )


@dataclass(frozen=True)
class Move:
    """A published meeting and where the run puts it."""

    meeting: Meeting
    placement: Placement


@dataclass(frozen=True)
class Changes:
    """What is kept, added, moved and cancelled. `left_out` was asked for and since taken back."""

    kept: list[Meeting] = field(default_factory=list)
    added: list[Placement] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)
    cancelled: list[Meeting] = field(default_factory=list)
    left_out: list[Placement] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.moved or self.cancelled)

    def told(self) -> dict[Participant, "News"]:
        """Who gets a letter, and what it says."""
        news: dict[Participant, News] = defaultdict(News)
        for placement in self.added:
            for side in (placement.request.sender, placement.request.recipient):
                news[side].added.append(placement)
        for move in self.moved:
            for side in move.meeting.sides:
                news[side].moved.append(move)
        for meeting in self.cancelled:
            for side in meeting.sides:
                news[side].cancelled.append(meeting)
        return dict(news)


@dataclass(frozen=True)
class News:
    """What changes for one participant."""

    added: list[Placement] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)
    cancelled: list[Meeting] = field(default_factory=list)


def changes_of(run: ScheduleRun, now: datetime) -> Changes:
    """What publishing this run now would change. Three queries."""
    placements = run.placements.select_related(
        "slot", "table", *(f"request__{side}" for side in SIDES)
    ).order_by("slot__during", "table__number")
    free = {
        meeting.request_id: meeting
        for meeting in movable(run.event, now).select_related("slot", "table", *PARTIES)
    }
    standing = Meeting.objects.filter(event=run.event).exclude(state=Meeting.State.CANCELLED)
    stands_fast: set[int | None] = set(standing.values_list("request_id", flat=True))
    stands_fast -= free.keys()
    changes = Changes()
    for placement in placements:
        _sort(placement, free, stands_fast, changes)
    changes.cancelled.extend(free.values())
    return changes


def _sort(
    placement: Placement,
    free: dict[int | None, Meeting],
    stands_fast: set[int | None],
    changes: Changes,
) -> None:
    """One placement into its list; a meeting it accounts for is taken out of `free`."""
    request = placement.request
    if request.pk in stands_fast:
        return
    if request.state != MeetingRequest.State.ACCEPTED:
        changes.left_out.append(placement)
        return
    meeting = free.pop(request.pk, None)
    if meeting is None:
        changes.added.append(placement)
    elif (meeting.slot_id, meeting.table_id) == (placement.slot_id, placement.table_id):
        changes.kept.append(meeting)
    else:
        changes.moved.append(Move(meeting, placement))
