"""Pages of people: who sees whom, and who reads an address."""

import pytest
from django.urls import reverse

from mosty.core.models import JournalEntry, User
from mosty.directory.rules import READ_CONTACT, SEE_PERSON
from tests.factories.core import (
    make_administrator,
    make_auditor,
    make_desk,
    make_leader,
    make_manager,
    make_user,
)
from tests.factories.directory import (
    make_office,
    make_organisation,
    make_person,
    make_representative,
)

pytestmark = pytest.mark.django_db


def page(client, user, url, language="en"):
    client.cookies["django_language"] = language
    client.force_login(user)
    return client.get(url)


def text(response):
    return response.content.decode()


def test_whom_one_sees():
    unknown, ended = make_person(), make_representative(is_active=False).person
    named, holder = make_representative().person, make_office().person
    everybody, known = {unknown, ended, named, holder}, {named, holder}
    for make in (make_manager, make_desk, make_auditor, make_leader, make_administrator):
        assert set(SEE_PERSON.filter(make(), type(unknown).objects.all())) == everybody
    assert set(SEE_PERSON.filter(make_user(), type(unknown).objects.all())) == known
    assert set(SEE_PERSON.filter(ended.user, type(unknown).objects.all())) == known | {ended}


def test_whose_address_one_reads():
    organisation = make_organisation()
    one, two = make_representative(organisation).person, make_representative(organisation).person
    ended = make_representative(organisation, is_active=False).person
    other = make_representative().person
    readers = {
        "manager": make_manager(),
        "auditor": make_auditor(),
        "administrator": make_administrator(),
        "oneself": one.user,
        "colleague": two.user,
    }
    assert {
        name: READ_CONTACT.allows(user, one) for name, user in readers.items()
    } == dict.fromkeys(readers, True)
    for user in (make_user(), make_desk(), make_leader(), ended.user, other.user):
        assert not READ_CONTACT.allows(user, one)


def test_a_page_or_none(client):
    unknown, named = make_person(), make_representative().person
    assert page(client, make_user(), named.get_absolute_url()).status_code == 200
    assert page(client, make_user(), unknown.get_absolute_url()).status_code == 404
    assert page(client, make_desk(), unknown.get_absolute_url()).status_code == 200
    client.logout()
    assert client.get(named.get_absolute_url()).status_code == 302


def test_the_page_tells_names_languages_and_organisations(client):
    person = make_person(name={"en": "Ayse", "tr": "Ayşe"}, languages=["tr", "en"])
    make_representative(make_organisation(name={"en": "Cat studio"}), person)
    make_office(
        person, make_organisation(name={"en": "Guild"}), title={"en": "Chair"}, until="2024-05"
    )
    shown = text(page(client, make_user(), person.get_absolute_url()))
    told = ("Ayşe", "Turkish, English", "Cat studio", "Guild", "Chair", "until May 2024")
    assert [words for words in told if words not in shown] == []
    assert person.email not in shown
    assert "Владеет языками: турецкий, английский" in text(
        page(client, make_user(), person.get_absolute_url(), language="ru")
    )


def test_an_address_is_shown_on_request_and_the_journal_keeps_it(client):
    person = make_representative().person
    url = reverse("person_email", args=[person.code])
    manager = make_manager()
    before = page(client, manager, person.get_absolute_url())
    assert person.email not in text(before)
    assert url in text(before)
    assert person.email in text(client.post(url))
    assert JournalEntry.objects.get(verb="directory.read_contact").by == manager
    assert url not in text(page(client, make_user(), person.get_absolute_url()))
    assert client.post(url).status_code == 403
    assert person.email in text(page(client, person.user, person.get_absolute_url()))
    assert JournalEntry.objects.filter(verb="directory.read_contact").count() == 1


def test_one_edits_oneself(client):
    person = make_representative().person
    url = reverse("person_edit", args=[person.code])
    assert page(client, make_user(), url).status_code == 403
    client.force_login(person.user)
    given = {"version": "1", "name_en": "Ada", "languages": ["en", "tr"], "email": "a@example.org"}
    assert client.post(url, given).status_code == 302
    person.refresh_from_db()
    assert (person.languages, person.email) == (["en", "tr"], "a@example.org")
    story = text(page(client, make_auditor(), person.get_absolute_url()))
    assert "changed the person" in story
    assert "a@example.org" not in story
    client.force_login(person.user)
    stale = client.post(url, {**given, "name_en": "Eve"})
    assert stale.context["form"].differences[0].theirs["en"] == "Ada"


def test_a_language_that_no_box_offers_stays(client):
    person = make_person(languages=["en", "ckb"])
    client.force_login(make_manager())
    url = reverse("person_edit", args=[person.code])
    assert 'value="ckb" ' in text(client.get(url))
    client.post(url, {"version": "1", "name_en": "Ada", "languages": ["ckb"]})
    person.refresh_from_db()
    assert person.languages == ["ckb"]


def test_a_manager_opens_an_account(client):
    person = make_person()
    url = reverse("person_account", args=[person.code])
    assert page(client, make_desk(), url).status_code == 403
    shown = page(client, make_manager(), person.get_absolute_url())
    assert url in text(shown)
    taken = client.post(url, {"email": make_user().email, "language": "en"})
    assert "Somebody already signs in" in text(taken)
    assert client.post(url, {"email": "ada@example.org", "language": "en"}).status_code == 302
    person.refresh_from_db()
    assert person.user == User.objects.get(email="ada@example.org")
    assert url not in text(client.get(person.get_absolute_url()))


def test_the_page_costs_the_same_with_one_organisation_and_with_ten(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    person, user = make_person(), make_manager()
    make_representative(person=person)
    make_office(person)
    page(client, user, person.get_absolute_url())
    with django_assert_max_num_queries(25) as one:
        page(client, user, person.get_absolute_url())
    for _number in range(9):
        make_representative(person=person)
        make_office(person)
    with django_assert_num_queries(len(one.captured_queries)):
        page(client, user, person.get_absolute_url())
