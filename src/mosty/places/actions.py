"""Everything a person does to venues, halls and tables."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core.actions import Refused, acting, journal, refusing
from mosty.core.fields import Translated
from mosty.core.fields.codes import new_code
from mosty.core.models import Provenance, Source, Team, User
from mosty.core.rules import MANAGE_TEAM
from mosty.core.versions import locked
from mosty.directory.models import Organisation
from mosty.places.models import Hall, Table, Venue
from mosty.places.rules import EDIT_VENUE

NO_NAME = _("Enter the name in at least one language.")
HALF_A_POINT = _("Give both the longitude and the latitude, or neither.")
NOT_ON_EARTH = _("Longitude is between −180 and 180 degrees, latitude between −90 and 90.")
TABLE_TWICE = _("This hall already has a table with one of these numbers.")
NO_TABLES = _("The last number cannot be smaller than the first, and both are at least 1.")
MOST_TABLES = 500  # at once: a slip of the finger, not a hall
TOO_MANY_TABLES = _("At most 500 tables can be added at once.")


def add_venue(
    *,
    by: User,
    team: Team,
    name: Translated,
    country: str,
    city: Translated | None = None,
    address: Translated | None = None,
    longitude: float | None = None,
    latitude: float | None = None,
    owner: Organisation | None = None,
    provenance: str = Provenance.REAL,
    source: Source | None = None,
    code: str | None = None,
) -> Venue:
    """Put a venue under a team's care.

    Raises `Refused` when it has no name or its point is not one of the Earth.
    """
    MANAGE_TEAM.check(by, team)
    _check(name, longitude, latitude)
    with acting(by, "places.add_venue"):
        venue = Venue.objects.create(
            code=code or new_code(),
            provenance=provenance,
            source=source,
            team=team,
            name=name,
            country=country,
            city=city or Translated(),
            address=address or Translated(),
            longitude=longitude,
            latitude=latitude,
            owner=owner,
        )
        journal(
            by=by,
            verb="places.add_venue",
            words=gettext_noop("added the venue"),
            subject=venue,
            team=team,
        )
    return venue


def change_venue(
    *,
    by: User,
    venue: Venue,
    seen: int,
    name: Translated,
    country: str,
    city: Translated,
    address: Translated,
    longitude: float | None,
    latitude: float | None,
    owner: Organisation | None,
) -> Venue:
    """Change what is known of a venue; `seen` is the version the person looked at.

    Raises `Stale` when somebody changed it meanwhile, `Refused` as `add_venue` does.
    """
    EDIT_VENUE.check(by, venue)
    _check(name, longitude, latitude)
    with acting(by, "places.change_venue"):
        current = locked(venue, seen=seen)
        current.name, current.address, current.owner = name, address, owner
        current.country, current.city = country, city
        current.longitude, current.latitude = longitude, latitude
        current.save()
        journal(
            by=by,
            verb="places.change_venue",
            words=gettext_noop("changed the venue"),
            subject=current,
            team=current.team,
        )
    return current


def add_hall(
    *,
    by: User,
    venue: Venue,
    name: Translated,
    capacity: int | None = None,
    order: int = 100,
) -> Hall:
    """Add a hall to a venue; `capacity` in seats, when it is known."""
    EDIT_VENUE.check(by, venue)
    if not name:
        raise Refused(NO_NAME, field="name")
    with acting(by, "places.add_hall"):
        hall = Hall.objects.create(venue=venue, name=name, capacity=capacity, order=order)
        journal(
            by=by,
            verb="places.add_hall",
            words=gettext_noop("added the hall %(hall)s"),
            subject=venue,
            team=venue.team,
            hall=hall,
        )
    return hall


def add_table(*, by: User, hall: Hall, number: int, kind: str = Table.Kind.OPEN) -> Table:
    """Put one table into a hall. Raises `Refused` when its number is taken there."""
    return add_tables(by=by, hall=hall, first=number, last=number, kind=kind)[0]


def add_tables(
    *, by: User, hall: Hall, first: int, last: int, kind: str = Table.Kind.OPEN
) -> list[Table]:
    """Put the tables `first` to `last` into a hall, all or none.

    Raises `Refused` for numbers that make no range, or when one of them is taken there.
    """
    EDIT_VENUE.check(by, hall.venue)
    if not 1 <= first <= last:
        raise Refused(NO_TABLES, field="last")
    if last - first >= MOST_TABLES:
        raise Refused(TOO_MANY_TABLES, field="last")
    with refusing({"table_number_once": TABLE_TWICE}), acting(by, "places.add_tables"):
        tables = Table.objects.bulk_create(
            Table(hall=hall, number=number, kind=kind) for number in range(first, last + 1)
        )
        journal(
            by=by,
            verb="places.add_tables",
            words=gettext_noop("added tables %(first)s to %(last)s to the hall %(hall)s"),
            subject=hall.venue,
            team=hall.venue.team,
            first=first,
            last=last,
            hall=hall,
        )
    return tables


def _check(name: Translated, longitude: float | None, latitude: float | None) -> None:
    if not name:
        raise Refused(NO_NAME, field="name")
    if (longitude is None) != (latitude is None):
        raise Refused(HALF_A_POINT, field="longitude")
    if abs(longitude or 0) > 180 or abs(latitude or 0) > 90:
        raise Refused(NOT_ON_EARTH, field="longitude")
