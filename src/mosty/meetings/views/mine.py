"""What a participant sees: their meetings, whom to meet, when they are free."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mosty.core.editing import attempt, tried
from mosty.core.lists import list_page
from mosty.directory.queries import spoken
from mosty.events.models import Event
from mosty.events.queries import day_name, event_shell
from mosty.events.views.access import visible_event
from mosty.meetings import actions
from mosty.meetings.forms import WISHES, RequestForm
from mosty.meetings.lists import ParticipantFilter, ParticipantTable
from mosty.meetings.models import MeetingRequest, Participant, Slot, Unavailable
from mosty.meetings.queries.mine import OPEN, current_event, my_meetings, own_participants
from mosty.meetings.rules import (
    JOIN_MEETINGS,
    OWN_PARTICIPANT,
    SEE_GRID,
    SEE_PARTICIPANT,
    TAKES_MEETINGS,
    may_join,
)
from mosty.meetings.views.access import visible_participant
from mosty.meetings.views.board import board_page


@require_GET
@login_required
def my_events_meetings(request: HttpRequest) -> HttpResponse:
    """Leads to the meetings of the event that concerns the person now."""
    event = current_event(request.user)
    if event is not None:
        return redirect("meetings", event.code)
    return render(request, "meetings/none.html", {"title": _("Meetings")})


@require_GET
@login_required
def meetings(request: HttpRequest, code: str) -> HttpResponse:
    """An event's meetings: the board for its team, one's own page for a participant."""
    event = visible_event(request, code)
    if SEE_GRID.allows(request.user, event):
        return board_page(request, event)
    if sides := own_participants(request.user, event):
        return _my_page(request, event, sides)
    joinable = list(may_join(request.user, event).select_related("person", "organisation"))
    if not joinable:
        TAKES_MEETINGS.check(request.user, event)
    context = {
        **event_shell(request.user, event, "meetings"),
        "title": _("Meetings"),
        "registrations": joinable,
    }
    return render(request, "meetings/join.html", context)


@require_POST
@login_required
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Take part in the meetings with one's registration."""
    event = visible_event(request, code)
    rows = JOIN_MEETINGS.filter(request.user, event.registrations.select_related("event__team"))
    registration = get_object_or_404(rows, code=request.POST.get("registration", ""))
    tried(
        request,
        lambda: actions.join(by=request.user, registration=registration),
        _("You take part. Say when you are free, then ask for meetings."),
    )
    return redirect("meetings", event.code)


@require_GET
@login_required
def participants(request: HttpRequest, code: str) -> HttpResponse:
    """Whom one can meet: searched and filtered by country, sector, offers and needs."""
    event = visible_event(request, code)
    if not SEE_GRID.allows(request.user, event):
        TAKES_MEETINGS.check(request.user, event)
    rows = (
        Participant.objects.filter(event=event)
        .select_related("event", "person", "organisation", "registration")
        .prefetch_related("organisation__offers")
    )
    return list_page(
        request,
        "meetings/participants.html",
        rows=rows,
        see=SEE_PARTICIPANT,
        table=ParticipantTable,
        filters=ParticipantFilter,
        title=_("Who to meet"),
        filename=f"{event.code}-participants",
        **event_shell(request.user, event, "meetings"),
    )


@login_required
def participant(request: HttpRequest, code: str, participant: str) -> HttpResponse:
    """One participant: what they offer and need, and the form that asks them for a meeting."""
    event = visible_event(request, code)
    shown = visible_participant(request, event, participant)
    senders = [
        side
        for side in own_participants(request.user, event)
        if side.organisation_id != shown.organisation_id
    ]
    form = RequestForm(request.POST or None, senders=senders) if senders else None
    made = form and attempt(
        form,
        lambda: actions.request_meeting(by=request.user, recipient=shown, **form.cleaned_data),
    )
    if made:
        messages.success(
            request, _("Your request is on its way to %(who)s.") % {"who": shown.organisation}
        )
        return redirect("meetings", event.code)
    context = {
        **event_shell(request.user, event, "meetings"),
        "title": shown.organisation,
        "participant": shown,
        "languages": spoken(shown.person.languages),
        "offers": shown.organisation.offers.select_related("sector").order_by("kind", "pk"),
        "requests": _between(senders, shown),
        "form": form,
        "may_change": OWN_PARTICIPANT.allows(request.user, shown),
    }
    return render(request, "meetings/participant.html", context)


@login_required
def availability(request: HttpRequest, code: str, participant: str) -> HttpResponse:
    """When a participant can meet: a box a slot, day by day."""
    event = visible_event(request, code)
    shown = visible_participant(request, event, participant)
    OWN_PARTICIPANT.check(request.user, shown)
    slots = list(Slot.objects.filter(event=event))
    if request.method == "POST":
        free = set(request.POST.getlist("slot"))
        actions.set_availability(
            by=request.user, participant=shown, free=[slot for slot in slots if slot.key in free]
        )
        messages.success(request, _("Saved: meetings will be planned in these times only."))
        return redirect("meetings", event.code)
    busy = set(Unavailable.objects.filter(participant=shown).values_list("slot_id", flat=True))
    days = sorted({slot.day for slot in slots})
    context = {
        **event_shell(request.user, event, "meetings"),
        "title": _("When I can meet"),
        "participant": shown,
        "days": [
            {
                "name": day_name(day),
                "slots": [(slot, slot.pk not in busy) for slot in slots if slot.day == day],
            }
            for day in days
        ],
    }
    return render(request, "meetings/availability.html", context)


def _my_page(request: HttpRequest, event: Event, sides: list[Participant]) -> HttpResponse:
    context = {
        **event_shell(request.user, event, "meetings"),
        "title": _("My meetings"),
        "mine": my_meetings(sides),
        "wishes": WISHES,
    }
    return render(request, "meetings/mine.html", context)


def _between(senders: list[Participant], shown: Participant) -> list[MeetingRequest]:
    """Open requests between the person's side and this participant."""
    sent = MeetingRequest.objects.filter(sender__in=senders, recipient=shown, state__in=OPEN)
    received = MeetingRequest.objects.filter(sender=shown, recipient__in=senders, state__in=OPEN)
    return [*sent.select_related("event"), *received.select_related("event")]
