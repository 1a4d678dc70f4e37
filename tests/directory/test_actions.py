"""Actions of the directory: who may, what is refused, what the journal keeps."""

import pytest

from mosty.core.actions import Refused
from mosty.core.fields import PartialDate, Translated
from mosty.core.models import JournalEntry, Mail
from mosty.core.permissions import Denied
from mosty.core.versions import Stale
from mosty.directory import actions
from mosty.directory.models import Office, Organisation, Person, Representative
from tests.factories.core import (
    make_administrator,
    make_auditor,
    make_desk,
    make_leader,
    make_manager,
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

LEI = "5493001KJTIIGC8Y1R12"


def changed(organisation, **given):
    """All that `change_organisation` takes, as the organisation has it, with some of it changed."""
    fields = ("name", "kind", "country", "city", "longitude", "latitude", "parent", "site", "about")
    as_is = {field: getattr(organisation, field) for field in fields}
    return {**as_is, "sectors": list(organisation.sectors.all()), **given}


def test_a_manager_adds_an_organisation():
    manager = make_manager()
    organisation = actions.add_organisation(
        by=manager,
        name=Translated(en="Cat", zh="猫"),
        kind=kind("studio"),
        country="CN",
        sectors=[sector("film"), sector("games")],
        code="cat",
    )
    assert organisation == Organisation.objects.get(code="cat", name__zh="猫", version=1)
    assert {row.code for row in organisation.sectors.all()} == {"film", "games"}
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.by, entry.subject_id) == (
        "directory.add_organisation",
        manager,
        organisation.pk,
    )
    version = organisation.history.get()
    assert version.pgh_context.metadata["user"] == manager.pk


@pytest.mark.parametrize("make", [make_user, make_desk, make_auditor, make_leader])
def test_others_add_neither_organisations_nor_people(make):
    user = make()
    with pytest.raises(Denied, match="Only managers of a team may add"):
        actions.add_organisation(by=user, name=Translated(en="A"), kind=kind(), country="RU")
    with pytest.raises(Denied, match="Only managers of a team may add"):
        actions.add_person(by=user, name=Translated(en="A"))
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": Translated()}, "name"),
        ({"longitude": 37.6}, "longitude"),
        ({"longitude": 200.0, "latitude": 1.0}, "longitude"),
        ({"longitude": 20.0, "latitude": 91.0}, "longitude"),
    ],
)
def test_an_organisation_needs_a_name_and_a_point_on_earth(given, field):
    fields = {"name": Translated(en="A"), "kind": kind(), "country": "RU", **given}
    with pytest.raises(Refused) as refusal:
        actions.add_organisation(by=make_manager(), **fields)
    assert refusal.value.field == field


def test_a_representative_changes_their_own_organisation_alone():
    own, other = make_organisation(), make_organisation()
    user = make_representative(own).person.user
    actions.change_organisation(
        by=user, organisation=own, seen=1, **changed(own, site="https://example.org/")
    )
    own.refresh_from_db()
    assert (own.site, own.version) == ("https://example.org/", 2)
    with pytest.raises(Denied, match="own representatives"):
        actions.change_organisation(by=user, organisation=other, seen=1, **changed(other))


def test_an_ended_representative_changes_nothing():
    ended = make_representative(is_active=False)
    with pytest.raises(Denied):
        actions.change_organisation(
            by=ended.person.user,
            organisation=ended.organisation,
            seen=1,
            **changed(ended.organisation),
        )


def test_the_second_of_two_editors_is_shown_the_difference():
    organisation, manager = make_organisation(country="TR"), make_manager()
    actions.change_organisation(
        by=manager, organisation=organisation, seen=1, **changed(organisation, country="CN")
    )
    with pytest.raises(Stale) as stale:
        actions.change_organisation(
            by=manager, organisation=organisation, seen=1, **changed(organisation, country="IN")
        )
    assert stale.value.current.country == "CN"
    assert Organisation.objects.get().country == "CN"


