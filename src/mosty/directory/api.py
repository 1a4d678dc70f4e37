"""Organisations and people over HTTP."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.errors import HttpError

from mosty.core import countries
from mosty.core.api import PAGE, Scope, idempotent, page
from mosty.core.fields import Translated
from mosty.core.models import Sector
from mosty.core.requests import SignedIn
from mosty.core.search import matching
from mosty.directory import actions
from mosty.directory.models import Organisation, OrganisationKind, Person
from mosty.directory.queries import visible_organisations, visible_people
from mosty.directory.rules import READ_CONTACT

router = Router(tags=["directory"])


class OrganisationOut(Schema):
    """An organisation. Texts are objects from language to text; degrees are east and north."""

    code: str
    name: dict[str, str]
    kind: str
    country: str
    city: dict[str, str]
    longitude: float | None
    latitude: float | None
    site: str
    about: dict[str, str]
    sectors: list[str]
    provenance: str
    source: str | None
    version: int


class OrganisationIn(Schema):
    """What a new organisation is made of. Kind and sectors are codes, the country ISO 3166-1."""

    name: dict[str, str]
    kind: str
    country: str
    city: dict[str, str] = {}
    longitude: float | None = None
    latitude: float | None = None
    site: str = ""
    about: dict[str, str] = {}
    sectors: list[str] = []


class OrganisationPage(Schema):
    """A page of organisations and the cursor of the next one."""

    items: list[OrganisationOut]
    next: str | None


class OfficeOut(Schema):
    """A post that a person holds now; `organisation` is a code."""

    organisation: str
    title: dict[str, str]


class PersonOut(Schema):
    """A person. `email` is null unless one person is asked for and may be written to."""

    code: str
    name: dict[str, str]
    languages: list[str]
    offices: list[OfficeOut]
    represents: list[str]
    provenance: str
    source: str | None
    version: int
    email: str | None = None


class PersonPage(Schema):
    """A page of people and the cursor of the next one."""

    items: list[PersonOut]
    next: str | None


@router.get("/organisations", response=OrganisationPage, auth=Scope("organisations:read"))
def list_organisations(
    request: SignedIn,
    *,
    q: str = "",
    country: str = "",
    provenance: str = "",
    after: str = "",
    limit: int = PAGE,
) -> Any:
    """Organisations in the order of their creation, by words of the name, country, provenance."""
    rows = visible_organisations(request.user).filter(matching(("name__text",), q))
    if country:
        rows = rows.filter(country=country)
    if provenance:
        rows = rows.filter(provenance=provenance)
    return page(rows, _organisation, after=after, limit=limit)


@router.get("/organisations/{code}", response=OrganisationOut, auth=Scope("organisations:read"))
def get_organisation(request: SignedIn, code: str) -> Any:
    """One organisation by its code."""
    return _organisation(get_object_or_404(visible_organisations(request.user), code=code))


@router.post("/organisations", response={201: OrganisationOut}, auth=Scope("organisations:write"))
@idempotent
def create_organisation(request: SignedIn, given: OrganisationIn) -> Any:
    """Add an organisation: managers of a team only."""
    fields = given.dict()
    if given.country not in countries.codes():
        raise HttpError(422, f"country: {given.country!r} is not a code of ISO 3166-1")
    fields["kind"] = _named(OrganisationKind, [given.kind], "kind")[0]
    fields["sectors"] = _named(Sector, given.sectors, "sectors")
    for field in ("name", "city", "about"):
        fields[field] = Translated(fields[field])
    return 201, _organisation(actions.add_organisation(by=request.user, **fields))


@router.get("/people", response=PersonPage, auth=Scope("people:read"))
def list_people(request: SignedIn, q: str = "", after: str = "", limit: int = PAGE) -> Any:
    """People the token's user may see, by words of the name; without their addresses."""
    rows = visible_people(request.user).filter(matching(("name__text",), q))
    return page(rows, _person, after=after, limit=limit)


@router.get("/people/{code}", response=PersonOut, auth=Scope("people:read"))
def get_person(request: SignedIn, code: str) -> Any:
    """One person; the e-mail address only for those who may read it, and the journal keeps that."""
    person = get_object_or_404(visible_people(request.user), code=code)
    shown = _person(person)
    if READ_CONTACT.allows(request.user, person):
        shown["email"] = actions.read_contact(by=request.user, person=person)
    return shown


def _named(model: Any, codes: list[str], field: str) -> list[Any]:
    """Rows of these codes; 422 for a code that there is not."""
    rows = list(model.objects.filter(code__in=codes))
    unknown = sorted(set(codes) - {row.code for row in rows})
    if unknown:
        raise HttpError(422, f"{field}: there is no {', '.join(unknown)}")
    return rows


def _organisation(organisation: Organisation) -> dict[str, Any]:
    return {
        "code": organisation.code,
        "name": organisation.name,
        "kind": organisation.kind.code,
        "country": organisation.country,
        "city": organisation.city,
        "longitude": organisation.longitude,
        "latitude": organisation.latitude,
        "site": organisation.site,
        "about": organisation.about,
        "sectors": [sector.code for sector in organisation.sectors.all()],
        "provenance": organisation.provenance,
        "source": organisation.source.key if organisation.source else None,
        "version": organisation.version,
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "code": person.code,
        "name": person.name,
        "languages": person.languages,
        "offices": [
            {"organisation": office.organisation.code, "title": office.title}
            for office in person.held_offices  # type: ignore[attr-defined]  # by visible_people
        ],
        "represents": [
            named.organisation.code
            for named in person.active_representations  # type: ignore[attr-defined]  # the same
        ],
        "provenance": person.provenance,
        "source": person.source.key if person.source else None,
        "version": person.version,
    }
