"""How the pages find an event or a registration: what may not be seen is not there."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from mosty.events.models import Event, Registration
from mosty.events.queries import registrations_of
from mosty.events.rules import SEE_EVENT, SEE_REGISTRATION


def visible_event(request: HttpRequest, code: str) -> Event:
    """The event by its code. Raises Http404 for one the person may not see."""
    events = Event.objects.select_related("team", "venue", "source")
    return get_object_or_404(SEE_EVENT.filter(request.user, events), code=code)


def visible_registration(request: HttpRequest, event: Event, code: str) -> Registration:
    """A registration of the event. Raises Http404 for one the person may not see."""
    rows = SEE_REGISTRATION.filter(request.user, registrations_of(event))
    return get_object_or_404(rows, code=code)
