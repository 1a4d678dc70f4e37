"""The first sign-in: a password by a link, then, for those who work here, a second factor."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client, override_settings
from django.urls import reverse

from mosty.core import passwords, staffing
from mosty.core.models import JournalEntry, Mail, User
from mosty.core.rules import TEAM
from tests.factories import core as make

pytestmark = pytest.mark.django_db

PASSWORD = "seven bridges over one river"
MFA = "/accounts/2fa/"


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})


def invited(*, roles=True):
    """Somebody whose account an administrator has just opened, and the link of the letter."""
    user = staffing.add_colleague(
        by=make.make_administrator(),
        email="boris@example.org",
        name="Boris",
        language="en",
        team_roles=[(make.make_team(), TEAM.MANAGER)] if roles else [],
    )
    return user, re.search(r"http://localhost:\d+(/\S+/key/\S+)", Mail.objects.get().text)[1]


def set_password(client, link, password=PASSWORD):
    form = client.get(link).url
    assert "Choose a password" in client.get(form).content.decode()
    return client.post(form, {"password1": password, "password2": password})


def sign_in(client, email="boris@example.org", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_from_the_letter_to_the_first_page(client):
    user, link = invited()
    assert set_password(client, link).url == reverse("account_reset_password_from_key_done")
    assert EmailAddress.objects.get(user=user).verified
    assert sign_in(client).url == "/"
    for page in ("/", reverse("events"), reverse("staff"), reverse("tokens")):
        assert client.get(page).url == reverse("mfa_index")
    assert "second factor" in client.get(reverse("mfa_index")).content.decode()
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.status_code == 302
    assert client.get("/").status_code == 200


def test_the_second_factor_is_asked_for_at_the_next_sign_in(client):
    user, link = invited()
    set_password(client, link)
    sign_in(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    another = Client(headers={"accept-language": "en"})
    assert sign_in(another).url == reverse("mfa_authenticate")
    assert not another.get("/").wsgi_request.user.is_authenticated
    codes = user.authenticator_set.get(type="recovery_codes").wrap().generate_codes()
    assert another.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert another.get("/").wsgi_request.user == user


def test_a_representative_needs_no_second_factor(client):
    _user, link = invited(roles=False)
    set_password(client, link)
    assert sign_in(client).url == "/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("make_one", ["manager", "desk", "auditor", "leader", "administrator"])
def test_every_role_needs_one(make_one):
    user = getattr(make, f"make_{make_one}")()
    client = Client()
    client.force_login(user)
    assert client.get("/").status_code == 200
    user.authenticator_set.all().delete()
    assert client.get("/").url == reverse("mfa_index")


def test_without_a_second_factor_one_may_still_leave_and_change_the_language(client):
    user = make.make_manager()
    user.authenticator_set.all().delete()
    client.force_login(user)
    assert client.post(reverse("set_language"), {"language": "en"}).status_code in {204, 302}
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.post(reverse("account_logout")).url == "/"


def test_one_click_users_pass_in_the_demo_alone():
    user = make.make_manager(is_demo=True)
    user.authenticator_set.all().delete()
    client = Client()
    client.force_login(user)
    assert client.get("/tokens/").url.startswith(reverse("account_login"))
    client.force_login(user)
    with override_settings(MOSTY_DEMO=True):
        assert client.get("/tokens/").status_code == 200


def test_a_link_works_once(client):
    _user, link = invited()
    set_password(client, link)
    page = Client(headers={"accept-language": "en"}).get(link)
    assert page.status_code == 200
    assert "password1" not in page.content.decode()
    assert reverse("account_reset_password") in page.content.decode()


def test_a_link_is_nobody_elses_and_expires(client):
    user, link = invited()
    other = make.make_user(password=None)
    mine = passwords.password_link(user).rpartition("/key/")[2].partition("-")[2]
    theirs = passwords.password_link(other).replace(
        passwords.password_link(other).rpartition("/key/")[2].partition("-")[2], mine
    )
    assert client.get(theirs.partition("8000")[2]).status_code == 200
    assert not User.objects.get(pk=other.pk).has_usable_password()
    assert passwords.days_of_link() == 3
    with override_settings(PASSWORD_RESET_TIMEOUT=timedelta(seconds=-1).total_seconds()):
        assert client.get(link).status_code == 200
    assert client.get(link).status_code == 302


def test_a_weak_password_is_refused_with_the_reason(client):
    user, link = invited()
    page = set_password(client, link, "password12").content.decode()
    assert "too common" in page
    assert not User.objects.get(pk=user.pk).has_usable_password()


def test_a_forgotten_password_is_mended_by_a_letter(client, mailoutbox):
    user = make.make_user(email="boris@example.org", is_active=True)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://[^/\s]+(/\S+/key/\S+)", mailoutbox[0].body)[1]
    form = client.get(link).url
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(client).url == "/"


def test_an_unknown_address_is_answered_like_a_known_one(client, mailoutbox):
    known = make.make_user()
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (known.email, "nobody@example.org")
    ]
    assert answers[0].url == answers[1].url
    assert [letter.to for letter in mailoutbox] == [[known.email]]


def test_a_link_confirms_no_address_that_was_added_later():
    user = make.make_user()
    later = EmailAddress.objects.create(user=user, email="other@example.org", verified=False)
    passwords.confirm_address(sender=User, user=user)
    later.refresh_from_db()
    assert not later.verified


def test_sign_in_attempts_are_limited(client):
    user = make.make_user()
    pages = [sign_in(client, user.email, "wrong") for _attempt in range(6)]
    assert "Too many failed login attempts" in pages[-1].content.decode()
    assert (
        "Too many failed login attempts"
        in sign_in(client, user.email, "mosty-pass-word").content.decode()
    )
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_a_closed_account_does_not_sign_in(client):
    user = make.make_user(is_active=False)
    sign_in(client, user.email, "mosty-pass-word")
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_nobody_makes_an_account_alone(client):
    form = {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), form)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Sign in", "Sign in with a passkey"]), ("ru", ["Войти", "Пароль"])],
)
def test_the_sign_in_page(language, words):
    page = Client(headers={"accept-language": language}).get(reverse("account_login"))
    text = page.content.decode()
    assert [word for word in words if word not in text] == []
    for part in ('name="login"', 'name="password"', 'id="passkey_login"', 'id="mfa_login"'):
        assert part in text
    for tongue in ("en", "ru"):
        assert f'name="language" value="{tongue}"' in text
    assert "style=" not in text
    assert "Content-Security-Policy" in page


def test_a_passkey_can_be_added_at_localhost(client):
    user = make.make_user()
    assert sign_in(client, user.email, "mosty-pass-word").url == "/"
    page = client.get(reverse("mfa_add_webauthn"), headers={"host": "localhost"})
    assert page.status_code == 200
    creation = page.context["js_data"]["creation_options"]["publicKey"]
    assert creation["rp"]["id"] == "localhost"


def test_the_journal_knows_the_door(client):
    administrator = make.make_administrator()
    client.force_login(administrator)
    client.post(reverse("team_new"), {"name_en": "Museum", "code": "museum"})
    assert JournalEntry.objects.get().origin == "page"


def test_who_has_a_second_factor_confirms_it_before_changing_it(client):
    _user, link = invited()
    set_password(client, link)
    sign_in(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    answer = client.get(reverse("mfa_add_webauthn"))
    assert "/reauthenticate/" in answer.url
