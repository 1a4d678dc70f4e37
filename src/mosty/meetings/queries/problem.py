"""What the engine is given, read from the database at once. Imports the engine: workers only."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from mosty.core.actions import Refused
from mosty.meetings.engine import Person, Problem, Request, Unmet, Wish, words
from mosty.meetings.engine import Slot as EngineSlot
from mosty.meetings.engine import Table as EngineTable
from mosty.meetings.models import (
    PUBLISHED,
    Meeting,
    MeetingPlan,
    MeetingRequest,
    Participant,
    ScheduleRun,
    Seat,
    Slot,
)
from mosty.meetings.queries.changes import movable
from mosty.meetings.queries.times import busy_slots, taken_slots

LANGUAGES = ("ru", "en")  # in which the engine gives reasons


@dataclass(frozen=True)
class Reading:
    """A problem and the records its keys stand for. Keys are those of the database."""

    problem: Problem
    slots: dict[int, Slot]
    requests: dict[int, MeetingRequest]


def read_problem(run: ScheduleRun, now: datetime) -> Reading:
    """The event's accepted requests, free people, slots to come and tables, as of one moment.

    What people set by hand and what has begun stays: it takes people and tables away. Raises
    `Refused` when the event's meetings were never opened.
    """
    with transaction.atomic():
        return _Reader(run, now).reading()


def reasons(reading: Reading, unmet: tuple[Unmet, ...]) -> list[dict[str, Any]]:
    """For each unmet request its code, the reason's code and facts, and its words by language."""
    return [_reason(reading.requests[int(miss.request)], miss) for miss in unmet]


class _Reader:
    def __init__(self, run: ScheduleRun, now: datetime) -> None:
        self.run, self.event, self.now = run, run.event, now
        plan = MeetingPlan.objects.filter(event=self.event).first()
        if plan is None:
            raise Refused("The meetings of this event are not open.")
        self.plan = plan
        all_slots = list(Slot.objects.filter(event=self.event))
        self.slots = {slot.pk: slot for slot in all_slots if slot.during.lower > now}
        self.fixed = list(
            Meeting.objects.filter(event=self.event)
            .exclude(state=Meeting.State.CANCELLED)
            .exclude(pk__in=movable(self.event, now).values("pk"))
        )

    def reading(self) -> Reading:
        requests = self._requests()
        problem = Problem(
            people=self._people(requests),
            slots=tuple(self._slot(slot) for slot in self.slots.values()),
            tables=self._tables(),
            requests=tuple(self._request(request) for request in requests.values()),
            seed=self.run.seed,
        )
        return Reading(problem, self.slots, requests)

    def _requests(self) -> dict[int, MeetingRequest]:
        """Accepted requests without a meeting that stands fast, by key."""
        settled = [meeting.request_id for meeting in self.fixed if meeting.request_id]
        found = (
            MeetingRequest.objects.filter(event=self.event, state=MeetingRequest.State.ACCEPTED)
            .exclude(pk__in=settled)
            .select_related(
                "sender__person",
                "sender__organisation",
                "recipient__person",
                "recipient__organisation",
            )
            .order_by("pk")
        )
        return {request.pk: request for request in found}

    def _people(self, requests: dict[int, MeetingRequest]) -> tuple[Person, ...]:
        sides: dict[int, Participant] = {}
        for request in requests.values():
            sides[request.sender_id] = request.sender
            sides[request.recipient_id] = request.recipient
        busy = busy_slots(self.event, sides.values())
        taken = taken_slots(self.event, self._standing_seats())
        held = Counter(side for m in self.fixed for side in (m.first_id, m.second_id))
        return tuple(
            Person(
                key=key,
                name=str(key),  # the reasons get real names, in each language
                country=side.organisation.country,
                languages=tuple(side.person.languages),
                max_meetings=max(0, (side.limit or self.plan.limit_per_person) - held[key]),
                busy=frozenset((busy[key] | taken[side.person_id]) & self.slots.keys()),
            )
            for key, side in sorted(sides.items())
        )

    def _tables(self) -> tuple[EngineTable, ...]:
        closed: dict[int, set[int]] = defaultdict(set)
        for seat in self._standing_seats():
            if seat.table_id:
                closed[seat.table_id] |= {
                    key
                    for key, slot in self.slots.items()
                    if slot.during.lower < seat.during.upper
                    and seat.during.lower < slot.during.upper
                }
        return tuple(
            EngineTable(table.pk, str(table.number), table.kind, frozenset(closed[table.pk]))
            for table in self.plan.tables.order_by("hall__order", "hall", "number")
        )

    def _standing_seats(self) -> list[Seat]:
        """Published seats that this run may not move: by hand, begun, and of other events."""
        if not self.slots:
            return []
        first = min(slot.during.lower for slot in self.slots.values())
        last = max(slot.during.upper for slot in self.slots.values())
        moved = movable(self.event, self.now).values("pk")
        seats = Seat.objects.filter(plan=PUBLISHED, during__overlap=(first, last))
        return list(seats.exclude(meeting__in=moved))

    def _slot(self, slot: Slot) -> EngineSlot:
        zone = self.event.zone
        return EngineSlot(
            slot.pk,
            slot.during.lower.astimezone(zone),
            slot.during.upper.astimezone(zone),
            slot.day,
        )

    @staticmethod
    def _request(request: MeetingRequest) -> Request:
        return Request(
            key=request.pk,
            a=request.sender_id,
            b=request.recipient_id,
            wish=Wish(request.strongest_wish),
            mutual=request.is_mutual,
        )


def _reason(request: MeetingRequest, miss: Unmet) -> dict[str, Any]:
    return {
        "request": request.code,
        "reason": miss.reason_code,
        "facts": dict(miss.facts),
        "words": {language: _words(request, miss, language) for language in LANGUAGES},
    }


def _words(request: MeetingRequest, miss: Unmet, language: str) -> str:
    """The engine's sentence with the organisations' names in the reader's language."""
    with translation.override(language):
        names = {
            str(side.pk): str(side.organisation) for side in (request.sender, request.recipient)
        }
    facts = {
        name: names.get(str(value), value) if name in ("a", "b", "person") else value
        for name, value in miss.facts.items()
    }
    return words(Unmet(miss.request, miss.reason_code, facts), language)
