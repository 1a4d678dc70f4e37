"""Participants, requests, meetings and schedules over HTTP."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from mosty.core.api import PAGE, Scope, idempotent, page
from mosty.events.models import Event
from mosty.events.rules import SEE_EVENT
from mosty.meetings import actions
from mosty.meetings.models import Meeting, MeetingRequest, Outcome, Participant, ScheduleRun
from mosty.meetings.queries.mine import WITH_PARTIES, WITH_SIDES, own_participants
from mosty.meetings.rules import SEE_MEETING, SEE_PARTICIPANT, SEE_REQUEST, SEE_RUN

router = Router(tags=["meetings"])

READ, WRITE = "meetings:read", "meetings:write"
Wish = MeetingRequest.Wish


class SideOut(Schema):
    """One side of a request or a meeting. Texts are objects from language to text."""

    participant: str
    person: dict[str, str]
    organisation: str
    organisation_name: dict[str, str]
    country: str


class ParticipantOut(SideOut):
    """A person who takes meetings at an event for an organisation."""

    languages: list[str]
    offers: list[dict[str, str]]
    needs: list[dict[str, str]]
    provenance: str


class ParticipantPage(Schema):
    """A page of participants and the cursor of the next one."""

    items: list[ParticipantOut]
    next: str | None


class RequestOut(Schema):
    """A request for a meeting and the answer to it."""

    code: str
    event: str
    sender: SideOut
    recipient: SideOut
    wish: str
    answer_wish: str
    message: str
    state: str
    requested_at: dt.datetime
    answered_at: dt.datetime | None
    provenance: str
    version: int


class RequestPage(Schema):
    """A page of requests and the cursor of the next one."""

    items: list[RequestOut]
    next: str | None


class RequestIn(Schema):
    """Codes of both participants, how much the meeting is wanted, and a message."""

    sender: str
    recipient: str
    wish: Wish = Wish.WANT
    message: str = Field("", max_length=600)


class AcceptIn(Schema):
    """How much the asked side wants the meeting."""

    wish: Wish = Wish.WANT


class OutcomeOut(Schema):
    """What came of a meeting; `told_by` is a participant's code, or null for the event's team."""

    told_by: str | None
    result: str
    note: str
    told_at: dt.datetime


class MeetingOut(Schema):
    """A meeting: its local time in the event's zone, and the moments in UTC."""

    code: str
    event: str
    request: str | None
    first: SideOut
    second: SideOut
    day: dt.date
    starts: dt.time
    ends: dt.time
    starts_at: dt.datetime
    ends_at: dt.datetime
    hall: dict[str, str]
    table: int
    wish: str
    state: str
    outcomes: list[OutcomeOut]
    provenance: str
    version: int


class MeetingPage(Schema):
    """A page of meetings and the cursor of the next one."""

    items: list[MeetingOut]
    next: str | None


class OutcomeIn(Schema):
    """What came of a meeting, in the name of the side for which the token's user speaks."""

    result: Outcome.Result
    note: str = Field("", max_length=2000)


class UnmetOut(Schema):
    """A request that has no place: the engine's reason and its words by language."""

    request: str
    reason: str
    words: dict[str, str]


class RunOut(Schema):
    """One schedule that was asked for. `worth` and `bound` are the engine's."""

    code: str
    event: str
    state: str
    seed: int
    seconds: int
    asked_at: dt.datetime
    finished_at: dt.datetime | None
    published_at: dt.datetime | None
    requested: int
    placed: int
    worth: str | None
    bound: str | None
    gap_percent: float | None
    unmet: list[UnmetOut]
    error: str


class RunPage(Schema):
    """A page of schedule runs and the cursor of the next one."""

    items: list[RunOut]
    next: str | None


class RunIn(Schema):
    """How long to look for the best schedule, and the seed that makes it repeatable."""

    seconds: int = Field(20, ge=1, le=600)
    seed: int = Field(1, ge=0, le=2_147_483_647)


