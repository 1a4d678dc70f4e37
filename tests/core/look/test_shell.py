"""The page shell around a page, the pages of errors, the pages of signing in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django.fixtures import Settings

from mosty.core import shell
from mosty.core.registry import NavItem, Registry

pytestmark = pytest.mark.urls("tests.core.look.urls")


@pytest.fixture
def navigation(monkeypatch: pytest.MonkeyPatch) -> Registry[NavItem]:
    """A registry of its own, so that the areas' real entries do not matter here."""
    own: Registry[NavItem] = Registry()
    monkeypatch.setattr(shell, "navigation", own)
    return own


@pytest.fixture
def russian() -> Iterator[None]:
    with override("ru"):
        yield


def a_shell(path: str = "/", **session: str) -> shell.Shell:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    request.session = session  # type: ignore[assignment]
    return shell.Shell(request)


def entry(name: str, order: int, **more: Any) -> NavItem:
    return NavItem(name, name, name, order, **more)


def test_the_rail_shows_what_this_person_may_see_in_order(navigation: Registry[NavItem]) -> None:
    navigation.register("search", entry("search", 2, waiting=lambda _user: 3))
    navigation.register("look", entry("look", 1))
    navigation.register("secret", entry("account_email", 0, visible=lambda _user: False))
    navigation.register("results", entry("account_login", 0, section="results"))

    shown = a_shell("/look/").rail

    assert [(item.key, item.current, item.waiting) for item in shown] == [
        ("look", True, None),
        ("search", False, 3),
        ("account_login", False, None),
    ]


@pytest.mark.parametrize(
    ("entries", "in_bar", "under_more"), [(3, 3, 0), (5, 5, 0), (6, 4, 2), (9, 4, 5)]
)
def test_a_phones_bar_has_five_places(
    navigation: Registry[NavItem], entries: int, in_bar: int, under_more: int
) -> None:
    for number in range(entries):
        navigation.register(str(number), entry("look", number))

    shown = a_shell()

    assert (len(shown.bar), len(shown.more)) == (in_bar, under_more)


def test_the_longest_address_above_a_page_is_the_current_one(
    navigation: Registry[NavItem],
) -> None:
    navigation.register("account", entry("account_login", 1))
    navigation.register("reset", entry("account_reset_password", 2))

    shown = a_shell("/accounts/password/reset/done/").rail

    assert [item.current for item in shown] == [False, True]


def test_the_demo_offers_each_role_and_marks_the_present_one(settings: Settings) -> None:
    settings.MOSTY_DEMO = True
    shown = a_shell(demo_role="auditor")

    assert shown.demo
    assert [role.key for role in shown.demo_roles] == [key for key, _label in shell.DEMO_ROLES]
    assert [role.key for role in shown.demo_roles if role.current] == ["auditor"]


def test_direction_and_language_follow_the_reader() -> None:
    with override("ar"):
        arabic = (a_shell().language, a_shell().direction)
    with override("ru"):
        russian = (a_shell().language, a_shell().direction)

    assert (arabic, russian) == (("ar", "rtl"), ("ru", "ltr"))


@pytest.mark.usefixtures("russian", "navigation")
def test_a_page_right_to_left_gets_the_style_sheet_of_its_direction() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with override("ar"):
        arabic = render_to_string("404.html", request=request)
    russian = render_to_string("404.html", request=request)

    assert ("tabler.rtl.min.css" in arabic, 'dir="rtl"' in arabic) == (True, True)
    assert ("tabler.rtl.min.css" in russian, 'dir="ltr"' in russian) == (False, True)


@pytest.mark.usefixtures("navigation")
def test_a_refusal_says_its_reason(client: Client, settings: Settings) -> None:
    settings.LANGUAGE_CODE = "ru"
    answer = client.get("/denied/", headers={"accept-language": "ru"})

    assert answer.status_code == 403
    assert "Эта страница вам не открыта" in answer.text
    assert "No entry." in answer.text


def test_a_broken_server_speaks_both_languages_without_any_help() -> None:
    page = render_to_string("500.html")

    assert "Ваши данные целы" in page
    assert "Your data is safe" in page
    assert "/static/" not in page


@pytest.mark.django_db
@pytest.mark.usefixtures("navigation")
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/accounts/login/", "Войти"),
        ("/accounts/password/reset/", "Сброс пароля"),
    ],
)
def test_signing_in_looks_like_the_rest_and_is_in_russian(
    client: Client, path: str, heading: str
) -> None:
    page = client.get(path, headers={"accept-language": "ru"}).text

    assert f"<h1>{heading}</h1>" in " ".join(page.split()).replace("<h1> ", "<h1>").replace(
        " </h1>", "</h1>"
    )
    assert page.count("mosty/mosty.css") == 1
    assert page.count('class="btn btn-primary"') == 1


@pytest.mark.usefixtures("navigation")
@pytest.mark.parametrize(("debug", "status"), [(True, 200), (False, 404)])
def test_the_gallery_is_for_builders_alone(
    client: Client, settings: Settings, debug: bool, status: int
) -> None:
    settings.DEBUG = debug
    settings.MOSTY_DEMO = False

    answer = client.get("/look/")

    assert answer.status_code == status
    assert (answer.text.count("<figure class") == 2) is debug


@pytest.mark.usefixtures("navigation")
def test_no_page_carries_script_or_style_of_its_own(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    page = client.get("/look/").text

    assert "style=" not in page
    assert page.count("<script") == page.count('<script src="/static/mosty/')
    assert "onclick" not in page
