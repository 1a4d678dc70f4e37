"""The lists of events and of an event's registrations."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core import countries, wording
from mosty.core.lists import ListFilter, TranslatedColumn
from mosty.core.models import Provenance
from mosty.events.models import Event, Registration
from mosty.events.queries import REGISTRATION_TONES, STATE_TONES, upcoming

PROVENANCE_CELL = "{% load mosty %}{% provenance record brief=True %}"


class StateColumn(tables.TemplateColumn):
    """A state as a soft pill; in a sheet its word."""

    def __init__(self, tones: dict[Any, str], **kwargs: Any) -> None:
        super().__init__(
            "{% load mosty %}{% pill record.get_state_display tone %}",
            extra_context={"tone": ""},
            verbose_name=_("State"),
            **kwargs,
        )
        self.tones = {str(state.value): tone for state, tone in tones.items()}

    def render(self, record: Any, **kwargs: Any) -> Any:
        self.extra_context["tone"] = self.tones.get(record.state, "")
        return super().render(record=record, **kwargs)

    def value(self, **kwargs: Any) -> str:
        return str(kwargs["record"].get_state_display())


class ProvenanceColumn(tables.TemplateColumn):
    """The mark of what a record rests on; in a sheet always a word."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(PROVENANCE_CELL, verbose_name=_("Provenance"), **kwargs)

    def value(self, **kwargs: Any) -> str:
        return str(kwargs["record"].get_provenance_display())


class EventTable(tables.Table):
    """One line an event: what, when, where."""

    name = TranslatedColumn(linkify=True, verbose_name=_("Event"))
    starts = tables.Column(verbose_name=_("Dates"), attrs={"td": {"class": "date"}})
    ends = tables.Column(verbose_name=_("Ends"), visible=False)
    city = TranslatedColumn(verbose_name=_("City"))
    country = tables.Column(verbose_name=_("Country"))
    kind = tables.Column(verbose_name=_("Kind"))
    state = StateColumn(STATE_TONES)
    provenance = ProvenanceColumn()

    class Meta:
        order_by = "-starts"

    def render_starts(self, record: Event) -> str:
        return wording.date_range(record.starts, record.ends)

    def value_starts(self, record: Event) -> str:
        return f"{record.starts} – {record.ends}" if record.ends else str(record.starts)

    def render_country(self, value: str) -> str:
        return countries.name(value)


class EventFilter(ListFilter):
    """By words, time, kind, state and country."""

    searched: ClassVar = ("name__text", "city__text", "about__text")
    when = django_filters.ChoiceFilter(
        label=_("Time"),
        choices=[("coming", _("upcoming")), ("past", _("past"))],
        method="by_time",
    )
    country = django_filters.ChoiceFilter(
        choices=lambda: countries.choices()[1:], label=_("Country")
    )

    class Meta:
        model = Event
        fields: ClassVar = ["kind", "state", "country"]

    def by_time(self, queryset: "QuerySet[Event]", _name: str, value: str) -> "QuerySet[Event]":
        return queryset.filter(upcoming()) if value == "coming" else queryset.exclude(upcoming())


class RegistrationTable(tables.Table):
    """One line a registration: who, for whom, in which state, come or not."""

    person = TranslatedColumn(
        accessor="person__name",
        linkify=lambda record: record.get_absolute_url(),
        verbose_name=pgettext_lazy("person", "Name"),
    )
    organisation = TranslatedColumn(accessor="organisation__name", verbose_name=_("Organisation"))
    country = tables.Column(accessor="organisation__country", verbose_name=_("Country"))
    category = tables.Column(verbose_name=_("Category"))
    state = StateColumn(REGISTRATION_TONES)
    registered_at = tables.Column(verbose_name=_("Registered"), attrs={"td": {"class": "date"}})
    arrived = tables.Column(
        accessor="check_in__at", verbose_name=_("Arrived"), attrs={"td": {"class": "date"}}
    )
    code = tables.Column(verbose_name=_("Code"), visible=False)
    provenance = ProvenanceColumn()

    class Meta:
        order_by = "-registered_at"

    def render_country(self, value: str) -> str:
        return countries.name(value)

    def render_registered_at(self, value: Any) -> str:
        return wording.date(value)

    def value_registered_at(self, value: Any) -> Any:
        return value

    def render_arrived(self, record: Registration) -> str:
        local = record.check_in.at.astimezone(record.event.zone)
        return f"{local:%d.%m %H:%M}"

    def value_arrived(self, record: Registration) -> Any:
        check_in = getattr(record, "check_in", None)
        return check_in.at.astimezone(record.event.zone) if check_in else ""


class RegistrationFilter(ListFilter):
    """By words, state, category, arrival and provenance."""

    searched: ClassVar = ("person__name__text", "organisation__name__text", "code")
    arrived = django_filters.ChoiceFilter(
        label=_("Arrived"),
        choices=[("yes", _("arrived")), ("no", _("not arrived"))],
        method="by_arrival",
    )
    provenance = django_filters.ChoiceFilter(choices=Provenance.choices, label=_("Provenance"))

    class Meta:
        model = Registration
        fields: ClassVar = ["state", "category", "provenance"]

    def by_arrival(
        self, queryset: "QuerySet[Registration]", _name: str, value: str
    ) -> "QuerySet[Registration]":
        return queryset.filter(check_in__isnull=value == "no")
