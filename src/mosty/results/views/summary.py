"""The summary of an event: one reading for the page and for the PDF."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mosty.agreements.figures import SIGNED
from mosty.agreements.models import Agreement
from mosty.core import languages, wording
from mosty.core.documents import pdf
from mosty.core.models import Provenance
from mosty.core.templatetags.mosty import MARKS, PROVENANCE
from mosty.events.models import Event
from mosty.results import queries
from mosty.results.queries import Reading
from mosty.results.views.pictures import pictures_of


def summary_of(event: Event, *, with_generated: bool) -> dict[str, Any]:
    """What the summary shows: figures that are not empty, countries, agreements, pictures."""
    pictured = pictures_of(event, with_generated=with_generated)
    leading, others, _empty = queries.worth_showing(
        queries.readings(event, with_generated=with_generated), pictured["meetings_figure"]
    )
    agreements = _agreements(event, with_generated=with_generated)
    has_generated = (
        any(reading.is_generated for reading in (*leading, *others))
        or any(agreement.is_generated for agreement in agreements)
        or pictured["countries_generated"]
    )
    return {
        **pictured,
        "with_generated": with_generated,
        "leading": leading,
        "others": others,
        "stated": list(queries.stated_alone(event)),
        "agreements": agreements,
        "counting_words": _counting_words(with_generated=with_generated, has=has_generated),
    }


def summary_pdf(event: Event, *, with_generated: bool) -> bytes:
    """The summary as a PDF in the reader's language."""
    summary = summary_of(event, with_generated=with_generated)
    return pdf(
        "results/summary.typ",
        {
            "subtitle": _subtitle(event),
            "words": summary["counting_words"],
            "figures": [_figure(reading) for reading in summary["leading"]],
            "others": [
                {**row, "label": capfirst(row["label"])} for row in map(_figure, summary["others"])
            ],
            "stated": [
                {
                    "label": str(row.label),
                    "value": row.in_words,
                    "source": f"{row.source.about}, {wording.date(row.source.published)}",
                }
                for row in summary["stated"]
            ],
            "countries": [
                [line.name, *map(_count, (line.organisations, line.meetings, line.agreements))]
                for line in summary["countries"]
            ],
            "agreements": [
                {
                    "title": str(agreement),
                    "parties": " – ".join(str(party) for party in agreement.parties.all()),
                    "mark": str(PROVENANCE.get(agreement.provenance, "")),
                }
                for agreement in summary["agreements"]
            ],
            "countries_mark": _generated(summary["countries_generated"]),
            "sectors_mark": _generated(summary["sectors_generated"]),
            "map": summary["map"].svg() if summary["map"] else "",
            "sectors": summary["sectors"].svg() if summary["sectors"] else "",
            "texts": _texts(),
        },
        title=str(event),
        language=languages.current(),
        source=_("Summary of results"),
    )


def _figure(reading: Reading) -> dict[str, str]:
    """A figure as the document draws it: the same words as on the page."""
    if reading.is_empty and reading.stated:
        value, mark = reading.stated.in_words, str(MARKS["stated"])
    else:
        value, mark = reading.words, _mark(reading)
    counted = " · ".join(part for part in (reading.more, str(reading.figure.counted_from)) if part)
    label = str(reading.figure.label)
    return {"value": value, "label": label, "counted": counted, "mark": mark}


def _count(number: int) -> str:
    return wording.number(number) if number else "—"


def _mark(reading: Reading) -> str:
    if not reading.is_generated:
        return ""
    if reading.is_wholly_generated:
        return str(MARKS["generated"])
    return _("of which generated: %(value)s") % {"value": queries.in_words(reading.generated)}


def _generated(is_so: bool) -> str:  # noqa: FBT001  # private: whether the mark stands
    return str(PROVENANCE["generated"]) if is_so else ""


def _subtitle(event: Event) -> str:
    edition = _("edition %(number)s") % {"number": event.edition} if event.edition else ""
    dates = wording.date_range(event.starts, event.ends)
    return " · ".join(part for part in (edition, dates, str(event.city)) if part)


def _counting_words(*, with_generated: bool, has: bool) -> str:
    if has:
        return _(
            "Some records behind these figures are generated for show; such figures are marked."
        )
    if with_generated:
        return _("Every figure counts real records.")
    return _("Generated records are left out: every figure counts real records.")


def _texts() -> dict[str, str]:
    return {
        "countries": _("Countries"),
        "country": _("Country"),
        "organisations": _("Organisations"),
        "agreements": _("Agreements"),
        "meetings": _("Meetings"),
        "agreements_and_contracts": _("Agreements and contracts"),
        "stated": _("As stated by sources"),
        "figure": _("Figure"),
        "value": _("Stated"),
        "others": _("Other figures"),
        "counted": _("Counted"),
        "counted_from": _("Counted from"),
        "source": _("Source"),
        "map": _("Where they came from"),
        "sectors": _("Agreements by sector"),
    }


def _agreements(event: Event, *, with_generated: bool) -> list[Agreement]:
    """Those of the event's own team: another team's are counted, but theirs to publish."""
    signed = Agreement.objects.filter(signed_at=event, team=event.team_id, state__in=SIGNED)
    if not with_generated:
        signed = signed.exclude(provenance=Provenance.GENERATED)
    return list(signed.order_by("kind", "pk").prefetch_related("parties__organisation"))
