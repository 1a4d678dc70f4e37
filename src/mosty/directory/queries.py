"""Readings of the directory that pages and the API share."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale
from django.db.models import Count, Prefetch, Q, QuerySet

from mosty.core import countries, languages
from mosty.core.models import Provenance
from mosty.core.permissions import Subject
from mosty.core.registry import ThreadStep
from mosty.directory.models import Office, Organisation, Person, Representative
from mosty.directory.rules import SEE_ORGANISATION, SEE_PERSON


@dataclass(frozen=True)
class PartnerCountry:
    """How many organisations of the directory a country has, and how many of them are samples."""

    code: str
    organisations: int
    generated: int

    @property
    def name(self) -> str:
        return countries.name(self.code)


def visible_organisations(user: Subject) -> "QuerySet[Organisation]":
    """Organisations the person may see, with what a line of a list shows."""
    rows = Organisation.objects.select_related("kind", "source").prefetch_related("sectors")
    return SEE_ORGANISATION.filter(user, rows)


def partner_countries(user: Subject, provenance: str = "") -> list[PartnerCountry]:
    """Countries by number of organisations, the largest first; of one provenance when given."""
    rows = SEE_ORGANISATION.filter(user, Organisation.objects.all())
    if provenance in Provenance.values:
        rows = rows.filter(provenance=provenance)
    counted = (
        rows.values("country")
        .annotate(
            organisations=Count("pk"),
            generated=Count("pk", filter=Q(provenance=Provenance.GENERATED)),
        )
        .order_by("-organisations", "country")
    )
    return [
        PartnerCountry(row["country"], row["organisations"], row["generated"]) for row in counted
    ]


def visible_people(user: Subject) -> "QuerySet[Person]":
    """People the person may see, with the posts they hold and whom they represent."""
    held = Office.objects.filter(until=None).select_related("organisation").order_by("pk")
    active = Representative.objects.filter(is_active=True).select_related("organisation")
    rows = Person.objects.select_related("source").prefetch_related(
        Prefetch("offices", held, to_attr="held_offices"),
        Prefetch("represents", active.order_by("pk"), to_attr="active_representations"),
    )
    return SEE_PERSON.filter(user, rows)


def spoken(codes: Iterable[str]) -> str:
    """Names of languages in the reader's own language: "English, Turkish"."""
    return ", ".join(language_name(code) for code in codes)


def language_name(code: str) -> str:
    """The name of a language by CLDR in the reader's language; the code when CLDR has none."""
    return str(Locale.parse(languages.current()).languages.get(code.replace("-", "_"), code))


def thread_step(organisation: Organisation) -> ThreadStep:
    """The organisation as the point at which a thread begins."""
    return ThreadStep(
        kind=organisation._meta.verbose_name,
        title=str(organisation),
        when=None,
        url=organisation.get_absolute_url(),
        happened=True,
    )
