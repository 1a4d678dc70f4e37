"""Readings of places that pages and the API share."""

from collections.abc import Iterable, Iterator

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


def ranges(tables: Iterable[Table]) -> Iterator[str]:
    """Numbers of tables as people write them: "1–24", "25–28 (quiet)", "30"."""
    run: list[Table] = []
    for table in tables:
        if run and (table.number != run[-1].number + 1 or table.kind != run[0].kind):
            yield _range(run)
            run = []
        run.append(table)
    if run:
        yield _range(run)


def _range(run: list[Table]) -> str:
    first, last = run[0], run[-1]
    numbers = f"{first.number}–{last.number}" if len(run) > 1 else str(first.number)
    return numbers if first.kind == Table.Kind.OPEN else f"{numbers} ({first.get_kind_display()})"
