"""The directory over HTTP: scopes, what is served to whom, repeated calls."""

import pytest

from mosty.core.models import JournalEntry
from mosty.directory.models import Organisation
from tests.factories.core import make_auditor, make_manager, make_token, make_user
from tests.factories.directory import (
    make_office,
    make_organisation,
    make_person,
    make_representative,
)

pytestmark = pytest.mark.django_db

NEW = {"name": {"en": "Cat", "zh": "猫"}, "kind": "studio", "country": "CN", "sectors": ["film"]}


def call(client, method, path, secret, body=None, **headers):
    sent = {"data": body, "content_type": "application/json"} if body else {}
    return getattr(client, method)(
        f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}", **headers}, **sent
    )


def test_organisations_are_listed_page_by_page(client):
    codes = [make_organisation(country="TR").code for _number in range(3)]
    make_organisation(country="CN", name={"en": "Cat"}, sectors=("film",), provenance="generated")
    secret = make_token(make_user(), "organisations:read")
    first = call(client, "get", "/organisations?country=TR&limit=2", secret).json()
    second = call(client, "get", f"/organisations?limit=2&after={first['next']}", secret).json()
    assert [item["code"] for item in first["items"]] == codes[:2]
    assert second["items"][0]["code"] == codes[2]
    found = call(client, "get", "/organisations?q=cat&provenance=generated", secret).json()
    item = found["items"][0]
    assert (item["name"], item["sectors"], item["provenance"]) == (
        {"en": "Cat"},
        ["film"],
        "generated",
    )
    assert found["next"] is None
    one = call(client, "get", f"/organisations/{codes[0]}", secret).json()
    assert one == first["items"][0]
    assert call(client, "get", "/organisations/none", secret).status_code == 404


def test_scopes_and_tokens_are_needed(client):
    person = make_representative().person
    secret = make_token(make_manager(), "people:read")
    assert call(client, "get", "/organisations", secret).status_code == 403
    assert call(client, "get", "/organisations", "mosty_wrong").status_code == 401
    assert call(client, "post", "/organisations", secret, NEW).status_code == 403
    assert call(client, "get", f"/people/{person.code}", secret).status_code == 200


def test_an_organisation_is_created_once_for_a_repeated_call(client):
    secret = make_token(make_manager(), "organisations:write")
    key = {"Idempotency-Key": "one"}
    first = call(client, "post", "/organisations", secret, NEW, **key)
    again = call(client, "post", "/organisations", secret, NEW, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    made = Organisation.objects.get()
    assert (made.code, made.name["zh"], made.kind.code) == (first.json()["code"], "猫", "studio")
    assert JournalEntry.objects.get().origin == "api"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"kind": "none"}, 422),
        ({"sectors": ["film", "none"]}, 422),
        ({"country": "XX"}, 422),
        ({"name": {}}, 409),
        ({"longitude": 400, "latitude": 1}, 409),
    ],
)
def test_bad_input_is_refused_with_words(client, given, status):
    secret = make_token(make_manager(), "organisations:write")
    response = call(client, "post", "/organisations", secret, {**NEW, **given})
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert not Organisation.objects.exists()


def test_only_managers_create_organisations(client):
    for user in (make_user(), make_auditor()):
        secret = make_token(user, "organisations:write")
        response = call(client, "post", "/organisations", secret, NEW)
        assert response.status_code == 403


def test_people_come_without_addresses_unless_one_may_read_them(client):
    organisation = make_organisation()
    named = make_representative(organisation).person
    make_office(named, make_organisation(code="guild"), title={"en": "Chair"})
    make_person()
    secret = make_token(make_user(), "people:read")
    listed = call(client, "get", "/people", secret).json()["items"]
    assert [(item["code"], item["email"]) for item in listed] == [(named.code, None)]
    assert listed[0]["represents"] == [organisation.code]
    assert listed[0]["offices"] == [{"organisation": "guild", "title": {"en": "Chair"}}]
    assert call(client, "get", f"/people/{named.code}", secret).json()["email"] is None
    auditor = make_auditor()
    theirs = make_token(auditor, "people:read")
    assert {item["email"] for item in call(client, "get", "/people", theirs).json()["items"]} == {
        None
    }
    assert call(client, "get", f"/people/{named.code}", theirs).json()["email"] == named.email
    assert JournalEntry.objects.get(verb="directory.read_contact").by == auditor


def test_lists_cost_the_same_for_one_row_and_for_thirty(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    secret = make_token(make_manager(), "organisations:read", "people:read")
    for path in ("/organisations", "/people"):
        make_office(make_representative().person)
        with django_assert_max_num_queries(15) as one:
            call(client, "get", path, secret)
        for _number in range(29):
            make_office(make_representative().person)
        with django_assert_num_queries(len(one.captured_queries)):
            call(client, "get", path, secret)
