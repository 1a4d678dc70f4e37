"""Requests: the team's list, one request's page, and the answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core.editing import attempt, tried
from mosty.core.lists import list_page
from mosty.core.story import story_of
from mosty.events.queries import event_shell
from mosty.events.views.access import visible_event
from mosty.meetings import actions
from mosty.meetings.forms import WISHES, SlotForm
from mosty.meetings.lists import REQUEST_TONES, RequestFilter, RequestTable
from mosty.meetings.models import Meeting, MeetingPlan, MeetingRequest
from mosty.meetings.queries.mine import WITH_SIDES
from mosty.meetings.queries.times import free_times
from mosty.meetings.rules import (
    ANSWER_REQUEST,
    SEE_GRID,
    SEE_REQUEST,
    TAKE_SLOT,
    WITHDRAW_REQUEST,
)
from mosty.meetings.views.access import event_for, visible_request

State = MeetingRequest.State
Wish = MeetingRequest.Wish


@require_GET
@login_required
def request_list(request: HttpRequest, code: str) -> HttpResponse:
    """All requests of an event, for its team."""
    event = event_for(request, code, SEE_GRID)
    return list_page(
        request,
        "meetings/list.html",
        rows=MeetingRequest.objects.filter(event=event).select_related(*WITH_SIDES),
        see=SEE_REQUEST,
        table=RequestTable,
        filters=RequestFilter,
        title=_("Meeting requests"),
        filename=f"{event.code}-requests",
        **event_shell(request.user, event, "meetings"),
    )


@require_GET
@login_required
def meeting_request(request: HttpRequest, code: str, asked: str) -> HttpResponse:
    """One request: both sides, the wish, the answer, and the times that are left for it."""
    event = visible_event(request, code)
    shown = visible_request(request, event, asked)
    return render(request, "meetings/request.html", _context(request, shown, None))


@require_POST
@login_required
def answer(request: HttpRequest, code: str, asked: str) -> HttpResponse:
    """Accept with a wish, or decline: one tap."""
    shown = visible_request(request, visible_event(request, code), asked)
    wish = request.POST.get("wish", "")
    if wish in Wish.values:
        done = tried(
            request,
            lambda: actions.accept_request(by=request.user, request=shown, wish=wish),
            _("Accepted: the time will come with the schedule."),
        )
    elif wish:
        messages.error(request, _("There is no such answer."))
        done = False
    else:
        done = tried(
            request,
            lambda: actions.decline_request(by=request.user, request=shown),
            _("Declined. %(who)s will be notified.") % {"who": shown.sender.organisation},
        )
    return _back(request, shown, done)


@require_POST
@login_required
def withdraw(request: HttpRequest, code: str, asked: str) -> HttpResponse:
    """Take one's own request back."""
    shown = visible_request(request, visible_event(request, code), asked)
    done = tried(
        request,
        lambda: actions.withdraw_request(by=request.user, request=shown),
        _("The request is withdrawn."),
    )
    return _back(request, shown, done)


@require_POST
@login_required
def take_time(request: HttpRequest, code: str, asked: str) -> HttpResponse:
    """Take a free time for an accepted request that the schedule could not place."""
    shown = visible_request(request, visible_event(request, code), asked)
    TAKE_SLOT.check(request.user, shown)
    form = SlotForm(request.POST, times=free_times(shown, timezone.now()))
    meeting = attempt(
        form,
        lambda: actions.take_slot(by=request.user, request=shown, slot=form.cleaned_data["slot"]),
    )
    if meeting is None:
        context = _context(request, shown, form)
        return render(request, "meetings/request.html", context, status=409)
    messages.success(request, _("The meeting is in the schedule."))
    return redirect(meeting)


def _context(
    request: HttpRequest, shown: MeetingRequest, form: SlotForm | None
) -> dict[str, object]:
    meeting = Meeting.objects.filter(request=shown).select_related("slot", "table").first()
    stands = meeting is not None and meeting.state != Meeting.State.CANCELLED
    plan = MeetingPlan.objects.filter(event=shown.event).first()
    open_for_times = (
        not stands
        and shown.state == State.ACCEPTED
        and plan is not None
        and plan.state == MeetingPlan.State.PUBLISHED
        and TAKE_SLOT.allows(request.user, shown)
    )
    if open_for_times and form is None:
        form = SlotForm(times=free_times(shown, timezone.now()))
    return {
        **event_shell(request.user, shown.event, "meetings"),
        "title": shown,
        "asked": shown,
        "tone": REQUEST_TONES.get(State(shown.state), ""),
        "meeting": meeting if stands else None,
        "form": form,
        "wishes": WISHES,
        "may_answer": shown.state == State.PENDING and ANSWER_REQUEST.allows(request.user, shown),
        "may_decline": shown.state == State.ACCEPTED
        and not stands
        and ANSWER_REQUEST.allows(request.user, shown),
        "may_withdraw": shown.state in (State.PENDING, State.ACCEPTED)
        and not stands
        and WITHDRAW_REQUEST.allows(request.user, shown),
        "story": story_of(shown),
    }


def _back(request: HttpRequest, shown: MeetingRequest, done: bool) -> HttpResponse:  # noqa: FBT001  # said by its name
    """To the page the button stood on; to the request itself when it was refused."""
    page = request.POST.get("next", "")
    if done and url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return redirect(page)
    return redirect(shown)
