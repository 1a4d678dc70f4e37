"""What a stranger may put into an address, a form or a call: no answer is ever a 500."""

import json
from typing import Any

import pytest
from django.test import Client

from mosty.core.middleware import LARGEST_REQUEST
from tests.site.access.world import World, make_world

pytestmark = pytest.mark.django_db

ODD = (
    "%00", "-1", "99999999999999999999999", "9" * 5000, "'", "\\", "([*", "%", "%ED%A0%80",
    "%F0%9F%92%A9", "..%2f..%2fetc%2fpasswd", "1 OR 1=1", "{{7*7}}",
)  # fmt: skip
LISTS = (
    "/organisations/", "/venues/", "/events/", "/events/fair/registrations/", "/agreements/",
    "/events/fair/meetings/participants/", "/events/fair/meetings/requests/",
    "/events/fair/meetings/all/", "/journal/", "/staff/", "/results/",
)  # fmt: skip
OTHERS = (
    "/search/?q={}", "/events/fair/meetings/day/?day={}", "/results/held/?count={}",
    "/results/held/figures/agreements/?sector={}", "/results/held/figures/agreements/?country={}",
    "/results/held/figures/agreements/?page={}", "/agreements/new/?meeting={}",
    "/events/fair/check-in/?q={}", "/events/fair/meetings/schedule/?of={}",
    "/events/fair/registrations/new/?who={}", "/events/fair/registrations/new/?person={}",
    "/events/fair/register/own/{}/", "/organisations/{}/", "/events/{}/", "/meetings/{}/",
    "/organisations/organisation-x/offers/{}/", "/results/held/figures/{}/",
)  # fmt: skip


@pytest.fixture
def world() -> World:
    return make_world()


def _client(world: World, role: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.users[role])
    return client


@pytest.mark.parametrize(
    "names", [("sort", "page", "per_page"), ("q", "state", "provenance", "sector", "kind")]
)
def test_lists_take_any_parameter(world: World, names: tuple[str, ...]) -> None:
    manager, administrator = _client(world, "manager A"), _client(world, "administrator")
    statuses = {}
    for page in LISTS:
        client = administrator if page in ("/journal/", "/staff/") else manager
        for odd in (*ODD, "0", "name,-name", "person__user__password"):
            # The rows alone, as htmx asks for them: no map is drawn above the list.
            given = "&".join(f"{name}={odd}" for name in names)
            asked = client.get(f"{page}?{given}", headers={"hx-request": "true"})
            statuses[page, odd] = asked.status_code
    wrong = {
        (page, odd): status
        for (page, odd), status in statuses.items()
        if status != (400 if "%00" in odd else 200)
    }
    assert wrong == {}


def test_no_page_is_longer_than_thirty(world: World) -> None:
    page = _client(world, "auditor").get("/events/?per_page=0&page=9")
    assert page.status_code == 200
    assert page.context["table"].paginator.per_page == 30


def test_other_parameters_and_addresses_take_anything(world: World) -> None:
    client = _client(world, "manager A")
    statuses = {
        (page, odd): client.get(page.format(odd)).status_code for page in OTHERS for odd in ODD
    }
    assert {asked: status for asked, status in statuses.items() if status >= 500} == {}


def test_forms_take_no_nul_and_not_everything(world: World) -> None:
    client = _client(world, "manager A")
    posted = [
        client.post("/events/draft/state/", {"state": "a\0b"}),
        client.post("/organisations/new/", {"name_en": "a\0b", "kind": "1", "country": "RU"}),
        client.post("/demo/sign-in/", {"role\0": "x"}),
        client.post("/events/fair/register/", {f"field-{number}": "x" for number in range(1500)}),
        client.post("/events/fair/register/", {"name": "x" * 3_000_000}),
        client.post("/events/fair/register/", CONTENT_LENGTH=str(LARGEST_REQUEST + 1)),
    ]
    assert [answer.status_code for answer in posted] == [400] * len(posted)


def test_a_million_keys_are_not_read(world: World) -> None:
    answer = _client(world, "manager A").get("/organisations/?" + "&".join(["x=1"] * 2000))
    assert answer.status_code == 400


