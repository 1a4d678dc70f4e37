"""The tags and filters of every page. Each component is shown in `docs/extend/look.md`."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from mosty.core import countries, wording
from mosty.core.components import DayGrid
from mosty.core.money import Money
from mosty.core.registry import ThreadStep

register = template.Library()

Words = str | Promise

# What a record or a figure rests on. A real, named record is the rule and needs no mark.
PROVENANCE: dict[str, Words] = {
    "unnamed": _("real, not named"),
    "generated": _("generated for show"),
    "stated": _("as stated by the source"),
}

# The same below a figure, where there is room for a word or two.
MARKS: dict[str, Words] = {
    "unnamed": _("not named"),
    "generated": _("generated"),
    "stated": _("stated by the source"),
}


@register.filter
def number(value: Decimal | int | None) -> str:
    """Thousands as the language groups them; a dash for None."""
    return wording.number(value)


@register.filter
def rate(value: Decimal) -> str:
    """An exchange rate with every digit that was published."""
    return wording.rate(value)


@register.filter
def percent(share: Decimal, digits: int = 1) -> str:
    """A share of one as per cent."""
    return wording.percent(share, digits)


@register.filter
def money(value: Money | Decimal | None, currency: str = "") -> str:
    """A `Money`, or a Decimal with its currency: `{{ contract.value|money:contract.currency }}`."""
    return "—" if value is None else wording.money(*_amount(value, currency))


@register.filter
def money_short(value: Money | Decimal | None, currency: str = "") -> str:
    """As a figure shows it: "164 млн ₽"."""
    return "—" if value is None else wording.money_short(*_amount(value, currency))


@register.filter
def date_words(value: Any) -> str:
    """A date, a datetime (in the current zone) or a `PartialDate` in words; a dash for None."""
    return wording.date(value) if value else "—"


@register.filter
def date_range(start: Any, end: Any) -> str:
    """`{{ event.starts|date_range:event.ends }}`: "8–12 декабря 2025"."""
    return wording.date_range(start, end) if start else "—"


@register.filter
def country(code: str) -> str:
    """The country's name by CLDR in the reader's language."""
    return countries.name(code) if code else ""


@register.filter
def initials(name: Any) -> str:
    """At most two letters that stand for a name."""
    words = [word.strip("«»\"'()") for word in str(name).split()]
    return "".join(word[0] for word in words if word)[:2].upper()


@register.simple_tag
def pill(text: Words, tone: str = "") -> SafeString:
    """A state as a word. Tones: good, warning, accent; none for a plain state."""
    return format_html('<span class="pill{}">{}</span>', f" pill-{tone}" if tone else "", text)


@register.simple_tag
def provenance(of: Any, *, brief: bool = False) -> SafeString | str:
    """The mark of what a record rests on; nothing for a real one. Takes the record or its word.

    `brief` is for a column, where the heading says what the word is about.
    """
    kind = str(of if isinstance(of, str) else getattr(of, "provenance", ""))
    words = MARKS if brief else PROVENANCE
    return pill(words[kind], kind) if kind in words else ""


@register.inclusion_tag("core/components/figure.html")
def figure(  # noqa: PLR0917  # a template names them by their place, top to bottom
    value: Any,
    label: Words,
    counted: Words | list[str] = "",
    url: str = "",
    provenance: str = "",
    mark: Words = "",
) -> dict[str, Any]:
    """One figure of a block: `<ul class="figures">{% figure … %}…</ul>`.

    `counted` is what it is counted from, a line or several. `mark` replaces the words of the
    provenance ("24 of 312 generated for show").
    """
    return {
        "value": wording.number(value) if isinstance(value, int) else value,
        "label": label,
        "counted": counted if isinstance(counted, list) else [counted] if counted else [],
        "url": url,
        "provenance": provenance,
        "mark": mark or MARKS.get(provenance, ""),
    }


@register.inclusion_tag("core/components/thread.html")
def thread(steps: Iterable[ThreadStep], label: Words = "", here: str = "") -> dict[str, Any]:
    """The thread from meeting to result. `here` is the address of the record being looked at."""
    steps = list(steps)
    following = [*steps[1:], None]
    return {
        "label": label or _("From the first meeting to the result"),
        "points": [
            {
                "step": step,
                "here": bool(here) and step.url == here,
                "before_due": after is not None and not after.happened,
            }
            for step, after in zip(steps, following, strict=True)
        ],
    }


@register.inclusion_tag("core/components/facts.html")
def facts(pairs: Mapping[Words, Any] | Iterable[tuple[Words, Any]]) -> dict[str, Any]:
    """Facts as term and description; pairs without a value are left out."""
    given = pairs.items() if isinstance(pairs, Mapping) else pairs
    return {"pairs": [(term, value) for term, value in given if value not in (None, "", [], ())]}


@register.inclusion_tag("core/components/blank.html")
def blank(title: Words, text: Words = "", url: str = "", action: Words = "") -> dict[str, Any]:
    """What stands where nothing is yet: what it is for, and what to do next."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("core/components/day_grid.html")
def day_grid(grid: DayGrid) -> dict[str, Any]:
    """Tables across, slots down; on a phone the same cells grouped by time."""
    rows = [
        {"label": row.label, "cells": list(zip(grid.columns, row.cells, strict=True))}
        for row in grid.rows
    ]
    return {"grid": grid, "rows": rows}


@register.inclusion_tag("core/components/story.html")
def story(chapters: Iterable[Any]) -> dict[str, Any]:
    """A record's history: the chapters of `core.story.story_of`, newest first."""
    return {"chapters": list(chapters)}


@register.inclusion_tag("core/components/party.html")
def party(name: Any, more: Any = "", url: str = "", kind: str = "organisation") -> dict[str, Any]:
    """An organisation or a person (`kind="person"`) on one line with a sign of its letters."""
    return {"name": name, "more": more, "url": url, "kind": kind}


@register.inclusion_tag("core/components/progress.html")
def progress(
    label: Words,
    done: int,
    total: int,
    url: str = "",
    note: Words = "",
    *,
    running: bool = True,
) -> dict[str, Any]:
    """A progress line that asks `url` for itself every two seconds while `running`."""
    return {
        "label": label,
        "done": done,
        "total": total,
        "url": url,
        "note": note,
        "running": running,
    }


@register.inclusion_tag("core/components/filters.html", takes_context=True)
def filter_bar(
    context: template.Context,
    filterset: Any,
    target: str = "rows",
) -> dict[str, Any]:
    """A django-filter set's form. Works by GET; htmx exchanges `#target` as one types."""
    request = context["request"]
    kept = {key: value for key, value in request.GET.items() if key == "sort"}
    return {
        "form": filterset.form,
        "target": target,
        "path": request.path,
        "kept": kept,
        "active": any(request.GET.get(name) for name in filterset.form.fields),
    }


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The address's query with some parameters changed; None removes one."""
    parameters = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            parameters.pop(key, None)
        else:
            parameters[key] = str(value)
    return f"?{parameters.urlencode()}"


def _amount(value: Money | Decimal, currency: str) -> tuple[Decimal, str]:
    return (value.amount, value.currency) if isinstance(value, Money) else (value, currency)
