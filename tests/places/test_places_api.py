"""Venues over HTTP."""

import pytest

from tests.factories.core import make_token, make_user
from tests.factories.places import make_hall, make_tables, make_venue

pytestmark = pytest.mark.django_db


def call(client, path, secret):
    return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})


def test_a_venue_comes_with_halls_and_tables(client):
    venue = make_venue(name={"en": "Mill"}, provenance="generated")
    make_tables(make_hall(venue, capacity=90), 2, kind="quiet")
    secret = make_token(make_user(), "venues:read")
    shown = call(client, f"/venues/{venue.code}", secret).json()
    assert (shown["name"], shown["provenance"]) == ({"en": "Mill"}, "generated")
    assert shown["halls"][0]["capacity"] == 90
    assert shown["halls"][0]["tables"] == [
        {"number": 1, "kind": "quiet"},
        {"number": 2, "kind": "quiet"},
    ]
    assert call(client, "/venues/none", secret).status_code == 404
    assert call(client, "/venues", make_token(make_user(), "people:read")).status_code == 403


def test_venues_are_listed_at_one_cost(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    make_hall()
    secret = make_token(make_user(), "venues:read")
    with django_assert_max_num_queries(8) as one:
        first = call(client, "/venues?limit=1", secret).json()
    assert (len(first["items"]), first["next"]) == (1, None)
    for _number in range(29):
        make_hall()
    with django_assert_num_queries(len(one.captured_queries)):
        assert len(call(client, "/venues", secret).json()["items"]) == 30
