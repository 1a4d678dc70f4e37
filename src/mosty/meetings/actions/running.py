"""Making a schedule: the engine runs outside any transaction, its answer is stored in one.

Imports the engine (which brings 390 MB of solver), so only workers and commands import this.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from threading import Event as Signal

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal
from mosty.meetings.actions.schedule import SILENT_AFTER
from mosty.meetings.actions.seats import seat_placements
from mosty.meetings.engine import Answer, ProblemError, solve
from mosty.meetings.models import Placement, ScheduleRun
from mosty.meetings.queries.problem import Reading, read_problem, reasons

State = ScheduleRun.State

SIGN_OF_LIFE = 2.0  # seconds

Told = tuple[int, int] | None  # the best worth so far and the bound


class RunLost(Exception):  # an answer to the worker, not a fault
    """Another worker has taken the run over: this one's work no longer counts."""


def make_schedule(*, run: ScheduleRun, at: datetime | None = None) -> ScheduleRun | None:
    """Make the schedule that was asked for, from the records as they stand now.

    May be called again at any time: a run that is done, or that a living worker is at, is left
    alone (None). A worker killed in the middle leaves nothing behind that the next one does not
    remove. `at` stands for now when past data is loaded.
    """
    begun = begin_run(run=run)
    if begun is None:
        return None
    try:
        reading = read_problem(begun, at or timezone.now())
        answer = _solve(begun, reading)
        return finish_run(run=begun, reading=reading, answer=answer)
    except (ProblemError, Refused) as error:
        return fail_run(run=begun, error=str(error))
    except RunLost:
        return None


def begin_run(*, run: ScheduleRun) -> ScheduleRun | None:
    """Take the run over for this worker, removing what an earlier one left half done.

    None when it is done or another worker gives signs of life.
    """
    with acting(AnonymousUser(), "meetings.begin_run"):
        current = ScheduleRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if not _is_free(current):
            return None
        current.placements.all().delete()
        current.state = State.RUNNING
        current.attempt += 1
        current.heartbeat_at = timezone.now()
        current.worth = current.bound = None
        current.save()
    return current


def beat(*, run: ScheduleRun, told: Told) -> None:
    """Say that the worker lives and how far it is. Raises `RunLost` when the run is not its own."""
    with acting(AnonymousUser(), "meetings.beat"):
        mine = ScheduleRun.objects.filter(pk=run.pk, attempt=run.attempt, state=State.RUNNING)
        progress = {"worth": told[0], "bound": told[1]} if told else {}
        if not mine.update(heartbeat_at=timezone.now(), **progress):
            raise RunLost


def finish_run(*, run: ScheduleRun, reading: Reading, answer: Answer) -> ScheduleRun:
    """Store the engine's answer: placements and their seats, all or nothing."""
    with acting(AnonymousUser(), "meetings.finish_run"):
        current = _own(run)
        placements = Placement.objects.bulk_create(
            Placement(
                run=current,
                request=reading.requests[int(place.request)],
                slot=reading.slots[int(place.slot)],
                table_id=int(place.table),
            )
            for place in answer.placements
        )
        seat_placements(placements, current.plan)
        current.state = State.DONE
        current.finished_at = current.heartbeat_at = timezone.now()
        current.requested = len(reading.requests)
        current.placed = len(placements)
        current.worth, current.bound = answer.worth, answer.bound
        current.unmet = reasons(reading, answer.unmet)
        current.save()
        journal(
            by=current.asked_by or AnonymousUser(),
            verb="meetings.finish_run",
            words=gettext_noop("a schedule was made: %(placed)s of %(requested)s meetings"),
            subject=current,
            team=current.event.team,
            placed=current.placed,
            requested=current.requested,
        )
    return current


def fail_run(*, run: ScheduleRun, error: str) -> ScheduleRun:
    """Say why there is no schedule."""
    with acting(AnonymousUser(), "meetings.fail_run"):
        current = _own(run)
        current.state, current.error = State.FAILED, error
        current.finished_at = timezone.now()
        current.save()
        journal(
            by=current.asked_by or AnonymousUser(),
            verb="meetings.fail_run",
            words=gettext_noop("no schedule could be made: %(error)s"),
            subject=current,
            team=current.event.team,
            error=error,
        )
    return current


def _is_free(run: ScheduleRun) -> bool:
    """Whether a worker may begin: nobody is at it, or nobody alive."""
    if run.state == State.RUNNING:
        return run.heartbeat_at is None or run.heartbeat_at < timezone.now() - SILENT_AFTER
    return run.state == State.QUEUED


def _own(run: ScheduleRun) -> ScheduleRun:
    """The run's row, locked, if it is still this worker's; raises `RunLost` otherwise."""
    current = (
        ScheduleRun.objects.select_for_update(of=("self",))
        .select_related("event__team", "asked_by")
        .get(pk=run.pk)
    )
    if (current.attempt, current.state) != (run.attempt, State.RUNNING):
        raise RunLost
    return current


def _solve(run: ScheduleRun, reading: Reading) -> Answer:
    """Run the engine in a thread of its own; this one, with the database, gives signs of life."""
    told: list[Told] = [None]
    stop = Signal()

    def progress(worth: int, bound: int) -> None:
        told[0] = (worth, bound)

    with ThreadPoolExecutor(max_workers=1) as thread:
        answer = thread.submit(
            solve,
            reading.problem,
            seconds=run.seconds,
            progress=progress,
            should_stop=stop.is_set,
        )
        try:
            return _awaited(answer, lambda: beat(run=run, told=told[0]))
        finally:
            stop.set()


def _awaited(answer: "Future[Answer]", sign_of_life: Callable[[], None]) -> Answer:
    while True:
        try:
            return answer.result(timeout=SIGN_OF_LIFE)
        except TimeoutError:
            sign_of_life()
