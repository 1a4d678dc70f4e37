"""The schedule of an event: asked for, given up when its worker died, published."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from mosty.core.actions import Refused, acting, journal, refusing
from mosty.core.models import User
from mosty.core.permissions import Subject
from mosty.events.models import Event
from mosty.meetings.actions.letters import write_to
from mosty.meetings.actions.moments import is_over
from mosty.meetings.actions.seats import free_seats, seat_meetings, seating
from mosty.meetings.models import Meeting, MeetingPlan, Placement, ScheduleRun
from mosty.meetings.queries.changes import Changes, Move, changes_of
from mosty.meetings.rules import PUBLISH_SCHEDULE, RUN_SCHEDULE

State = ScheduleRun.State

SILENT_AFTER = timedelta(seconds=30)  # a worker gives a sign of life every two seconds
ATTEMPTS = 3  # a run that three workers died of is not given to a fourth
LONGEST = 600  # seconds
JOB = "mosty.meetings.jobs.make_schedule"  # by its name: jobs know actions, not the reverse

NOT_OPEN = _("Set up the meetings of this event first: tables, slots and who takes part.")
ONE_AT_A_TIME = _("A schedule of this event is being made already. Wait until it is done.")
NOT_DONE = _("Only a finished schedule can be published.")
OVER = _("This event is over: its schedule is no longer changed.")
TOO_LONG = _("Give the schedule at most ten minutes.")
SINCE_THEN = _(
    "Since this schedule was made, somebody has taken a time or a table that it uses. Make the "
    "schedule again: it will work around that."
)


def ask_for_schedule(
    *, by: Subject, event: Event, seconds: int = 20, seed: int = 1, at: datetime | None = None
) -> ScheduleRun:
    """Order a schedule of the event's accepted requests; a worker makes it.

    Raises `Refused` when one is being made already, the meetings are not set up or the event is
    over (as of `at`), and `Denied`.
    """
    RUN_SCHEDULE.check(by, event)
    if not 1 <= seconds <= LONGEST:
        raise Refused(TOO_LONG, field="seconds")
    if not MeetingPlan.objects.filter(event=event, tables__isnull=False).exists():
        raise Refused(NOT_OPEN)
    if not event.slots.exists():
        raise Refused(NOT_OPEN)
    if is_over(event, at or timezone.now()):
        raise Refused(OVER)
    with (
        refusing({"run_one_at_a_time": ONE_AT_A_TIME}),
        acting(by, "meetings.ask_for_schedule"),
    ):
        run = ScheduleRun.objects.create(
            event=event, seconds=seconds, seed=seed, asked_by=by if isinstance(by, User) else None
        )
        journal(
            by=by,
            verb="meetings.ask_for_schedule",
            words=gettext_noop("asked for a schedule"),
            subject=run,
            team=event.team,
        )
        _order(run)
    return run


def rescue_lost_runs(*, now: datetime | None = None) -> list[ScheduleRun]:
    """Runs whose worker gives no sign of life are queued again; after three workers they are lost.

    What is published is not touched. Returns the runs that were found.
    """
    silent_since = (now or timezone.now()) - SILENT_AFTER
    with acting(AnonymousUser(), "meetings.rescue_run"):
        lost = list(
            ScheduleRun.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state=State.RUNNING, heartbeat_at__lt=silent_since)
            .select_related("event__team")
        )
        for run in lost:
            _rescue(run)
    return lost


def publish_schedule(*, by: Subject, run: ScheduleRun, at: datetime | None = None) -> Changes:
    """Make a finished run the event's schedule, all of it or nothing.

    Meetings that stay where they are stay the same records; others are added, moved or cancelled,
    and each party for whom something changed gets one letter. Raises `Refused`
    when the run is not finished, the event is over or somebody has taken a seat meanwhile; and
    `Denied`.
    """
    PUBLISH_SCHEDULE.check(by, run.event)
    now = at or timezone.now()
    if is_over(run.event, now):
        raise Refused(OVER)
    seats_since = {"seat_person_free": SINCE_THEN, "seat_table_free": SINCE_THEN}
    with (
        acting(by, "meetings.publish_schedule"),
        seating(run.event_id, refusals=seats_since) as plan,
    ):
        current = ScheduleRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if current.state != State.DONE:
            raise Refused(NOT_DONE)
        changes = changes_of(current, now)
        _cancel(by, changes.cancelled)
        _move(by, changes.moved)
        _add(by, changes.added)
        current.published_at = now
        current.save(update_fields=["published_at"])
        plan.state = MeetingPlan.State.PUBLISHED
        plan.save()
        _tell(changes)
        journal(
            by=by,
            verb="meetings.publish_schedule",
            words=gettext_noop(
                "published the schedule: %(added)s added, %(moved)s moved, %(cancelled)s cancelled"
            ),
            subject=run.event,
            team=run.event.team,
            added=len(changes.added),
            moved=len(changes.moved),
            cancelled=len(changes.cancelled),
        )
    return changes


def _rescue(run: ScheduleRun) -> None:
    given_up = run.attempt >= ATTEMPTS
    run.state = State.LOST if given_up else State.QUEUED
    run.finished_at = timezone.now() if given_up else None
    run.save(update_fields=["state", "finished_at"])
    journal(
        by=AnonymousUser(),
        verb="meetings.rescue_run",
        words=gettext_noop("making the schedule was interrupted and given up")
        if given_up
        else gettext_noop("making the schedule was interrupted and queued again"),
        subject=run,
        team=run.event.team,
    )
    if not given_up:
        _order(run)


def _order(run: ScheduleRun) -> None:
    """Put the run before the workers, in the running transaction."""
    app.configure_task(JOB, allow_unknown=False).defer(run_id=run.pk)


def _cancel(by: Subject, meetings: list[Meeting]) -> None:
    free_seats(meetings)
    for meeting in meetings:
        meeting.state = Meeting.State.CANCELLED
        meeting.version += 1
        meeting.save()
        _note(by, meeting, gettext_noop("the new schedule has no place for the meeting"))


def _move(by: Subject, moves: list[Move]) -> None:
    free_seats(move.meeting for move in moves)
    for move in moves:
        meeting = move.meeting
        meeting.slot, meeting.table = move.placement.slot, move.placement.table
        meeting.version += 1
        meeting.save()
        _note_place(by, meeting, gettext_noop("moved the meeting to %(slot)s, table %(table)s"))
    seat_meetings(move.meeting for move in moves)


def _add(by: Subject, placements: list[Placement]) -> None:
    """New meetings; one that an earlier schedule cancelled comes back as the same record."""
    earlier = Meeting.objects.in_bulk(
        [placement.request_id for placement in placements], field_name="request_id"
    )
    meetings = []
    for placement in placements:
        request = placement.request
        meeting = earlier.get(request.pk) or Meeting(request=request, event_id=request.event_id)
        meeting.first, meeting.second = request.sender, request.recipient
        meeting.slot, meeting.table = placement.slot, placement.table
        meeting.wish = request.strongest_wish
        meeting.provenance = request.provenance
        meeting.state, meeting.by_hand = Meeting.State.SCHEDULED, False
        meeting.version = meeting.version + 1 if meeting.pk else 1
        meeting.save()
        _note_place(by, meeting, gettext_noop("scheduled the meeting: %(slot)s, table %(table)s"))
        meetings.append(meeting)
    seat_meetings(meetings)


def _note_place(by: Subject, meeting: Meeting, words: str) -> None:
    _note(by, meeting, words, slot=meeting.slot, table=meeting.table.number)


def _note(by: Subject, meeting: Meeting, words: str, **details: object) -> None:
    journal(
        by=by,
        verb="meetings.publish_schedule",
        words=words,
        subject=meeting,
        team=meeting.event.team,
        **details,
    )


def _tell(changes: Changes) -> None:
    """One letter to each party for whom something changed."""
    for participant, news in changes.told().items():
        write_to(participant, "schedule", news=news)