@router.get("/events/{code}/participants", response=ParticipantPage, auth=Scope(READ))
def list_participants(request: HttpRequest, code: str, after: str = "", limit: int = PAGE) -> Any:
    """Who takes meetings at an event, with what they offer and need."""
    return page(_participants(request, code), _participant, after=after, limit=limit)


@router.get("/events/{code}/meeting-requests", response=RequestPage, auth=Scope(READ))
def list_requests(request: HttpRequest, code: str, after: str = "", limit: int = PAGE) -> Any:
    """The requests that the token's user may see."""
    return page(_requests(request, code), _request, after=after, limit=limit)


@router.post("/events/{code}/meeting-requests", response={201: RequestOut}, auth=Scope(WRITE))
@idempotent
def create_request(request: HttpRequest, code: str, given: RequestIn) -> Any:
    """Ask for a meeting in the name of a participant for whom the token's user speaks."""
    participants = _participants(request, code)
    made = actions.request_meeting(
        by=request.user,
        sender=get_object_or_404(participants, code=given.sender),
        recipient=get_object_or_404(participants, code=given.recipient),
        wish=given.wish,
        message=given.message,
    )
    return 201, _request(made)


@router.post(
    "/events/{code}/meeting-requests/{asked}/accept",
    response={200: RequestOut},
    auth=Scope(WRITE),
)
@idempotent
def accept_request(request: HttpRequest, code: str, asked: str, given: AcceptIn) -> Any:
    """Accept a request."""
    found = get_object_or_404(_requests(request, code), code=asked)
    actions.accept_request(by=request.user, request=found, wish=given.wish)
    return 200, _request(get_object_or_404(_requests(request, code), pk=found.pk))


@router.post(
    "/events/{code}/meeting-requests/{asked}/decline",
    response={200: RequestOut},
    auth=Scope(WRITE),
)
@idempotent
def decline_request(request: HttpRequest, code: str, asked: str) -> Any:
    """Decline a request."""
    found = get_object_or_404(_requests(request, code), code=asked)
    actions.decline_request(by=request.user, request=found)
    return 200, _request(get_object_or_404(_requests(request, code), pk=found.pk))


@router.get("/events/{code}/meetings", response=MeetingPage, auth=Scope(READ))
def list_meetings(request: HttpRequest, code: str, after: str = "", limit: int = PAGE) -> Any:
    """The meetings of an event that the token's user may see."""
    rows = _meetings(request).filter(event=_event(request, code))
    return page(rows, _meeting, after=after, limit=limit)


@router.get("/meetings/{code}", response=MeetingOut, auth=Scope(READ))
def get_meeting(request: HttpRequest, code: str) -> Any:
    """One meeting by its code."""
    return _meeting(get_object_or_404(_meetings(request), code=code))


@router.post("/meetings/{code}/outcome", response={200: MeetingOut}, auth=Scope(WRITE))
@idempotent
def tell_outcome(request: HttpRequest, code: str, given: OutcomeIn) -> Any:
    """Tell what came of a meeting; it counts as held by that."""
    found = get_object_or_404(_meetings(request), code=code)
    own = own_participants(request.user, found.event)
    side = next((one for one in own if one.pk in (found.first_id, found.second_id)), None)
    actions.tell_outcome(
        by=request.user, meeting=found, side=side, result=given.result, note=given.note
    )
    return 200, _meeting(get_object_or_404(_meetings(request), code=code))


@router.get("/events/{code}/schedule-runs", response=RunPage, auth=Scope(READ))
def list_runs(request: HttpRequest, code: str, after: str = "", limit: int = PAGE) -> Any:
    """The schedules that were made for an event."""
    return page(_runs(request, code), _run, after=after, limit=limit)


@router.get("/events/{code}/schedule-runs/{run}", response=RunOut, auth=Scope(READ))
def get_run(request: HttpRequest, code: str, run: str) -> Any:
    """One schedule with the requests it could not place."""
    return _run(get_object_or_404(_runs(request, code), code=run))


