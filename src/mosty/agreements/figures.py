"""What agreements report of an event."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from mosty.agreements.models import Agreement, Party
from mosty.agreements.rules import SEE_AGREEMENT
from mosty.core.models import Provenance, Sector
from mosty.core.money import Money
from mosty.core.registry import Figure, FigureRow, figures
from mosty.events.models import Event

SIGNED = (Agreement.State.SIGNED, Agreement.State.ENDED)


def _signed(event: Event, kind: str) -> "QuerySet[Agreement]":
    return (
        Agreement.objects.filter(signed_at=event, kind=kind, state__in=SIGNED)
        .select_related("sector", "signed_at")
        .prefetch_related("parties__organisation")
        .order_by("pk")
    )


def _row(agreement: Agreement) -> FigureRow:
    parties = " – ".join(str(party) for party in agreement.parties.all())
    event = agreement.signed_at
    return FigureRow(
        title=str(agreement),
        url=agreement.get_absolute_url(),
        note=f"{parties} · {agreement.sector}",
        when=agreement.signed_on or (event.starts if event else None),
        provenance=agreement.provenance,
        amount=agreement.value,
    )


def _sums(rows: "QuerySet[Any]") -> tuple[Money, ...]:
    """One sum a currency, the largest first; contracts without a published value add nothing."""
    sums = (
        rows.filter(amount__isnull=False)
        .order_by()
        .values("currency")
        .annotate(total=Sum("amount"))
        .order_by("-total")
    )
    return tuple(Money(line["total"], line["currency"]) for line in sums)


def by_sector(event: Event, *, with_generated: bool) -> list[tuple[Sector, int]]:
    """How many agreements each sector has, the largest first."""
    rows = Agreement.objects.filter(signed_at=event, kind=Agreement.Kind.AGREEMENT)
    rows = rows.filter(state__in=SIGNED).order_by()
    if not with_generated:
        rows = rows.exclude(provenance=Provenance.GENERATED)
    counts = dict(rows.values_list("sector").annotate(Count("pk")))
    sectors = Sector.objects.filter(pk__in=counts)
    return sorted(
        ((sector, counts[sector.pk]) for sector in sectors),
        key=lambda pair: (-pair[1], pair[0].order),
    )


def _of_sector(rows: "QuerySet[Agreement]", code: str) -> "QuerySet[Agreement]":
    return rows.filter(sector__code=code)


def _of_country(rows: "QuerySet[Agreement]", code: str) -> "QuerySet[Agreement]":
    """Those to which an organisation of the country is a party, named or not."""
    sides = Party.objects.filter(Q(organisation__country=code) | Q(country=code))
    return rows.filter(pk__in=sides.values("agreement"))


PARTS = {"sector": _of_sector, "country": _of_country}


def register() -> None:
    """Tell the registry of what agreements count."""
    for figure in (
        Figure(
            key="agreements",
            label=_("agreements signed"),
            counted_from=_("agreements signed at the event"),
            rows=lambda event: _signed(event, Agreement.Kind.AGREEMENT),
            row=_row,
            see=SEE_AGREEMENT,
            order=60,
            parts=PARTS,
        ),
        Figure(
            key="agreements-in-games",
            label=_("agreements in video games"),
            counted_from=_("agreements signed at the event whose sector is video games"),
            rows=lambda event: _of_sector(_signed(event, Agreement.Kind.AGREEMENT), "games"),
            row=_row,
            see=SEE_AGREEMENT,
            order=65,
            parts=PARTS,
        ),
        Figure(
            key="contracts",
            label=_("contracts signed"),
            counted_from=_("contracts signed at the event"),
            rows=lambda event: _signed(event, Agreement.Kind.CONTRACT),
            row=_row,
            see=SEE_AGREEMENT,
            order=70,
            parts=PARTS,
        ),
        Figure(
            key="contract-value",
            label=_("value of contracts"),
            counted_from=_("contracts signed at the event, one sum for each currency"),
            rows=lambda event: _signed(event, Agreement.Kind.CONTRACT),
            row=_row,
            see=SEE_AGREEMENT,
            measure=_sums,
            order=75,
            parts=PARTS,
        ),
    ):
        figures.register(figure.key, figure)
