"""The page of a meeting: both sides, when and where, what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core.editing import attempt, tried
from mosty.core.story import story_of
from mosty.core.thread import thread_of
from mosty.events.queries import event_shell
from mosty.meetings import actions
from mosty.meetings.actions.moments import has_begun
from mosty.meetings.forms import MISSED, OutcomeForm
from mosty.meetings.lists import MEETING_TONES
from mosty.meetings.models import Meeting, Outcome, Participant
from mosty.meetings.queries.mine import own_participants
from mosty.meetings.rules import CANCEL_MEETING, MARK_MEETING, TELL_OUTCOME
from mosty.meetings.views.access import visible_meeting


@require_GET
@login_required
def meeting(request: HttpRequest, code: str) -> HttpResponse:
    """One meeting."""
    shown = visible_meeting(request, code)
    return render(request, "meetings/meeting.html", _context(request, shown, None))


@require_POST
@login_required
def outcome(request: HttpRequest, code: str) -> HttpResponse:
    """Tell what came of the meeting, or that it did not take place."""
    shown = visible_meeting(request, code)
    TELL_OUTCOME.check(request.user, shown)
    form = OutcomeForm(request.POST)
    if attempt(form, lambda: _tell(request, shown, form)) is None:
        return render(request, "meetings/meeting.html", _context(request, shown, form))
    messages.success(request, _("Thank you. The outcome of the meeting is saved."))
    return redirect(shown)


@require_POST
@login_required
def mark(request: HttpRequest, code: str) -> HttpResponse:
    """The front desk's word: held, or did not take place."""
    shown = visible_meeting(request, code)
    act = actions.mark_held if request.POST.get("held") == "yes" else actions.mark_missed
    return _tried(request, shown, lambda: act(by=request.user, meeting=shown), _("Marked."))


@login_required
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then cancel."""
    shown = visible_meeting(request, code)
    CANCEL_MEETING.check(request.user, shown)
    if request.method == "POST":
        return _tried(
            request,
            shown,
            lambda: actions.cancel_meeting(by=request.user, meeting=shown),
            _("The meeting is cancelled; both sides are notified."),
        )
    context = {
        "title": _("Cancel the meeting?"),
        "text": _("%(meeting)s, %(slot)s: the time and the table become free.")
        % {"meeting": shown, "slot": shown.slot},
        "consequences": [_("Both sides get an e-mail."), _("The request is withdrawn.")],
        "action": _("Cancel the meeting"),
        "back": shown.get_absolute_url(),
    }
    return render(request, "core/confirm.html", context)


def _context(request: HttpRequest, shown: Meeting, form: OutcomeForm | None) -> dict[str, object]:
    now = timezone.now()
    outcomes = list(shown.outcomes.select_related("told_by__organisation"))
    begun = has_begun(shown, now) and shown.state != Meeting.State.CANCELLED
    may_tell = begun and TELL_OUTCOME.allows(request.user, shown)
    side = _side(request, shown)
    if may_tell and form is None:
        form = OutcomeForm(initial=_told_before(outcomes, side))
    return {
        **event_shell(request.user, shown.event, "meetings"),
        "title": shown,
        "meeting": shown,
        "tone": MEETING_TONES.get(Meeting.State(shown.state), ""),
        "outcomes": outcomes,
        "form": form if may_tell else None,
        "may_mark": begun
        and shown.state == Meeting.State.SCHEDULED
        and MARK_MEETING.allows(request.user, shown),
        "may_cancel": shown.state == Meeting.State.SCHEDULED
        and not begun
        and CANCEL_MEETING.allows(request.user, shown),
        "agreement_url": _agreement_url(shown),
        "thread": thread_of(shown, request.user),
        "story": story_of(shown),
    }


def _tell(request: HttpRequest, shown: Meeting, form: OutcomeForm) -> Outcome | Meeting:
    if form.cleaned_data["result"] == MISSED:
        return actions.mark_missed(by=request.user, meeting=shown)
    return actions.tell_outcome(
        by=request.user, meeting=shown, side=_side(request, shown), **form.cleaned_data
    )


def _side(request: HttpRequest, shown: Meeting) -> Participant | None:
    """The side for which the person speaks; None for the event's team."""
    own = own_participants(request.user, shown.event)
    return next((side for side in own if side.pk in (shown.first_id, shown.second_id)), None)


def _told_before(outcomes: list[Outcome], side: Participant | None) -> dict[str, str]:
    wanted = side.pk if side else None
    told = next((one for one in outcomes if one.told_by_id == wanted), None)
    return {"result": told.result, "note": told.note} if told else {}


def _agreement_url(shown: Meeting) -> str:
    """Where an agreement that came of this meeting is written down, where that area exists."""
    if shown.state != Meeting.State.HELD:
        return ""
    try:
        return f"{reverse('agreement_new')}?meeting={shown.code}"
    except NoReverseMatch:
        return ""


def _tried(
    request: HttpRequest, shown: Meeting, act: Callable[[], object], done: str
) -> HttpResponse:
    tried(request, act, done)
    page = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return redirect(page)
    return redirect(shown)
