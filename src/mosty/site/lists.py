"""The journal as a list."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from mosty.core.lists import ListFilter
from mosty.core.models import JournalEntry


class JournalTable(tables.Table):
    """One line an act."""

    at = tables.DateTimeColumn(verbose_name=_("When"), format="d.m.Y H:i:s")
    by = tables.Column(verbose_name=_("Who"), order_by="by__name", default="—")
    sentence = tables.Column(verbose_name=_("What"), orderable=False)
    subject_label = tables.Column(verbose_name=_("Record"))
    team = tables.Column(verbose_name=_("Team"), orderable=False, default="—")
    origin = tables.Column(verbose_name=_("Via"))

    class Meta:
        order_by = "-at"

    def value_at(self, record: JournalEntry) -> Any:
        return record.at


class JournalFilter(ListFilter):
    """By words, by the door it came through, by day."""

    searched: ClassVar = ("subject_label", "verb", "by__name")
    origin = django_filters.ChoiceFilter(choices=JournalEntry.Origin.choices, label=_("Via"))
    day = django_filters.DateFilter(field_name="at", lookup_expr="date", label=_("Day"))

    class Meta:
        model = JournalEntry
        fields: ClassVar = ["origin"]
