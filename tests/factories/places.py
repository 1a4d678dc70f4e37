"""Venues with halls and tables."""

from typing import Any

from mosty.core.actions import factories_may_write
from mosty.core.models import Team
from mosty.places.models import Hall, Table, Venue
from tests.factories.core import make_team, next_number


def make_venue(team: Team | None = None, **given: Any) -> Venue:
    number = next_number()
    fields = {
        "name": {"en": f"Venue {number}", "ru": f"Площадка {number}"},
        "country": "RU",
        "city": {"en": "Moscow", "ru": "Москва"},
        **given,
    }
    team = team or make_team()
    with factories_may_write():
        return Venue.objects.create(team=team, **fields)


def make_hall(venue: Venue | None = None, **given: Any) -> Hall:
    number = next_number()
    fields = {"name": {"en": f"Hall {number}", "ru": f"Зал {number}"}, **given}
    venue = venue or make_venue()
    with factories_may_write():
        return Hall.objects.create(venue=venue, **fields)


def make_tables(hall: Hall | None = None, count: int = 1, **given: Any) -> list[Table]:
    """Tables 1 to `count` of a hall."""
    hall = hall or make_hall()
    with factories_may_write():
        return Table.objects.bulk_create(
            Table(hall=hall, number=number, **given) for number in range(1, count + 1)
        )
