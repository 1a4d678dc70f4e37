"""Making a schedule, looking at it, publishing it; and each participant's own."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core import wording
from mosty.core.actions import Refused
from mosty.core.editing import attempt
from mosty.core.models import Provenance
from mosty.events.models import Event
from mosty.events.queries import event_shell
from mosty.events.views.access import visible_event
from mosty.meetings import actions
from mosty.meetings.actions.moments import is_over
from mosty.meetings.forms import RunForm
from mosty.meetings.models import Meeting, MeetingRequest, Participant, ScheduleRun
from mosty.meetings.queries.changes import changes_of
from mosty.meetings.queries.mine import (
    WITH_SIDES,
    Side,
    meetings_of,
    own_participants,
    seen_by,
)
from mosty.meetings.rules import PUBLISH_SCHEDULE, RUN_SCHEDULE, SEE_GRID, TAKES_MEETINGS
from mosty.meetings.sheets import calendar_of, schedule_pdf
from mosty.meetings.views.access import event_for, visible_run

State = ScheduleRun.State
UNFINISHED = (State.QUEUED, State.RUNNING)


@require_POST
@login_required
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Order a schedule; a worker makes it."""
    event = event_for(request, code, RUN_SCHEDULE)
    form = RunForm(request.POST)
    run = attempt(
        form,
        lambda: actions.ask_for_schedule(
            by=request.user, event=event, seconds=form.cleaned_data["seconds"]
        ),
    )
    if run is None:
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return redirect("meetings", event.code)
    return redirect("schedule_run", event.code, run.code)


@require_GET
@login_required
def run_page(request: HttpRequest, code: str, run: str) -> HttpResponse:
    """One run: its progress, then what it placed, how near the best it is, and what is unmet."""
    event = visible_event(request, code)
    shown = visible_run(request, event, run)
    done = shown.state == State.DONE
    context = {
        **event_shell(request.user, event, "meetings"),
        "title": _("A schedule of the meetings"),
        **_progress(shown),
        "unmet": unmet_of(shown) if done else (),
        "changes": changes_of(shown, timezone.now()) if done else None,
        "may_publish": done
        and not is_over(event, timezone.now())
        and PUBLISH_SCHEDULE.allows(request.user, event),
        "generated": MeetingRequest.objects.filter(
            event=event, provenance=Provenance.GENERATED
        ).exists(),
    }
    return render(request, "meetings/run.html", context)


@require_GET
@login_required
def run_progress(request: HttpRequest, code: str, run: str) -> HttpResponse:
    """The progress line alone; when the run has ended, the page is asked to load anew."""
    shown = visible_run(request, visible_event(request, code), run)
    response = render(request, "meetings/run_progress.html", _progress(shown))
    if shown.state not in UNFINISHED:
        response["HX-Refresh"] = "true"
    return response


@login_required
def publish(request: HttpRequest, code: str, run: str) -> HttpResponse:
    """Say who will be told what; then publish."""
    event = event_for(request, code, PUBLISH_SCHEDULE)
    shown = visible_run(request, event, run)
    if request.method == "POST":
        try:
            actions.publish_schedule(by=request.user, run=shown)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("schedule_run", event.code, shown.code)
        messages.success(
            request, _("The schedule is published, and everybody concerned is notified.")
        )
        return redirect("day_grid", event.code)
    changes = changes_of(shown, timezone.now())
    context = {
        **event_shell(request.user, event, "meetings"),
        "title": _("Publish this schedule?"),
        "run": shown,
        "changes": changes,
        "told": changes.told(),
    }
    return render(request, "meetings/publish.html", context)


@require_GET
@login_required
def my_schedule(request: HttpRequest, code: str) -> HttpResponse:
    """A participant's meetings in the order of time."""
    event, participant, others = _whose(request, code)
    context = {
        **event_shell(request.user, event, "meetings"),
        "title": _("Schedule of meetings"),
        "participant": participant,
        "others": others,
        "meetings": _seen(participant),
    }
    return render(request, "meetings/my_schedule.html", context)


@require_GET
@login_required
def my_schedule_ics(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a calendar."""
    event, participant, _others = _whose(request, code)
    response = HttpResponse(
        calendar_of(event, _seen(participant)), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{event.code}-meetings.ics"'
    return response


@require_GET
@login_required
def my_schedule_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same on paper."""
    event, participant, _others = _whose(request, code)
    document = schedule_pdf(event, participant, _seen(participant))
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{event.code}-meetings.pdf"'
    return response


def unmet_of(run: ScheduleRun) -> list[tuple[MeetingRequest, str]]:
    """The requests without a place, each with its reason in the reader's language."""
    language = "ru" if (get_language() or "ru").startswith("ru") else "en"
    codes = [miss["request"] for miss in run.unmet]
    requests = MeetingRequest.objects.select_related(*WITH_SIDES).in_bulk(codes, field_name="code")
    return [
        (requests[miss["request"]], miss["words"][language])
        for miss in run.unmet
        if miss["request"] in requests
    ]


def _whose(request: HttpRequest, code: str) -> tuple[Event, Participant, list[Participant]]:
    """Whose schedule is asked for (`?of=` a code): one's own side's, or anybody's for staff."""
    event = visible_event(request, code)
    own = own_participants(request.user, event)
    wanted = request.GET.get("of", "")
    if SEE_GRID.allows(request.user, event) and wanted:
        rows = Participant.objects.filter(event=event).select_related("person", "organisation")
        return event, get_object_or_404(rows, code=wanted), []
    if not own:
        TAKES_MEETINGS.check(request.user, event)
    chosen = [side for side in own if side.code == wanted] if wanted else own
    if not chosen:
        return event, get_object_or_404(Participant.objects.none(), code=wanted), []
    return event, chosen[0], [side for side in own if side.pk != chosen[0].pk]


def _seen(participant: Participant) -> list[Side[Meeting]]:
    return seen_by(list(meetings_of([participant])), [participant])


def _progress(run: ScheduleRun) -> dict[str, object]:
    """What the progress line shows."""
    elapsed = (timezone.now() - run.asked_at).total_seconds()
    return {
        "run": run,
        "running": run.state in UNFINISHED,
        "done": min(int(elapsed), run.seconds),
        "total": run.seconds,
        "label": _("Making the schedule")
        if run.state == State.RUNNING
        else run.get_state_display(),
        "note": _so_far(run),
    }


def _so_far(run: ScheduleRun) -> str:
    gap = run.gap_percent
    if gap is None:
        return ""
    if not gap:
        return _("the best possible")
    share = wording.percent(Decimal(str(gap)) / 100)
    return _("%(gap)s short of the best that can be proven") % {"gap": share}
