"""The list of partners."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core import countries
from mosty.core.lists import ListFilter, TranslatedColumn
from mosty.core.models import Provenance, Sector
from mosty.directory.models import Organisation, OrganisationKind

ALL = pgettext_lazy("filter", "all")


class OrganisationTable(tables.Table):
    """One line an organisation: who, where, what kind, in which sectors."""

    name = TranslatedColumn(linkify=True)
    country = tables.Column()
    city = TranslatedColumn()
    kind = TranslatedColumn(accessor="kind__name", verbose_name=_("Kind"))
    sectors = tables.Column(orderable=False, empty_values=(), verbose_name=_("Sectors"))
    provenance = tables.TemplateColumn(
        "{% load mosty %}{% provenance record brief=True %}", verbose_name=_("Provenance")
    )

    class Meta:
        model = Organisation
        fields: ClassVar = ["name", "country", "city", "kind", "sectors", "provenance"]
        order_by = "name"
        empty_text = _(
            "All organisations that the host works with are listed here. They come from "
            "registrations for events, or are added by managers."
        )

    def render_country(self, value: str) -> str:
        return countries.name(value)

    def order_country(self, queryset: "QuerySet[Any]", is_descending: bool) -> Any:  # noqa: FBT001  # theirs
        """By the country's name in the reader's language, which the database does not know."""
        named = [code for code, _name in countries.choices() if code]
        place = Case(
            *(When(country=code, then=Value(number)) for number, code in enumerate(named)),
            default=Value(len(named)),
            output_field=IntegerField(),
        )
        return queryset.order_by(place.desc() if is_descending else place.asc(), "pk"), True

    def render_sectors(self, record: Organisation) -> str:
        return ", ".join(str(sector) for sector in record.sectors.all())

    def value_sectors(self, record: Organisation) -> str:
        return self.render_sectors(record)

    def value_provenance(self, record: Organisation) -> str:
        return record.get_provenance_display()


def countries_present() -> list[tuple[str, str]]:
    """The countries that have an organisation here, in the reader's order."""
    present = set(Organisation.objects.values_list("country", flat=True))
    return [(code, name) for code, name in countries.choices() if code in present]


class OrganisationFilter(ListFilter):
    """By words of the name or the city in any language, country, kind, sector and provenance."""

    searched: ClassVar = ("name__text", "city__text")
    country = django_filters.ChoiceFilter(
        choices=countries_present, label=_("Country"), empty_label=ALL
    )
    kind = django_filters.ModelChoiceFilter(
        queryset=OrganisationKind.objects.all(), label=_("Kind"), empty_label=ALL
    )
    sector = django_filters.ModelChoiceFilter(
        field_name="sectors", queryset=Sector.objects.all(), label=_("Sector"), empty_label=ALL
    )
    provenance = django_filters.ChoiceFilter(
        choices=Provenance.choices, label=_("Provenance"), empty_label=ALL
    )

    class Meta:
        model = Organisation
        fields: ClassVar = ["country", "kind", "sector", "provenance"]
