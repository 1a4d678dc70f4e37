"""The public form of registration, and one's own registration by the link of the letter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from mosty.core.editing import attempt, tried
from mosty.events import actions
from mosty.events.actions.registration import signed_registration
from mosty.events.forms.questions import REGISTRATION_FORM
from mosty.events.forms.registration import RegistrationForm, TrapForm
from mosty.events.models import Registration
from mosty.events.queries import REGISTRATION_TONES, event_shell
from mosty.events.rules import REGISTER
from mosty.events.views.access import visible_event


def register(request: HttpRequest, code: str) -> HttpResponse:
    """Fill in the form and hold a place; staff confirm, a letter tells."""
    event = visible_event(request, code)
    REGISTER.check(request.user, event)
    form = RegistrationForm(request.POST or None, user=request.user)
    trap = TrapForm(request.POST or None)
    if request.method == "POST":
        if trap.is_caught:
            return redirect("register_thanks", event.code)
        registered = attempt(
            form,
            lambda: actions.register_self(
                by=request.user,
                event=event,
                applicant=form.applicant(),
                consent=form.cleaned_data["consent"],
            ),
        )
        if registered:
            return redirect("register_thanks", event.code)
    context = {**event_shell(request.user, event, ""), "form": form, "trap": trap}
    return render(request, "events/register.html", context)


@require_GET
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """What happens next. It shows nobody's data: anybody may open it."""
    event = visible_event(request, code)
    return render(request, "events/thanks.html", event_shell(request.user, event, ""))


@never_cache
def own_registration(request: HttpRequest, code: str, signed: str) -> HttpResponse:
    """One's own registration, opened and withdrawn by the signed link of the letter."""
    registration = signed_registration(signed)
    if request.method == "POST":
        tried(
            request,
            lambda: actions.withdraw_own_registration(signed=signed),
            _("Your registration is withdrawn; the place is free again."),
        )
        return redirect("own_registration", code, signed)
    context = {
        **event_shell(request.user, registration.event, ""),
        "registration": registration,
        "tone": REGISTRATION_TONES.get(Registration.State(registration.state), ""),
        "answers": REGISTRATION_FORM.shown(registration),
        "may_withdraw": Registration.State.WITHDRAWN in registration.moves,
    }
    return render(request, "events/own_registration.html", context)
