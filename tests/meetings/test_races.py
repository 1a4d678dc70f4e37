"""Fifty at once want the same time or the same table: one gets it, the others a kind answer."""

import threading
from collections import Counter

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from mosty.core.actions import Refused, factories_may_write
from mosty.core.fields import PartialDate
from mosty.meetings import actions
from mosty.meetings.actions.seats import seat_meetings
from mosty.meetings.models import PUBLISHED, Meeting, MeetingPlan, MeetingRequest, Seat
from tests.factories.core import make_manager
from tests.factories.events import make_event
from tests.factories.meetings import (
    make_accepted,
    make_fair,
    make_participant,
    make_plan,
    make_request,
    make_slot,
)
from tests.factories.places import make_hall, make_tables, make_venue

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 50


def at_once(*acts):
    """Every act in a thread of its own, begun together: "done", the refusal, or the fault."""
    answers, gate = [], threading.Barrier(len(acts))

    def run(act):
        gate.wait()
        try:
            with translation.override("en"):
                act()
        except Refused as refused:
            with translation.override("en"):
                answers.append(str(refused.message))
        except Exception as fault:  # noqa: BLE001  # any fault must be seen in the answers
            answers.append(repr(fault))
        else:
            answers.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(answers)


def a_published_fair(tables):
    event = make_event(starts=PartialDate("2099-12-08"), ends=PartialDate("2099-12-09"))
    make_slot(event)
    make_plan(
        event,
        state=MeetingPlan.State.PUBLISHED,
        tables=make_tables(make_hall(make_venue(event.team)), tables),
    )
    return event


def test_fifty_take_the_same_time_of_one_person():
    event = a_published_fair(tables=CLIENTS)
    popular, slot = make_participant(event), event.slots.get()
    requests = [make_accepted(make_participant(event), popular) for _ in range(CLIENTS)]
    answers = at_once(
        *(
            lambda asked=asked: actions.take_slot(
                by=asked.sender.person.user, request=asked, slot=slot
            )
            for asked in requests
        )
    )
    taken = "One of the two has another meeting at this time. Choose another time."
    assert answers == {"done": 1, taken: CLIENTS - 1}
    assert Meeting.objects.count() == 1
    assert Seat.objects.filter(plan=PUBLISHED).count() == 3


def test_fifty_take_the_same_table():
    event = a_published_fair(tables=1)
    slot, table = event.slots.get(), event.meeting_plan.tables.get()
    manager = make_manager(event.team)
    pairs = [(make_participant(event), make_participant(event)) for _ in range(CLIENTS)]
    answers = at_once(
        *(
            lambda one=one, other=other: actions.add_meeting(
                by=manager, first=one, second=other, slot=slot, table=table
            )
            for one, other in pairs
        )
    )
    taken = "This table has just been taken for this time. Choose another one."
    assert answers == {"done": 1, taken: CLIENTS - 1}
    assert Seat.objects.filter(plan=PUBLISHED, table=table).count() == 1


def test_fifty_answer_the_same_request():
    asked = make_request(make_participant(make_fair()))
    answerer = asked.recipient.person.user
    answers = at_once(
        *(
            lambda: actions.accept_request(by=answerer, request=asked, wish="want")
            for _ in range(CLIENTS)
        )
    )
    closed = "This request has already been answered or withdrawn."
    assert answers == {"done": 1, closed: CLIENTS - 1}


def test_fifty_ask_the_same_pair_from_both_sides():
    event = make_fair()
    one, other = make_participant(event), make_participant(event)
    answers = at_once(
        *(
            lambda pair=pair: actions.request_meeting(
                by=pair[0].person.user, sender=pair[0], recipient=pair[1]
            )
            for pair in [(one, other), (other, one)] * (CLIENTS // 2)
        )
    )
    already = "There is an open request between the two of you already."
    assert answers == {"done": 1, already: CLIENTS - 1}
    assert MeetingRequest.objects.count() == 1


def test_two_runs_asked_for_at_once_are_one():
    event = make_fair()
    manager = make_manager(event.team)
    answers = at_once(*(lambda: actions.ask_for_schedule(by=manager, event=event),) * 10)
    assert answers["done"] == 1
    assert len(answers) == 2
    assert event.schedule_runs.count() == 1


def test_the_database_itself_refuses_a_double_seat():
    """Without any action: two meetings of one person at overlapping times cannot be stored."""
    event = a_published_fair(tables=2)
    person, slot = make_participant(event), event.slots.get()
    meetings = [
        Meeting(event=event, first=person, second=make_participant(event), slot=slot, table=table)
        for table in event.meeting_plan.tables.all()
    ]
    with pytest.raises(IntegrityError, match="seat_person_free"):
        seat_both(meetings)


def seat_both(meetings):
    with factories_may_write(), transaction.atomic():
        for meeting in meetings:
            meeting.wish = "want"
            meeting.save()
        seat_meetings(meetings)
