"""The list of venues."""

from typing import ClassVar

import django_filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core import countries
from mosty.core.lists import ListFilter, TranslatedColumn
from mosty.core.models import Provenance
from mosty.places.models import Venue

ALL = pgettext_lazy("filter", "all")
NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class VenueTable(tables.Table):
    """One line a venue: where it is and how much fits in."""

    name = TranslatedColumn(linkify=True)
    city = TranslatedColumn()
    country = tables.Column(orderable=False)
    hall_count = tables.Column(verbose_name=_("Halls"), attrs=NUMBER)
    table_count = tables.Column(verbose_name=_("Tables"), attrs=NUMBER)
    provenance = tables.TemplateColumn(
        "{% load mosty %}{% provenance record brief=True %}", verbose_name=_("Provenance")
    )

    class Meta:
        model = Venue
        fields: ClassVar = ["name", "city", "country", "hall_count", "table_count", "provenance"]
        order_by = "name"
        empty_text = _(
            "Venues where events take place are listed here, with their halls and tables. "
            "Managers of a team add them."
        )

    def render_country(self, value: str) -> str:
        return countries.name(value)

    def value_provenance(self, record: Venue) -> str:
        return record.get_provenance_display()


def countries_present() -> list[tuple[str, str]]:
    """The countries that have a venue here, in the reader's order."""
    present = set(Venue.objects.values_list("country", flat=True))
    return [(code, name) for code, name in countries.choices() if code in present]


class VenueFilter(ListFilter):
    """By words of the name, the address or the city, by country and provenance."""

    searched: ClassVar = ("name__text", "address__text", "city__text")
    country = django_filters.ChoiceFilter(
        choices=countries_present, label=_("Country"), empty_label=ALL
    )
    provenance = django_filters.ChoiceFilter(
        choices=Provenance.choices, label=_("Provenance"), empty_label=ALL
    )

    class Meta:
        model = Venue
        fields: ClassVar = ["country", "provenance"]
