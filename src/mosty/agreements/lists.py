"""The list of agreements."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mosty.agreements.models import Agreement
from mosty.core import wording
from mosty.core.lists import ListFilter, TranslatedColumn
from mosty.core.models import Provenance, Sector
from mosty.core.search import matching


class AgreementTable(tables.Table):
    """One line an agreement: what, between whom, when, for how much."""

    title = TranslatedColumn(verbose_name=_("Agreement"))
    kind = tables.Column(verbose_name=_("Kind"), visible=False)  # said below the title
    parties = tables.Column(
        accessor="parties", verbose_name=_("Parties"), orderable=False, empty_values=()
    )
    sector = tables.Column(verbose_name=_("Sector"), order_by="sector__order")
    state = tables.TemplateColumn(
        template_name="agreements/state_cell.html", verbose_name=_("State")
    )
    signed_on = tables.Column(
        accessor="signed_on",
        verbose_name=_("Signed"),
        empty_values=(),
        attrs={"td": {"class": "date"}},
    )
    amount = tables.Column(
        verbose_name=_("Value"),
        default="",
        attrs={"td": {"class": "number"}, "th": {"class": "number"}},
    )
    provenance = tables.TemplateColumn(
        "{% load mosty %}{% provenance record brief=True %}", verbose_name=_("Provenance")
    )

    class Meta:
        order_by = "-signed_on"

    def render_title(self, record: Agreement) -> str:
        return format_html(
            '<a href="{}">{}</a> <span class="small">{}</span>',
            record.get_absolute_url(),
            record.title,
            record.get_kind_display(),
        )

    def value_title(self, record: Agreement) -> str:
        return str(record.title)

    def render_parties(self, record: Agreement) -> str:
        return " – ".join(str(party) for party in record.parties.all())

    def value_parties(self, record: Agreement) -> str:
        return self.render_parties(record)

    def render_signed_on(self, record: Agreement) -> Any:
        return _when(record)

    def value_signed_on(self, record: Agreement) -> str:
        return str(record.signed_on or (record.signed_at.starts if record.signed_at else ""))

    def order_signed_on(
        self,
        queryset: "QuerySet[Agreement]",
        is_descending: bool,  # noqa: FBT001  # django-tables2 gives it by place
    ) -> tuple["QuerySet[Agreement]", bool]:
        """By the date, or by the event at which it was signed; what is not signed comes last."""
        when = Coalesce("signed_on", "signed_at__starts")
        order = when.desc(nulls_last=True) if is_descending else when.asc(nulls_last=True)
        return queryset.order_by(order, "-pk"), True

    def render_amount(self, record: Agreement) -> str:
        return "" if record.amount is None else wording.money(record.amount, record.currency)

    def value_amount(self, record: Agreement) -> str:
        return f"{record.amount} {record.currency}" if record.amount is not None else ""

    def value_state(self, record: Agreement) -> str:
        return record.get_state_display()

    def value_provenance(self, record: Agreement) -> str:
        return record.get_provenance_display()


class AgreementFilter(ListFilter):
    """By words, kind, state, sector and provenance."""

    searched: ClassVar = ("title__text", "about__text")
    sector = django_filters.ModelChoiceFilter(queryset=Sector.objects.all(), label=_("Sector"))
    provenance = django_filters.ChoiceFilter(choices=Provenance.choices, label=_("Provenance"))

    class Meta:
        model = Agreement
        fields: ClassVar = ["kind", "state", "sector", "provenance"]

    def search(
        self, queryset: "QuerySet[Agreement]", _name: str, value: str
    ) -> "QuerySet[Agreement]":
        """Words of the agreement, or of the name of a party."""
        parties = Agreement.objects.filter(
            matching(("parties__organisation__name__text",), value)
        ).values("pk")
        return queryset.filter(matching(self.searched, value) | Q(pk__in=parties))


def _when(record: Agreement) -> str:
    moment = record.signed_on or (record.signed_at.starts if record.signed_at else None)
    return wording.date(moment) if moment else "—"
