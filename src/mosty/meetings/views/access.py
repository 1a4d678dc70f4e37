"""How the pages find requests, meetings and runs: what may not be seen is not there."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from mosty.core.permissions import Permission
from mosty.events.models import Event
from mosty.events.views.access import visible_event
from mosty.meetings.models import Meeting, MeetingRequest, Participant, ScheduleRun
from mosty.meetings.queries.mine import WITH_PARTIES, WITH_SIDES
from mosty.meetings.rules import SEE_MEETING, SEE_PARTICIPANT, SEE_REQUEST, SEE_RUN


def event_for(request: HttpRequest, code: str, permission: Permission) -> Event:
    """A visible event on which the person may do this. Raises Http404 or `Denied`."""
    event = visible_event(request, code)
    permission.check(request.user, event)
    return event


def visible_participant(request: HttpRequest, event: Event, code: str) -> Participant:
    rows = Participant.objects.filter(event=event).select_related(
        "event__team", "person", "organisation__kind", "registration"
    )
    return get_object_or_404(SEE_PARTICIPANT.filter(request.user, rows), code=code)


def visible_request(request: HttpRequest, event: Event, code: str) -> MeetingRequest:
    rows = MeetingRequest.objects.filter(event=event).select_related(*WITH_SIDES)
    return get_object_or_404(SEE_REQUEST.filter(request.user, rows), code=code)


def visible_meeting(request: HttpRequest, code: str) -> Meeting:
    rows = Meeting.objects.select_related(*WITH_PARTIES, "request")
    return get_object_or_404(SEE_MEETING.filter(request.user, rows), code=code)


def visible_run(request: HttpRequest, event: Event, code: str) -> ScheduleRun:
    rows = ScheduleRun.objects.filter(event=event).select_related("event__team", "asked_by")
    return get_object_or_404(SEE_RUN.filter(request.user, rows), code=code)
