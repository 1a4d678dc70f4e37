"""Figures of an event, read from records; each says what it counts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from mosty.agreements.models import Agreement, Party
from mosty.core import countries
from mosty.core.models import Provenance
from mosty.core.money import Money
from mosty.core.permissions import Subject
from mosty.core.registry import Figure, figures
from mosty.core.thread import thread_of
from mosty.directory.models import Organisation
from mosty.events.models import Event
from mosty.meetings.models import Meeting
from mosty.results.models import StatedFigure

HAPPENED = (Meeting.State.SCHEDULED, Meeting.State.HELD, Meeting.State.MISSED)


@dataclass(frozen=True)
class Reading:
    """A figure of an event: its numbers, how much of them is generated, what was stated.

    `values` has one entry for a count and one a currency for money; empty when there is nothing.
    """

    figure: Figure
    values: "tuple[int | Money, ...]"
    generated: "tuple[int | Money, ...]"
    stated: StatedFigure | None

    @property
    def is_generated(self) -> bool:
        """Whether generated records are part of the value."""
        return any(_size(value) for value in self.generated)

    @property
    def is_wholly_generated(self) -> bool:
        return self.is_generated and self.generated == self.values

    @property
    def is_empty(self) -> bool:
        return not any(_size(value) for value in self.values)


@dataclass(frozen=True)
class CountryLine:
    """What one country has to show at an event."""

    country: str
    organisations: int
    meetings: int
    agreements: int

    @property
    def name(self) -> str:
        return countries.name(self.country)


def rows_of(figure: Figure, event: Event, *, with_generated: bool) -> "QuerySet[Any]":
    """The records behind a figure, with or without generated ones."""
    rows = figure.rows(event)
    if with_generated:
        return rows
    return rows.exclude(**{figure.provenance: Provenance.GENERATED})


def readings(event: Event, *, with_generated: bool) -> list[Reading]:
    """All registered figures of the event, in their order."""
    stated = {row.figure: row for row in stated_of(event)}
    return [
        _reading(figure, event, stated.get(figure.key), with_generated=with_generated)
        for figure in sorted(figures, key=lambda each: each.order)
    ]


def stated_of(event: Event) -> "QuerySet[StatedFigure]":
    """What sources stated of the event."""
    return event.stated_figures.select_related("source").order_by("pk")


def by_country(event: Event, *, with_generated: bool) -> list[CountryLine]:
    """Organisations, meetings and agreements of every country but the host's, most meetings first.

    A meeting counts once for each foreign side; an agreement for each country among its parties.
    """
    meetings = _counted(
        _narrowed(Meeting.objects.filter(event=event, state__in=HAPPENED), with_generated),
        "first__organisation__country",
        "second__organisation__country",
    )
    taking_part = Organisation.objects.filter(
        pk__in=event.registrations.filter(state="confirmed").values("organisation")
    )
    organisations = _counted(_narrowed(taking_part, with_generated), "country")
    agreements = _agreements_by_country(event, with_generated=with_generated)
    codes = ({*meetings, *organisations, *agreements}) - {event.country, ""}
    lines = [
        CountryLine(
            country=code,
            organisations=organisations.get(code, 0),
            meetings=meetings.get(code, 0),
            agreements=agreements.get(code, 0),
        )
        for code in codes
    ]
    return sorted(lines, key=lambda line: (-line.meetings, -line.agreements, line.name))


def leading_threads(event: Event, user: Subject, *, most: int = 3) -> list[tuple[Any, list[Any]]]:
    """Threads of the event's agreements and contracts that have most steps, longest first."""
    signed = Agreement.objects.filter(signed_at=event).annotate(
        origins=Count("meetings", distinct=True) + Count("followed_by", distinct=True)
    )
    found = [
        (agreement, thread_of(agreement, user)) for agreement in signed.order_by("-origins")[:most]
    ]
    return [(agreement, steps) for agreement, steps in found if len(steps) > 1]


def _reading(
    figure: Figure, event: Event, stated: StatedFigure | None, *, with_generated: bool
) -> Reading:
    rows = rows_of(figure, event, with_generated=with_generated)
    only_generated = figure.rows(event).filter(**{figure.provenance: Provenance.GENERATED})
    return Reading(
        figure=figure,
        values=figure.measure(rows),
        generated=figure.measure(only_generated) if with_generated else (),
        stated=stated,
    )


def _narrowed(rows: "QuerySet[Any]", with_generated: bool) -> "QuerySet[Any]":  # noqa: FBT001
    return rows if with_generated else rows.exclude(provenance=Provenance.GENERATED)


def _counted(rows: "QuerySet[Any]", *paths: str) -> dict[str, int]:
    """How many rows name each country on any of the paths; a row counts once a country."""
    counts: dict[str, int] = {}
    for values in rows.order_by().values_list(*paths):
        for code in set(values):
            counts[code] = counts.get(code, 0) + 1
    return counts


def _agreements_by_country(event: Event, *, with_generated: bool) -> dict[str, int]:
    sides = Party.objects.filter(agreement__signed_at=event).filter(
        ~Q(agreement__state=Agreement.State.DRAFT), agreement__kind=Agreement.Kind.AGREEMENT
    )
    if not with_generated:
        sides = sides.exclude(agreement__provenance=Provenance.GENERATED)
    pairs = {
        (agreement, of_organisation or of_side)
        for agreement, of_organisation, of_side in sides.values_list(
            "agreement", "organisation__country", "country"
        )
    }
    counts: dict[str, int] = {}
    for _agreement, code in pairs:
        counts[code] = counts.get(code, 0) + 1
    return counts


def _size(value: "int | Money") -> Any:
    return value.amount if isinstance(value, Money) else value
