"""The whole example, loaded through the actions: its figures are those that were published."""

import pytest

from mosty.agreements.models import Agreement
from mosty.core.models import Mail
from mosty.events.models import Event
from mosty.meetings.models import Meeting
from mosty.results.models import StatedFigure
from mosty.site.demo.load import load_demo

pytestmark = pytest.mark.django_db


def test_the_example_loads_and_reaches_the_published_figures():
    told = []
    lines = load_demo(told.append)
    assert any("meetings scheduled" in line for line in told), told
    week = Event.objects.get(code="week-2025")
    held = week.meetings.filter(state=Meeting.State.HELD)
    assert held.count() > 300
    agreements = Agreement.objects.filter(signed_at=week, kind=Agreement.Kind.AGREEMENT)
    assert agreements.count() == 10
    assert agreements.filter(sector__code="games").count() == 5
    assert not agreements.filter(provenance="generated").exists()
    assert StatedFigure.objects.count() == 20
    assert not Mail.objects.exists()
    assert any(line.endswith("agreements signed") for line in lines)
