"""Meetings over HTTP: the same permissions, once for each key, errors as problems."""

import json

import pytest

from mosty.meetings.models import MeetingRequest, Outcome
from tests.factories.core import make_manager, make_token, make_user
from tests.factories.directory import make_offer
from tests.factories.meetings import (
    make_accepted,
    make_fair,
    make_meeting,
    make_participant,
    make_request,
    make_run,
)

pytestmark = pytest.mark.django_db

BASE = "/api/v1"


@pytest.fixture
def event():
    return make_fair()


@pytest.fixture
def guest(event):
    return make_participant(event)


def caller(client, user, *scopes):
    secret = make_token(user, *(scopes or ("meetings:read", "meetings:write")))
    headers = {"authorization": f"Bearer {secret}"}

    def call(method, path, body=None, **more):
        return client.generic(
            method,
            BASE + path,
            data=json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={**headers, **more},
        )

    return call


def test_participants_with_offers_and_needs_in_every_language(client, event, guest):
    make_offer(guest.organisation, text={"en": "We draw.", "zh": "我们画画。"})
    call = caller(client, make_participant(event).person.user)
    (first, _second) = call("GET", f"/events/{event.code}/participants").json()["items"]
    assert first["offers"] == [{"en": "We draw.", "zh": "我们画画。"}]
    assert (first["participant"], first["provenance"]) == (guest.code, "real")
    assert "email" not in str(first)


def test_strangers_are_served_nothing(client, event, guest):
    asked = make_request(make_participant(event), guest)
    meeting = make_meeting(asked.sender, guest)
    make_run(event)
    call = caller(client, make_user())
    for path in ("participants", "meeting-requests", "meetings", "schedule-runs"):
        assert call("GET", f"/events/{event.code}/{path}").json()["items"] == []
    assert call("GET", f"/meetings/{meeting.code}").status_code == 404
    accept = call("POST", f"/events/{event.code}/meeting-requests/{asked.code}/accept", {})
    assert accept.status_code == 404


def test_a_token_without_the_scope_is_refused(client, guest):
    call = caller(client, guest.person.user, "events:read")
    assert call("GET", f"/events/{guest.event.code}/meetings").status_code == 403


def test_a_request_is_made_once_for_a_key_and_accepted(client, event, guest):
    wanted = make_participant(event)
    body = {"sender": guest.code, "recipient": wanted.code, "wish": "must", "message": "Games"}
    call = caller(client, guest.person.user)
    path = f"/events/{event.code}/meeting-requests"
    first = call("POST", path, body, **{"idempotency-key": "one"})
    again = call("POST", path, body, **{"idempotency-key": "one"})
    assert (first.status_code, first.json()) == (201, again.json())
    asked = MeetingRequest.objects.get()
    other = caller(client, wanted.person.user)
    done = other("POST", f"{path}/{asked.code}/accept", {"wish": "want"}).json()
    assert (done["state"], done["answer_wish"]) == ("accepted", "want")
    refused = other("POST", f"{path}/{asked.code}/accept", {"wish": "want"})
    assert refused.status_code == 409
    assert call("POST", f"{path}/{asked.code}/accept", {}).status_code == 403


def test_declining(client, event, guest):
    asked = make_request(make_participant(event), guest)
    call = caller(client, guest.person.user)
    done = call("POST", f"/events/{event.code}/meeting-requests/{asked.code}/decline")
    assert done.json()["state"] == "declined"


def test_a_meeting_and_what_came_of_it(client, guest):
    past = make_fair(days_ahead=-10)
    one, other = make_participant(past), make_participant(past)
    meeting = make_meeting(one, other)
    call = caller(client, one.person.user)
    (found,) = call("GET", f"/events/{past.code}/meetings").json()["items"]
    assert (found["code"], found["starts"], found["table"]) == (meeting.code, "09:00:00", 1)
    told = call("POST", f"/meetings/{meeting.code}/outcome", {"result": "follow-up", "note": "x"})
    assert told.json()["state"] == "held"
    assert told.json()["outcomes"][0]["told_by"] == one.code
    assert Outcome.objects.get().told_by == one


def test_a_schedule_is_ordered_and_read(client, event):
    make_accepted(make_participant(event))
    call = caller(client, make_manager(event.team))
    made = call("POST", f"/events/{event.code}/schedule-runs", {"seconds": 3, "seed": 7})
    assert (made.status_code, made.json()["state"]) == (201, "queued")
    again = call("POST", f"/events/{event.code}/schedule-runs", {})
    assert again.status_code == 409
    found = call("GET", f"/events/{event.code}/schedule-runs/{made.json()['code']}").json()
    assert (found["seed"], found["unmet"]) == (7, [])
    guest = make_participant(event)
    refused = caller(client, guest.person.user)("POST", f"/events/{event.code}/schedule-runs", {})
    assert refused.status_code == 403
