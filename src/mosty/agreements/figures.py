"""What agreements report of an event."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from mosty.agreements.models import Agreement
from mosty.agreements.rules import SEE_AGREEMENT
from mosty.core.models import Sector
from mosty.core.money import Money
from mosty.core.registry import Figure, FigureRow, figures
from mosty.events.models import Event

SIGNED = (Agreement.State.SIGNED, Agreement.State.ENDED)


def _signed(event: Event, kind: str) -> "QuerySet[Agreement]":
    return (
        Agreement.objects.filter(signed_at=event, kind=kind, state__in=SIGNED)
        .select_related("sector")
        .prefetch_related("parties__organisation")
    )


def _row(agreement: Agreement) -> FigureRow:
    parties = " – ".join(str(party) for party in agreement.parties.all())
    return FigureRow(
        title=str(agreement),
        url=agreement.get_absolute_url(),
        note=f"{parties} · {agreement.sector}",
        when=agreement.signed_on,
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
    rows = _signed(event, Agreement.Kind.AGREEMENT)
    if not with_generated:
        rows = rows.exclude(provenance="generated")
    counts: dict[Sector, int] = {}
    for agreement in rows:
        counts[agreement.sector] = counts.get(agreement.sector, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].order))


def register() -> None:
    figures.register(
        "agreements",
        Figure(
            key="agreements",
            label=_("agreements signed"),
            counted_from=_("agreements signed at the event"),
            rows=lambda event: _signed(event, Agreement.Kind.AGREEMENT),
            row=_row,
            see=SEE_AGREEMENT,
            order=60,
        ),
    )
    figures.register(
        "agreements-in-games",
        Figure(
            key="agreements-in-games",
            label=_("agreements in games"),
            counted_from=_("agreements signed at the event whose sector is video games"),
            rows=lambda event: _signed(event, Agreement.Kind.AGREEMENT).filter(
                sector__code="games"
            ),
            row=_row,
            see=SEE_AGREEMENT,
            order=65,
        ),
    )
    figures.register(
        "contract-value",
        Figure(
            key="contract-value",
            label=_("value of contracts"),
            counted_from=_("contracts signed at the event, one sum a currency"),
            rows=lambda event: _signed(event, Agreement.Kind.CONTRACT),
            row=_row,
            see=SEE_AGREEMENT,
            measure=_sums,
            order=70,
        ),
    )
