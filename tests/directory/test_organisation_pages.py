"""Pages of organisations: who gets which, what stands on them, what their forms do."""

import io
import re

import pytest
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from mosty.directory.models import Contact, Identifier, Offer, Organisation, Representative
from tests.factories.core import (
    make_administrator,
    make_auditor,
    make_desk,
    make_leader,
    make_manager,
    make_source,
    make_team,
    make_user,
    sector,
)
from tests.factories.directory import (
    kind,
    make_contact,
    make_identifier,
    make_offer,
    make_office,
    make_organisation,
    make_person,
    make_representative,
)

pytestmark = pytest.mark.django_db

MARKS = ("generated", "generated for show")  # in a list, on a page
ROWS_ALONE = {"HTTP_HX_REQUEST": "true"}


def page(client, user, url, **headers):
    """The page as this person gets it, in English unless asked otherwise."""
    client.cookies["django_language"] = headers.pop("language", "en")
    if user:
        client.force_login(user)
    return client.get(url, **headers)


def text(response):
    return response.content.decode()


def organisation_fields(**given):
    return {
        "version": "1",
        "name_en": "Cat",
        "kind": str(kind().pk),
        "country": "TR",
        "city_en": "Ankara",
        **given,
    }


def test_a_visitor_is_asked_to_sign_in(client):
    organisation = make_organisation()
    for url in (reverse("organisations"), organisation.get_absolute_url()):
        response = page(client, None, url)
        assert (response.status_code, response.url) == (302, f"/accounts/login/?next={url}")


@pytest.mark.parametrize(
    "make", [make_user, make_manager, make_desk, make_auditor, make_leader, make_administrator]
)
def test_everybody_who_is_signed_in_sees_the_partners(client, make):
    organisation = make_organisation(name={"en": "Cat studio"})
    user = make()
    assert "Cat studio" in text(page(client, user, reverse("organisations"), **ROWS_ALONE))
    assert page(client, user, organisation.get_absolute_url()).status_code == 200
    assert page(client, user, reverse("organisation", args=["none"])).status_code == 404


def test_the_list_is_found_by_words_in_any_language_and_by_filters(client):
    make_organisation(
        name={"zh": "北京天文馆", "en": "Beijing Planetarium"}, country="CN", sectors=("museums",)
    )
    make_organisation(
        name={"en": "Games of Ankara"}, country="TR", kind=kind("game-studio"),
        provenance="generated",
    )  # fmt: skip
    user = make_user()

    def found(**query):
        url = reverse("organisations") + "?" + "&".join(f"{k}={v}" for k, v in query.items())
        shown = text(page(client, user, url, **ROWS_ALONE))
        return ["Beijing Planetarium" in shown, "Games of Ankara" in shown]

    assert found() == [True, True]
    assert found(q="天文") == [True, False]
    assert found(q="planetarium beijing") == [True, False]
    assert found(country="TR") == [False, True]
    assert found(kind=kind("game-studio").pk) == [False, True]
    assert found(sector=sector("museums").pk) == [True, False]
    assert found(provenance="generated") == [False, True]
    assert found(sort="-country") == [True, True]


