"""Results over HTTP."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from mosty.core.api import Scope
from mosty.core.money import Money
from mosty.events.models import Event
from mosty.results.queries import Reading, readings
from mosty.results.rules import SEE_RESULTS

router = Router(tags=["results"])


class ValueOut(Schema):
    """A number as text, with its currency when it is money."""

    value: str
    currency: str | None


class FigureOut(Schema):
    """A figure of an event: all it counts, and how much of that is generated."""

    key: str
    label: str
    counted_from: str
    values: list[ValueOut]
    generated: list[ValueOut]
    stated: str | None
    stated_words: str | None


class FiguresOut(Schema):
    """The figures of an event under one way of counting."""

    event: str
    with_generated: bool
    figures: list[FigureOut]


@router.get("/events/{code}/figures", response=FiguresOut, auth=Scope("results:read"))
def event_figures(request: HttpRequest, code: str, with_generated: bool = True) -> Any:  # noqa: FBT001, FBT002  # a query parameter
    """The figures of an event, with or without generated records."""
    event = get_object_or_404(SEE_RESULTS.filter(request.user, Event.objects.all()), code=code)
    found = readings(event, with_generated=with_generated)
    return {
        "event": event.code,
        "with_generated": with_generated,
        "figures": [_shape(reading) for reading in found],
    }


def _shape(reading: Reading) -> dict[str, Any]:
    return {
        "key": reading.figure.key,
        "label": str(reading.figure.label),
        "counted_from": str(reading.figure.counted_from),
        "values": [_value(value) for value in reading.values],
        "generated": [_value(value) for value in reading.generated],
        "stated": f"{reading.stated.value.normalize():f}" if reading.stated else None,
        "stated_words": reading.stated.words if reading.stated else None,
    }


def _value(value: int | Money) -> dict[str, str | None]:
    if isinstance(value, Money):
        return {"value": str(value.amount), "currency": value.currency}
    return {"value": str(value), "currency": None}
