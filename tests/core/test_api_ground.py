"""The API's ground: tokens, pages by cursor, repeated writes, errors as problems."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from ninja import Router

from mosty.core import api as ground
from mosty.core.actions import Refused, acting
from mosty.core.api import Scope, idempotent, page
from mosty.core.models import IdempotentAnswer, Team
from mosty.core.permissions import Denied
from tests.factories.core import make_team, make_token, make_user

LIST = "/api/v1/teams-of-the-test"
router = Router()


@router.get("/teams-of-the-test", auth=Scope("events:read"))
def list_teams(request, after: str = "", limit: int = 50):
    return page(Team.objects.all(), lambda team: team.code, after=after, limit=limit)


@router.post("/teams-of-the-test", auth=Scope("events:write"), response={201: dict})
@idempotent
def add_team(request):
    code = json.loads(request.body)["code"]
    if code == "refused":
        raise Refused("This code cannot be taken.", field="code")
    if code == "denied":
        raise Denied("Nobody may do that.")
    with acting(request.user, "test.add"):
        if Team.objects.filter(code=code).exists():
            raise Refused("This code is taken.", field="code")
        team = Team.objects.create(code=code)
    return 201, {"code": team.code}


@pytest.fixture
def urls(settings):
    """The program's own API object serves the test's two operations for a while."""
    settings.ROOT_URLCONF = "tests.core.api_urls"


@pytest.fixture
def user():
    return make_user()


def called(user, *scopes, method="get", data=None, key="", query=None, secret=""):
    """An answer of the API; `scopes` are those of a fresh token unless `secret` is given."""
    headers = {"Authorization": f"Bearer {secret or make_token(user, *scopes)}"}
    if key:
        headers["Idempotency-Key"] = key
    client = Client()
    if method == "get":
        return client.get(LIST, query, headers=headers)
    return client.post(LIST, json.dumps(data), content_type="application/json", headers=headers)


def problem_of(answer):
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    return body


@pytest.mark.django_db
def test_tokens_that_are_not_valid(urls, user):
    now = timezone.now()
    expired = make_token(user, "events:read", expires_at=now - timedelta(seconds=1))
    revoked = make_token(user, "events:read", revoked_at=now)
    of_the_barred = make_token(make_user(is_active=False), "events:read")
    for secret in (expired, revoked, of_the_barred, "mosty_nonsense"):
        answer = called(user, secret=secret)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        problem_of(answer)
    assert Client().get(LIST).status_code == 401
    valid = make_token(user, "events:read", expires_at=now + timedelta(hours=1))
    assert called(user, secret=valid).status_code == 200


@pytest.mark.django_db
def test_a_missing_scope_is_named(urls, user):
    answer = called(user, "events:write")
    assert answer.status_code == 403
    assert "events:read" in problem_of(answer)["title"]


@pytest.mark.django_db
def test_pages_neither_skip_nor_repeat(urls, user):
    codes = [make_team().code for _number in range(5)]
    secret = make_token(user, "events:read")
    seen, cursor = [], ""
    for _page in range(3):
        found = called(user, secret=secret, query={"limit": 2, "after": cursor}).json()
        seen += found["items"]
        cursor = found["next"]
        if cursor is None:
            break
        late = make_team().code if len(seen) == 2 else None
        codes += [late] if late else []
    assert seen == codes
    assert cursor is None


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["nonsense", "!!", "é", "a" * 5000])
def test_a_cursor_that_is_none(urls, user, cursor):
    answer = called(user, "events:read", query={"after": cursor})
    assert answer.status_code == 422
    problem_of(answer)


@pytest.mark.django_db
def test_a_page_has_its_limits(urls, user, monkeypatch):
    for _number in range(4):
        make_team()
    monkeypatch.setattr(ground, "LARGEST_PAGE", 3)
    secret = make_token(user, "events:read")

    def items(limit):
        return len(called(user, secret=secret, query={"limit": limit}).json()["items"])

    assert [items(limit) for limit in (0, -5, 2, 1000)] == [1, 1, 2, 3]
    wrong = called(user, secret=secret, query={"limit": "many"})
    assert wrong.status_code == 422
    assert problem_of(wrong)["errors"][0]["where"].endswith("limit")


@pytest.mark.django_db
def test_errors_are_problems(urls, user):
    refused = called(user, "events:write", method="post", data={"code": "refused"})
    assert refused.status_code == 409
    assert (problem_of(refused)["title"], refused.json()["field"]) == (
        "This code cannot be taken.",
        "code",
    )
    denied = called(user, "events:write", method="post", data={"code": "denied"})
    assert (denied.status_code, problem_of(denied)["title"]) == (403, "Nobody may do that.")


@pytest.mark.django_db
def test_a_repeated_write_is_answered_and_not_done_again(urls, user):
    secret = make_token(user, "events:write")
    sent = {"method": "post", "data": {"code": "once"}, "secret": secret}
    first, again = called(user, key="k-1", **sent), called(user, key="k-1", **sent)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() == {"code": "once"}
    assert Team.objects.filter(code="once").count() == 1
    assert called(user, **sent).status_code == 409
    other_body = called(user, key="k-1", method="post", data={"code": "x"}, secret=secret)
    assert other_body.status_code == 422
    assert not Team.objects.filter(code="x").exists()


@pytest.mark.django_db
def test_a_key_belongs_to_its_token(urls, user):
    for number in (1, 2):
        answer = called(
            user, "events:write", key="same", method="post", data={"code": f"own-{number}"}
        )
        assert answer.json() == {"code": f"own-{number}"}


@pytest.mark.django_db
def test_long_keys_are_told_apart(urls, user):
    secret = make_token(user, "events:write")
    for end in ("a", "b"):
        sent = {"method": "post", "data": {"code": f"long-{end}"}, "secret": secret}
        assert called(user, key="k" * 200 + end, **sent).status_code == 201
    assert IdempotentAnswer.objects.count() == 2


@pytest.mark.django_db
def test_what_was_refused_may_be_tried_again(urls, user):
    secret = make_token(user, "events:write")
    sent = {"method": "post", "key": "retry", "secret": secret}
    assert called(user, data={"code": "refused"}, **sent).status_code == 409
    assert not IdempotentAnswer.objects.exists()
    assert called(user, data={"code": "free"}, **sent).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_get_one_answer(urls, user):
    secret = make_token(user, "events:write")
    together, answers = threading.Barrier(8), []

    def call():
        together.wait()
        answer = called(user, key="race", method="post", data={"code": "race"}, secret=secret)
        answers.append((answer.status_code, answer.json()))
        connections.close_all()

    threads = [threading.Thread(target=call) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(201, {"code": "race"})] * 8
    assert Team.objects.filter(code="race").count() == 1
