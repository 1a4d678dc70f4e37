"""How figures of an event are drawn."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mosty.core.templatetags.mosty import figure, pill, provenance
from mosty.events.models import Event
from mosty.results.queries import Number, Reading, in_words

register = template.Library()


@register.inclusion_tag("core/components/figure.html")
def reading(read: Reading, event: Event, *, with_generated: bool, links: bool) -> dict[str, Any]:
    """A figure of an event: its number, what it counts, what is generated, what was stated.

    Where nothing is recorded and a source stated a number, the stated number stands, marked so.
    """
    address = reading_address(read, event, with_generated=with_generated) if links else ""
    if read.is_empty and read.stated:
        return figure(
            read.stated.in_words, read.figure.label, _("not in the records"), address, "stated"
        )
    return figure(
        read.words,
        read.figure.label,
        _counted(read),
        address,
        "generated" if read.is_generated else "",
        _of_which(read),
    )


@register.simple_tag
def values_words(values: tuple[Number, ...]) -> str:
    """Numbers of a figure one after another."""
    return in_words(values) or "0"


@register.simple_tag
def reading_address(read: Reading, event: Event, *, with_generated: bool) -> str:
    """Where the records behind a figure are."""
    address = reverse("figure_rows", args=[event.code, read.figure.key])
    return address if with_generated else f"{address}?count=real"


@register.simple_tag
def reading_mark(read: Reading) -> SafeString | str:
    """What a figure rests on, as a pill: stated, generated, or how much of it is generated."""
    if read.is_empty and read.stated:
        return provenance("stated")
    part = _of_which(read)
    if part:
        return pill(part, "generated")
    return provenance("generated", brief=True) if read.is_generated else ""


def _of_which(read: Reading) -> str:
    """What the mark says when only a part of the figure is generated."""
    if not read.is_generated or read.is_wholly_generated:
        return ""
    return _("of which generated: %(value)s") % {"value": in_words(read.generated)}


def _counted(read: Reading) -> list[str]:
    """Other currencies, what is counted, what was stated: a line each."""
    parts = [read.more, str(read.figure.counted_from)]
    if read.stated:
        parts.append(_("stated by the source: %(value)s") % {"value": read.stated.in_words})
    return [part for part in parts if part]