def test_no_organisation_becomes_a_part_of_itself():
    whole = make_organisation()
    part = make_organisation(parent=make_organisation(parent=whole))
    for parent in (whole, part):
        with pytest.raises(Refused) as refusal:
            actions.change_organisation(
                by=make_manager(), organisation=whole, seen=1, **changed(whole, parent=parent)
            )
        assert refusal.value.field == "parent"


def test_a_number_is_checked_normalised_and_given_once():
    organisation, manager = make_organisation(), make_manager()
    given = actions.add_identifier(
        by=manager,
        organisation=organisation,
        kind="lei",
        value="5493001kjtiigc8y1r12",
        country="DE",
    )
    assert (given.value, given.country) == (LEI, "")
    with pytest.raises(Refused) as refusal:
        actions.add_identifier(
            by=manager, organisation=organisation, kind="inn", value="7707083894"
        )
    assert refusal.value.field == "value"
    with pytest.raises(Refused, match="already given"):
        actions.add_identifier(by=manager, organisation=make_organisation(), kind="lei", value=LEI)
    actions.remove_identifier(by=manager, identifier=given)
    assert not organisation.identifiers.exists()


def test_others_give_and_take_no_numbers():
    identifier = make_identifier()
    with pytest.raises(Denied):
        actions.add_identifier(
            by=make_user(), organisation=identifier.organisation, kind="lei", value=LEI
        )
    with pytest.raises(Denied):
        actions.remove_identifier(by=make_user(), identifier=identifier)


def test_offers_and_needs_are_the_representatives_own():
    named = make_representative()
    user, organisation = named.person.user, named.organisation
    offer = actions.add_offer(
        by=user,
        organisation=organisation,
        kind="need",
        sector=sector("music"),
        text=Translated(en="A composer"),
    )
    actions.change_offer(by=user, offer=offer, sector=sector("film"), text=Translated(en="Two"))
    offer.refresh_from_db()
    assert (offer.sector.code, offer.text["en"]) == ("film", "Two")
    with pytest.raises(Refused):
        actions.change_offer(by=user, offer=offer, sector=sector(), text=Translated())
    actions.remove_offer(by=user, offer=offer)
    assert not organisation.offers.exists()
    foreign = make_offer()
    with pytest.raises(Denied):
        actions.remove_offer(by=user, offer=foreign)
    with pytest.raises(Denied):
        actions.change_offer(by=user, offer=foreign, sector=sector(), text=Translated(en="x"))


def test_a_person_changes_oneself_and_nobody_else():
    own = make_representative().person
    actions.change_person(
        by=own.user, person=own, seen=1, name=Translated(tr="Ayşe"), languages=["tr"], email=""
    )
    own.refresh_from_db()
    assert (dict(own.name), own.languages, own.email) == ({"tr": "Ayşe"}, ["tr"], "")
    with pytest.raises(Stale):
        actions.change_person(
            by=own.user, person=own, seen=1, name=Translated(en="A"), languages=[], email=""
        )
    with pytest.raises(Denied, match="the person themselves"):
        actions.change_person(
            by=own.user,
            person=make_person(),
            seen=1,
            name=Translated(en="A"),
            languages=[],
            email="",
        )


def test_one_post_at_a_time():
    manager, person, organisation = make_manager(), make_person(), make_organisation()
    office = actions.appoint(
        by=manager,
        person=person,
        organisation=organisation,
        title=Translated(en="Director"),
        since=PartialDate("2024-02"),
    )
    with pytest.raises(Refused, match="End that one first"):
        actions.appoint(
            by=manager, person=person, organisation=organisation, title=Translated(en="Head")
        )
    with pytest.raises(Refused, match="before the beginning"):
        actions.end_office(by=manager, office=office, until=PartialDate("2023"))
    actions.end_office(by=manager, office=office, until=PartialDate("2024"))
    actions.appoint(
        by=manager, person=person, organisation=organisation, title=Translated(en="Head")
    )
    assert Office.objects.filter(person=person, until=None).get().title["en"] == "Head"


