"""Readings of places that pages and the API share."""

from django.db.models import Count, Prefetch, QuerySet

from mosty.core.permissions import Subject
from mosty.places.models import Hall, Table, Venue
from mosty.places.rules import SEE_VENUE


def visible_venues(user: Subject) -> "QuerySet[Venue]":
    """Venues the person may see, with the numbers of their halls and tables."""
    rows = Venue.objects.select_related("owner", "team", "source").annotate(
        hall_count=Count("halls", distinct=True),
        table_count=Count("halls__tables", distinct=True),
    )
    return SEE_VENUE.filter(user, rows)


def halls_of(venue: Venue) -> "QuerySet[Hall]":
    """The halls of a venue with their tables, both in order."""
    tables = Table.objects.order_by("number")
    return venue.halls.prefetch_related(Prefetch("tables", tables)).order_by("order", "pk")
