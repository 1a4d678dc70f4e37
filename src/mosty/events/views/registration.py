"""Pages of registrations for staff, and a registration's own page."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core.actions import Refused
from mosty.core.editing import attempt
from mosty.core.lists import list_page
from mosty.core.story import story_of
from mosty.directory.models import Person
from mosty.directory.rules import READ_CONTACT
from mosty.events import actions
from mosty.events.forms.questions import REGISTRATION_FORM
from mosty.events.forms.registration import StaffRegistrationForm
from mosty.events.lists import RegistrationFilter, RegistrationTable
from mosty.events.models import EventPlaces, Registration
from mosty.events.queries import (
    REGISTRATION_TONES,
    event_shell,
    people_named,
    registrations_of,
)
from mosty.events.rules import (
    CHECK_IN,
    MANAGE_REGISTRATIONS,
    SEE_REGISTRATION,
    SEE_REGISTRATIONS,
    WITHDRAW_REGISTRATION,
)
from mosty.events.views.access import visible_event, visible_registration

State = Registration.State

MOVES: dict[str, Callable[..., Registration]] = {
    State.CONFIRMED: actions.confirm_registration,
    State.DECLINED: actions.decline_registration,
    State.WITHDRAWN: actions.withdraw_registration,
}


@require_GET
@login_required
def registration_list(request: HttpRequest, code: str) -> HttpResponse:
    """All registrations of an event, for those who work for it."""
    event = visible_event(request, code)
    SEE_REGISTRATIONS.check(request.user, event)
    return list_page(
        request,
        "events/registration_list.html",
        rows=registrations_of(event),
        see=SEE_REGISTRATION,
        table=RegistrationTable,
        filters=RegistrationFilter,
        title=_("Registrations"),
        filename=f"{event.code}-registrations",
        places=EventPlaces.objects.filter(event=event).first(),
        may_manage=MANAGE_REGISTRATIONS.allows(request.user, event),
        **event_shell(request.user, event, "registrations"),
    )


@login_required
def registration_new(request: HttpRequest, code: str) -> HttpResponse:
    """Find a person of the directory, then register them."""
    event = visible_event(request, code)
    MANAGE_REGISTRATIONS.check(request.user, event)
    shell = event_shell(request.user, event, "registrations")
    if "person" not in request.GET:
        query = request.GET.get("who", "")
        context = {**shell, "query": query, "people": people_named(query)}
        return render(request, "events/registration_who.html", context)
    person = get_object_or_404(Person, code=request.GET["person"])
    form = StaffRegistrationForm(request.POST or None, person=person)
    made = attempt(
        form,
        lambda: actions.register(
            by=request.user, event=event, person=person, **form.fields_given()
        ),
    )
    if made:
        messages.success(request, _("%(who)s is registered.") % {"who": person})
        return redirect(made)
    context = {
        **shell,
        "form": form,
        "title": _("Register %(who)s") % {"who": person},
        "submit": _("Register this person"),
    }
    return render(request, "events/form.html", context)


@require_GET
@login_required
def registration_page(request: HttpRequest, code: str, registration: str) -> HttpResponse:
    """One registration: who, for whom, what was answered, what may be done with it."""
    event = visible_event(request, code)
    found = visible_registration(request, event, registration)
    user = request.user
    is_staff = SEE_REGISTRATIONS.allows(user, event)
    context = {
        **event_shell(user, event, "registrations"),
        "registration": found,
        "tone": REGISTRATION_TONES.get(State(found.state), ""),
        "answers": REGISTRATION_FORM.shown(found),
        "may_read_contact": READ_CONTACT.allows(user, found.person),
        "moves": _offered_moves(request, found),
        "may_check_in": CHECK_IN.allows(user, found) and found.state == State.CONFIRMED,
        "is_staff": is_staff,
        "story": story_of(found) if is_staff else (),
    }
    return render(request, "events/registration.html", context)


@require_POST
@login_required
def registration_move(request: HttpRequest, code: str, registration: str) -> HttpResponse:
    """Confirm, decline or withdraw."""
    event = visible_event(request, code)
    found = visible_registration(request, event, registration)
    move = MOVES.get(request.POST.get("state", ""))
    if move is None:
        messages.error(request, _("There is no such state."))
        return redirect(found)
    try:
        moved = move(by=request.user, registration=found)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(
            request, _("The registration is now: %(state)s.") % {"state": moved.get_state_display()}
        )
    return redirect(found)


def _offered_moves(request: HttpRequest, registration: Registration) -> list[tuple[str, str, str]]:
    """(state, words of the button, its look) for what this person may do with it now."""
    offered = []
    if MANAGE_REGISTRATIONS.allows(request.user, registration.event):
        offered += [(State.CONFIRMED, _("Confirm"), "btn-primary")]
        offered += [(State.DECLINED, _("Decline"), "")]
    if WITHDRAW_REGISTRATION.allows(request.user, registration):
        offered += [(State.WITHDRAWN, _("Withdraw"), "btn-plain")]
    return [move for move in offered if move[0] in registration.moves]
