"""Figures of an event, read from records; each says what it counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from babel.numbers import get_territory_currencies
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import ngettext

from mosty.agreements.figures import SIGNED
from mosty.agreements.models import Agreement, Party
from mosty.core import countries, rates, wording
from mosty.core.models import Provenance
from mosty.core.money import Money
from mosty.core.permissions import Subject
from mosty.core.registry import Figure, ThreadStep, figures
from mosty.core.thread import thread_of
from mosty.events.figures import organisations
from mosty.events.models import Event
from mosty.meetings import figures as meetings_figures
from mosty.results.models import StatedFigure

Number = int | Money
Both = tuple[int, int]  # counted with generated records, and without them

NONE: Both = (0, 0)
REAL = ~Q(provenance=Provenance.GENERATED)

MEETINGS = meetings_figures.HELD, meetings_figures.SCHEDULED
LEADING = ("foreign-countries", "agreements", "contract-value", "organisations")
SHORT_TABLE = 7  # countries beside the map
LONGEST_THREAD = 6  # points that fit across a page


@dataclass(frozen=True)
class Reading:
    """A figure of an event: its numbers, what they would be without generated records, what was
    stated.

    `values` has one entry for a count and one a currency for money; empty when there is nothing.
    """

    figure: Figure
    values: tuple[Number, ...]
    without_generated: tuple[Number, ...]
    stated: StatedFigure | None

    @property
    def generated(self) -> tuple[Number, ...]:
        """How much of each value is there because of generated records alone."""
        real = {_unit(value): _size(value) for value in self.without_generated}
        return tuple(_less(value, real.get(_unit(value), 0)) for value in self.values)

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

    @property
    def words(self) -> str:
        """The number as the language writes it: of several currencies, the host's."""
        return in_words(self.values[:1]) or "—"

    @property
    def more(self) -> str:
        """The sums in other currencies, which are never added to the first."""
        return in_words(self.values[1:])


@dataclass(frozen=True)
class Rest:
    """The countries that a short table leaves out, together."""

    countries: int
    meetings: int
    agreements: int


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


def in_words(values: Iterable[Number]) -> str:
    """Numbers of a figure as the reader's language writes them."""
    return " · ".join(
        wording.money_short(value.amount, value.currency)
        if isinstance(value, Money)
        else wording.number(value)
        for value in values
    )


def rows_of(figure: Figure, event: Event, *, with_generated: bool) -> "QuerySet[Any]":
    """The records behind a figure, with or without generated ones, in a lasting order."""
    rows = figure.rows(event)
    if not with_generated:
        rows = rows.exclude(**{figure.provenance: Provenance.GENERATED})
    return rows if rows.ordered else rows.order_by("pk")


def readings(event: Event, *, with_generated: bool) -> list[Reading]:
    """All registered figures of the event, in their order."""
    stated = {row.figure: row for row in stated_of(event)}
    return [
        _reading(figure, event, stated.get(figure.key), with_generated=with_generated)
        for figure in sorted(figures, key=lambda each: each.order)
    ]


def worth_showing(
    found: Iterable[Reading], meetings: Figure
) -> tuple[list[Reading], list[Reading], list[Figure]]:
    """The figures that lead a page, the others that say something, and those without records.

    `meetings` is the figure of meetings that counts at the moment.
    """
    order = [meetings.key, *LEADING]
    shown = [each for each in found if each.stated or not each.is_empty]
    leading = [each for key in order for each in shown if each.figure.key == key]
    others = [each for each in shown if each not in leading]
    empty = [each.figure for each in found if each not in shown]
    return leading, others, empty


def stated_of(event: Event) -> "QuerySet[StatedFigure]":
    """What sources stated of the event."""
    return event.stated_figures.select_related("source").order_by("pk")


def stated_alone(event: Event) -> "QuerySet[StatedFigure]":
    """Stated figures for which no area has a figure of its own."""
    return stated_of(event).exclude(figure__in=[figure.key for figure in figures])


def meetings_counted(event: Event, *, with_generated: bool) -> Figure:
    """The figure by which countries are compared: meetings held, or scheduled while none is."""
    held, scheduled = MEETINGS
    some = rows_of(held, event, with_generated=with_generated).exists()
    return held if some else scheduled


def by_country(event: Event, *, with_generated: bool) -> list[CountryLine]:
    """Organisations, meetings and agreements of every country but the host's, most meetings first.

    A meeting counts once for each foreign country among its two sides, an agreement once for each
    among its parties. The database does the counting: one row a country, or a pair of them.
    """
    every, real = by_country_both_ways(event)
    return every if with_generated else real


def by_country_both_ways(event: Event) -> tuple[list[CountryLine], list[CountryLine]]:
    """`by_country` with generated records and without them, counted together."""
    counted = (
        _organisations_by_country(event),
        _meetings_by_country(event),
        _agreements_by_country(event),
    )
    every, real = (
        [{code: both[way] for code, both in each.items()} for each in counted] for way in (0, 1)
    )
    return _country_lines(event, *every), _country_lines(event, *real)


def _country_lines(
    event: Event,
    taking_part: Mapping[str, int],
    meetings: Mapping[str, int],
    agreements: Mapping[str, int],
) -> list[CountryLine]:
    lines = [
        CountryLine(
            country=code,
            organisations=taking_part.get(code, 0),
            meetings=meetings.get(code, 0),
            agreements=agreements.get(code, 0),
        )
        for code in {*meetings, *taking_part, *agreements} - {event.country, "", None}
    ]
    return sorted(
        (line for line in lines if line.organisations or line.meetings or line.agreements),
        key=lambda line: (-line.meetings, -line.agreements, -line.organisations, line.name),
    )


