"""The check-in desk: find a person, one tap, undo; the same without any script."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mosty.core.actions import Refused
from mosty.events import actions
from mosty.events.models import Event
from mosty.events.queries import arrivals, event_shell, found_at_desk
from mosty.events.rules import WORK_AT_DESK
from mosty.events.views.access import visible_event, visible_registration


@require_GET
@login_required
def check_in_desk(request: HttpRequest, code: str) -> HttpResponse:
    """Search by name, organisation or code; htmx asks for the results as one types."""
    event = _event_of_desk(request, code)
    query = request.GET.get("q", "")
    context = {
        "event": event,
        "query": query,
        "found": found_at_desk(event, query) if query.strip() else (),
        "arrivals": arrivals(event),
    }
    if _is_part(request):
        return render(request, "events/desk_results.html", context)
    shell = event_shell(request.user, event, "check-in")
    return render(request, "events/desk.html", {**shell, **context})


@require_POST
@login_required
def check_in(request: HttpRequest, code: str, registration: str) -> HttpResponse:
    """Somebody has come."""
    event = _event_of_desk(request, code)
    found = visible_registration(request, event, registration)
    try:
        actions.check_in(by=request.user, registration=found)
    except Refused as refused:
        return _desk(request, event, registration, refused.message)
    return _desk(request, event, registration)


@require_POST
@login_required
def undo_check_in(request: HttpRequest, code: str, registration: str) -> HttpResponse:
    """It was a mistake: they have not come."""
    event = _event_of_desk(request, code)
    found = visible_registration(request, event, registration)
    actions.undo_check_in(by=request.user, registration=found)
    return _desk(request, event, registration)


def _event_of_desk(request: HttpRequest, code: str) -> Event:
    event = visible_event(request, code)
    WORK_AT_DESK.check(request.user, event)
    return event


def _desk(request: HttpRequest, event: Event, code: str, refusal: object = "") -> HttpResponse:
    """The changed line with the new count for htmx, the whole desk otherwise."""
    if _is_part(request):
        context = {
            "event": event,
            "registration": visible_registration(request, event, code),
            "arrivals": arrivals(event),
            "refusal": refusal,
        }
        return render(request, "events/desk_changed.html", context)
    if refusal:
        messages.error(request, str(refusal))
    if request.POST.get("back") == "registration":
        return redirect("registration", event.code, code)
    query = urlencode({"q": request.POST.get("q", "")})
    return redirect(f"{reverse('check_in_desk', args=[event.code])}?{query}")


def _is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    return bool(request.htmx)  # type: ignore[attr-defined]  # set by the middleware
