"""The map and the chart of an event's results."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mosty.agreements.figures import by_sector
from mosty.core import countries
from mosty.core.charts import Bar, Chart, bar_chart
from mosty.core.worldmap import MapPoint, world_map
from mosty.events.models import Event
from mosty.results.queries import CountryLine


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


def sectors_chart(event: Event, *, with_generated: bool) -> Chart | None:
    """Agreements by sector as bars; None where there are none."""
    address = reverse("figure_rows", args=[event.code, "agreements"])
    bars = [
        Bar(label=str(sector), value=count, href=address)
        for sector, count in by_sector(event, with_generated=with_generated)
    ]
    return bar_chart(bars, title=_("Agreements by sector")) if bars else None


def _meetings(count: int) -> str:
    return ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count}
