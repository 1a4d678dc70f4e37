"""SIGKILL of a worker in the middle of a run: nothing published is lost, nothing is half done."""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.utils import timezone

from mosty.core.actions import factories_may_write
from mosty.meetings import actions
from mosty.meetings.actions import running
from mosty.meetings.actions.schedule import SILENT_AFTER, rescue_lost_runs
from mosty.meetings.models import PUBLISHED, Meeting, Placement, ScheduleRun, Seat
from tests.factories.core import make_manager
from tests.factories.meetings import make_accepted, make_fair, make_participant, make_unavailable

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60  # seconds


@pytest.fixture
def fair():
    """An event whose schedule takes the engine long: forty people, each busy now and then."""
    chance = random.Random(5)
    event = make_fair(slots=10, tables=14)
    slots = list(event.slots.order_by("starts"))
    people = [make_participant(event) for _ in range(40)]
    for one in people:
        for slot in slots:
            if chance.random() < 0.3:
                make_unavailable(one, slot)
    for number, one in enumerate(people):
        for step in (1, 2, 3, 5, 7):
            wish = ("must", "want", "would")[(number + step) % 3]
            answer = "want" if number % 2 else "would"
            make_accepted(one, people[(number + step) % len(people)], wish=wish, answer_wish=answer)
    return event


def test_a_killed_workers_run_is_made_by_the_next_one(fair, tmp_path):
    manager = make_manager(fair.team)
    earlier = running.make_schedule(run=actions.ask_for_schedule(by=manager, event=fair, seconds=1))
    actions.publish_schedule(by=manager, run=earlier)
    standing = published()
    run = actions.ask_for_schedule(by=manager, event=fair, seconds=120, seed=2)
    log = tmp_path / "worker.log"
    worker = start_worker(log)
    try:
        wait_until(lambda: has_beaten(run), worker, log)
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    run.refresh_from_db()
    assert run.state == ScheduleRun.State.RUNNING
    assert published() == standing
    assert not Placement.objects.filter(run=run).exists()

    later = timezone.now() + SILENT_AFTER + dt.timedelta(seconds=1)
    assert rescue_lost_runs(now=later) == [run]
    done = running.make_schedule(run=shortened(run))
    assert (done.state, done.attempt) == (ScheduleRun.State.DONE, 2)
    assert Placement.objects.filter(run=run).count() == done.placed > 0
    assert Seat.objects.filter(plan=run.plan).count() == 3 * done.placed
    assert published() == standing
    actions.publish_schedule(by=manager, run=done)
    assert Meeting.objects.filter(state=Meeting.State.SCHEDULED).count() == done.placed


def published():
    """The published meetings and their seats, as they stand."""
    meetings = Meeting.objects.order_by("pk").values_list("pk", "slot", "table", "state")
    return list(meetings), Seat.objects.filter(plan=PUBLISHED).count()


def shortened(run):
    """The same run with less time, so that the test need not wait for it."""
    with factories_may_write():
        ScheduleRun.objects.filter(pk=run.pk).update(seconds=1)
    return run


def has_beaten(run):
    """Whether the worker is at the run and has given a sign of life after its beginning."""
    run.refresh_from_db()
    return run.state == ScheduleRun.State.RUNNING and run.worth is not None


def start_worker(log):
    """`mosty worker` on this test's database."""
    places = settings.DATABASES["default"]
    password = f":{places['PASSWORD']}" if places["PASSWORD"] else ""
    address = (
        f"postgresql://{places['USER']}{password}@/{places['NAME']}"
        f"?host={places['HOST']}&port={places['PORT'] or 5432}"
    )
    with log.open("w") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "mosty.site", "worker"],
            env={
                **os.environ,
                "DATABASE_URL": address,
                "DJANGO_SETTINGS_MODULE": "mosty.site.settings",
            },
            stdout=out,
            stderr=subprocess.STDOUT,
        )


def wait_until(true, worker, log):
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert worker.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.1)
