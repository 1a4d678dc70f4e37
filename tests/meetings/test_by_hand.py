"""Meetings that people set, cancel, mark and report."""

import datetime as dt

import pytest
from django.utils import timezone

from mosty.core.actions import Refused, factories_may_write
from mosty.core.models import Mail
from mosty.core.permissions import Denied
from mosty.events.actions import change_event
from mosty.meetings import actions
from mosty.meetings.models import PUBLISHED, Meeting, MeetingRequest, Outcome, Seat, Slot
from mosty.meetings.queries.times import free_times
from mosty.meetings.rules import MARK_MEETING, TAKE_SLOT, TELL_OUTCOME
from tests.factories.core import make_auditor, make_desk, make_manager
from tests.factories.events import make_registration
from tests.factories.meetings import (
    make_accepted,
    make_fair,
    make_meeting,
    make_outcome,
    make_participant,
    make_request,
    make_unavailable,
)
from tests.factories.places import make_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    event = make_fair(slots=3, tables=1)
    with factories_may_write():
        event.meeting_plan.state = "published"
        event.meeting_plan.save()
    return event


@pytest.fixture
def asked(event):
    return make_accepted(make_participant(event))


def slots(event):
    return list(event.slots.order_by("starts"))


def after(meeting):
    """A moment when the meeting is over."""
    return meeting.slot.during.upper + dt.timedelta(minutes=1)


def test_either_side_takes_a_free_time(event, asked):
    meeting = actions.take_slot(by=asked.recipient.person.user, request=asked, slot=slots(event)[1])
    assert (meeting.state, meeting.by_hand) == (Meeting.State.SCHEDULED, True)
    assert Seat.objects.filter(plan=PUBLISHED, meeting=meeting).count() == 3
    assert Mail.objects.count() == 2


def test_slots_keep_their_local_times_in_a_new_zone_until_a_meeting_stands(event, asked):
    before = [slot.during.lower for slot in slots(event)]
    manager = make_manager(event.team)
    change_event(by=manager, event=event, seen=1, time_zone="Asia/Tashkent")  # two hours ahead
    moved = slots(event)
    assert [slot.during.lower + dt.timedelta(hours=2) for slot in moved] == before
    actions.take_slot(by=asked.sender.person.user, request=asked, slot=moved[0])
    with pytest.raises(Refused, match="time zone stays"):
        change_event(by=manager, event=event, seen=2, time_zone="Europe/Moscow")


def test_nobody_else_takes_it(event, asked):
    for user in (make_participant(event).person.user, make_desk(event.team), make_auditor()):
        with pytest.raises(Denied) as denied:
            actions.take_slot(by=user, request=asked, slot=slots(event)[0])
        assert denied.value.reason == TAKE_SLOT.reason


def test_times_that_are_not_free_are_refused_kindly(event, asked):
    first, second, third = slots(event)
    make_unavailable(asked.sender, first)
    make_meeting(slot=second, first=make_participant(event))
    user = asked.sender.person.user
    assert [time.slot for time in free_times(asked, timezone.now())] == [third]
    with pytest.raises(Refused, match="cannot meet at this time"):
        actions.take_slot(by=user, request=asked, slot=first)
    with pytest.raises(Refused, match="All tables are taken"):
        actions.take_slot(by=user, request=asked, slot=second)
    stranger = make_tables(count=1)[0]
    with pytest.raises(Refused, match="not among those"):
        actions.take_slot(by=user, request=asked, slot=third, table=stranger)
    with pytest.raises(Refused, match="another event"):
        actions.take_slot(by=user, request=asked, slot=slots(make_fair())[0])


def test_a_time_that_is_over_is_neither_offered_nor_taken(event, asked):
    first, second, third = slots(event)
    now = first.during.upper
    assert [time.slot for time in free_times(asked, now)] == [third]  # the second begins just now
    user = asked.sender.person.user
    with pytest.raises(Refused, match="is over"):
        actions.take_slot(by=user, request=asked, slot=first, at=now)
    assert actions.take_slot(by=user, request=asked, slot=second, at=now).slot == second


def test_only_an_accepted_request_without_a_meeting_takes_a_time(event, asked):
    waiting = make_request(make_participant(event), asked.recipient)
    slot = slots(event)[0]
    with pytest.raises(Refused, match="accepted"):
        actions.take_slot(by=waiting.sender.person.user, request=waiting, slot=slot)
    actions.take_slot(by=asked.sender.person.user, request=asked, slot=slot)
    with pytest.raises(Refused, match="in the schedule already"):
        actions.take_slot(by=asked.sender.person.user, request=asked, slot=slots(event)[1])


def test_a_limit_is_a_limit(event, asked):
    with factories_may_write():
        asked.sender.limit = 1
        asked.sender.save()
    make_meeting(asked.sender, make_participant(event))
    with pytest.raises(Refused, match="limit allows"):
        actions.take_slot(by=asked.sender.person.user, request=asked, slot=slots(event)[1])


def test_the_same_table_at_the_same_time_is_refused_by_the_database(event):
    manager, (first, *_rest) = make_manager(event.team), slots(event)
    table = event.meeting_plan.tables.get()
    make_meeting(make_participant(event), slot=first, table=table)
    with pytest.raises(Refused, match="table has just been taken"):
        actions.add_meeting(
            by=manager,
            first=make_participant(event),
            second=make_participant(event),
            slot=first,
            table=table,
        )


def test_only_the_team_adds_a_meeting(event):
    one, other = make_participant(event), make_participant(event)
    with pytest.raises(Denied):
        actions.add_meeting(by=one.person.user, first=one, second=other, slot=slots(event)[0])


