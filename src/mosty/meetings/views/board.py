"""What the event's team sees: the board, its set-up, lists and the grid of a day."""

import datetime as dt
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from mosty.core.actions import Refused
from mosty.core.editing import attempt
from mosty.core.lists import list_page
from mosty.events.models import Event
from mosty.events.queries import day_name, event_shell
from mosty.meetings import actions
from mosty.meetings.actions.plan import waiting_to_join
from mosty.meetings.forms import PlanForm, RunForm, SlotsForm
from mosty.meetings.lists import MeetingFilter, MeetingTable
from mosty.meetings.models import Meeting, MeetingPlan
from mosty.meetings.queries.board import board_of, day_of, meeting_days, published_run
from mosty.meetings.queries.mine import WITH_PARTIES
from mosty.meetings.rules import (
    MARK_MEETING,
    OPEN_MEETINGS,
    RUN_SCHEDULE,
    SEE_GRID,
    SEE_MEETING,
)
from mosty.meetings.views.access import event_for

MARKED_AT_ONCE = 30  # meetings; the next ones follow as these are marked


def board_page(request: HttpRequest, event: Event) -> HttpResponse:
    """How far the meetings are, and what to do next."""
    context = {
        **event_shell(request.user, event, "meetings"),
        "title": _("Meetings"),
        "board": board_of(event),
        "form": RunForm(),
        "may_run": RUN_SCHEDULE.allows(request.user, event),
        "waiting": len(waiting_to_join(event)),
        "days": _named(meeting_days(event)),
    }
    return render(request, "meetings/board.html", context)


@login_required
def setup(request: HttpRequest, code: str) -> HttpResponse:
    """Tables and the limit of meetings a person; then slots."""
    event = event_for(request, code, OPEN_MEETINGS)
    plan = MeetingPlan.objects.filter(event=event).first()
    given = request.POST if request.method == "POST" else None
    plan_form = PlanForm(given if "plan" in request.POST else None, instance=plan, event=event)
    slots_form = SlotsForm(given if "slots" in request.POST else None, event=event)
    if plan_form.is_bound:
        opened = attempt(plan_form, lambda: _opened(request, event, plan_form))
        if opened:
            messages.success(request, _("Requests for meetings are open."))
            return redirect("meetings_setup", event.code)
    if slots_form.is_bound:
        made = attempt(
            slots_form,
            lambda: actions.make_slots(by=request.user, event=event, **slots_form.frame()),
        )
        if made:
            count = len(made)
            words = ngettext("%(count)s slot is made.", "%(count)s slots are made.", count)
            messages.success(request, words % {"count": count})
            return redirect("meetings", event.code)
    context = {
        **event_shell(request.user, event, "meetings"),
        "title": _("Set up the meetings"),
        "plan_form": plan_form,
        "slots_form": slots_form,
        "slots": event.slots.count(),
    }
    return render(request, "meetings/setup.html", context)


@require_POST
@login_required
def join_registered(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody who registered for meetings takes part."""
    event = event_for(request, code, OPEN_MEETINGS)
    try:
        count = actions.join_registered(by=request.user, event=event)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        words = ngettext(
            "%(count)s person takes part now.", "%(count)s people take part now.", count
        )
        messages.success(request, words % {"count": count})
    return redirect("meetings", event.code)


@require_GET
@login_required
def meeting_list(request: HttpRequest, code: str) -> HttpResponse:
    """All meetings of an event, for its team."""
    event = event_for(request, code, SEE_GRID)
    return list_page(
        request,
        "meetings/list.html",
        rows=Meeting.objects.filter(event=event).select_related(*WITH_PARTIES),
        see=SEE_MEETING,
        table=MeetingTable,
        filters=MeetingFilter,
        title=_("All meetings"),
        filename=f"{event.code}-meetings",
        **event_shell(request.user, event, "meetings"),
    )


@require_GET
@login_required
def day_grid(request: HttpRequest, code: str) -> HttpResponse:
    """The grid of a day, tables across and slots down; below it what the desk has to mark."""
    event = event_for(request, code, SEE_GRID)
    days = meeting_days(event)
    today = timezone.now().astimezone(event.zone).date()
    day = _chosen(request.GET.get("day", ""), days, today)
    shown = day_of(event, day, _number(request.GET.get("tables", ""))) if day else None
    may_mark = MARK_MEETING.filter(request.user, Meeting.objects.filter(event=event)).exists()
    context = {
        **event_shell(request.user, event, "meetings"),
        "title": _("Schedule of the day"),
        "days": _named(days),
        "day": day,
        "day_name": day_name(day) if day else "",
        "shown": shown,
        "published": published_run(event),
        "to_mark": _to_mark(shown.meetings) if shown and may_mark else (),
        "marked_at_once": MARKED_AT_ONCE,
    }
    return render(request, "meetings/day.html", context)


def _opened(request: HttpRequest, event: Event, form: PlanForm) -> MeetingPlan:
    return actions.open_meetings(
        by=request.user,
        event=event,
        limit=form.cleaned_data["limit_per_person"],
        tables=form.cleaned_data["tables"],
    )


def _named(days: list[dt.date]) -> list[tuple[dt.date, str]]:
    return [(day, day_name(day)) for day in days]


def _chosen(text: str, days: list[dt.date], today: dt.date) -> dt.date | None:
    """The asked day, or today at the event, or the first one."""
    by_name = {day.isoformat(): day for day in days}
    return by_name.get(text) or by_name.get(today.isoformat()) or (days[0] if days else None)


def _number(text: str) -> int:
    """Which group of tables is asked for; the first for anything that is no number."""
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _to_mark(meetings: Sequence[Meeting]) -> list[Meeting]:
    now = timezone.now()
    return [
        meeting
        for meeting in meetings
        if meeting.state == Meeting.State.SCHEDULED and meeting.slot.during.lower <= now
    ]
