"""The page shell around a page, the pages of errors, the pages of signing in."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django.fixtures import Settings

from mosty.core.models import User
from mosty.core.registry import NavItem
from mosty.core.shell import DEMO_ROLES, Shell


def a_request(path: str = "/", user: Any = None) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return request


def a_shell(path: str = "/", areas: Sequence[NavItem] = (), user: Any = None) -> Shell:
    return Shell(a_request(path, user), areas)


def entry(name: str, order: int, **more: Any) -> NavItem:
    return NavItem(name, name, name, order, **more)


def test_the_rail_shows_what_this_person_may_see_in_order() -> None:
    areas = (
        entry("search", 2, waiting=lambda _user: 3),
        entry("look", 1),
        entry("account_email", 0, visible=lambda _user: False),
        entry("account_login", 0, section="results"),
    )

    shown = a_shell("/look/", areas).rail

    assert [(item.key, item.current, item.waiting) for item in shown] == [
        ("look", True, None),
        ("search", False, 3),
        ("account_login", False, None),
    ]


@pytest.mark.parametrize(
    ("entries", "in_bar", "under_more"), [(3, 3, 0), (5, 5, 0), (6, 4, 2), (9, 4, 5)]
)
def test_a_phones_bar_has_five_places(entries: int, in_bar: int, under_more: int) -> None:
    shown = a_shell(areas=[entry("look", number) for number in range(entries)])

    assert (len(shown.bar), len(shown.more)) == (in_bar, under_more)


def test_the_longest_address_above_a_page_is_the_current_one() -> None:
    areas = (entry("home", 0), entry("account_login", 1), entry("account_reset_password", 2))

    shown = a_shell("/accounts/password/reset/done/", areas).rail

    assert [item.current for item in shown] == [False, False, True]


@pytest.mark.parametrize(
    ("user", "role"),
    [
        (User(email="front-desk@demo.example", is_demo=True), "front_desk"),
        (User(email="auditor@example.org"), "visitor"),
        (None, "visitor"),
    ],
)
def test_the_demo_offers_each_role_and_marks_the_present_one(user: Any, role: str) -> None:
    shown = a_shell(user=user).demo_roles

    assert [choice.key for choice in shown] == [key for key, _label in DEMO_ROLES]
    assert [choice.key for choice in shown if choice.current] == [role]


def test_direction_and_language_follow_the_reader() -> None:
    with override("ar"):
        arabic = (a_shell().language, a_shell().direction)
    with override("ru"):
        russian = (a_shell().language, a_shell().direction)

    assert (arabic, russian) == (("ar", "rtl"), ("ru", "ltr"))


@pytest.mark.django_db
def test_a_page_right_to_left_gets_the_style_sheet_of_its_direction() -> None:
    with override("ar"):
        arabic = render_to_string("404.html", request=a_request())
    with override("ru"):
        russian = render_to_string("404.html", request=a_request())

    assert ("tabler.rtl.min.css" in arabic, 'dir="rtl"' in arabic) == (True, True)
    assert ("tabler.rtl.min.css" in russian, 'dir="ltr"' in russian) == (False, True)


@pytest.mark.django_db
def test_a_refusal_says_its_reason() -> None:
    with override("ru"):
        page = render_to_string("403.html", {"exception": "No entry."}, request=a_request())

    assert "Эта страница вам недоступна" in page
    assert "No entry." in page


def test_a_broken_server_speaks_both_languages_without_any_help() -> None:
    page = render_to_string("500.html")

    assert "Ваши данные целы" in page
    assert "Your data is safe" in page
    assert "/static/" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/accounts/login/", "<h1>Войти</h1>"),
        ("/accounts/password/reset/", "<h1> Сброс пароля </h1>"),
    ],
)
def test_signing_in_looks_like_the_rest_and_is_in_russian(
    client: Client, path: str, heading: str
) -> None:
    page = " ".join(client.get(path, headers={"accept-language": "ru"}).text.split())

    assert heading in page
    assert page.count("mosty/mosty.css") == 1
    assert page.count('class="btn btn-primary"') == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("debug", "status"), [(True, 200), (False, 404)])
def test_the_gallery_is_for_builders_alone(
    client: Client,
    settings: Settings,
    debug: bool,
    status: int,
) -> None:
    settings.DEBUG = debug
    settings.MOSTY_DEMO = False

    answer = client.get("/look/")

    assert answer.status_code == status
    assert (answer.text.count("<figure class") == 2) is debug


@pytest.mark.django_db
def test_no_page_carries_script_or_style_of_its_own(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    page = client.get("/look/").text

    assert "style=" not in page
    assert page.count("<script") == page.count('<script src="/static/mosty/')
    assert "onclick" not in page
