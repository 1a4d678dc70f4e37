"""Asking for a meeting, and the answer."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal, refusing
from mosty.core.fields.codes import new_code
from mosty.core.models import Provenance, Source
from mosty.core.permissions import Subject
from mosty.meetings.actions.letters import write_to
from mosty.meetings.actions.moments import is_over
from mosty.meetings.models import Meeting, MeetingPlan, MeetingRequest, Participant
from mosty.meetings.rules import ANSWER_REQUEST, REQUEST_MEETING, WITHDRAW_REQUEST

State = MeetingRequest.State
Wish = MeetingRequest.Wish

NOT_OPEN = _("Requests for meetings are not open at this event yet.")
OVER = _("This event is over: requests for meetings are closed.")
OTHER_EVENT = _("Both sides must take part in meetings at the same event.")
SAME_ORGANISATION = _("You are of the same organisation: a meeting needs no request.")
ASKED_ALREADY = _("There is an open request between the two of you already.")
ANSWERED = _("This request has already been answered or withdrawn.")
HAS_MEETING = _("The meeting is already in the schedule. Cancel the meeting instead.")


def request_meeting(  # both sides, the wish, and what a loader of past data knows
    *,
    by: Subject,
    sender: Participant,
    recipient: Participant,
    wish: str = Wish.WANT,
    message: str = "",
    at: datetime | None = None,
    provenance: str = Provenance.REAL,
    source: Source | None = None,
    code: str | None = None,
) -> MeetingRequest:
    """Ask another participant for a meeting. The other side gets a letter.

    A request that touches a generated participant is itself generated. Raises `Refused` when
    requests are not taken, the event is over, both are of one organisation or an open request
    between the two exists; and `Denied`.
    """
    REQUEST_MEETING.check(by, sender)
    _check_pair(sender, recipient, at or timezone.now())
    with (
        refusing({"request_once_a_pair": ASKED_ALREADY}),
        acting(by, "meetings.request_meeting"),
    ):
        request = MeetingRequest.objects.create(
            event=sender.event,
            sender=sender,
            recipient=recipient,
            wish=wish,
            message=message,
            requested_at=at or timezone.now(),
            provenance=_provenance(provenance, sender, recipient),
            source=source,
            code=code or new_code(),
        )
        journal(
            by=by,
            verb="meetings.request_meeting",
            words=gettext_noop("asked for a meeting: %(sender)s → %(recipient)s"),
            subject=request,
            team=request.event.team,
            sender=sender.organisation,
            recipient=recipient.organisation,
        )
        write_to(recipient, "asked", request=request, other=sender)
    return request


def accept_request(
    *, by: Subject, request: MeetingRequest, wish: str = Wish.WANT, at: datetime | None = None
) -> MeetingRequest:
    """The asked side wants the meeting, and how much. The sender gets a letter.

    Raises `Refused` when the request is not open any more, and `Denied`.
    """
    ANSWER_REQUEST.check(by, request)
    with acting(by, "meetings.accept_request"):
        current = _locked(request, State.PENDING)
        _answer(current, State.ACCEPTED, at, answer_wish=wish)
        journal(
            by=by,
            verb="meetings.accept_request",
            words=gettext_noop("accepted the request of %(sender)s"),
            subject=current,
            team=current.event.team,
            sender=current.sender.organisation,
        )
        write_to(current.sender, "accepted", request=current, other=current.recipient)
    return current


def decline_request(
    *, by: Subject, request: MeetingRequest, at: datetime | None = None
) -> MeetingRequest:
    """The asked side does not want the meeting, or no longer. The sender gets a letter.

    Raises `Refused` when the request is closed already or stands in the schedule, and `Denied`.
    """
    ANSWER_REQUEST.check(by, request)
    with acting(by, "meetings.decline_request"):
        current = _locked(request, State.PENDING, State.ACCEPTED)
        _refuse_scheduled(current)
        _answer(current, State.DECLINED, at)
        journal(
            by=by,
            verb="meetings.decline_request",
            words=gettext_noop("declined the request of %(sender)s"),
            subject=current,
            team=current.event.team,
            sender=current.sender.organisation,
        )
        write_to(current.sender, "declined", request=current, other=current.recipient)
    return current


def withdraw_request(
    *, by: Subject, request: MeetingRequest, at: datetime | None = None
) -> MeetingRequest:
    """The sender takes the request back. Raises `Refused` as declining does, and `Denied`."""
    WITHDRAW_REQUEST.check(by, request)
    with acting(by, "meetings.withdraw_request"):
        current = _locked(request, State.PENDING, State.ACCEPTED)
        _refuse_scheduled(current)
        _answer(current, State.WITHDRAWN, at)
        journal(
            by=by,
            verb="meetings.withdraw_request",
            words=gettext_noop("withdrew the request to %(recipient)s"),
            subject=current,
            team=current.event.team,
            recipient=current.recipient.organisation,
        )
    return current


def _check_pair(sender: Participant, recipient: Participant, now: datetime) -> None:
    if sender.event_id != recipient.event_id:
        raise Refused(OTHER_EVENT)
    if sender.organisation_id == recipient.organisation_id:
        raise Refused(SAME_ORGANISATION)
    plan = MeetingPlan.objects.filter(event=sender.event_id).first()
    if plan is None or plan.state == MeetingPlan.State.CLOSED:
        raise Refused(NOT_OPEN)
    if is_over(sender.event, now):
        raise Refused(OVER)


def _provenance(given: str, *sides: Participant) -> str:
    """A meeting of somebody generated is generated: the two never mix silently."""
    generated = any(side.registration.is_generated for side in sides)
    return Provenance.GENERATED if generated else given


def _locked(request: MeetingRequest, *states: str) -> MeetingRequest:
    """The request's row, locked, in one of these states."""
    current = MeetingRequest.objects.select_for_update().get(pk=request.pk)
    if current.state not in states:
        raise Refused(ANSWERED)
    return current


def _answer(request: MeetingRequest, state: str, at: datetime | None, **more: str) -> None:
    request.state = state
    request.answered_at = at or timezone.now()
    for name, value in more.items():
        setattr(request, name, value)
    request.version += 1
    request.save()


def _refuse_scheduled(request: MeetingRequest) -> None:
    stands = Meeting.objects.filter(request=request).exclude(state=Meeting.State.CANCELLED)
    if stands.exists():
        raise Refused(HAS_MEETING)
