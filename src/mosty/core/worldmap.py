"""The map of the world with the host and its partners, in the Equal Earth projection.

Shapes are Natural Earth's at 1:110 million (world-atlas). Whose a disputed territory is, is not for
a program to say: by default land is drawn as one shape without any borders. The setting
MOSTY_DISPUTED_BORDERS changes that.

Projection: Šavrič, Patterson, Jenny, "The Equal Earth map projection", 2018.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from mosty.core.charts import ACCENT, LAND, PAPER, Chart, linked, styled

SHAPES = Path(__file__).parent / "static/mosty/vendor/world-atlas/countries-110m.json"
ANTARCTICA = "010"  # ISO 3166-1 numeric; nobody travels to a forum from there
WIDTH, HEIGHT = 720, 360
# Turned so that Chukotka stays whole, and the empty ocean beyond it cut off.
PROJECTION: dict[str, Any] = {
    "type": "equalEarth",
    "rotate": [-11, 0, 0],
    "scale": 153,
    "translate": [306, 199],
}
ATLAS = "atlas"
SMALLEST, LARGEST = 50, 260  # areas of points in square units of the drawing


@dataclass(frozen=True)
class MapPoint:
    """A country (or city) on the map: degrees east and north, a size, what to say and open."""

    country: str
    lon: float
    lat: float
    size: float
    label: str
    href: str = ""


def world_map(
    points: Iterable[MapPoint],
    *,
    home: tuple[float, float] | None = None,
    title: str,
    description: str = "",
) -> Chart:
    """Points in proportion to their size, with thin lines from `home` (lon, lat) when given."""
    placed = sorted(points, key=lambda point: -point.size)
    values = [
        {
            "lon": point.lon,
            "lat": point.lat,
            "size": float(point.size),
            "label": point.label,
            "href": linked(point.href),
        }
        for point in placed
    ]
    words = description or "; ".join(point.label for point in placed)
    drawn_from = ["map", values, home, settings.MOSTY_DISPUTED_BORDERS]
    return Chart(lambda: _map(values, home), drawn_from, title, words)


def _map(values: list[dict[str, Any]], home: tuple[float, float] | None) -> dict[str, Any]:
    import altair  # reason: takes a second; most requests draw nothing

    layers = [_land(altair)]
    if home and values:
        layers += _lines_from(altair, home, values)
    if values:
        layers.append(_dots(altair, values))
    drawing = altair.layer(*layers).project(**PROJECTION).properties(width=WIDTH, height=HEIGHT)
    spec = styled(drawing)
    return {**spec, "datasets": {**spec.get("datasets", {}), ATLAS: _shapes()}}


def _land(altair: Any) -> Any:
    borders = settings.MOSTY_DISPUTED_BORDERS == "atlas"
    # By its name: Altair copies what it is given a dozen times, and the atlas is large.
    shapes = altair.NamedData(
        name=ATLAS,
        format=altair.TopoDataFormat(type="topojson", feature="countries" if borders else "land"),
    )
    edge = {"stroke": PAPER, "strokeWidth": 0.5} if borders else {}
    return altair.Chart(shapes).mark_geoshape(fill=LAND, **edge)


def _lines_from(altair: Any, home: tuple[float, float], values: list[dict[str, Any]]) -> list[Any]:
    lines = [
        {"lon": home[0], "lat": home[1], "to_lon": value["lon"], "to_lat": value["lat"]}
        for value in values
    ]
    drawn = (
        altair.Chart(altair.Data(values=lines))
        .mark_rule(stroke=ACCENT, strokeWidth=0.8, strokeOpacity=0.4)
        .encode(longitude="lon:Q", latitude="lat:Q", longitude2="to_lon:Q", latitude2="to_lat:Q")
    )
    hub = (
        altair.Chart(altair.Data(values=lines[:1]))
        .mark_circle(fill=ACCENT, size=36, opacity=1, description="")
        .encode(longitude="lon:Q", latitude="lat:Q")
    )
    return [drawn, hub]


def _dots(altair: Any, values: list[dict[str, Any]]) -> Any:
    largest = max(value["size"] for value in values) or 1
    return (
        altair.Chart(altair.Data(values=values))
        .mark_circle(fill=ACCENT, opacity=0.88)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=altair.Size(
                "size:Q",
                legend=None,
                scale=altair.Scale(domain=[0, largest], range=[SMALLEST, LARGEST]),
            ),
            href="href:N",
            description="label:N",
        )
    )


@cache
def _shapes() -> dict[str, Any]:
    """The atlas without Antarctica, both as countries and as one land."""
    atlas: dict[str, Any] = json.loads(SHAPES.read_text(encoding="utf-8"))
    countries, land = atlas["objects"]["countries"], atlas["objects"]["land"]
    south = {
        arc
        for country in countries["geometries"]
        if country.get("id") == ANTARCTICA
        for arc in _arcs(country["arcs"])
    }
    countries["geometries"] = [
        country for country in countries["geometries"] if country.get("id") != ANTARCTICA
    ]
    for shape in land["geometries"]:
        shape["arcs"] = [part for part in shape["arcs"] if not south & set(_arcs(part))]
    return atlas


def _arcs(nested: Any) -> Iterable[int]:
    """The arcs' numbers in any depth of lists; a reversed arc counts as the arc itself."""
    if isinstance(nested, int):
        yield ~nested if nested < 0 else nested
        return
    for item in nested:
        yield from _arcs(item)
