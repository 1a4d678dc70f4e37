"""Background jobs of meetings: making a schedule, and rescuing one whose worker died."""

from procrastinate.contrib.django import app

from mosty.meetings.actions.schedule import rescue_lost_runs
from mosty.meetings.models import ScheduleRun


@app.task(queue="schedules")
def make_schedule(run_id: int) -> None:
    """Make the schedule of a run; nothing happens when it is made already."""
    from mosty.meetings.actions import running  # reason: the solver belongs in workers alone

    run = ScheduleRun.objects.select_related("event__team").filter(pk=run_id).first()
    if run is not None:
        running.make_schedule(run=run)


@app.periodic(cron="* * * * *")
@app.task(queue="rescue", queueing_lock="rescue-schedules")
def rescue_schedules(timestamp: int) -> None:
    """Queue the runs again whose worker gives no sign of life."""
    rescue_lost_runs()