def first_countries(
    lines: Sequence[CountryLine], most: int = SHORT_TABLE
) -> tuple[Sequence[CountryLine], Rest | None]:
    """The first `most` countries and the sum of the others, when there are two others at least."""
    if len(lines) < most + 2:
        return lines, None
    others = lines[most:]
    return lines[:most], Rest(
        countries=len(others),
        meetings=sum(line.meetings for line in others),
        agreements=sum(line.agreements for line in others),
    )


def leading_threads(
    event: Event, user: Subject, *, with_generated: bool, most: int = 2
) -> list[tuple[Agreement, list[ThreadStep]]]:
    """Threads of the event's agreements that lead farthest: from a meeting to what followed."""
    signed = Agreement.objects.filter(signed_at=event, state__in=SIGNED).annotate(
        steps=Count("meetings", distinct=True) + Count("followed_by", distinct=True)
    )
    if not with_generated:
        signed = signed.exclude(provenance=Provenance.GENERATED)
    found = [
        (agreement, shortened(thread_of(agreement, user)))
        for agreement in signed.filter(steps__gt=0).order_by("-steps", "pk")[:most]
    ]
    return [(agreement, steps) for agreement, steps in found if len(steps) > 1]


def shortened(steps: Sequence[ThreadStep], most: int = LONGEST_THREAD) -> list[ThreadStep]:
    """A thread that fits across a page: neighbours of one kind become one point with their number.

    A thread of at most `most` points stays as it is.
    """
    if len(steps) <= most:
        return list(steps)
    groups = (list(group) for _kind, group in groupby(steps, key=lambda step: str(step.kind)))
    return [_first_of(group) for group in groups]


def _first_of(group: Sequence[ThreadStep]) -> ThreadStep:
    first, others = group[0], len(group) - 1
    if not others:
        return first
    more = ngettext("and %(count)d more", "and %(count)d more", others) % {"count": others}
    return replace(first, note=" · ".join(part for part in (first.note, more) if part))


def _reading(
    figure: Figure, event: Event, stated: StatedFigure | None, *, with_generated: bool
) -> Reading:
    real = figure.measure(rows_of(figure, event, with_generated=False))
    values = figure.measure(rows_of(figure, event, with_generated=True)) if with_generated else real
    return Reading(
        figure=figure,
        values=host_first(values, event),
        without_generated=real,
        stated=stated,
    )


def together_at_home(values: Iterable[Number], event: Event) -> rates.Together | None:
    """Sums of several currencies as one of the host's, at the rates of the event's last day."""
    sums = [value for value in values if isinstance(value, Money)]
    at_home = get_territory_currencies(event.country) if event.country else []
    return rates.together(sums, at_home[0], event.last_day) if at_home else None


def host_first(values: tuple[Number, ...], event: Event) -> tuple[Number, ...]:
    """Sums in the currency of the host's country lead; the others keep their order."""
    at_home = set(get_territory_currencies(event.country)) if event.country else set()
    return tuple(sorted(values, key=lambda value: _unit(value) not in at_home))


def _meetings_by_country(event: Event) -> dict[str, Both]:
    figure = meetings_counted(event, with_generated=True)
    real = meetings_counted(event, with_generated=False)
    counts = _meetings_of_pairs(event, figure)
    if real is figure:
        return counts
    others = _meetings_of_pairs(event, real)
    return {
        code: (counts.get(code, NONE)[0], others.get(code, NONE)[1]) for code in {*counts, *others}
    }


def _meetings_of_pairs(event: Event, figure: Figure) -> dict[str, Both]:
    meetings = rows_of(figure, event, with_generated=True).select_related(None)
    pairs = (
        meetings.order_by()
        .values_list("first__organisation__country", "second__organisation__country")
        .annotate(Count("pk"), real=Count("pk", filter=REAL))
    )
    counts: dict[str, Both] = {}
    for one, other, every, real in pairs:
        for code in {one, other}:
            before = counts.get(code, NONE)
            counts[code] = (before[0] + every, before[1] + real)
    return counts


def _organisations_by_country(event: Event) -> dict[str, Both]:
    rows: QuerySet[Any] = organisations(event).order_by().values_list("country")
    real = ~Q(counted_as=Provenance.GENERATED)
    return _both(rows.annotate(every=Count("pk"), real=Count("pk", filter=real)))


def _agreements_by_country(event: Event) -> dict[str, Both]:
    agreements = Agreement.objects.filter(
        signed_at=event, state__in=SIGNED, kind=Agreement.Kind.AGREEMENT
    )
    sides = Party.objects.filter(agreement__in=agreements.values("pk")).order_by()
    of_side = Coalesce(F("organisation__country"), NullIf(F("country"), Value("")), Value(""))
    real = ~Q(agreement__provenance=Provenance.GENERATED)
    rows = sides.annotate(of=of_side).values_list("of")
    return _both(
        rows.annotate(
            every=Count("agreement", distinct=True),
            real=Count("agreement", distinct=True, filter=real),
        )
    )


def _both(rows: "Iterable[tuple[str, int, int]]") -> dict[str, Both]:
    return {code: (every, real) for code, every, real in rows}


def _unit(value: Number) -> str:
    return value.currency if isinstance(value, Money) else ""


def _size(value: Number) -> Any:
    return value.amount if isinstance(value, Money) else value


def _less(value: Number, part: Any) -> Number:
    if isinstance(value, Money):
        return Money(value.amount - part, value.currency)
    return value - int(part)
