"""Charts and the map: what is drawn, what is said of it, where it leads."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.template import Context, Template
from pytest_django.fixtures import Settings

from mosty.core.charts import ACCENT, INK, VERSION, Bar, Chart, bar_chart
from mosty.core.worldmap import MapPoint, world_map

SVG = "{http://www.w3.org/2000/svg}"
POINTS = (
    MapPoint("TR", 32.9, 39.9, 41, "Турция: 41", "/partners/?country=TR"),
    MapPoint("CN", 116.4, 39.9, 38, "Китай: 38", "/partners/?country=CN"),
    MapPoint("BR", -47.9, -15.8, 2, "Бразилия: 2"),
)


def read(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg())  # noqa: S314  # our own picture


@pytest.fixture(scope="module")
def bars() -> ElementTree.Element:
    rows = (Bar("Видеоигры", 5, "/agreements/?sector=games&x=1"), Bar("<b>Кино</b>", 3))
    return read(bar_chart(rows, title="По отраслям"))


def test_bars_are_in_proportion_and_named(bars: ElementTree.Element) -> None:
    marks = [path for path in bars.iter(f"{SVG}path") if path.get("fill") == INK]
    widths = [float(re.findall(r"M0,[\d.]+h([\d.]+)", path.get("d", ""))[0]) for path in marks]
    texts = [text.text for text in bars.iter(f"{SVG}text")]

    assert widths[1] / widths[0] == pytest.approx(3 / 5, abs=0.01)
    assert texts == ["Видеоигры", "<b>Кино</b>", "5", "3"]


def test_a_chart_has_a_title_and_words_for_those_who_do_not_see_it(
    bars: ElementTree.Element,
) -> None:
    title, words = bars[0], bars[1]

    assert (title.tag, title.text) == (f"{SVG}title", "По отраслям")
    assert (words.tag, words.text) == (f"{SVG}desc", "Видеоигры: 5; <b>Кино</b>: 3")
    assert bars.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"


def test_links_lead_within_this_site_alone(bars: ElementTree.Element) -> None:
    links = [(link.get("href"), link.get("aria-label")) for link in bars.iter(f"{SVG}a")]

    assert links == [("/agreements/?sector=games&x=1", "Видеоигры")]


def test_the_map_has_a_point_and_a_line_for_each_partner() -> None:
    drawn = world_map(POINTS, home=(37.6, 55.8), title="Откуда приехали")
    root = read(drawn)
    points = [path for path in root.iter(f"{SVG}path") if path.get("fill") == ACCENT]
    names = [point.findtext(f"{SVG}title") for point in points]

    assert names == ["", "Турция: 41", "Китай: 38", "Бразилия: 2"]
    assert len(list(root.iter(f"{SVG}line"))) == len(POINTS)
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == [
        "/partners/?country=TR",
        "/partners/?country=CN",
    ]


def test_borders_are_drawn_only_when_the_setting_asks(settings: Settings) -> None:
    settings.MOSTY_DISPUTED_BORDERS = "none"
    land = world_map((), title="").spec
    settings.MOSTY_DISPUTED_BORDERS = "atlas"
    countries = world_map((), title="").spec

    assert '"feature": "land"' in json.dumps(land)
    assert '"feature": "countries"' in json.dumps(countries)
    assert "stroke" not in land["layer"][0]["mark"]


def test_nothing_in_a_picture_runs_or_styles_itself() -> None:
    picture = world_map(POINTS, home=(37.6, 55.8), title="Откуда приехали").svg()

    assert "<script" not in picture
    assert "style=" not in picture
    assert "page.invalid" not in picture
    assert len(picture) < 60_000


def test_a_picture_is_drawn_once() -> None:
    chart = bar_chart((Bar("Кино", 1),), title="Один раз")
    cache = caches["charts"]
    cache.clear()
    first = chart.svg()
    [key] = [f"svg-{VERSION}-{chart._hash()}"]  # the cache's key is what is tested

    assert cache.get(key) == first
    cache.set(key, "<svg>kept</svg>")
    assert chart.svg() == "<svg>kept</svg>"
    cache.clear()


def test_a_template_places_the_picture_unescaped() -> None:
    chart = bar_chart((Bar("Кино", 1),), title="В шаблоне")
    page = Template("{{ chart }}").render(Context({"chart": chart}))

    assert page == f'<figure class="chart">{chart.svg()}</figure>'


def test_a_picture_for_documents() -> None:
    chart: Chart = bar_chart((Bar("Кино", 1),), title="PNG")

    assert chart.png().startswith(b"\x89PNG")
