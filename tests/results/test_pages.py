"""Pages of results: who may open them, that figures open their rows, and what the public gets."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from mosty.core.models import JournalEntry
from mosty.core.permissions import Denied
from mosty.core.registry import figures
from mosty.results import actions
from mosty.results.models import Publication
from tests.factories.agreements import make_contract, make_signed
from tests.factories.core import (
    make_auditor,
    make_desk,
    make_leader,
    make_manager,
    make_source,
    make_team,
    make_token,
    make_user,
    sector,
)
from tests.factories.directory import make_organisation
from tests.factories.events import make_event
from tests.factories.meetings import make_fair, make_meeting, make_participant
from tests.factories.results import make_publication, make_stated

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(country="RU")


@pytest.fixture
def manager(event):
    return make_manager(event.team)


@pytest.fixture
def as_user(client):
    """The client, signed in as somebody (None: the public), reading a language."""

    def sign_in(user, language="en"):
        client.logout()
        if user:
            client.force_login(user)
        client.cookies["django_language"] = language
        return client

    return sign_in


def text_of(response):
    return response.content.decode()


def page_of(event, name="event_results", *more):
    return reverse(name, args=[event.code, *more])


def test_who_may_open_figures(as_user, event, manager):
    addresses = [page_of(event), page_of(event, "figure_rows", "agreements")]
    for user in (manager, make_desk(event.team), make_leader(), make_auditor()):
        assert [as_user(user).get(each).status_code for each in addresses] == [200, 200]
    for user in (make_manager(), make_user()):
        assert [as_user(user).get(each).status_code for each in addresses] == [404, 404]
    for address in addresses:
        assert as_user(None).get(address).url.startswith(reverse("account_login"))


def test_every_figure_opens_its_rows(as_user, event, manager):
    client = as_user(manager)
    for figure in figures:
        for query in ({}, {"count": "real"}, {"export": "xlsx"}):
            answer = client.get(page_of(event, "figure_rows", figure.key), query)
            assert answer.status_code == 200, (figure.key, query)
    assert client.get(page_of(event, "figure_rows", "no-such")).status_code == 404


def test_the_page_marks_what_is_generated(as_user, event, manager):
    make_signed(event, provenance="unnamed")
    make_signed(event, provenance="generated")
    make_contract(event, Decimal(164_000_000), provenance="generated")
    client = as_user(manager)
    page = text_of(client.get(page_of(event)))
    assert "₽164M" in page
    assert "of which generated: 1" in page
    real = text_of(client.get(page_of(event), {"count": "real"}))
    assert "₽164M" not in real
    assert "generated: 1" not in real
    assert page_of(event, "figure_rows", "agreements") + "?count=real" in real


def test_the_rows_are_those_that_were_counted(as_user, event, manager):
    real = make_signed(event)
    made_up = make_signed(event, provenance="generated")
    client = as_user(manager)
    address = page_of(event, "figure_rows", "agreements")
    page = text_of(client.get(address))
    assert real.get_absolute_url() in page
    assert made_up.get_absolute_url() in page
    assert '<span class="pill pill-generated">generated</span>' in page
    page = text_of(client.get(address, {"count": "real"}))
    assert real.get_absolute_url() in page
    assert made_up.get_absolute_url() not in page
    sheet = client.get(address, {"export": "xlsx"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [str(real), str(made_up)]
    assert [row[-1] for row in rows[1:]] == ["real", "generated for show"]


def test_a_sector_and_a_country_open_their_rows(as_user, event, manager):
    games = make_signed(event, sector=sector("games"))
    film = make_signed(event, parties=[make_organisation(), make_organisation(country="CN")])
    client = as_user(manager)
    page = text_of(client.get(page_of(event)))
    address = page_of(event, "figure_rows", "agreements")
    for query, shown, name in (
        ({"sector": "games"}, games, "Video games"),
        ({"country": "CN"}, film, "China"),
    ):
        [(key, value)] = query.items()
        assert f"{address}?{key}={value}" in page
        rows = text_of(client.get(address, query))
        assert name in rows
        for each in (games, film):
            assert (each.get_absolute_url() in rows) == (each == shown)
    assert client.get(address, {"sector": "no-such"}).status_code == 404


def test_rows_that_are_not_open_are_told_of(as_user, event, manager):
    make_signed(event, team=make_team())
    page = text_of(as_user(manager).get(page_of(event, "figure_rows", "agreements")))
    assert "1 more record is counted but is not open to you." in page


def test_what_a_source_stated_stands_where_nothing_is_recorded(as_user, event, manager):
    make_stated(event, figure="agreements", value=10, words="exactly")
    make_stated(event, figure="residents", label={"en": "Residents"}, value=40)
    page = text_of(as_user(manager).get(page_of(event)))
    assert "stated by the source" in page
    assert "<b>more than 40</b> Residents" in page
    make_signed(event)
    page = text_of(as_user(manager).get(page_of(event)))
    assert "stated by the source: 10" in page


def test_the_page_in_russian(as_user, event, manager):
    make_contract(event, Decimal(164_000_000))
    page = text_of(as_user(manager, "ru").get(page_of(event)))
    for words in ("164\xa0млн\xa0₽", "сумма контрактов", "Только настоящие записи", "Итоги"):
        assert words in page


def test_the_page_costs_the_same_for_many_records(as_user):
    event = make_fair(country="RU", slots=12, tables=3)
    client = as_user(make_manager(event.team))
    slots = list(event.slots.order_by("during"))

    def more(slot):
        organisations = [make_organisation(country=code) for code in ("RU", "CN")]
        one, other = (make_participant(event, organisation=each) for each in organisations)
        meeting = make_meeting(one, other, slot=slot, state="held")
        make_signed(event, meetings=[meeting], sector=sector("games"))

    def counted():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page_of(event)).status_code == 200
        return len(seen)

    for slot in slots[:2]:
        more(slot)
    counted()
    few = counted()
    for slot in slots[2:]:
        more(slot)
    assert counted() == few


def test_thirty_rows_cost_what_one_costs(as_user, event, manager):
    client = as_user(manager)
    address = page_of(event, "figure_rows", "agreements")

    def counted():
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    make_signed(event)
    counted()
    one = counted()
    for _number in range(29):
        make_signed(event)
    assert counted() == one


# The summary


def test_the_public_reads_published_summaries_alone(as_user, event):
    public = as_user(None)
    for name in ("summary", "summary_pdf"):
        assert public.get(page_of(event, name)).status_code == 404
    assert str(event) not in text_of(public.get(reverse("results")))
    make_publication(event)
    for name in ("summary", "summary_pdf"):
        assert public.get(page_of(event, name)).status_code == 200
    assert page_of(event, "summary") in text_of(public.get(reverse("results")))


def test_the_public_cannot_choose_what_is_counted(as_user, event):
    made_up = make_signed(event, provenance="generated")
    make_publication(event, with_generated=False)
    public = as_user(None)
    address = page_of(event, "summary")
    for query in ({}, {"count": "all"}):
        page = text_of(public.get(address, query))
        assert str(made_up) not in page
        assert "Generated records are left out" in page
    other = make_event(country="RU")
    shown = make_signed(other, provenance="generated")
    make_publication(other, with_generated=True)
    page = text_of(public.get(page_of(other, "summary"), {"count": "real"}))
    assert str(shown) in page
    assert "such figures are marked" in page


def test_the_summary_has_no_links_into_the_records_for_the_public(as_user, event):
    agreement = make_signed(event)
    make_publication(event)
    page = text_of(as_user(None).get(page_of(event, "summary")))
    assert str(agreement) in page
    assert agreement.get_absolute_url() not in page
    assert "/figures/" not in page


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_summary_as_a_document(as_user, event, language):
    make_signed(event, provenance="unnamed", parties=[make_organisation(), {"ru": "Партнёры"}])
    make_contract(event, Decimal(5_000_000), provenance="generated")
    make_stated(event)
    answer = as_user(make_leader(), language).get(page_of(event, "summary_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_publishing_and_taking_back(as_user, event, manager):
    client = as_user(manager)
    address = page_of(event, "publish_results")
    assert client.get(address).status_code == 405
    client.post(address, {"count": "real"})
    assert event.publication.with_generated is False
    page = text_of(client.get(page_of(event)))
    assert "Unpublish the summary" in page
    client.post(address, {"withdraw": "1"})
    assert not Publication.objects.exists()
    verbs = JournalEntry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["results.publish", "results.withdraw"]
    actions.withdraw_summary(by=manager, event=event)
    assert JournalEntry.objects.count() == 2


def test_only_managers_publish(as_user, event):
    for user in (make_desk(event.team), make_leader(), make_auditor()):
        with pytest.raises(Denied, match="may publish its summary"):
            actions.publish_summary(by=user, event=event, with_generated=True)
        assert as_user(user).post(page_of(event, "publish_results")).status_code == 403
        assert "Publish the summary" not in text_of(as_user(user).get(page_of(event)))
    assert not Publication.objects.exists()


# Stated figures


def test_stated_figures_are_kept_and_read(as_user, event, manager):
    actions.state_figure(
        by=manager,
        team=event.team,
        figure="contract-value",
        label={"en": "Value of contracts"},
        words="more than",
        value=Decimal(160_000_000),
        currency="RUB",
        how="computed_from_generated",
        source=make_source(),
        events=[event],
        named_countries=["CN"],
    )
    page = text_of(as_user(manager).get(reverse("stated_figures")))
    for words in ("more than ₽160M", "counted from generated records", "China", str(event)):
        assert words in page
    assert "₽160M" in text_of(as_user(make_auditor()).get(reverse("stated_figures")))
    assert "₽160M" not in text_of(as_user(make_manager()).get(reverse("stated_figures")))
    assert as_user(make_user()).get(reverse("stated_figures")).status_code == 403


def test_only_managers_state_figures(event):
    with pytest.raises(Denied):
        actions.state_figure(
            by=make_auditor(),
            team=event.team,
            figure="visitors",
            label={"en": "Visitors"},
            words="about",
            value=Decimal(1),
            how="stated",
            source=make_source(),
        )


def test_sums_of_currencies_are_said_together_once_rates_are_known(client, event, manager):
    make_contract(event, Decimal(164_000_000), "RUB")
    make_contract(event, Decimal("85000.50"), "USD")
    client.force_login(manager)
    client.cookies["django_language"] = "en"
    address = reverse("figure_rows", args=[event.code, "contract-value"])
    assert "there are no exchange rates for this day" in client.get(address).content.decode()
    rate = {
        "base": "usd",
        "quote": "rub",
        "on": "2025-12-11",
        "rate": "80.1234",
        "source": "A bank",
    }
    assert client.post(reverse("rates"), rate).status_code == 302
    page = client.get(address).content.decode()
    assert "<b>₽170,810,529.06</b>" in page  # 164 000 000 + 85 000.50 × 80.1234
    assert "1 USD = 80.1234 RUB (11 December 2025, A bank)" in page
    assert "1 USD = 80.1234 RUB" in client.get(reverse("rates")).content.decode()
    again = client.post(reverse("rates"), rate)
    assert again.context["form"].non_field_errors() == [
        "There is a rate of these currencies for this day already."
    ]


# The API


def test_figures_over_http(client, event, manager):
    make_signed(event)
    make_contract(event, Decimal("5.50"), "CNY", provenance="generated")
    make_stated(event, figure="agreements", value=10, words="exactly")
    address = f"/api/v1/events/{event.code}/figures"

    def called(user, *scopes, **query):
        headers = {"Authorization": f"Bearer {make_token(user, *scopes)}"}
        return client.get(address, query, headers=headers)

    found = called(manager, "results:read").json()
    by_key = {figure["key"]: figure for figure in found["figures"]}
    assert set(by_key) == {figure.key for figure in figures}
    assert by_key["agreements"]["values"] == [{"value": "1", "currency": None}]
    assert by_key["agreements"]["generated"] == [{"value": "0", "currency": None}]
    assert (by_key["agreements"]["stated"], by_key["agreements"]["stated_words"]) == (
        "10",
        "exactly",
    )
    assert by_key["contract-value"]["generated"] == [{"value": "5.50", "currency": "CNY"}]
    real = called(manager, "results:read", with_generated="false").json()
    by_key = {figure["key"]: figure for figure in real["figures"]}
    assert (real["with_generated"], by_key["contract-value"]["values"]) == (False, [])
    assert called(make_manager(), "results:read").status_code == 404
    assert called(manager, "events:read").status_code == 403
