"""How figures of an event are drawn."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from mosty.core.templatetags.mosty import figure
from mosty.events.models import Event
from mosty.results.queries import Number, Reading, in_words

register = template.Library()


@register.inclusion_tag("core/components/figure.html")
def reading(read: Reading, event: Event, *, with_generated: bool, links: bool) -> dict[str, Any]:
    """A figure of an event: its number, what it counts, what is generated, what was stated.

    Where nothing is recorded and a source stated a number, the stated number stands, marked so.
    """
    address = reverse("figure_rows", args=[event.code, read.figure.key]) if links else ""
    if address and not with_generated:
        address += "?count=real"
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


def _of_which(read: Reading) -> str:
    """What the mark says when only a part of the figure is generated."""
    if not read.is_generated or read.is_wholly_generated:
        return ""
    return _("of which generated: %(value)s") % {"value": in_words(read.generated)}


def _counted(read: Reading) -> str:
    if not read.stated:
        return str(read.figure.counted_from)
    stated = _("stated by the source: %(value)s") % {"value": read.stated.in_words}
    return f"{read.figure.counted_from} · {stated}"
