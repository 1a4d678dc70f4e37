"""What meetings report, and what they add to other areas' pages."""

import pytest

from mosty.core import registry
from mosty.core.search import find
from mosty.core.thread import thread_of
from mosty.meetings.queries.mine import waiting_for
from tests.factories.core import make_auditor, make_manager, make_user
from tests.factories.meetings import (
    make_fair,
    make_meeting,
    make_outcome,
    make_participant,
    make_request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_fair()


def measured(key, event):
    figure = registry.figures.get(key)
    return figure.measure(figure.rows(event))


def test_requested_scheduled_and_held(event):
    first, second, third, fourth = event.slots.all()[:4]
    make_request(make_participant(event), state="withdrawn")
    for slot, state in ((first, "scheduled"), (second, "held"), (third, "missed")):
        make_meeting(make_participant(event), slot=slot, state=state)
    make_meeting(make_participant(event), slot=fourth, state="cancelled")
    make_meeting()
    assert measured("meetings-requested", event) == (1,)
    assert measured("meetings-scheduled", event) == (3,)
    assert measured("meetings-held", event) == (1,)


def test_rows_say_what_they_rest_on(event):
    make_meeting(make_participant(event), provenance="generated", state="held")
    figure = registry.figures.get("meetings-held")
    (row,) = [figure.row(record) for record in figure.rows(event)]
    assert (row.provenance, row.url.startswith("/meetings/")) == ("generated", True)


def test_what_waits_for_a_person(event):
    guest = make_participant(event)
    make_request(make_participant(event), guest)
    past = make_fair(days_ahead=-10)
    before = make_participant(past, user=make_user(), organisation=guest.organisation)
    meeting = make_meeting(before, make_participant(past))
    assert waiting_for(guest.person.user) == 2
    make_outcome(meeting, told_by=before)
    assert waiting_for(guest.person.user) == 1
    assert waiting_for(make_manager(event.team)) == 0


def test_a_meeting_is_found_only_by_those_who_may_see_it(event):
    guest = make_participant(event)
    meeting = make_meeting(guest, make_participant(event))
    words = str(meeting.second.organisation)
    for user in (guest.person.user, make_auditor()):
        (found,) = [kind for kind in find(user, words) if kind.searchable.key == "meetings"]
        assert found.records == (meeting,)
    kinds = [kind.searchable.key for kind in find(make_participant(event).person.user, words)]
    assert "meetings" not in kinds


def test_a_meeting_is_on_the_thread(event):
    meeting = make_meeting(make_participant(event), state="held")
    (step,) = thread_of(meeting, make_manager(event.team))
    assert (str(step.kind), step.happened, step.url) == (
        "Meeting",
        True,
        meeting.get_absolute_url(),
    )


def test_those_who_met_are_known_to_have_met(event):
    meeting = make_meeting(make_participant(event), state="held")
    signal = registry.partner_signals.get("met-before").signal
    one, other = meeting.first.organisation_id, meeting.second.organisation_id
    assert signal(one, other) == signal(other, one)
    assert str(event) in signal(one, other)
    assert signal(one, make_participant(event).organisation_id) is None
