"""How figures of an event are drawn."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from mosty.core import wording
from mosty.core.money import Money
from mosty.core.templatetags.mosty import figure
from mosty.results.models import StatedFigure
from mosty.results.queries import Reading
from mosty.results.views import summary

register = template.Library()


@register.inclusion_tag("core/components/figure.html")
def reading(read: Reading, event: Any, with_generated: bool, links: bool) -> dict[str, Any]:  # noqa: FBT001  # a template gives them by place
    """A figure of an event: its number, what it counts, what is generated, what was stated."""
    address = reverse("figure_rows", args=[event.code, read.figure.key]) if links else ""
    if address and not with_generated:
        address += "?count=real"
    return figure(
        summary.value_words(read) or wording.number(0),
        read.figure.label,
        _counted(read),
        address,
        "generated" if read.is_generated else "",
    )


@register.simple_tag
def stated_value(row: StatedFigure) -> str:
    """The stated number with the words that qualified it."""
    return summary.stated_words(row)


@register.simple_tag
def values_words(values: tuple[int | Money, ...]) -> str:
    """Numbers of a figure one after another."""
    return " · ".join(
        wording.money_short(value.amount, value.currency)
        if isinstance(value, Money)
        else wording.number(value)
        for value in values
    )


def _counted(read: Reading) -> str:
    if not read.stated:
        return str(read.figure.counted_from)
    stated = _("the source stated: %(value)s") % {"value": summary.stated_words(read.stated)}
    return f"{read.figure.counted_from} · {stated}"