def test_only_managers_say_who_speaks_for_an_organisation():
    named, office = make_representative(), make_office()
    for user in (named.person.user, make_desk(), make_auditor()):
        for refused in (
            lambda by: actions.name_representative(
                by=by, person=make_person(), organisation=named.organisation
            ),
            lambda by: actions.end_representation(by=by, representative=named),
            lambda by: actions.appoint(
                by=by,
                person=make_person(),
                organisation=named.organisation,
                title=Translated(en="Head"),
            ),
            lambda by: actions.end_office(by=by, office=office, until=PartialDate("2025")),
        ):
            with pytest.raises(Denied, match="Only managers of a team may say"):
                refused(user)


def test_a_representative_is_named_ended_and_named_again():
    manager, person, organisation = make_administrator(), make_person(), make_organisation()
    user = make_user()
    named = actions.name_representative(
        by=manager, person=person, organisation=organisation, user=user
    )
    person.refresh_from_db()
    assert person.user == user
    with pytest.raises(Refused, match="already represents"):
        actions.name_representative(by=manager, person=person, organisation=organisation)
    actions.end_representation(by=manager, representative=named)
    again = actions.name_representative(by=manager, person=person, organisation=organisation)
    assert (again.pk, again.is_active) == (named.pk, True)
    assert Representative.objects.count() == 1


def test_an_account_belongs_to_one_person():
    manager, named = make_manager(), make_representative()
    with pytest.raises(Refused, match="belongs to another person"):
        actions.name_representative(
            by=manager,
            person=make_person(),
            organisation=make_organisation(),
            user=named.person.user,
        )
    with pytest.raises(Refused, match="another account"):
        actions.name_representative(
            by=manager, person=named.person, organisation=make_organisation(), user=make_user()
        )


def test_an_account_is_opened_once_and_without_a_password():
    manager, person = make_manager(), make_person()
    user = actions.open_account(by=manager, person=person, email=" Ada@Example.ORG ", language="en")
    person.refresh_from_db()
    assert (person.user, user.email, user.language) == (user, "ada@example.org", "en")
    assert not user.has_usable_password()
    assert Mail.objects.get().to == "ada@example.org"
    with pytest.raises(Refused, match="already has an account"):
        actions.open_account(by=manager, person=person, email="other@example.org", language="en")
    with pytest.raises(Refused, match="already signs in"):
        actions.open_account(
            by=manager, person=make_person(), email="ADA@example.org", language="en"
        )
    with pytest.raises(Denied):
        actions.open_account(by=user, person=make_person(), email="x@example.org", language="en")


def test_a_teams_contacts_are_its_own():
    team, other = make_team(), make_team()
    organisation = make_organisation()
    contact = actions.add_contact(
        by=make_desk(team), team=team, organisation=organisation, telephone="+7 900 000-00-00"
    )
    entry = JournalEntry.objects.get()
    assert (entry.team, entry.subject_type) == (team, "directory.Contact")
    assert "900" not in entry.subject_label
    with pytest.raises(Denied, match="Only members of this team"):
        actions.add_contact(by=make_manager(other), team=team, organisation=organisation, note="x")
    with pytest.raises(Refused):
        actions.add_contact(by=make_manager(team), team=team, organisation=organisation)
    with pytest.raises(Denied):
        actions.remove_contact(by=make_auditor(), contact=make_contact())
    actions.remove_contact(by=make_manager(team), contact=contact)
    assert not organisation.contacts.exists()


def test_reading_an_e_mail_is_kept_in_the_journal_unless_it_is_ones_own():
    person = make_representative().person
    assert actions.read_contact(by=person.user, person=person) == person.email
    assert not JournalEntry.objects.exists()
    auditor = make_auditor()
    assert actions.read_contact(by=auditor, person=person) == person.email
    assert JournalEntry.objects.get().by == auditor
    with pytest.raises(Denied):
        actions.read_contact(by=make_representative().person.user, person=person)
