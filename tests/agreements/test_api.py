"""Agreements over HTTP: what a token may read, and in which shape."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.agreements import make_agreement, make_contract
from tests.factories.core import make_manager, make_source, make_team, make_token, make_user
from tests.factories.directory import make_organisation, make_representative
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db

LIST = "/api/v1/agreements"


def called(client, user, address, *scopes):
    secret = make_token(user, *(scopes or ("agreements:read",)))
    return client.get(address, headers={"Authorization": f"Bearer {secret}"})


def test_an_agreement_in_full(client):
    team = make_team()
    event = make_event(team=team)
    known = make_organisation(country="CN")
    contract = make_contract(
        event,
        "1500.50",
        "CNY",
        parties=[known, {"en": "A foreign museum"}],
        provenance="unnamed",
        source=make_source(key="week-results"),
    )
    answer = called(client, make_manager(team), f"{LIST}/{contract.code}")
    assert answer.json() == {
        "code": contract.code,
        "kind": "contract",
        "title": contract.title,
        "state": "signed",
        "sector": "film",
        "parties": [
            {"organisation": known.code, "name": known.name, "country": "CN"},
            {"organisation": None, "name": {"en": "A foreign museum"}, "country": ""},
        ],
        "signed_on": None,
        "signed_at": event.code,
        "amount": "1500.50",
        "currency": "CNY",
        "provenance": "unnamed",
        "source": "week-results",
        "version": 1,
    }


def test_a_token_sees_what_its_user_sees(client):
    team = make_team()
    mine, other = make_agreement(team=team), make_agreement()
    manager = make_manager(team)
    listed = called(client, manager, LIST).json()
    assert [item["code"] for item in listed["items"]] == [mine.code]
    assert called(client, manager, f"{LIST}/{other.code}").status_code == 404
    assert called(client, make_user(), LIST).json() == {"items": [], "next": None}
    party = make_representative(other.parties.first().organisation).person.user
    assert called(client, party, f"{LIST}/{other.code}").status_code == 200


def test_a_token_without_the_scope_reads_nothing(client):
    answer = called(client, make_user(), LIST, "events:read")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert client.get(LIST).status_code == 401


def test_thirty_need_no_more_queries_than_one(client):
    team = make_team()
    manager = make_manager(team)
    make_agreement(team=team)
    with CaptureQueriesContext(connection) as one:
        called(client, manager, LIST)
    for _number in range(29):
        make_agreement(team=team)
    with CaptureQueriesContext(connection) as thirty:
        assert len(called(client, manager, LIST).json()["items"]) == 30
    assert len(thirty) == len(one)
