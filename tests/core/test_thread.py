"""The thread: up to where a record came from and down to what came of it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mosty.core import thread
from mosty.core.actions import factories_may_write
from mosty.core.thread import thread_of
from tests.factories.agreements import make_agreement, make_contract
from tests.factories.core import make_auditor, make_manager, make_team, make_user
from tests.factories.directory import make_representative
from tests.factories.meetings import make_fair, make_meeting, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """A meeting held, the agreement signed after it, the contract that followed."""
    event = make_fair(slots=8)
    meeting = make_meeting(make_participant(event), make_participant(event), state="held")
    sides = [meeting.first.organisation, meeting.second.organisation]
    agreement = make_agreement(sides, team=event.team, meetings=[meeting])
    contract = make_contract(event, Decimal(5), parties=sides, follows=agreement)
    return meeting, agreement, contract


def titles(record, user):
    return [step.url for step in thread_of(record, user)]


def test_it_is_the_same_from_every_end(chain):
    whole = [record.get_absolute_url() for record in chain]
    for record in chain:
        assert titles(record, make_auditor()) == whole


def test_what_is_not_signed_is_due(chain):
    steps = thread_of(chain[0], make_auditor())
    assert [step.happened for step in steps] == [True, False, True]


def test_a_step_that_may_not_be_seen_hides_what_lies_behind_it(chain):
    meeting, agreement, contract = chain
    colleague = make_representative(meeting.first.organisation).person.user
    assert titles(meeting, colleague) == [record.get_absolute_url() for record in chain]
    with factories_may_write():
        agreement.parties.all().delete()
    assert titles(meeting, colleague) == [meeting.get_absolute_url()]
    assert titles(contract, colleague) == [contract.get_absolute_url()]
    for user in (make_user(), make_manager(make_team())):
        assert titles(agreement, user) == []


def test_a_circle_ends(chain):
    _meeting, agreement, contract = chain
    with factories_may_write():
        agreement.follows = contract
        agreement.save()
    assert sorted(set(titles(agreement, make_auditor()))) == sorted(
        titles(agreement, make_auditor())
    )


def test_many_meetings_cost_what_one_costs(chain):
    meeting, agreement, _contract = chain
    user = make_auditor()

    def cost():
        with CaptureQueriesContext(connection) as queries:
            thread_of(agreement, user)
        return len(queries)

    cost()
    one = cost()
    more = [
        make_meeting(make_participant(meeting.event), make_participant(meeting.event), slot=slot)
        for slot in meeting.event.slots.order_by("during")[1:]
    ]
    with factories_may_write():
        agreement.meetings.add(*more)
    assert len(thread_of(agreement, user)) == 10
    assert cost() == one


def test_a_thread_has_an_end(chain, monkeypatch):
    monkeypatch.setattr(thread, "FARTHEST", 2)
    assert len(thread_of(chain[2], make_auditor())) == 2
