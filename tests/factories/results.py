"""Stated figures, published summaries, and an event with results to read."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from mosty.core.actions import factories_may_write
from mosty.events.models import Event
from mosty.results.models import Publication, StatedFigure
from tests.factories.core import make_source, make_team


def make_stated(*events: Event, **given: Any) -> StatedFigure:
    """More than 300 visitors, as a source announced."""
    fields = {
        "figure": "visitors",
        "label": {"en": "Visitors", "ru": "Посетители"},
        "words": "more than",
        "value": Decimal(300),
        "how": "stated",
        "team": events[0].team if events else make_team(),
        **given,
        "source": given.get("source") or make_source(),
    }
    with factories_may_write():
        stated = StatedFigure.objects.create(**fields)
        stated.events.set(events)
    return stated


def make_publication(event: Event, **given: Any) -> Publication:
    with factories_may_write():
        return Publication.objects.create(event=event, **{"published_at": timezone.now(), **given})
