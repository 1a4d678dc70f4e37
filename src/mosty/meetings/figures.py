"""What meetings report of themselves."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mosty.core.registry import Figure, FigureRow, figures
from mosty.events.models import Event
from mosty.meetings.models import Meeting, MeetingRequest
from mosty.meetings.queries.mine import WITH_PARTIES, WITH_SIDES
from mosty.meetings.rules import SEE_MEETING, SEE_REQUEST

# Planned, held and missed: all that a schedule has given a time.
GIVEN_A_TIME = (Meeting.State.SCHEDULED, Meeting.State.HELD, Meeting.State.MISSED)


def requested(event: Event) -> "QuerySet[MeetingRequest]":
    """Every request that was ever made, whatever became of it."""
    return MeetingRequest.objects.filter(event=event).select_related(*WITH_SIDES)


def scheduled(event: Event) -> "QuerySet[Meeting]":
    """Meetings that got a time and a table and were not cancelled."""
    return Meeting.objects.filter(event=event, state__in=GIVEN_A_TIME).select_related(*WITH_PARTIES)


def held(event: Event) -> "QuerySet[Meeting]":
    """Meetings of which a side or the front desk said that they took place."""
    return scheduled(event).filter(state=Meeting.State.HELD)


def _of_country(rows: "QuerySet[Meeting]", code: str) -> "QuerySet[Meeting]":
    """Meetings of which one side at least comes from the country."""
    return rows.filter(Q(first__organisation__country=code) | Q(second__organisation__country=code))


def _request_row(request: MeetingRequest) -> FigureRow:
    return FigureRow(
        title=str(request),
        url=request.get_absolute_url(),
        note=request.get_state_display(),
        when=request.requested_at,
        provenance=request.provenance,
    )


def _meeting_row(meeting: Meeting) -> FigureRow:
    return FigureRow(
        title=str(meeting),
        url=meeting.get_absolute_url(),
        note=_now("%(table)s, %(state)s")
        % {"table": meeting.table, "state": meeting.get_state_display()},
        when=meeting.starts,
        provenance=meeting.provenance,
    )


REQUESTED = Figure(
    key="meetings-requested",
    label=_("meetings requested"),
    counted_from=_("requests between participants"),
    rows=requested,
    row=_request_row,
    see=SEE_REQUEST,
    order=40,
)
SCHEDULED = Figure(
    key="meetings-scheduled",
    label=_("meetings scheduled"),
    counted_from=_("meetings with a time and a table, without cancelled ones"),
    rows=scheduled,
    row=_meeting_row,
    see=SEE_MEETING,
    order=41,
    parts={"country": _of_country},
)
HELD = Figure(
    key="meetings-held",
    label=_("meetings held"),
    counted_from=_("meetings that took place, as one of the sides or the front desk said"),
    rows=held,
    row=_meeting_row,
    see=SEE_MEETING,
    order=42,
    parts={"country": _of_country},
)
FIGURES = (REQUESTED, SCHEDULED, HELD)


def register() -> None:
    for figure in FIGURES:
        figures.register(figure.key, figure)
