"""Sign-in, sessions, headers, cookies and error pages, as a stranger tries them."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from mosty.core.models import User
from tests.factories import core as make
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db


def test_every_answer_forbids_foreign_scripts_and_frames() -> None:
    client = Client(raise_request_exception=False)
    make_event(code="fair")
    for path in ("/", "/events/fair/", "/nowhere/", "/organisations/", "/events/?q=%00",
                 "/api/v1/events", "/api/v1/openapi.json", "/accounts/login/"):  # fmt: skip
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self'" in policy, path
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


def test_error_pages_say_nothing_of_the_inside() -> None:
    client = Client(raise_request_exception=False)
    for path in ("/nowhere/", "/events/?q=%00", "/api/v1/nowhere", "/organisations/%ff/"):
        text = client.get(path).content.decode()
        for secret in ("Traceback", "urlconf", "mosty.site", settings.SECRET_KEY, "psycopg"):
            assert secret not in text, path


@override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True)
def test_cookies_are_for_this_site_alone() -> None:
    user = make.make_user()
    client = Client()
    answer = client.post("/accounts/login/", {"login": user.email, "password": "mosty-pass-word"})
    session = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"]
    assert session["secure"]
    assert session["samesite"] == "Lax"
    assert client.get("/").cookies.keys() <= {"csrftoken", "sessionid", "messages"}


def test_a_session_known_before_is_worth_nothing_after_signing_in() -> None:
    user = make.make_user()
    client = Client()
    client.get("/accounts/login/")
    client.session["planted"] = 1
    client.session.save()
    before = client.session.session_key
    client.post("/accounts/login/", {"login": user.email, "password": "mosty-pass-word"})
    assert client.session[SESSION_KEY] == str(user.pk)
    assert client.session.session_key != before


def test_each_role_of_the_demo_is_a_session_of_its_own() -> None:
    for role in ("manager", "auditor"):
        make.make_user(f"{role}@demo.example", is_demo=True)
    client = Client()
    with override_settings(MOSTY_DEMO=True):
        client.post("/demo/sign-in/", {"role": "manager"})
        first = client.session.session_key
        kept = Client()
        kept.cookies[settings.SESSION_COOKIE_NAME] = first
        client.post("/demo/sign-in/", {"role": "auditor"})
        assert client.session.session_key != first
        assert SESSION_KEY not in kept.session
        assert client.get("/demo/sign-in/").status_code == 405


def test_the_demo_signs_in_only_its_own_people() -> None:
    make.make_user("manager@demo.example")  # of that name, but no sample
    client = Client()
    with override_settings(MOSTY_DEMO=True):
        client.post("/demo/sign-in/", {"role": "manager"})
        assert client.post("/demo/sign-in/", {"role": "root"}).status_code == 404
    assert SESSION_KEY not in client.session


def test_outside_the_demo_its_people_are_nobody() -> None:
    user = make.make_user("manager@demo.example", is_demo=True)
    secret = make.make_token(user, "events:read")
    client = Client()
    client.force_login(user)
    call = {"headers": {"authorization": f"Bearer {secret}"}}
    with override_settings(MOSTY_DEMO=True):
        assert client.get("/tokens/").status_code == 200
        assert Client().get("/api/v1/events", **call).status_code == 200
    assert client.get("/tokens/").status_code == 302
    assert SESSION_KEY not in client.session
    assert Client().get("/api/v1/events", **call).status_code == 401
    assert Client().post("/demo/sign-in/", {"role": "manager"}).status_code == 404


def test_a_foreign_host_is_no_host_of_ours(mailoutbox: list) -> None:
    user = make.make_user()
    path = reverse("account_reset_password")
    client = Client(raise_request_exception=False)
    for header in ({"host": "evil.example"}, {"host": "evil.example:80@localhost"}):
        assert client.post(path, {"email": user.email}, headers=header).status_code == 400
    client.post(
        path,
        {"email": user.email},
        headers={"host": "127.0.0.1", "x-forwarded-host": "evil.example"},
    )
    assert len(mailoutbox) == 1
    assert "evil" not in mailoutbox[0].body
    assert f"{settings.MOSTY_ADDRESS}/accounts/password/reset/key/" in mailoutbox[0].body


def test_who_has_an_account_is_not_told(mailoutbox: list) -> None:
    user = make.make_user()
    path = reverse("account_reset_password")
    known, unknown = (
        Client().post(path, {"email": address}, follow=True)
        for address in (user.email, "nobody@example.org")
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert [letter.to for letter in mailoutbox] == [[user.email]]
    wrong = [
        Client().post("/accounts/login/", {"login": address, "password": "wrong"})
        for address in (user.email, "nobody@example.org")
    ]
    errors = [answer.context["form"].errors.get_json_data() for answer in wrong]
    assert errors[0] == errors[1]


def test_guessing_a_password_ends_soon() -> None:
    user = make.make_user()
    guess = {"login": user.email, "password": "wrong"}
    answers = [Client().post("/accounts/login/", guess) for _attempt in range(12)]
    right = Client().post("/accounts/login/", {**guess, "password": "mosty-pass-word"})
    assert answers[-1].status_code in (200, 429)
    assert right.status_code != 302


def test_a_closed_account_is_out_at_once() -> None:
    user = make.make_user()
    secret = make.make_token(user, "events:read")
    client = Client()
    client.force_login(user)
    assert client.get("/tokens/").status_code == 200
    from mosty.core.actions import factories_may_write  # reason: this test alone writes a row

    with factories_may_write():
        User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/tokens/").status_code == 302
    call = {"headers": {"authorization": f"Bearer {secret}"}}
    assert Client().get("/api/v1/events", **call).status_code == 401


def test_no_address_leads_to_another_site() -> None:
    user = make.make_user()
    client = Client()
    for next_page in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"):
        signed = Client().post(
            "/accounts/login/",
            {"login": user.email, "password": "mosty-pass-word", "next": next_page},
        )
        spoken = client.post("/i18n/setlang/", {"language": "en", "next": next_page})
        for answer in (signed, spoken):
            assert "evil" not in answer.get("Location", "")
            assert "javascript" not in answer.get("Location", "")


def test_tokens_stay_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    user = make.make_user()
    secret = make.make_token(user, "events:read")
    late = make.make_token(user, "events:read", expires_at=timezone.now() - timedelta(days=1))
    with caplog.at_level(logging.DEBUG):
        for token in (secret, late, "mosty_forged"):
            call = {"authorization": f"Bearer {token}"}
            Client().get("/api/v1/events", headers=call)
            Client().get("/api/v1/agreements", headers=call)
    assert caplog.records
    for token in (secret, late, "mosty_forged"):
        assert token not in caplog.text
    assert Client().get(f"/api/v1/events?token={secret}").status_code == 401


def test_a_session_opens_no_call_of_the_api() -> None:
    client = Client()
    client.force_login(make.make_user())
    assert client.get("/api/v1/events").status_code == 401
