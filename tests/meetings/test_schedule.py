"""From accepted requests to a published schedule, and what publishing changes."""

import datetime as dt

import pytest
from django.utils import timezone

from mosty.core.actions import Refused, factories_may_write
from mosty.core.models import Mail
from mosty.core.permissions import Denied
from mosty.meetings import actions
from mosty.meetings.actions import running
from mosty.meetings.actions.schedule import ATTEMPTS, SILENT_AFTER, rescue_lost_runs
from mosty.meetings.models import (
    PUBLISHED,
    Meeting,
    MeetingPlan,
    MeetingRequest,
    ScheduleRun,
    Seat,
)
from mosty.meetings.rules import PUBLISH_SCHEDULE, RUN_SCHEDULE
from tests.factories.core import make_desk, make_manager
from tests.factories.events import make_session, make_speaker
from tests.factories.meetings import (
    make_accepted,
    make_fair,
    make_meeting,
    make_participant,
    make_request,
    make_run,
    make_unavailable,
)

pytestmark = pytest.mark.django_db
State = ScheduleRun.State


@pytest.fixture
def event():
    return make_fair(slots=3, tables=2)


@pytest.fixture
def manager(event):
    return make_manager(event.team)


def made(event, manager, **given):
    """A run asked for and made at once."""
    run = actions.ask_for_schedule(by=manager, event=event, seconds=3, **given)
    return running.make_schedule(run=run)


def published(event, manager):
    run = made(event, manager)
    actions.publish_schedule(by=manager, run=run)
    return run


def test_only_the_team_makes_and_publishes(event, manager):
    make_accepted(make_participant(event))
    for stranger in (make_desk(event.team), make_manager()):
        with pytest.raises(Denied) as denied:
            actions.ask_for_schedule(by=stranger, event=event)
        assert denied.value.reason == RUN_SCHEDULE.reason
    run = made(event, manager)
    with pytest.raises(Denied) as denied:
        actions.publish_schedule(by=make_desk(event.team), run=run)
    assert denied.value.reason == PUBLISH_SCHEDULE.reason
    assert (
        str(denied.value.reason) == "Only the team that runs this event may publish its schedule."
    )


def test_a_run_places_accepted_requests_with_seats_for_both_and_the_table(event, manager):
    accepted = [make_accepted(make_participant(event)) for _ in range(3)]
    make_request(make_participant(event))  # waits for an answer: not in the schedule
    run = made(event, manager)
    assert (run.state, run.requested, run.placed, run.unmet) == (State.DONE, 3, 3, [])
    assert {place.request for place in run.placements.all()} == set(accepted)
    assert Seat.objects.filter(plan=run.plan).count() == 9
    assert not Meeting.objects.exists()


def test_one_run_at_a_time(event, manager):
    make_accepted(make_participant(event))
    actions.ask_for_schedule(by=manager, event=event)
    with pytest.raises(Refused, match="being made already"):
        actions.ask_for_schedule(by=manager, event=event)


def test_no_schedule_without_tables_and_none_after_the_event(manager, event):
    with factories_may_write():
        event.meeting_plan.tables.clear()
    with pytest.raises(Refused, match="Set up the meetings"):
        actions.ask_for_schedule(by=manager, event=event)
    past = make_fair(days_ahead=-10, team=event.team)
    with pytest.raises(Refused, match="is over"):
        actions.ask_for_schedule(by=manager, event=past)


def test_a_made_run_is_not_made_again(event, manager):
    make_accepted(make_participant(event))
    run = made(event, manager)
    assert running.make_schedule(run=run) is None
    assert run.placements.count() == 1


def test_unavailability_sessions_and_limits_are_kept(event, manager):
    first, second, third = event.slots.order_by("starts")
    speaker, busy = make_participant(event), make_participant(event)
    session = make_session(event, day=first.day, starts=first.starts, ends=first.ends)
    make_speaker(session, person=speaker.person)
    make_unavailable(busy, second)
    make_accepted(speaker, busy)
    run = made(event, manager)
    assert [place.slot for place in run.placements.all()] == [third]


