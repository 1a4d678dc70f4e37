"""Events over HTTP: the same permissions, safe repeats, no addresses of people."""

import json

import pytest

from mosty.events.models import CheckIn, Event
from tests.factories.core import make_desk, make_manager, make_team, make_token, make_user
from tests.factories.directory import make_organisation, make_person, make_representative
from tests.factories.events import make_event, make_registration, make_session, make_speaker

pytestmark = pytest.mark.django_db

ALL = ("events:read", "events:write", "events:check-in")


@pytest.fixture
def team():
    return make_team("agency")


@pytest.fixture
def event(team):
    return make_event(team=team, code="week-2025", source=None)


@pytest.fixture
def call(client):
    """Calls the API as a user: `call(user, "GET", path, body)` gives (status, body)."""
    tokens = {}

    def calling(user, method, path, body=None, scopes=ALL, **headers):
        secret = tokens.setdefault((user.pk, scopes), make_token(user, *scopes))
        headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "en", **headers}
        response = client.generic(
            method,
            f"/api/v1{path}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers=headers,
        )
        return response.status_code, response.json()

    return calling


def test_events_are_listed_as_they_may_be_seen(call, event, team):
    make_event(team=team, state="draft")
    status, found = call(make_user(), "GET", "/events")
    assert (status, [item["code"] for item in found["items"]]) == (200, ["week-2025"])
    assert found["items"][0]["name"] == event.name
    assert found["items"][0]["provenance"] == "real"
    _status, mine = call(make_manager(team), "GET", "/events")
    assert len(mine["items"]) == 2


def test_pages_follow_each_other(call, team):
    for _ in range(3):
        make_event(team=team)
    user = make_user()
    _status, first = call(user, "GET", "/events?limit=2")
    _status, rest = call(user, "GET", f"/events?limit=2&after={first['next']}")
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


def test_a_token_needs_the_scope(call, event):
    status, problem = call(make_user(), "GET", "/events", scopes=("meetings:read",))
    assert (status, problem["title"]) == (403, "This token lacks the scope “events:read”.")


def test_an_event_is_added_once_for_one_key(call, team):
    body = {
        "team": "agency",
        "name": {"en": "Mission to Rio"},
        "kind": "business-mission",
        "starts": "2026-05",
        "country": "BR",
        "time_zone": "America/Sao_Paulo",
    }
    manager = make_manager(team)
    answers = [
        call(manager, "POST", "/events", body, **{"Idempotency-Key": "rio"}) for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] == 201
    assert Event.objects.count() == 1
    assert call(make_manager(), "POST", "/events", body)[0] == 403
    assert call(manager, "POST", "/events", {**body, "starts": "soon"})[0] == 422
    assert call(manager, "POST", "/events", {**body, "starts": "2026-02-31"})[0] == 409


def test_the_programme(call, event, team):
    session = make_session(event)
    speaker = make_speaker(session, organisation=make_organisation())
    user = make_user()
    _status, found = call(user, "GET", "/events/week-2025/sessions")
    assert [item["starts_at"] for item in found["items"]] == ["2025-12-08T07:00:00Z"]
    [spoken] = found["items"][0]["speakers"]
    assert spoken["person"] == speaker.person.code
    status, one = call(user, "GET", f"/events/week-2025/sessions/{session.code}")
    assert (status, one["title"]) == (200, session.title)
    body = {"title": {"en": "Pitch"}, "day": "2025-12-09", "starts": "12:00", "ends": "13:00"}
    assert call(user, "POST", "/events/week-2025/sessions", body)[0] == 403
    assert call(make_manager(team), "POST", "/events/week-2025/sessions", body)[0] == 201
    wrong = {**body, "day": "2026-01-01"}
    status, problem = call(make_manager(team), "POST", "/events/week-2025/sessions", wrong)
    assert (status, problem["title"]) == (409, "The event does not take place on that day.")


def test_registrations_are_seen_by_those_they_concern(call, event, team):
    standing = make_representative()
    own = make_registration(event, organisation=standing.organisation)
    make_registration(event)
    path = "/events/week-2025/registrations"
    _status, mine = call(standing.person.user, "GET", path)
    assert [item["code"] for item in mine["items"]] == [own.code]
    assert "email" not in mine["items"][0]
    assert len(call(make_desk(team), "GET", path)[1]["items"]) == 2
    assert call(make_user(), "GET", f"{path}/{own.code}")[0] == 404


def test_the_team_registers_a_person(call, event, team):
    person, organisation = make_person(), make_organisation()
    body = {"person": person.code, "organisation": organisation.code, "category": "speaker"}
    path = "/events/week-2025/registrations"
    status, made = call(make_manager(team), "POST", path, body)
    assert (status, made["state"], made["organisation"]) == (201, "confirmed", organisation.code)
    assert call(make_manager(team), "POST", path, body)[0] == 409
    assert call(make_desk(team), "POST", path, {**body, "person": make_person().code})[0] == 403


def test_a_check_in_may_be_repeated(call, event, team):
    registration = make_registration(event)
    path = f"/events/week-2025/registrations/{registration.code}/check-in"
    first, second = (call(make_desk(team), "POST", path) for _ in range(2))
    assert first == second
    assert (first[0], first[1]["checked_in_at"] is None) == (200, False)
    assert CheckIn.objects.count() == 1
    waiting = make_registration(event, state="requested")
    assert call(make_desk(team), "POST", path.replace(registration.code, waiting.code))[0] == 409
    assert call(make_manager(), "POST", path)[0] == 404


def test_a_session_is_given_in_local_time(call, event, team):
    session = {"title": {"en": "Night"}, "day": "2025-12-08", "starts": "10:00Z", "ends": "11:00"}
    status, problem = call(make_manager(team), "POST", "/events/week-2025/sessions", session)
    assert (status, [fault["what"] for fault in problem["errors"]]) == (
        422,
        ["Value error, a local time has no offset: 10:00, not 10:00Z"],
    )
