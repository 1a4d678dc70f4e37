"""Pages of events: the list, an event in public, and its facts as the team edits them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core.actions import Refused
from mosty.core.editing import attempt
from mosty.core.lists import list_page
from mosty.core.models import Team
from mosty.core.rules import MANAGE_TEAM
from mosty.core.story import story_of
from mosty.core.thread import thread_of
from mosty.events import actions
from mosty.events.forms.event import EventForm, NewEventForm, PlacesForm, SureForm
from mosty.events.lists import EventFilter, EventTable
from mosty.events.models import Event, EventPlaces
from mosty.events.queries import event_shell, programme, with_closing_date
from mosty.events.rules import EDIT_EVENT, REGISTER, SEE_EVENT, SEE_REGISTRATIONS
from mosty.events.views.access import visible_event

# From these there is no way back, so they are asked about once more.
FINAL = {state for state, following in Event.MOVES.items() if not following}


@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """All events the person may see; the public sees what is announced."""
    return list_page(
        request,
        "events/event_list.html",
        rows=with_closing_date(Event.objects.all()),
        see=SEE_EVENT,
        table=EventTable,
        filters=EventFilter,
        title=_("Events"),
        filename="events",
        may_add=MANAGE_TEAM.filter(request.user, Team.objects.all()).exists(),
    )


@require_GET
def event_page(request: HttpRequest, code: str) -> HttpResponse:
    """An event in public: when, where, what about, and its programme day by day."""
    event = visible_event(request, code)
    is_staff = SEE_REGISTRATIONS.allows(request.user, event)
    context = {
        **event_shell(request.user, event, "programme"),
        "programme": programme(event),
        "may_register": REGISTER.allows(request.user, event),
        "thread": thread_of(event, request.user),
        "is_staff": is_staff,
        "places": EventPlaces.objects.filter(event=event).first() if is_staff else None,
        "story": story_of(event) if is_staff else (),
        "moves": [(state, Event.State(state).label) for state in event.moves],
    }
    return render(request, "events/event.html", context)


@login_required
def event_new(request: HttpRequest) -> HttpResponse:
    """Begin an event of one of the person's teams."""
    MANAGE_TEAM.check_some(request.user, Team.objects.all())
    form = NewEventForm(request.POST or None, user=request.user)
    event = attempt(form, lambda: actions.add_event(by=request.user, **form.fields_given()))
    if event:
        messages.success(request, _("The event is kept as a draft that only your team sees."))
        return redirect(event)
    context = {"form": form, "title": _("New event"), "back": None}
    return render(request, "events/event_new.html", context)


@login_required
def event_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the facts of an event; two at once are shown the difference."""
    event = visible_event(request, code)
    EDIT_EVENT.check(request.user, event)
    form = EventForm(request.POST or None, instance=event)
    changed = attempt(
        form,
        lambda: actions.change_event(
            by=request.user,
            event=event,
            seen=form.cleaned_data["version"],
            **form.fields_given(),
        ),
    )
    if changed:
        messages.success(request, _("The event is saved."))
        return redirect(changed)
    context = {
        **event_shell(request.user, event, "programme"),
        "form": form,
        "title": _("Edit the event"),
    }
    return render(request, "events/form.html", context)


@require_POST
@login_required
def event_move(request: HttpRequest, code: str) -> HttpResponse:
    """Announce an event, open and close its registration, mark it as held, cancel it."""
    event = visible_event(request, code)
    EDIT_EVENT.check(request.user, event)
    state = request.POST.get("state", "")
    if state in FINAL and "sure" not in request.POST:
        return _asked(request, event, state)
    try:
        moved = actions.move_event(by=request.user, event=event, state=state)
    except (Refused, ValueError) as refused:
        messages.error(request, getattr(refused, "message", _("There is no such state.")))
    else:
        messages.success(
            request, _("The event is now: %(state)s.") % {"state": moved.get_state_display()}
        )
    return redirect(event)


@login_required
def event_places(request: HttpRequest, code: str) -> HttpResponse:
    """Say how many places the event has."""
    event = visible_event(request, code)
    EDIT_EVENT.check(request.user, event)
    places = EventPlaces.objects.filter(event=event).first()
    form = PlacesForm(request.POST or None, initial={"limit": places and places.limit})
    saved = attempt(
        form,
        lambda: actions.set_places(by=request.user, event=event, limit=form.cleaned_data["limit"]),
    )
    if saved:
        messages.success(request, _("The number of places is saved."))
        return redirect(event)
    context = {
        **event_shell(request.user, event, "programme"),
        "form": form,
        "title": _("Places"),
    }
    return render(request, "events/form.html", context)


def _asked(request: HttpRequest, event: Event, state: str) -> HttpResponse:
    label = Event.State(state).label
    context = {
        "title": _("Change the state?"),
        "text": _("“%(event)s” becomes: %(state)s. This cannot be undone.")
        % {"event": event, "state": label},
        "action": _("Change the state"),
        "back": event.get_absolute_url(),
        "form": SureForm(initial={"state": state, "sure": "yes"}),
    }
    return render(request, "core/confirm.html", context)
