"""Organisations and the numbers by which registers know them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal, refusing
from mosty.core.fields import Translated
from mosty.core.fields.codes import new_code
from mosty.core.models import Provenance, Sector, Source, User
from mosty.core.versions import locked
from mosty.directory import identifiers
from mosty.directory.models import Identifier, Organisation, OrganisationKind
from mosty.directory.rules import ADD_TO_DIRECTORY, EDIT_ORGANISATION

NO_NAME = _("Enter the name in at least one language.")
HALF_A_POINT = _("Give both the longitude and the latitude, or neither.")
NOT_ON_EARTH = _("Longitude is between −180 and 180 degrees, latitude between −90 and 90.")
OWN_PART = _("An organisation cannot be a part of itself.")
NO_SITE = _("Enter the address of the site as https://example.org.")
LONGEST_SITE = 200  # characters, as the column has it
TAKEN_NUMBER = _("This number is already given to an organisation.")


def add_organisation(
    *,
    by: User,
    name: Translated,
    kind: OrganisationKind,
    country: str,
    city: Translated | None = None,
    longitude: float | None = None,
    latitude: float | None = None,
    parent: Organisation | None = None,
    site: str = "",
    about: Translated | None = None,
    sectors: Iterable[Sector] = (),
    provenance: str = Provenance.REAL,
    source: Source | None = None,
    code: str | None = None,
) -> Organisation:
    """Put an organisation into the directory that all teams of the host share.

    Raises `Refused` when it has no name or its point is not one of the Earth.
    """
    ADD_TO_DIRECTORY.check(by, by)
    _check_texts(name, site, longitude, latitude)
    with acting(by, "directory.add_organisation"):
        organisation = Organisation.objects.create(
            code=code or new_code(),
            provenance=provenance,
            source=source,
            name=name,
            kind=kind,
            country=country,
            city=city or Translated(),
            longitude=longitude,
            latitude=latitude,
            parent=parent,
            site=site,
            about=about or Translated(),
        )
        organisation.sectors.set(sectors)
        journal(
            by=by,
            verb="directory.add_organisation",
            words=gettext_noop("added the organisation"),
            subject=organisation,
        )
    return organisation


def change_organisation(
    *,
    by: User,
    organisation: Organisation,
    seen: int,
    name: Translated,
    kind: OrganisationKind,
    country: str,
    city: Translated,
    longitude: float | None,
    latitude: float | None,
    parent: Organisation | None,
    site: str,
    about: Translated,
    sectors: Iterable[Sector],
) -> Organisation:
    """Change what is known of an organisation; `seen` is the version the person looked at.

    Raises `Stale` when somebody changed it meanwhile, `Refused` for a missing name, a point that is
    not one of the Earth, or an organisation that would become a part of itself.
    """
    EDIT_ORGANISATION.check(by, organisation)
    _check_texts(name, site, longitude, latitude)
    with (
        refusing({"organisation_not_own_part": OWN_PART}),
        acting(by, "directory.change_organisation"),
    ):
        current = locked(organisation, seen=seen)
        _check_parent(current, parent)
        current.name, current.about, current.site = name, about, site
        current.kind, current.parent = kind, parent
        current.country, current.city = country, city
        current.longitude, current.latitude = longitude, latitude
        current.save()
        current.sectors.set(sectors)
        journal(
            by=by,
            verb="directory.change_organisation",
            words=gettext_noop("changed the organisation"),
            subject=current,
        )
    return current


def add_identifier(
    *, by: User, organisation: Organisation, kind: str, value: str, country: str = ""
) -> Identifier:
    """Give an organisation a number of a register, after its check digits.

    Raises `Refused` when the number cannot be one of that register or is given already.
    """
    EDIT_ORGANISATION.check(by, organisation)
    try:
        number = identifiers.checked(kind, value)
    except identifiers.WrongNumber as wrong:
        raise Refused(wrong.message, field="value") from wrong
    with (
        refusing({"identifier_once": TAKEN_NUMBER}),
        acting(by, "directory.add_identifier"),
    ):
        identifier = Identifier.objects.create(
            organisation=organisation,
            kind=kind,
            country=identifiers.COUNTRY_OF.get(kind, country),
            value=number,
        )
        journal(
            by=by,
            verb="directory.add_identifier",
            words=gettext_noop("added the number %(number)s"),
            subject=organisation,
            number=identifier,
        )
    return identifier


def remove_identifier(*, by: User, identifier: Identifier) -> None:
    """Take a number off an organisation."""
    EDIT_ORGANISATION.check(by, identifier.organisation)
    with acting(by, "directory.remove_identifier"):
        journal(
            by=by,
            verb="directory.remove_identifier",
            words=gettext_noop("removed the number %(number)s"),
            subject=identifier.organisation,
            number=identifier,
        )
        identifier.delete()


def _check_texts(
    name: Translated, site: str, longitude: float | None, latitude: float | None
) -> None:
    if not name:
        raise Refused(NO_NAME, field="name")
    # A link is drawn to it: "javascript:…" would run in the reader's session.
    if site and (len(site) > LONGEST_SITE or not _is_web_address(site)):
        raise Refused(NO_SITE, field="site")
    if (longitude is None) != (latitude is None):
        raise Refused(HALF_A_POINT, field="longitude")
    if not (abs(longitude or 0) <= 180 and abs(latitude or 0) <= 90):  # NaN is neither
        raise Refused(NOT_ON_EARTH, field="longitude")


def _is_web_address(site: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(site)
    except ValidationError:
        return False
    return True


def _check_parent(organisation: Organisation, parent: Organisation | None) -> None:
    """No ring of parts, however long; the database itself refuses the shortest."""
    above = parent
    passed: set[int] = set()
    while above is not None and above.pk not in passed:
        if above.pk == organisation.pk:
            raise Refused(OWN_PART, field="parent")
        passed.add(above.pk)
        above = above.parent
