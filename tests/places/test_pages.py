"""Pages of venues: open to everybody, changed by the team that keeps them."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from mosty.places.actions import add_tables
from mosty.places.models import Venue
from tests.factories.core import (
    make_administrator,
    make_auditor,
    make_desk,
    make_leader,
    make_manager,
    make_source,
    make_team,
    make_user,
)
from tests.factories.directory import make_organisation
from tests.factories.places import make_hall, make_tables, make_venue

pytestmark = pytest.mark.django_db


def page(client, user, url, language="en"):
    client.cookies["django_language"] = language
    if user:
        client.force_login(user)
    return client.get(url)


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    "make",
    [
        lambda: None,
        make_user,
        make_manager,
        make_desk,
        make_auditor,
        make_leader,
        make_administrator,
    ],
)
def test_everybody_sees_venues(client, make):
    venue = make_venue(name={"en": "The old mill"})
    user = make()
    assert "The old mill" in text(page(client, user, reverse("venues")))
    assert page(client, user, venue.get_absolute_url()).status_code == 200
    assert page(client, user, reverse("venue", args=["none"])).status_code == 404


def test_the_page_tells_halls_tables_address_and_source(client):
    owner = make_organisation(name={"en": "Mill Ltd"})
    venue = make_venue(
        make_team(name={"en": "Film cluster"}),
        address={"en": "1 River Street"},
        owner=owner,
        source=make_source(about={"en": "The city"}),
        provenance="generated",
    )
    hall = make_hall(venue, name={"en": "Great hall"}, capacity=1200)
    make_tables(hall, 2, kind="quiet")
    add_tables(by=make_manager(venue.team), hall=hall, first=4, last=4)
    shown = text(page(client, None, venue.get_absolute_url()))
    told = (
        "Great hall", "1,200", "1–2 (quiet), 4", "1 River Street", "Mill Ltd",
        "Film cluster", "The city", "28 August 2025", "generated for show",
    )  # fmt: skip
    assert [words for words in told if words not in shown] == []
    assert owner.get_absolute_url() not in shown
    assert owner.get_absolute_url() in text(page(client, make_user(), venue.get_absolute_url()))


def test_a_russian_reader_gets_russian(client):
    hall = make_hall(capacity=300)
    make_tables(hall, 1, kind="screen")
    shown = text(page(client, None, hall.venue.get_absolute_url(), language="ru"))
    assert [
        words for words in ("Залы и столы", "1 (с экраном)", "Москва") if words not in shown
    ] == []
    assert "Площадки" in text(page(client, None, reverse("venues"), language="ru"))


def test_the_list_is_filtered_and_exported(client):
    make_venue(name={"en": "Mill"}, country="TR", provenance="generated")
    make_tables(make_hall(make_venue(name={"en": "Depot"})), 4)
    assert "Depot" not in text(page(client, None, reverse("venues") + "?country=TR"))
    assert "Mill" not in text(page(client, None, reverse("venues") + "?q=depot"))
    sheet = page(client, None, reverse("venues") + "?export=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0)
    assert rows.to_python() == [
        ["Name", "City", "Country", "Halls", "Tables", "Provenance"],
        ["Depot", "Moscow", "Russia", 1.0, 4.0, "real"],
        ["Mill", "Moscow", "Türkiye", 0.0, 0.0, "generated for show"],
    ]


def test_list_and_page_cost_the_same_for_one_row_and_for_thirty(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    venue = make_venue()
    make_tables(make_hall(venue), 2)
    for url in (reverse("venues"), venue.get_absolute_url()):
        page(client, None, url)
        with django_assert_max_num_queries(15) as one:
            page(client, None, url)
        for _number in range(29):
            make_tables(make_hall(venue), 2)
            make_venue(owner=make_organisation())
        with django_assert_num_queries(len(one.captured_queries)):
            page(client, None, url)


def test_forms_are_for_managers_of_the_team_alone(client):
    hall = make_hall()
    venue = hall.venue
    urls = {
        reverse("venue_edit", args=[venue.code]),
        reverse("hall_new", args=[venue.code]),
        reverse("tables_new", args=[venue.code, hall.pk]),
    }
    own = make_manager(venue.team)
    shown = text(page(client, own, venue.get_absolute_url()))
    assert {url for url in urls if url not in shown} == set()
    assert {page(client, own, url).status_code for url in urls} == {200}
    for user in (make_manager(), make_desk(venue.team), make_auditor(), make_user()):
        shown = text(page(client, user, venue.get_absolute_url()))
        assert {url for url in urls if url in shown} == set()
        assert {page(client, user, url).status_code for url in urls} == {403}
    refused = page(client, make_user(), reverse("venue_new"))
    assert "Only managers of this team may do that." in text(refused)
    client.logout()
    assert {client.get(url).status_code for url in urls} == {302}


def test_a_venue_is_added_with_its_hall_and_tables(client):
    team = make_team()
    client.force_login(make_manager(team))
    given = {"version": 1, "team": team.pk, "name_en": "Mill", "country": "RU"}
    foreign = client.post(reverse("venue_new"), {**given, "team": make_team().pk})
    assert foreign.context["form"].errors.keys() == {"team"}
    client.post(reverse("venue_new"), given)
    venue = Venue.objects.get()
    client.post(
        reverse("hall_new", args=[venue.code]), {"name_en": "Hall", "capacity": 90, "order": 1}
    )
    hall = venue.halls.get()
    url = reverse("tables_new", args=[venue.code, hall.pk])
    assert client.get(url).context["form"].initial == {"first": 1}
    client.post(url, {"first": 1, "last": 12, "kind": "open"})
    assert hall.tables.count() == 12
    assert client.get(url).context["form"].initial == {"first": 13}
    again = client.post(url, {"first": 12, "last": 13, "kind": "open"})
    assert again.context["form"].non_field_errors()
    assert hall.tables.count() == 12


def test_the_second_editor_is_shown_what_the_first_wrote(client):
    venue = make_venue(name={"en": "Mill"})
    client.force_login(make_manager(venue.team))
    url = reverse("venue_edit", args=[venue.code])
    given = {"version": 1, "name_en": "Mill", "country": "RU", "address_en": "1 River Street"}
    assert client.post(url, given).status_code == 302
    second = client.post(url, {**given, "address_en": "2 Hill Street"})
    assert second.status_code == 200
    assert "1 River Street" in text(second)
    assert "2 Hill Street" in text(second)
    venue.refresh_from_db()
    assert (venue.address["en"], venue.version) == ("1 River Street", 2)