BODIES = (
    '{"name": {"en": "a\\u0000b"}, "kind": "company", "country": "RS"}',
    '{"name": {"en": "\\ud800"}, "kind": "company", "country": "RS"}',
    '{"name": {"en": "x"}, "kind": "company", "country": "RS", "longitude": NaN, "latitude": 1}',
    '{"name": {"en": "x"}, "kind": "company", "country": "RS", "longitude": 1e999, "latitude": 1}',
    "[" * 100_000,
    '{"name": ' + "[" * 2000 + "]" * 2000 + "}",
    '{"name": {"en": "x"}, "kind": "company", "country": "RS", "edition": ' + "9" * 5000 + "}",
    '{"name": {"en": "x"}, "kind": "company", "country": "RS", "site": "javascript:alert(1)"}',
    '{"name": {"en": "x"}, "kind": "company", "country": "RS", "site": "https://a.b/'
    + "x" * 300 + '"}',
    "not json", "null", "[]", '"text"', "",
    '{"name": {"en": "' + "x" * 3_000_000 + '"}}',
)  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_calls_answer_a_hostile_body_kindly(world: World, body: str) -> None:
    answer = _call(world, "post", "/organisations", body)
    assert answer.status_code in (400, 409, 413, 422)


def test_a_backslash_is_a_text_like_any_other(world: World) -> None:
    body = {"name": {"en": r"a\u0000b"}, "kind": "company", "country": "RS"}
    assert _call(world, "post", "/organisations", json.dumps(body)).status_code == 201


@pytest.mark.parametrize("odd", ODD)
def test_calls_take_any_parameter(world: World, odd: str) -> None:
    paths = (
        f"/organisations?q={odd}", f"/organisations?country={odd}", f"/people?after={odd}",
        f"/events?limit={odd}", f"/events/{odd}", f"/events/fair/sessions/{odd}",
        f"/events/held/figures?with_generated={odd}",
    )  # fmt: skip
    statuses = {path: _call(world, "get", path).status_code for path in paths}
    assert {path: status for path, status in statuses.items() if status >= 500} == {}


@pytest.mark.parametrize(
    "cursor", ["LTE", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM", "8J+SqQ", "====", "_"]
)
def test_a_forged_cursor_is_a_page_or_a_refusal(world: World, cursor: str) -> None:
    assert _call(world, "get", f"/events?after={cursor}").status_code in (200, 422)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2025-12-08"])
@pytest.mark.parametrize("hours", [("00:00", "23:59:59"), ("23:00", "01:00")])
def test_days_at_the_edges_of_time(world: World, day: str, hours: tuple[str, str]) -> None:
    body = {"title": {"en": "x"}, "day": day, "starts": hours[0], "ends": hours[1]}
    answer = _call(world, "post", "/events/fair/sessions", json.dumps(body))
    assert answer.status_code in (201, 409, 422)


def test_what_a_call_does_not_name_cannot_be_set(world: World) -> None:
    body = {
        "name": {"en": "Plain"}, "kind": "company", "country": "RS",
        "code": "chosen", "provenance": "generated", "version": 9, "source": "x", "id": 1,
    }  # fmt: skip
    made = _call(world, "post", "/organisations", json.dumps(body)).json()
    assert made["code"] != "chosen"
    assert (made["provenance"], made["version"], made["source"]) == ("real", 1, None)
    event = {
        "team": "team-a", "name": {"en": "E"}, "kind": "week", "starts": "2027", "country": "RU",
        "state": "held", "code": "chosen", "provenance": "generated",
    }  # fmt: skip
    made = _call(world, "post", "/events", json.dumps(event)).json()
    assert (made["state"], made["provenance"], made["code"] == "chosen") == ("draft", "real", False)


def _call(world: World, method: str, path: str, body: str = "") -> Any:
    headers = {"authorization": f"Bearer {world.token('manager A')}"}
    client = Client(raise_request_exception=False, headers=headers)
    if method == "get":
        return client.get(f"/api/v1{path}")
    return client.post(f"/api/v1{path}", body, content_type="application/json")