def test_an_unmet_request_says_why_in_both_languages(event, manager):
    one, other = make_participant(event), make_participant(event)
    for slot in event.slots.all():
        make_unavailable(one, slot)
    asked = make_accepted(one, other)
    run = made(event, manager)
    (miss,) = run.unmet
    assert (miss["request"], miss["reason"]) == (asked.code, "never_free_together")
    english, russian = one.organisation.name["en"], one.organisation.name["ru"]
    assert english in miss["words"]["en"]
    assert russian in miss["words"]["ru"]


def test_the_limit_of_a_person_is_kept(event, manager):
    popular = make_participant(event, limit=1)
    for _ in range(2):
        make_accepted(make_participant(event), popular)
    run = made(event, manager)
    assert (run.placed, run.unmet[0]["reason"]) == (1, "limit_reached")


def test_publishing_makes_meetings_with_seats_and_one_letter_a_party(event, manager):
    popular = make_participant(event)
    for _ in range(2):
        make_accepted(make_participant(event), popular)
    run = made(event, manager)
    changes = actions.publish_schedule(by=manager, run=run)
    assert (len(changes.added), len(changes.told())) == (2, 3)
    assert Meeting.objects.filter(state=Meeting.State.SCHEDULED).count() == 2
    assert Seat.objects.filter(plan=PUBLISHED).count() == 6
    assert sorted(Mail.objects.values_list("to", flat=True)) == sorted(
        side.person.email for side in event.participants.all()
    )
    run.refresh_from_db()
    assert run.published_at
    assert MeetingPlan.objects.get(event=event).state == MeetingPlan.State.PUBLISHED


def test_publishing_again_changes_nothing_and_tells_nobody(event, manager):
    make_accepted(make_participant(event))
    run = published(event, manager)
    before = Mail.objects.count()
    changes = actions.publish_schedule(by=manager, run=run)
    assert (len(changes.kept), bool(changes)) == (1, False)
    assert Mail.objects.count() == before


def test_a_new_schedule_keeps_moves_and_cancels(event, manager):
    kept, moved, gone = (make_accepted(make_participant(event)) for _ in range(3))
    published(event, manager)
    stays = Meeting.objects.get(request=kept)
    goes = Meeting.objects.get(request=moved)
    for slot in event.slots.exclude(pk=stays.slot_id):
        make_unavailable(kept.sender, slot)
    make_unavailable(moved.sender, goes.slot)
    for slot in event.slots.all():
        make_unavailable(gone.sender, slot)
    with factories_may_write():
        Mail.objects.all().delete()
    run = made(event, manager)
    # The table may differ: what was published is compared with what the run says.
    place = run.placements.get(request=kept)
    changes = actions.publish_schedule(by=manager, run=run)
    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (stays.slot, stays.table) == (place.slot, place.table)
    assert goes.slot == run.placements.get(request=moved).slot
    assert Meeting.objects.get(request=gone).state == Meeting.State.CANCELLED
    assert not Seat.objects.filter(meeting__request=gone).exists()
    assert [move.meeting for move in changes.moved if move.meeting == goes] == [goes]
    assert Mail.objects.count() == len(changes.told())


def test_a_cancelled_meeting_comes_back_as_the_same_record(event, manager):
    asked = make_accepted(make_participant(event))
    published(event, manager)
    meeting = Meeting.objects.get(request=asked)
    busy = [make_unavailable(asked.sender, slot) for slot in event.slots.all()]
    published(event, manager)
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CANCELLED
    with factories_may_write():
        for row in busy:
            row.delete()
    published(event, manager)
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.SCHEDULED
    assert meeting.seats.count() == 3