@router.post("/events/{code}/schedule-runs", response={201: RunOut}, auth=Scope(WRITE))
@idempotent
def create_run(request: HttpRequest, code: str, given: RunIn) -> Any:
    """Order a schedule; a worker makes it. Ask for the run again to see how far it is."""
    run = actions.ask_for_schedule(
        by=request.user, event=_event(request, code), seconds=given.seconds, seed=given.seed
    )
    return 201, _run(run)


def _event(request: HttpRequest, code: str) -> Event:
    events = Event.objects.select_related("team")
    return get_object_or_404(SEE_EVENT.filter(request.user, events), code=code)


def _participants(request: HttpRequest, code: str) -> Any:
    rows = (
        Participant.objects.filter(event=_event(request, code))
        .select_related("event__team", "person", "organisation", "registration")
        .prefetch_related("organisation__offers")
    )
    return SEE_PARTICIPANT.filter(request.user, rows)


def _requests(request: HttpRequest, code: str) -> Any:
    rows = MeetingRequest.objects.filter(event=_event(request, code))
    return SEE_REQUEST.filter(request.user, rows.select_related(*WITH_SIDES))


def _meetings(request: HttpRequest) -> Any:
    rows = Meeting.objects.select_related(*WITH_PARTIES, "request")
    return SEE_MEETING.filter(request.user, rows.prefetch_related("outcomes__told_by"))


def _runs(request: HttpRequest, code: str) -> Any:
    rows = ScheduleRun.objects.filter(event=_event(request, code)).select_related("event")
    return SEE_RUN.filter(request.user, rows)


def _side(side: Participant) -> dict[str, Any]:
    return {
        "participant": side.code,
        "person": side.person.name,
        "organisation": side.organisation.code,
        "organisation_name": side.organisation.name,
        "country": side.organisation.country,
    }


def _participant(side: Participant) -> dict[str, Any]:
    offers = list(side.organisation.offers.all())
    return {
        **_side(side),
        "languages": side.person.languages,
        "offers": [offer.text for offer in offers if offer.kind == "offer"],
        "needs": [offer.text for offer in offers if offer.kind == "need"],
        "provenance": side.registration.provenance,
    }


def _request(asked: MeetingRequest) -> dict[str, Any]:
    return {
        "code": asked.code,
        "event": asked.event.code,
        "sender": _side(asked.sender),
        "recipient": _side(asked.recipient),
        "wish": asked.wish,
        "answer_wish": asked.answer_wish,
        "message": asked.message,
        "state": asked.state,
        "requested_at": asked.requested_at,
        "answered_at": asked.answered_at,
        "provenance": asked.provenance,
        "version": asked.version,
    }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "code": meeting.code,
        "event": meeting.event.code,
        "request": meeting.request.code if meeting.request else None,
        "first": _side(meeting.first),
        "second": _side(meeting.second),
        "day": meeting.slot.day,
        "starts": meeting.slot.starts,
        "ends": meeting.slot.ends,
        "starts_at": meeting.slot.during.lower,
        "ends_at": meeting.slot.during.upper,
        "hall": meeting.table.hall.name,
        "table": meeting.table.number,
        "wish": meeting.wish,
        "state": meeting.state,
        "outcomes": [_outcome(outcome) for outcome in meeting.outcomes.all()],
        "provenance": meeting.provenance,
        "version": meeting.version,
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "told_by": outcome.told_by.code if outcome.told_by else None,
        "result": outcome.result,
        "note": outcome.note,
        "told_at": outcome.told_at,
    }


def _run(run: ScheduleRun) -> dict[str, Any]:
    return {
        "code": run.code,
        "event": run.event.code,
        "state": run.state,
        "seed": run.seed,
        "seconds": run.seconds,
        "asked_at": run.asked_at,
        "finished_at": run.finished_at,
        "published_at": run.published_at,
        "requested": run.requested,
        "placed": run.placed,
        "worth": None if run.worth is None else str(run.worth),
        "bound": None if run.bound is None else str(run.bound),
        "gap_percent": run.gap_percent,
        "unmet": [
            {"request": miss["request"], "reason": miss["reason"], "words": miss["words"]}
            for miss in run.unmet
        ],
        "error": run.error,
    }
