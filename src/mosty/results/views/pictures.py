"""The map and the chart of an event's results."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mosty.agreements.figures import by_sector
from mosty.core import countries
from mosty.core.charts import Bar, Chart, bar_chart
from mosty.core.models import Sector
from mosty.core.worldmap import MapPoint, world_map
from mosty.events.models import Event
from mosty.results import queries
from mosty.results.queries import CountryLine


def pictures_of(event: Event, *, with_generated: bool, links: bool = False) -> dict[str, Any]:
    """The map with its table and the bars, and whether generated records are part of them."""
    every, countries_real = queries.by_country_both_ways(event)
    sectors_real = by_sector(event, with_generated=False)
    lines, sectors = countries_real, sectors_real
    if with_generated:
        lines = every
        sectors = by_sector(event, with_generated=True)
    address = reverse("figure_rows", args=[event.code, "agreements"]) if links else ""
    return {
        "countries": lines,
        "meetings_figure": queries.meetings_counted(event, with_generated=with_generated),
        "countries_generated": lines != countries_real,
        "map": map_of_countries(event, lines),
        "sectors": sectors_chart(sectors, address, "" if with_generated else "&count=real"),
        "sectors_generated": sectors != sectors_real,
    }


def map_of_countries(event: Event, lines: Sequence[CountryLine]) -> Chart | None:
    """Where the organisations came from: a point a country, as large as its meetings are many."""
    points = [
        MapPoint(
            country=line.country,
            lon=place[0],
            lat=place[1],
            size=float(max(line.meetings, 1)),
            label=f"{line.name}: {_meetings(line.meetings)}",
        )
        for line in lines
        if (place := countries.point(line.country))
    ]
    if not points:
        return None
    return world_map(points, home=countries.point(event.country), title=_("Where they came from"))


def sectors_chart(
    sectors: Sequence[tuple[Sector, int]], address: str = "", more: str = ""
) -> Chart | None:
    """Agreements by sector as bars; with an address each opens its agreements. None for none."""
    bars = [
        Bar(
            label=str(sector),
            value=count,
            href=f"{address}?sector={sector.code}{more}" if address else "",
        )
        for sector, count in sectors
    ]
    return bar_chart(bars, title=_("Agreements by sector")) if bars else None


def _meetings(count: int) -> str:
    return ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count}
