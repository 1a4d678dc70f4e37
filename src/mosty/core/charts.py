"""Charts drawn on the server: SVG for pages, SVG and PNG for documents, no script anywhere.

A chart's colours are those of the light theme; in a page the style sheet maps each of them to its
token, so the picture follows the theme. Drawing takes a second or two, so a picture is kept in the
cache `charts` under the hash of what it is drawn from, and only drawn when it is not there.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mosty.core import wording

FONTS = Path(__file__).parent / "typst" / "fonts"
FAMILY = "Golos Text"

# The tokens of the light theme by name; mosty.css knows the same values.
ACCENT, LAND, PAPER, LINE = "#c8371a", "#e8e4db", "#fbfaf7", "#e6e2d9"
INK, SECOND, THIRD = "#1b1a17", "#5c5850", "#6f6a60"

VERSION = 2  # raise when the same data are drawn in another way
HERE = "https://page.invalid"  # stands before addresses while the chart is drawn, removed after
SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
NOISE = ("role", "aria-roledescription", "aria-label", "aria-hidden", "class", "stroke-miterlimit")
LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")
TOUCH = "13"  # radius of what can be touched around a mark that is a link
BAR_WIDTH = 380


@dataclass(frozen=True)
class Bar:
    """A row of a bar chart. `text` replaces the number at the bar's end (an amount of money)."""

    label: str
    value: float
    href: str = ""
    text: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture with the words that stand for it where it cannot be seen.

    `drawn_from` holds everything the drawing depends on, as JSON can hold it; `specified` makes the
    Vega-Lite specification, which takes a second for a map.
    """

    specified: Callable[[], dict[str, Any]]
    drawn_from: Any
    title: str
    description: str = ""

    @cached_property
    def spec(self) -> dict[str, Any]:
        return self.specified()

    def svg(self) -> str:
        """The picture as SVG in the light theme's colours, from the cache when it is there."""
        key = f"svg-{VERSION}-{self._hash()}"
        cache = _cache()
        picture: str | None = cache.get(key)
        if picture is None:
            picture = finished(_renderer().vegalite_to_svg(self.spec), self)
            cache.set(key, picture)
        return picture

    def png(self, scale: float = 2) -> bytes:
        """The picture as PNG, `scale` pixels for each unit of the drawing."""
        drawn: bytes = _renderer().vegalite_to_png(self.spec, scale=scale)
        return drawn

    def __str__(self) -> SafeString:
        """`{{ chart }}` in a template."""
        picture = mark_safe(self.svg())  # noqa: S308  # our drawing, escaped by the XML writer
        return format_html('<figure class="chart">{}</figure>', picture)

    def _hash(self) -> str:
        text = json.dumps([self.drawn_from, str(self.title), self.description], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def bar_chart(
    rows: Iterable[Bar],
    *,
    title: str,
    description: str = "",
    width: int = BAR_WIDTH,
) -> Chart:
    """Horizontal bars, in the order given, each with its name above and its number at the end."""
    bars = list(rows)
    values = [
        {
            "label": bar.label,
            "value": float(bar.value),
            "text": bar.text or wording.number(int(bar.value)),
            "href": linked(bar.href),
            "place": place,
        }
        for place, bar in enumerate(bars)
    ]
    words = description or "; ".join(f"{row['label']}: {row['text']}" for row in values)
    return Chart(lambda: _bars(values, width), ["bars", values, width], title, words)


def _bars(values: list[dict[str, Any]], width: int) -> dict[str, Any]:
    import altair  # reason: takes a second; most requests draw nothing

    highest = max((row["value"] for row in values), default=1) or 1
    across = altair.X("value:Q", axis=None, scale=altair.Scale(domain=[0, highest * 1.25]))
    down = altair.Y("place:O", axis=None, scale=altair.Scale(paddingInner=0, paddingOuter=0))
    base = altair.Chart(altair.Data(values=values)).encode(y=down)
    drawing = altair.layer(
        base.mark_bar(height=8, yOffset=8, fill=INK).encode(x=across, **_linking()),
        base.mark_text(align="left", yOffset=-8, fontSize=13, fill=SECOND).encode(
            x=altair.value(0),
            text="label:N",
        ),
        base.mark_text(
            align="left",
            xOffset=6,
            yOffset=8,
            fontSize=13,
            fontWeight=600,
            fill=INK,
        ).encode(x=across, text="text:N"),
    ).properties(width=width, height=altair.Step(44))
    return styled(drawing)


def linked(href: str) -> str:
    """An address of this site as the renderer accepts it; empty where there is none."""
    return HERE + "/" + href if href else ""


def styled(drawing: Any) -> dict[str, Any]:
    """The specification of an Altair chart with the look's typeface and no frame."""
    configured = (
        drawing.properties(background="transparent", padding=0)
        .configure_view(stroke=None)
        .configure(font=FAMILY)
    )
    spec: dict[str, Any] = configured.to_dict()
    return spec


def finished(svg: str, chart: Chart) -> str:
    """The renderer's SVG made fit for a page: small, named, scalable, with our own links."""
    ElementTree.register_namespace("", SVG)
    short = LONG_NUMBER.sub(lambda found: _short(found[0]), svg)
    root = ElementTree.fromstring(short)  # noqa: S314  # the renderer's own text, nobody else's
    for parent in list(root.iter()):
        _name(parent)
        for child in list(parent):
            if child.get("display") == "none" or child.get("class") == "background":
                parent.remove(child)
    for element in root.iter():
        for attribute in NOISE if element.tag != f"{{{SVG}}}a" else ():
            element.attrib.pop(attribute, None)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    mark = "c" + chart._hash()[:10]  # noqa: SLF001  # the chart is ours
    root.set("role", "group" if root.find(f".//{{{SVG}}}a") is not None else "img")
    root.set("aria-labelledby", f"{mark}-title {mark}-words")
    for place, (tag, text) in enumerate((("title", chart.title), ("desc", chart.description))):
        words = ElementTree.Element(f"{{{SVG}}}{tag}")
        words.set("id", f"{mark}-{'title' if tag == 'title' else 'words'}")
        words.text = text
        root.insert(place, words)
    return ElementTree.tostring(root, encoding="unicode")


def _name(element: ElementTree.Element) -> None:
    """Give a mark its name as a title, a link its address and enough room for a finger."""
    if element.tag == f"{{{SVG}}}a":
        address = element.attrib.pop(XLINK, "")
        element.set("href", address.removeprefix(HERE + "/"))
        mark = element[0]
        element.set("aria-label", mark.get("aria-label", ""))
        if mark.get("transform", "").startswith("translate"):
            touch = {"r": TOUCH, "fill": "none", "pointer-events": "all"}
            touch["transform"] = mark.get("transform", "")
            element.append(ElementTree.Element(f"{{{SVG}}}circle", touch))
    elif element.get("aria-roledescription") in {"circle", "bar"}:
        name = ElementTree.SubElement(element, f"{{{SVG}}}title")
        name.text = element.get("aria-label", "")


def _short(number: str) -> str:
    return f"{float(number):.1f}".removesuffix(".0")


def _linking() -> dict[str, str]:
    return {"href": "href:N", "description": "label:N"}


def _cache() -> BaseCache:
    return caches["charts" if "charts" in settings.CACHES else "default"]


def _renderer() -> Any:
    import vl_convert  # reason: loads a script engine, 60 MB; most requests draw nothing

    for folder in sorted(FONTS.iterdir()):
        if folder.is_dir():
            vl_convert.register_font_directory(str(folder))
    return vl_convert
