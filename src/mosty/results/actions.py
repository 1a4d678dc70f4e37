"""What can be done with results: keep what was stated, publish a summary, take it back."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_noop

from mosty.core.actions import acting, journal
from mosty.core.models import Source, Team, User
from mosty.core.rules import MANAGE_TEAM
from mosty.directory.models import Organisation
from mosty.events.models import Event
from mosty.results.models import Publication, StatedFigure
from mosty.results.rules import PUBLISH_RESULTS


def state_figure(  # what was stated, of what, in which words, by whom
    *,
    by: User,
    team: Team,
    figure: str,
    label: Mapping[str, str],
    words: str,
    value: Decimal,
    how: str,
    source: Source,
    events: Iterable[Event] = (),
    organisation: Organisation | None = None,
    scope: Mapping[str, str] | None = None,
    currency: str = "",
    named_countries: Iterable[str] = (),
    note: Mapping[str, str] | None = None,
) -> StatedFigure:
    """Keep a figure as its source announced it."""
    MANAGE_TEAM.check(by, team)
    with acting(by, "results.state_figure"):
        stated = StatedFigure.objects.create(
            team=team,
            figure=figure,
            label=dict(label),
            words=words,
            value=value,
            how=how,
            source=source,
            organisation=organisation,
            scope=dict(scope or {}),
            currency=currency,
            named_countries=list(named_countries),
            note=dict(note or {}),
        )
        stated.events.set(events)
        journal(
            by=by,
            verb="results.state_figure",
            words=gettext_noop("recorded a figure as its source stated it"),
            subject=stated,
            team=team,
        )
    return stated


def publish_summary(*, by: User, event: Event, with_generated: bool) -> Publication:
    """Open the summary of the event's results to everybody, as they are counted now and later."""
    PUBLISH_RESULTS.check(by, event)
    with acting(by, "results.publish"):
        publication, _created = Publication.objects.update_or_create(
            event=event,
            defaults={
                "with_generated": with_generated,
                "published_at": timezone.now(),
                "published_by": by,
            },
        )
        journal(
            by=by,
            verb="results.publish",
            words=gettext_noop("published the summary of results"),
            subject=event,
            team=event.team,
        )
    return publication


def withdraw_summary(*, by: User, event: Event) -> None:
    """Close the summary again. Doing so twice changes nothing."""
    PUBLISH_RESULTS.check(by, event)
    with acting(by, "results.withdraw"):
        taken_back, _kinds = Publication.objects.filter(event=event).delete()
        if not taken_back:
            return
        journal(
            by=by,
            verb="results.withdraw",
            words=gettext_noop("unpublished the summary of results"),
            subject=event,
            team=event.team,
        )
