"""Who may do what: the same answer for one record and for a list."""

import pytest
from django.contrib.auth.models import AnonymousUser

from mosty.events.models import Event, Registration, Session
from mosty.events.rules import (
    CHECK_IN,
    EDIT_EVENT,
    REGISTER,
    SEE_EVENT,
    SEE_REGISTRATION,
    SEE_REGISTRATIONS,
    SEE_SESSION,
    WORK_AT_DESK,
    event_staff,
)
from tests.factories.core import (
    make_auditor,
    make_desk,
    make_leader,
    make_manager,
    make_team,
    make_user,
)
from tests.factories.directory import make_organisation, make_person, make_representative
from tests.factories.events import make_event, make_event_role, make_registration, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def people(team):
    """Everybody who may look at an event of `team`, by role."""
    return {
        "public": AnonymousUser(),
        "user": make_user(),
        "manager": make_manager(team),
        "desk": make_desk(team),
        "stranger": make_manager(),
        "leader": make_leader(),
        "auditor": make_auditor(),
    }


def allowed(permission, record, people):
    """The roles that may; filtering a list gives the same ones."""
    rows = type(record).objects.filter(pk=record.pk)
    one = {role for role, user in people.items() if permission.allows(user, record)}
    several = {role for role, user in people.items() if permission.filter(user, rows).exists()}
    assert one == several
    return one


ALL = {"public", "user", "manager", "desk", "stranger", "leader", "auditor"}
INSIDE = {"manager", "desk", "leader", "auditor"}


@pytest.mark.parametrize(
    ("state", "seen_by"),
    [(state, INSIDE if state == "draft" else ALL) for state in Event.State.values],
)
def test_a_draft_is_seen_inside_only(team, people, state, seen_by):
    event = make_event(team=team, state=state)
    assert allowed(SEE_EVENT, event, people) == seen_by
    assert allowed(SEE_SESSION, make_session(event), people) == seen_by


def test_acts_on_an_event(team, people):
    event = make_event(team=team)
    assert allowed(EDIT_EVENT, event, people) == {"manager"}
    assert allowed(WORK_AT_DESK, event, people) == {"manager", "desk"}
    assert allowed(SEE_REGISTRATIONS, event, people) == INSIDE
    assert allowed(REGISTER, event, people) == ALL


def test_acts_on_a_registration(team, people):
    person = make_person(user=make_user())
    organisation = make_organisation()
    registration = make_registration(
        make_event(team=team), person=person, organisation=organisation
    )
    people |= {
        "oneself": person.user,
        "colleague": make_representative(organisation).person.user,
        "former": make_representative(organisation, is_active=False).person.user,
        "other": make_representative().person.user,
    }
    assert allowed(SEE_REGISTRATION, registration, people) == INSIDE | {"oneself", "colleague"}
    assert allowed(CHECK_IN, registration, people) == {"manager", "desk"}


def test_event_staff_by_team_and_by_event_at_any_path(team):
    event, other = make_event(team=team), make_event()
    registration, session = make_registration(event), make_session(event)
    make_registration(other)
    make_session(other)
    helper = make_event_role(event, make_user(), "desk").user
    for user in (make_desk(team), helper):
        assert list(Event.objects.filter(event_staff(user))) == [event]
        assert list(Event.objects.filter(event_staff(user, "desk", "manager"))) == [event]
        assert list(Event.objects.filter(event_staff(user, "manager"))) == []
        of_event = event_staff(user, path="event")
        assert list(Registration.objects.filter(of_event)) == [registration]
        assert list(Session.objects.filter(event_staff(user, path="event_id"))) == [session]
    assert list(Event.objects.filter(event_staff(AnonymousUser()))) == []
