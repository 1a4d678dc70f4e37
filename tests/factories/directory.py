"""Organisations, people, and who speaks for whom."""

from typing import Any

from mosty.core.actions import factories_may_write
from mosty.core.models import Team, User
from mosty.directory.models import (
    Contact,
    Identifier,
    Offer,
    Office,
    Organisation,
    OrganisationKind,
    Person,
    Representative,
)
from tests.factories.core import make_team, make_user, next_number, sector


def kind(code: str = "company") -> OrganisationKind:
    """One of the kinds that every host starts with."""
    return OrganisationKind.objects.get(code=code)


def make_organisation(*, sectors: tuple[str, ...] = (), **given: Any) -> Organisation:
    """An organisation; `sectors` are codes."""
    number = next_number()
    fields = {
        "name": {"en": f"Organisation {number}", "ru": f"Организация {number}"},
        "country": "RU",
        **given,
    }
    with factories_may_write():
        fields.setdefault("kind", kind())
        organisation = Organisation.objects.create(**fields)
        organisation.sectors.set([sector(code) for code in sectors])
    return organisation


def make_person(**given: Any) -> Person:
    number = next_number()
    fields = {
        "name": {"en": f"Person {number}", "ru": f"Человек {number}"},
        "languages": ["en"],
        "email": f"person-{number}@example.org",
        **given,
    }
    with factories_may_write():
        return Person.objects.create(**fields)


def make_representative(
    organisation: Organisation | None = None,
    person: Person | None = None,
    user: User | None = None,
    **given: Any,
) -> Representative:
    """A person who may act for an organisation and can sign in (`.person.user`)."""
    organisation = organisation or make_organisation()
    if person is None:
        person = make_person(user=user or make_user())
    with factories_may_write():
        return Representative.objects.create(person=person, organisation=organisation, **given)


def make_office(
    person: Person | None = None, organisation: Organisation | None = None, **given: Any
) -> Office:
    fields = {"title": {"en": "Director", "ru": "Директор"}, **given}
    person, organisation = person or make_person(), organisation or make_organisation()
    with factories_may_write():
        return Office.objects.create(person=person, organisation=organisation, **fields)


def make_offer(organisation: Organisation | None = None, **given: Any) -> Offer:
    fields = {"kind": Offer.Kind.OFFER, "text": {"en": "Animation", "ru": "Анимация"}, **given}
    fields.setdefault("sector", sector())
    organisation = organisation or make_organisation()
    with factories_may_write():
        return Offer.objects.create(organisation=organisation, **fields)


def make_identifier(organisation: Organisation | None = None, **given: Any) -> Identifier:
    fields = {"kind": Identifier.Kind.OTHER, "value": f"N-{next_number()}", **given}
    organisation = organisation or make_organisation()
    with factories_may_write():
        return Identifier.objects.create(organisation=organisation, **fields)


def make_contact(
    team: Team | None = None, organisation: Organisation | None = None, **given: Any
) -> Contact:
    fields = {"telephone": "+7 495 000-00-00", **given}
    team, organisation = team or make_team(), organisation or make_organisation()
    with factories_may_write():
        return Contact.objects.create(team=team, organisation=organisation, **fields)