def test_what_people_set_by_hand_stays_where_it_is(event, manager):
    first, *_rest = event.slots.order_by("starts")
    one, other = make_participant(event), make_participant(event)
    by_hand = actions.add_meeting(by=manager, first=one, second=other, slot=first)
    make_accepted(one)
    run = published(event, manager)
    by_hand.refresh_from_db()
    assert (by_hand.slot, by_hand.state) == (first, Meeting.State.SCHEDULED)
    assert run.placements.get().slot != first


def test_a_seat_taken_since_the_run_refuses_the_whole_publication(event, manager):
    requests = [make_accepted(make_participant(event)) for _ in range(2)]
    run = made(event, manager)
    place = run.placements.get(request=requests[0])
    rival = make_participant(event)
    actions.add_meeting(
        by=manager,
        first=requests[0].sender,
        second=rival,
        slot=place.slot,
        table=event.meeting_plan.tables.exclude(pk=place.table_id).first(),
    )
    meetings = Meeting.objects.count()
    with pytest.raises(Refused, match="Make the schedule again"):
        actions.publish_schedule(by=manager, run=run)
    assert Meeting.objects.count() == meetings
    run.refresh_from_db()
    assert run.published_at is None


def test_a_request_taken_back_since_the_run_is_left_out(event, manager):
    asked = make_accepted(make_participant(event))
    run = made(event, manager)
    actions.withdraw_request(by=asked.sender.person.user, request=asked)
    changes = actions.publish_schedule(by=manager, run=run)
    assert (len(changes.left_out), len(changes.added)) == (1, 0)


def test_only_a_finished_run_is_published(event, manager):
    with pytest.raises(Refused, match="finished"):
        actions.publish_schedule(by=manager, run=make_run(event))


def test_a_silent_run_is_queued_again_and_its_half_work_removed(event, manager):
    make_accepted(make_participant(event))
    lost = running.begin_run(run=actions.ask_for_schedule(by=manager, event=event, seconds=3))
    assert rescue_lost_runs() == []
    later = timezone.now() + SILENT_AFTER + dt.timedelta(seconds=1)
    assert rescue_lost_runs(now=later) == [lost]
    done = running.make_schedule(run=lost)
    assert (done.state, done.attempt, done.placed) == (State.DONE, 2, 1)
    with pytest.raises(running.RunLost):
        running.beat(run=lost, told=None)


def test_a_run_that_kills_its_workers_is_given_up(event):
    run = make_run(
        event,
        state=State.RUNNING,
        attempt=ATTEMPTS,
        heartbeat_at=timezone.now() - 2 * SILENT_AFTER,
    )
    rescue_lost_runs()
    run.refresh_from_db()
    assert run.state == State.LOST


def test_a_living_workers_run_is_left_alone(event, manager):
    make_accepted(make_participant(event))
    run = running.begin_run(run=actions.ask_for_schedule(by=manager, event=event))
    assert running.begin_run(run=run) is None


def test_meetings_that_have_begun_are_not_touched(event, manager):
    today = make_fair(days_ahead=0, slots=1, team=event.team)
    begun = make_meeting(make_participant(today), make_participant(today))
    with factories_may_write():
        slot = begun.slot
        slot.during = (timezone.now() - dt.timedelta(minutes=5), timezone.now())
        slot.save()
    run = make_run(today, state=State.DONE)
    changes = actions.publish_schedule(by=manager, run=run)
    assert changes.cancelled == []


def test_past_data_is_loaded_with_its_own_moment(event, manager):
    past = make_fair(days_ahead=-10, team=event.team)
    make_accepted(make_participant(past))
    before = timezone.now() - dt.timedelta(days=20)
    run = actions.ask_for_schedule(by=manager, event=past, seconds=3, at=before)
    run = running.make_schedule(run=run, at=before)
    changes = actions.publish_schedule(by=manager, run=run, at=before)
    assert len(changes.added) == 1
    assert MeetingRequest.objects.get().meeting.state == Meeting.State.SCHEDULED
