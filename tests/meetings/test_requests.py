"""Asking for a meeting, answering, taking back: who may, who may not, and why."""

import datetime as dt

import pytest
from django.utils import timezone

from mosty.core.actions import Refused
from mosty.core.models import Mail
from mosty.core.permissions import Denied
from mosty.meetings import actions
from mosty.meetings.models import MeetingPlan, MeetingRequest
from mosty.meetings.rules import ANSWER_REQUEST, REQUEST_MEETING, SEE_REQUEST
from tests.factories.core import make_auditor, make_desk, make_manager, make_user
from tests.factories.events import make_event
from tests.factories.meetings import (
    make_accepted,
    make_fair,
    make_meeting,
    make_participant,
    make_plan,
    make_request,
)

pytestmark = pytest.mark.django_db
State = MeetingRequest.State


@pytest.fixture
def pair():
    event = make_fair()
    return make_participant(event), make_participant(event)


def test_a_participant_asks_and_the_other_side_is_told(pair):
    sender, recipient = pair
    made = actions.request_meeting(
        by=sender.person.user, sender=sender, recipient=recipient, wish="must", message="Games."
    )
    assert (made.state, made.wish, made.provenance) == (State.PENDING, "must", "real")
    letter = Mail.objects.get()
    assert letter.to == recipient.person.email
    assert made.get_absolute_url() in letter.text
    assert "Games." in letter.text


def test_one_asks_only_in_the_name_of_ones_own_side(pair):
    sender, recipient = pair
    with pytest.raises(Denied) as denied:
        actions.request_meeting(by=recipient.person.user, sender=sender, recipient=recipient)
    assert denied.value.reason == REQUEST_MEETING.reason


def test_the_team_may_ask_for_a_participant_and_the_desk_may_not(pair):
    sender, recipient = pair
    team = sender.event.team
    with pytest.raises(Denied):
        actions.request_meeting(by=make_desk(team), sender=sender, recipient=recipient)
    made = actions.request_meeting(by=make_manager(team), sender=sender, recipient=recipient)
    assert made.sender == sender


def test_a_pair_has_one_open_request_whoever_asked_first(pair):
    sender, recipient = pair
    make_request(sender, recipient)
    with pytest.raises(Refused, match="open request between the two"):
        actions.request_meeting(by=recipient.person.user, sender=recipient, recipient=sender)


def test_colleagues_need_no_request(pair):
    sender, _recipient = pair
    colleague = make_participant(sender.event, organisation=sender.organisation)
    with pytest.raises(Refused, match="same organisation"):
        actions.request_meeting(by=sender.person.user, sender=sender, recipient=colleague)


def test_no_requests_before_they_are_taken_and_after_the_event():
    event = make_event()
    make_plan(event, state=MeetingPlan.State.CLOSED)
    one, other = make_participant(event), make_participant(event)
    with pytest.raises(Refused, match="not open at this event yet"):
        actions.request_meeting(by=one.person.user, sender=one, recipient=other)
    past = make_fair(days_ahead=-10)
    one, other = make_participant(past), make_participant(past)
    with pytest.raises(Refused, match="is over"):
        actions.request_meeting(by=one.person.user, sender=one, recipient=other)


def test_sides_of_different_events_cannot_meet(pair):
    sender, _recipient = pair
    stranger = make_participant()
    with pytest.raises(Refused, match="same event"):
        actions.request_meeting(by=sender.person.user, sender=sender, recipient=stranger)


def test_a_request_to_a_generated_participant_is_generated():
    event = make_fair()
    sender, sample = make_participant(event), make_participant(event, provenance="generated")
    made = actions.request_meeting(by=sender.person.user, sender=sender, recipient=sample)
    assert made.provenance == "generated"


def test_the_asked_side_accepts_with_a_wish_of_its_own(pair):
    asked = make_request(*pair, wish="would")
    done = actions.accept_request(by=pair[1].person.user, request=asked, wish="must")
    assert (done.state, done.answer_wish, done.strongest_wish) == (State.ACCEPTED, "must", "must")
    assert not done.is_mutual
    assert Mail.objects.get().to == pair[0].person.email


def test_the_sender_cannot_answer_in_the_others_place(pair):
    asked = make_request(*pair)
    with pytest.raises(Denied) as denied:
        actions.accept_request(by=pair[0].person.user, request=asked)
    assert denied.value.reason == ANSWER_REQUEST.reason


def test_an_answer_is_given_once(pair):
    asked = make_request(*pair)
    actions.accept_request(by=pair[1].person.user, request=asked)
    with pytest.raises(Refused, match="already been answered or withdrawn"):
        actions.accept_request(by=pair[1].person.user, request=asked)


def test_declining_tells_the_sender_and_lets_ask_again(pair):
    asked = make_request(*pair)
    done = actions.decline_request(by=pair[1].person.user, request=asked)
    assert done.state == State.DECLINED
    again = actions.request_meeting(by=pair[0].person.user, sender=pair[0], recipient=pair[1])
    assert again.state == State.PENDING


def test_the_sender_takes_a_request_back_and_others_do_not(pair):
    asked = make_accepted(*pair)
    with pytest.raises(Denied):
        actions.withdraw_request(by=pair[1].person.user, request=asked)
    assert actions.withdraw_request(by=pair[0].person.user, request=asked).state == State.WITHDRAWN


def test_a_scheduled_request_is_not_taken_back_behind_the_schedules_back(pair):
    asked = make_accepted(*pair)
    make_meeting(*pair, request=asked)
    with pytest.raises(Refused, match="is already in the schedule"):
        actions.withdraw_request(by=pair[0].person.user, request=asked)
    with pytest.raises(Refused, match="is already in the schedule"):
        actions.decline_request(by=pair[1].person.user, request=asked)


def test_past_data_keeps_its_moments(pair):
    then = timezone.now() - dt.timedelta(days=3)
    made = actions.request_meeting(
        by=pair[0].person.user, sender=pair[0], recipient=pair[1], at=then, code="ask-1"
    )
    assert (made.requested_at, made.code) == (then, "ask-1")


def test_who_sees_a_request(pair):
    asked = make_request(*pair)
    team = asked.event.team
    seen = [pair[0].person.user, pair[1].person.user, make_manager(team), make_desk(team)]
    assert all(SEE_REQUEST.allows(user, asked) for user in [*seen, make_auditor()])
    stranger = make_participant(asked.event).person.user
    assert not SEE_REQUEST.allows(stranger, asked)
    assert not SEE_REQUEST.allows(make_user(), asked)
    assert not SEE_REQUEST.allows(make_manager(), asked)