def test_generated_organisations_are_marked_on_page_list_and_sheet(client):
    sample = make_organisation(provenance="generated")
    make_organisation()
    user = make_user()
    brief, mark = (f'<span class="pill pill-generated">{words}</span>' for words in MARKS)
    assert text(page(client, user, reverse("organisations"), **ROWS_ALONE)).count(brief) == 1
    assert mark in text(page(client, user, sample.get_absolute_url()))
    sheet = page(client, user, reverse("organisations") + "?export=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0)
    assert [row[-1] for row in rows.to_python()] == ["Provenance", "generated for show", "real"]


def test_the_list_costs_the_same_for_one_row_and_for_thirty(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    user = make_user()
    make_organisation(sectors=("film",))
    page(client, user, reverse("organisations"), **ROWS_ALONE)
    with django_assert_max_num_queries(25) as one:
        page(client, user, reverse("organisations"), **ROWS_ALONE)
    for _number in range(29):
        make_organisation(sectors=("film", "music"))
    with django_assert_num_queries(len(one.captured_queries)):
        page(client, user, reverse("organisations"), **ROWS_ALONE)


def test_the_map_shows_countries_with_links_to_the_filtered_list(client):
    make_organisation(country="CN")
    make_organisation(country="CN", provenance="generated")
    make_organisation(country="RU")
    user = make_user()
    shown = text(page(client, user, reverse("organisations")))
    assert 'href="/organisations/?country=CN"' in shown
    assert "China: 2 organisations" in shown
    assert "1 generated for show" in shown
    real = text(page(client, user, reverse("organisations") + "?provenance=real"))
    assert "China: 1 organisation" in real
    assert 'href="/organisations/?country=CN&amp;provenance=real"' in real


def test_rows_alone_come_without_the_map(client):
    make_organisation()
    shown = text(page(client, make_user(), reverse("organisations"), **ROWS_ALONE))
    assert "<svg" not in shown.partition("<main")[2]


def test_an_empty_directory_says_what_comes_here(client):
    shown = text(page(client, make_user(), reverse("organisations")))
    assert "Nothing here yet" in shown
    assert "They come from registrations" in shown


def test_a_russian_reader_gets_russian(client):
    organisation = make_organisation(name={"ru": "Студия «Полдень»"}, country="TR")
    user = make_user()
    listed = text(page(client, user, reverse("organisations"), language="ru"))
    assert re.search(r"<h1>\s*Партнёры\s*</h1>", listed)
    assert "Турция: 1 организация" in listed
    shown = text(page(client, user, organisation.get_absolute_url(), language="ru"))
    assert "Студия «Полдень»" in shown
    assert "Предлагает" in shown


def test_the_page_tells_all_that_is_known(client):
    whole = make_organisation(name={"en": "The whole"})
    organisation = make_organisation(
        name={"en": "Beijing Planetarium", "zh": "北京天文馆"},
        country="CN",
        parent=whole,
        source=make_source(about={"en": "Mayor's site"}),
        sectors=("science-museums",),
    )
    part = make_organisation(name={"en": "The part"}, parent=organisation)
    make_offer(organisation, kind="offer", text={"en": "Films for domes"})
    make_offer(organisation, kind="need", text={"en": "Projectors"})
    make_identifier(organisation, kind="lei", value="5493001KJTIIGC8Y1R12")
    make_office(make_person(name={"en": "Li Wei"}), organisation, title={"en": "Curator"})
    make_representative(organisation, make_person(name={"en": "Wang Fang"}))
    make_representative(organisation, make_person(name={"en": "Gone Away"}), is_active=False)
    shown = text(page(client, make_user(), organisation.get_absolute_url()))
    told = (
        "北京天文馆", "The whole", part.get_absolute_url(), "Mayor&#x27;s site", "28 August 2025",
        "Science museums", "Films for domes", "Projectors", "5493001KJTIIGC8Y1R12",
        "Li Wei", "Curator", "Wang Fang",
    )  # fmt: skip
    assert [words for words in told if words not in shown] == []
    assert "Gone Away" not in shown


def test_the_page_costs_the_same_with_one_of_each_and_with_many(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    organisation, user = make_organisation(), make_manager()

    def grow():
        make_offer(organisation)
        make_identifier(organisation)
        make_office(organisation=organisation, until="2024")
        make_representative(organisation)
        make_organisation(parent=organisation)
        make_contact(user.team_roles.get().team, organisation)

    grow()
    page(client, user, organisation.get_absolute_url())
    with django_assert_max_num_queries(40) as one:
        page(client, user, organisation.get_absolute_url())
    for _number in range(5):
        grow()
    with django_assert_num_queries(len(one.captured_queries)):
        page(client, user, organisation.get_absolute_url())


def test_buttons_and_forms_are_for_those_who_may(client):
    named = make_representative()
    organisation = named.organisation
    forms = {
        "organisation_edit": {"representative", "manager"},
        "offer_new": {"representative", "manager"},
        "identifier_new": {"representative", "manager"},
        "newcomer": {"manager"},
        "contact_new": {"manager", "desk"},
    }
    users = {
        "representative": named.person.user,
        "manager": make_manager(),
        "desk": make_desk(),
        "auditor": make_auditor(),
        "user": make_user(),
    }
    for role, user in users.items():
        shown = text(page(client, user, organisation.get_absolute_url()))
        for name, allowed in forms.items():
            url = reverse(name, args=[organisation.code])
            expected = 200 if role in allowed else 403
            assert (role, name, page(client, user, url).status_code) == (role, name, expected)
            assert (role, name, f'href="{url}' in shown) == (role, name, role in allowed)


def test_a_refusal_gives_its_reason(client):
    organisation = make_organisation()
    refused = page(client, make_user(), reverse("organisation_edit", args=[organisation.code]))
    assert refused.status_code == 403
    assert "the organisation&#x27;s own representatives may change it" in text(refused)
    new = page(client, make_user(), reverse("organisation_new"))
    assert "Only managers of a team may add organisations and people." in text(new)


def test_a_manager_adds_an_organisation_by_the_form(client):
    client.force_login(make_manager())
    empty = client.post(reverse("organisation_new"), organisation_fields(name_en=""))
    assert empty.status_code == 200
    assert not Organisation.objects.exists()
    response = client.post(
        reverse("organisation_new"), organisation_fields(sectors=[sector("film").pk])
    )
    made = Organisation.objects.get()
    assert response.url == made.get_absolute_url()
    assert (dict(made.name), made.country, dict(made.city)) == (
        {"en": "Cat"},
        "TR",
        {"en": "Ankara"},
    )
    assert made.sectors.get().code == "film"


def test_the_second_editor_is_shown_what_the_first_wrote(client):
    organisation = make_organisation(name={"en": "Cat", "zh": "猫"})
    url = reverse("organisation_edit", args=[organisation.code])
    client.cookies["django_language"] = "en"
    client.force_login(make_manager())
    fields = organisation_fields(name_zh="猫")
    first = client.post(url, {**fields, "site": "https://first.example/"})
    assert first.status_code == 302
    second = client.post(url, {**fields, "site": "https://second.example/"})
    assert second.status_code == 200
    shown = text(second)
    assert "https://first.example/" in shown
    assert "https://second.example/" in shown
    assert "Somebody changed this record" in shown
    assert Organisation.objects.get().site == "https://first.example/"
    assert client.post(url, {**fields, "version": "2"}).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.site, organisation.version) == ("", 3)
    assert organisation.name["zh"] == "猫"


def test_a_representative_edits_offers_and_needs(client):
    named = make_representative()
    client.force_login(named.person.user)
    code = [named.organisation.code]
    given = {"kind": "need", "sector": sector("music").pk, "text_en": "A composer"}
    client.post(reverse("offer_new", args=code), given)
    offer = Offer.objects.get(organisation=named.organisation, kind="need")
    url = reverse("offer_edit", args=[*code, offer.pk])
    client.post(url, {"sector": sector("film").pk, "text_en": "Two composers"})
    offer.refresh_from_db()
    assert (offer.text["en"], offer.sector.code, offer.kind) == ("Two composers", "film", "need")
    foreign = make_offer()
    assert client.get(reverse("offer_edit", args=[*code, foreign.pk])).status_code == 404
    client.post(reverse("offer_remove", args=[*code, offer.pk]))
    assert not Offer.objects.filter(organisation=named.organisation).exists()
    stranger = reverse("offer_remove", args=[foreign.organisation.code, foreign.pk])
    assert client.post(stranger).status_code == 403
    assert client.get(stranger).status_code == 405


def test_a_number_is_added_and_a_slip_is_shown_at_its_box(client):
    organisation = make_organisation()
    client.cookies["django_language"] = "en"
    client.force_login(make_manager())
    url = reverse("identifier_new", args=[organisation.code])
    slip = client.post(url, {"kind": "inn", "value": "7707083894", "country": ""})
    assert "The check digit of this INN is wrong" in text(slip)
    assert slip.context["form"].errors.keys() == {"value"}
    client.post(url, {"kind": "inn", "value": "7707 083893", "country": ""})
    number = Identifier.objects.get()
    assert (number.value, number.country) == ("7707083893", "RU")
    client.post(reverse("identifier_remove", args=[organisation.code, number.pk]))
    assert not Identifier.objects.exists()


def test_contacts_are_seen_by_their_team_and_auditors_alone(client):
    team, organisation = make_team(), make_organisation()
    client.force_login(make_manager(team))
    client.post(
        reverse("contact_new", args=[organisation.code]),
        {"team": team.pk, "telephone": "+90 312 000", "note": "after ten"},
    )
    contact = Contact.objects.get()
    url = organisation.get_absolute_url()
    for user, sees in (
        (make_desk(team), True),
        (make_auditor(), True),
        (make_manager(), False),
        (make_leader(), False),
        (make_representative(organisation).person.user, False),
    ):
        assert ("+90 312 000" in text(page(client, user, url))) is sees
    remove = reverse("contact_remove", args=[organisation.code, contact.pk])
    client.force_login(make_manager())
    assert client.post(remove).status_code == 404
    client.force_login(make_auditor())
    assert client.post(remove).status_code == 403
    client.force_login(make_desk(team))
    assert client.post(remove).status_code == 302
    assert not Contact.objects.exists()


def test_the_story_is_for_staff_and_own_representatives(client):
    named = make_representative(make_organisation(name={"en": "Cat"}))
    client.force_login(make_manager())
    client.post(
        reverse("organisation_edit", args=[named.organisation.code]),
        organisation_fields(country="CN"),
    )
    for user, sees in (
        (make_auditor(), True),
        (named.person.user, True),
        (make_user(), False),
        (make_representative().person.user, False),
    ):
        shown = text(page(client, user, named.organisation.get_absolute_url()))
        assert ("changed the organisation" in shown) is sees


def test_a_new_person_comes_with_a_post_and_a_voice_or_not_at_all(client):
    organisation = make_organisation()
    client.cookies["django_language"] = "en"
    client.force_login(make_manager())
    url = reverse("newcomer", args=[organisation.code])
    assert "Choose somebody" in text(client.post(url, {"represents": "on"}))
    assert "Enter the post, or tick" in text(client.post(url, {"name_en": "Ada"}))
    given = {"name_en": "Ada", "title_en": "Director", "since": "2024", "represents": "on"}
    assert client.post(url, given).status_code == 302
    person = organisation.offices.get(until=None).person
    assert (dict(person.name), person.represents.get().organisation) == (
        {"en": "Ada"},
        organisation,
    )
    again = client.post(url, {"existing": person.code, "title_en": "Head", "represents": "on"})
    assert "already holds a post" in text(again)
    again = client.post(url, {"existing": "ada", "represents": "on"})
    assert "already represents this organisation" in text(again)
    assert Representative.objects.count() == 1


def test_a_person_of_the_directory_is_found_by_name_or_code(client):
    organisation = make_organisation()
    client.cookies["django_language"] = "en"
    client.force_login(make_manager())
    url = reverse("newcomer", args=[organisation.code])
    make_person(name={"en": "Ada Byron", "ru": "Ада Байрон"})
    assert "Nobody in the directory" in text(
        client.post(url, {"existing": "Ada", "represents": "on"})
    )
    assert client.post(url, {"existing": "ада байрон", "represents": "on"}).status_code == 302
    assert organisation.representatives.get().person.name["en"] == "Ada Byron"
    twin = make_person(name={"en": "Ada Byron"})
    assert f"{twin.code}." in text(client.post(url, {"existing": "Ada Byron", "represents": "on"}))
    assert client.post(url, {"existing": twin.code, "represents": "on"}).status_code == 302


def test_a_post_and_a_representation_end(client):
    named = make_representative()
    office = make_office(named.person, named.organisation, since="2024")
    client.cookies["django_language"] = "en"
    client.force_login(make_manager())
    end = reverse("office_end", args=[named.organisation.code, office.pk])
    assert "before the beginning" in text(client.post(end, {"until": "2023"}))
    assert client.post(end, {"until": "28.08.2025"}).status_code == 302
    office.refresh_from_db()
    assert str(office.until) == "2025-08-28"
    client.post(reverse("representation_end", args=[named.organisation.code, named.pk]))
    named.refresh_from_db()
    assert not named.is_active


def test_an_organisation_in_another_script_says_its_language(client):
    organisation = make_organisation(name={"ar": "متحف"}, country="EG")
    shown = text(page(client, make_user(), organisation.get_absolute_url()))
    with translation.override("en"):
        assert f'<span lang="ar">{organisation}</span>' in shown
