"""Loads the whole example: published facts, generated participants, the schedule they get."""

from collections.abc import Callable

from django.utils import translation

from mosty.core.mail import quiet
from mosty.events.models import Event
from mosty.results.actions import publish_summary
from mosty.results.queries import readings
from mosty.site.demo.facts import load_facts
from mosty.site.demo.loading.preparing import load_preparing
from mosty.site.demo.loading.published import load_published
from mosty.site.demo.loading.staff import load_staff
from mosty.site.demo.loading.week import load_week
from mosty.site.demo.samples import make_samples

SEED = 2025


def load_demo(tell: Callable[[str], None]) -> list[str]:
    """Load the example into an empty database; gives its figures as lines to print.

    Letters about the past are not posted. `tell` hears of the progress.
    """
    with quiet(), translation.override("ru"):
        tell("Loading what was published.")
        facts, staff = load_facts(), load_staff()
        published = load_published(facts, staff)
        event = published.events["week-2025"]
        samples = make_samples(SEED)
        week = load_week(event, samples, facts.cities, staff, seed=SEED, tell=tell)
        load_preparing(week)
        publish_summary(by=staff.manager, event=event, with_generated=True)
    return _figures(event)


def _figures(event: Event) -> list[str]:
    """Lines such as "312 meetings scheduled"."""
    with translation.override("en"):
        read = readings(event, with_generated=True)
        return [f"{reading.words} {reading.figure.label}" for reading in read]
