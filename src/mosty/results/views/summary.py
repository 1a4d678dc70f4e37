"""The summary of an event: one reading for the page and for the PDF."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from mosty.agreements.models import Agreement
from mosty.core import languages, wording
from mosty.core.documents import pdf
from mosty.core.models import Provenance
from mosty.core.money import Money
from mosty.events.models import Event
from mosty.results import queries
from mosty.results.queries import Reading
from mosty.results.views.pictures import map_of_countries, sectors_chart


def summary_of(event: Event, *, with_generated: bool) -> dict[str, Any]:
    """What the summary shows: figures that are not empty, countries, agreements, pictures."""
    countries = queries.by_country(event, with_generated=with_generated)
    readings = queries.readings(event, with_generated=with_generated)
    shown = [reading for reading in readings if not reading.is_empty]
    return {
        "with_generated": with_generated,
        "readings": shown,
        "stated": list(queries.stated_of(event)),
        "countries": countries,
        "agreements": _agreements(event, with_generated=with_generated),
        "map": map_of_countries(event, countries),
        "sectors": sectors_chart(event, with_generated=with_generated),
        "has_generated": any(reading.is_generated for reading in shown),
    }


def summary_pdf(event: Event, *, with_generated: bool) -> bytes:
    """The summary as a PDF in the reader's language."""
    summary = summary_of(event, with_generated=with_generated)
    return pdf(
        "results/summary.typ",
        {
            "subtitle": _subtitle(event),
            "words": _words(with_generated=with_generated, has=summary["has_generated"]),
            "figures": [_figure(reading) for reading in summary["readings"]],
            "stated": [
                {
                    "label": str(row.label),
                    "value": stated_words(row),
                    "source": f"{row.source.about}, {wording.date(row.source.published)}",
                }
                for row in summary["stated"]
            ],
            "countries": [
                [line.name, str(line.organisations), str(line.meetings), str(line.agreements)]
                for line in summary["countries"]
            ],
            "agreements": [
                {
                    "title": str(agreement),
                    "parties": " – ".join(str(party) for party in agreement.parties.all()),
                    "generated": agreement.provenance == Provenance.GENERATED,
                }
                for agreement in summary["agreements"]
            ],
            "map": summary["map"].svg() if summary["map"] else "",
            "sectors": summary["sectors"].svg() if summary["sectors"] else "",
            "texts": _texts(),
        },
        title=str(event),
        language=languages.current(),
        source=_("Summary of results"),
    )


def stated_words(row: Any) -> str:
    """Give the number with the words that qualified it: “more than 160 million ₽”."""
    number = (
        wording.money_short(row.value, row.currency)
        if row.currency
        else wording.number(int(row.value))
    )
    return number if row.words == row.Words.EXACTLY else f"{row.get_words_display()} {number}"


def value_words(reading: Reading) -> str:
    """A figure's number as it stands on paper; sums in several currencies one after another."""
    return " · ".join(
        wording.money_short(value.amount, value.currency)
        if isinstance(value, Money)
        else wording.number(value)
        for value in reading.values
    )


def _figure(reading: Reading) -> dict[str, str]:
    return {
        "value": value_words(reading),
        "label": str(reading.figure.label),
        "counted": str(reading.figure.counted_from),
        "generated": _("generated for the demo") if reading.is_generated else "",
    }


def _subtitle(event: Event) -> str:
    edition = _("edition %(number)s") % {"number": event.edition} if event.edition else ""
    dates = wording.date_range(event.starts, event.ends)
    return " · ".join(part for part in (edition, dates, str(event.city)) if part)


def _words(*, with_generated: bool, has: bool) -> str:
    if has and with_generated:
        return _(
            "Some records behind these figures are generated for show; such figures are marked."
        )
    return _("Generated records are left out: every figure counts real records.")


def _texts() -> dict[str, str]:
    return {
        "summary": _("Summary of results"),
        "countries": _("Countries"),
        "country": _("Country"),
        "organisations": _("Organisations"),
        "meetings": _("Meetings"),
        "agreements": _("Agreements"),
        "agreements_and_contracts": _("Agreements and contracts"),
        "stated": _("As stated by sources"),
        "generated": _("generated for the demo"),
        "made": _("Counted from records on %(date)s.")
        % {"date": wording.date(timezone.localdate())},
        "map": _("Where they came from"),
        "sectors": _("Agreements by sector"),
    }


def _agreements(event: Event, *, with_generated: bool) -> list[Agreement]:
    signed = Agreement.objects.filter(signed_at=event).exclude(state=Agreement.State.DRAFT)
    if not with_generated:
        signed = signed.exclude(provenance=Provenance.GENERATED)
    return list(signed.order_by("kind", "pk").prefetch_related("parties__organisation"))