def test_cancelling_frees_the_time_and_takes_the_request_back(event, asked):
    meeting = make_meeting(asked.sender, asked.recipient, request=asked)
    actions.cancel_meeting(by=asked.recipient.person.user, meeting=meeting)
    asked.refresh_from_db()
    assert asked.state == MeetingRequest.State.WITHDRAWN
    assert not Seat.objects.filter(meeting=meeting).exists()
    assert Mail.objects.count() == 2
    with pytest.raises(Refused, match="Only a scheduled meeting"):
        actions.cancel_meeting(by=asked.recipient.person.user, meeting=meeting)


def test_a_meeting_whose_time_has_come_is_not_cancelled(event, asked):
    meeting = make_meeting(asked.sender, asked.recipient, request=asked)
    with pytest.raises(Refused, match="time of this meeting has come"):
        actions.cancel_meeting(by=asked.sender.person.user, meeting=meeting, at=after(meeting))


def test_a_side_tells_the_outcome_and_may_tell_it_again(asked):
    meeting = make_meeting(asked.sender, asked.recipient, request=asked)
    user, at = asked.sender.person.user, after(meeting)
    with pytest.raises(Refused, match="has not come yet"):
        actions.tell_outcome(by=user, meeting=meeting, side=meeting.first, result="nothing")
    actions.tell_outcome(by=user, meeting=meeting, side=meeting.first, result="nothing", at=at)
    actions.tell_outcome(by=user, meeting=meeting, side=meeting.first, result="project", at=at)
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.HELD
    assert Outcome.objects.get().result == "project"
    with pytest.raises(Refused, match="Only one of the two sides"):
        actions.tell_outcome(
            by=user, meeting=meeting, side=make_participant(asked.event), result="nothing", at=at
        )


def test_who_tells_and_who_marks(event, asked):
    meeting = make_meeting(asked.sender, asked.recipient, request=asked)
    desk, manager = make_desk(event.team), make_manager(event.team)
    sides = [asked.sender.person.user, asked.recipient.person.user]
    assert [TELL_OUTCOME.allows(user, meeting) for user in (*sides, manager, desk)] == [
        True,
        True,
        True,
        False,
    ]
    assert [MARK_MEETING.allows(user, meeting) for user in (*sides, manager, desk)] == [
        False,
        False,
        True,
        True,
    ]
    with pytest.raises(Denied) as denied:
        actions.mark_held(by=sides[0], meeting=meeting, at=after(meeting))
    assert denied.value.reason == MARK_MEETING.reason


def test_a_told_meeting_cannot_be_missed(asked):
    meeting = make_meeting(asked.sender, asked.recipient, request=asked)
    make_outcome(meeting)
    with pytest.raises(Refused, match="already recorded"):
        actions.mark_missed(by=make_desk(asked.event.team), meeting=meeting, at=after(meeting))


def test_a_side_may_say_that_nobody_came(asked):
    meeting = make_meeting(asked.sender, asked.recipient, request=asked)
    actions.mark_missed(by=asked.sender.person.user, meeting=meeting, at=after(meeting))
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.MISSED
    stranger = make_participant(asked.event).person.user
    with pytest.raises(Denied):
        actions.mark_missed(by=stranger, meeting=meeting, at=after(meeting))


def test_joining_needs_a_confirmed_registration_with_an_organisation(event):
    manager = make_manager(event.team)
    with pytest.raises(Refused, match="confirmed"):
        actions.join(by=manager, registration=make_registration(event, state="requested"))
    with pytest.raises(Refused, match="organisation"):
        actions.join(by=manager, registration=make_registration(event, organisation=None))
    registration = make_registration(event)
    actions.join(by=manager, registration=registration)
    with pytest.raises(Refused, match="already"):
        actions.join(by=manager, registration=registration)
    with pytest.raises(Denied):
        actions.join(by=make_manager(), registration=make_registration(event))


def test_slots_are_local_times_and_are_not_remade_under_meetings(event):
    manager = make_manager(event.team)
    frame = {
        "days": [event.starts.first],
        "starts": dt.time(23, 0),
        "ends": dt.time(23, 40),
        "minutes": 20,
    }
    made = actions.make_slots(by=manager, event=event, **frame)
    assert [slot.during.lower.hour for slot in made] == [20, 20]
    with pytest.raises(Refused, match="No meeting fits"):
        actions.make_slots(by=manager, event=event, **{**frame, "minutes": 60})
    make_meeting(make_participant(event), slot=Slot.objects.first())
    with pytest.raises(Refused, match="Slots can be remade only"):
        actions.make_slots(by=manager, event=event, **frame)


def test_slots_in_an_hour_that_clocks_leave_out_are_refused(event):
    with factories_may_write():
        event.time_zone = "Europe/Berlin"
        event.save()
    frame = {"starts": dt.time(1, 0), "ends": dt.time(5, 0), "minutes": 30}
    with pytest.raises(Refused, match="clocks go forward"):
        actions.make_slots(
            by=make_manager(event.team), event=event, days=[dt.date(2027, 3, 28)], **frame
        )


def test_availability_is_ones_own(event):
    one, other = make_participant(event), make_participant(event)
    with pytest.raises(Denied):
        actions.set_availability(by=other.person.user, participant=one, free=[])
    actions.set_availability(by=one.person.user, participant=one, free=slots(event)[:1])
    assert one.unavailable.count() == 2
    assert timezone.now() < slots(event)[0].during.lower
