"""The lists of participants, requests and meetings of an event."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mosty.core import countries, wording
from mosty.core.lists import ListFilter, TranslatedColumn
from mosty.core.models import Provenance, Sector
from mosty.core.search import matching
from mosty.directory.models import Offer, Organisation
from mosty.directory.queries import spoken
from mosty.events.lists import ProvenanceColumn, StateColumn
from mosty.meetings.models import Meeting, MeetingRequest, Participant
from mosty.meetings.queries.board import table_label

REQUEST_TONES = {
    MeetingRequest.State.PENDING: "warning",
    MeetingRequest.State.ACCEPTED: "good",
}
MEETING_TONES = {
    Meeting.State.HELD: "good",
    Meeting.State.MISSED: "warning",
}
RUNNING = {"td": {"class": "running"}}  # a cell of sentences


class WishColumn(tables.TemplateColumn):
    """How much a meeting is wanted; "must" in the accent colour."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            "{% load mosty %}{% if record.wish == 'must' %}"
            "{% pill record.get_wish_display 'accent' %}{% else %}{{ record.get_wish_display }}"
            "{% endif %}",
            verbose_name=_("Wish"),
            **kwargs,
        )

    def value(self, **kwargs: Any) -> str:
        return str(kwargs["record"].get_wish_display())


class RegisteredProvenanceColumn(tables.TemplateColumn):
    """What a participant's registration rests on."""

    def __init__(self) -> None:
        super().__init__(
            "{% load mosty %}{% provenance record.registration brief=True %}",
            verbose_name=_("Provenance"),
            orderable=False,
        )

    def value(self, **kwargs: Any) -> str:
        return str(kwargs["record"].registration.get_provenance_display())


class ParticipantTable(tables.Table):
    """One line an organisation that takes meetings: who, from where, what they offer and need."""

    organisation = TranslatedColumn(
        accessor="organisation__name",
        linkify=lambda record: record.get_absolute_url(),
        verbose_name=_("Organisation"),
    )
    person = TranslatedColumn(accessor="person__name", verbose_name=_("Representative"))
    country = tables.Column(accessor="organisation__country", verbose_name=_("Country"))
    languages = tables.Column(accessor="person__languages", verbose_name=_("Languages"))
    offers = tables.Column(
        empty_values=(), orderable=False, verbose_name=_("Offers"), attrs=RUNNING
    )
    needs = tables.Column(empty_values=(), orderable=False, verbose_name=_("Needs"), attrs=RUNNING)
    provenance = RegisteredProvenanceColumn()

    class Meta:
        order_by = "organisation"

    def render_country(self, value: str) -> str:
        return countries.name(value)

    def render_languages(self, value: Iterable[str]) -> str:
        return spoken(value)

    def render_offers(self, record: Participant) -> Any:
        return _sentences(record, Offer.Kind.OFFER)

    def render_needs(self, record: Participant) -> Any:
        return _sentences(record, Offer.Kind.NEED)

    def value_offers(self, record: Participant) -> str:
        return "\n".join(str(offer.text) for offer in _of_kind(record, Offer.Kind.OFFER))

    def value_needs(self, record: Participant) -> str:
        return "\n".join(str(offer.text) for offer in _of_kind(record, Offer.Kind.NEED))


class ParticipantFilter(ListFilter):
    """By words (of names, offers and needs), country, and sectors of offers and needs."""

    searched: ClassVar = ("organisation__name__text", "person__name__text")
    country = django_filters.ChoiceFilter(
        field_name="organisation__country", label=_("Country"), choices=()
    )
    offers = django_filters.ModelChoiceFilter(
        queryset=Sector.objects.all(),
        to_field_name="code",
        label=_("Offers in"),
        method="by_offer",
    )
    needs = django_filters.ModelChoiceFilter(
        queryset=Sector.objects.all(), to_field_name="code", label=_("Needs in"), method="by_need"
    )
    sector = django_filters.ModelChoiceFilter(
        queryset=Sector.objects.all(), to_field_name="code", label=_("Sector"), method="by_sector"
    )

    class Meta:
        model = Participant
        fields: ClassVar = ["country"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = set(self.queryset.order_by().values_list("organisation__country", flat=True))
        named = sorted(((code, countries.name(code)) for code in here), key=lambda pair: pair[1])
        self.filters["country"].extra["choices"] = named

    def search(
        self, queryset: "QuerySet[Participant]", _name: str, value: str
    ) -> "QuerySet[Participant]":
        offering = Offer.objects.filter(matching(("text__text",), value))
        return queryset.filter(
            matching(self.searched, value, Participant)
            | Q(organisation__in=offering.values("organisation"))
        )

    def by_offer(
        self, queryset: "QuerySet[Participant]", _name: str, value: Sector
    ) -> "QuerySet[Participant]":
        return _with_offer(queryset, Offer.Kind.OFFER, value)

    def by_need(
        self, queryset: "QuerySet[Participant]", _name: str, value: Sector
    ) -> "QuerySet[Participant]":
        return _with_offer(queryset, Offer.Kind.NEED, value)

    def by_sector(
        self, queryset: "QuerySet[Participant]", _name: str, value: Sector
    ) -> "QuerySet[Participant]":
        working = Organisation.objects.filter(sectors=value)
        return queryset.filter(organisation__in=working.values("pk"))


class RequestTable(tables.Table):
    """One line a request: who asks whom, how much, in which state."""

    sender = TranslatedColumn(
        accessor="sender__organisation__name",
        linkify=lambda record: record.get_absolute_url(),
        verbose_name=pgettext_lazy("request", "From"),
    )
    recipient = TranslatedColumn(
        accessor="recipient__organisation__name", verbose_name=pgettext_lazy("request", "To")
    )
    wish = WishColumn()
    answer = tables.Column(
        accessor="get_answer_wish_display", orderable=False, verbose_name=_("Wish in answer")
    )
    state = StateColumn(REQUEST_TONES)
    requested_at = tables.Column(verbose_name=_("Requested"), attrs={"td": {"class": "date"}})
    provenance = ProvenanceColumn()

    class Meta:
        order_by = "-requested_at"

    def render_requested_at(self, value: Any) -> str:
        return wording.date(value)

    def value_requested_at(self, value: Any) -> Any:
        return value


class RequestFilter(ListFilter):
    """By words, state, wish and provenance."""

    searched: ClassVar = (
        "sender__organisation__name__text",
        "recipient__organisation__name__text",
        "sender__person__name__text",
        "recipient__person__name__text",
        "message",
    )
    provenance = django_filters.ChoiceFilter(choices=Provenance.choices, label=_("Provenance"))

    class Meta:
        model = MeetingRequest
        fields: ClassVar = ["state", "wish", "provenance"]


class MeetingTable(tables.Table):
    """One line a meeting: who, when, where, whether it took place."""

    first = TranslatedColumn(
        accessor="first__organisation__name",
        linkify=lambda record: record.get_absolute_url(),
        verbose_name=_("Organisation"),
    )
    second = TranslatedColumn(accessor="second__organisation__name", verbose_name=_("Meeting with"))
    day = tables.Column(
        accessor="slot__day", verbose_name=_("Day"), attrs={"td": {"class": "date"}}
    )
    starts = tables.Column(accessor="slot__starts", verbose_name=_("Time"))
    table = tables.Column(
        accessor="table",
        order_by="table__number",
        verbose_name=_("Table"),
        attrs={"td": {"class": "date"}},
    )
    wish = WishColumn()
    state = StateColumn(MEETING_TONES)
    provenance = ProvenanceColumn()

    class Meta:
        order_by = ("day", "starts", "table")

    def render_day(self, value: Any) -> str:
        return wording.date(value)

    def value_day(self, value: Any) -> Any:
        return value

    def render_starts(self, value: Any) -> str:
        return f"{value:%H:%M}"

    def render_table(self, record: Meeting) -> str:
        return table_label(record.table)


class MeetingFilter(ListFilter):
    """By words, day, state, wish and provenance."""

    searched: ClassVar = (
        "first__organisation__name__text",
        "second__organisation__name__text",
        "first__person__name__text",
        "second__person__name__text",
        "code",
    )
    day = django_filters.ChoiceFilter(field_name="slot__day", label=_("Day"), choices=())
    provenance = django_filters.ChoiceFilter(choices=Provenance.choices, label=_("Provenance"))

    class Meta:
        model = Meeting
        fields: ClassVar = ["day", "state", "wish", "provenance"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = self.queryset.order_by("slot__day").values_list("slot__day", flat=True).distinct()
        self.filters["day"].extra["choices"] = [
            (day.isoformat(), wording.date(day)) for day in days
        ]


def _with_offer(
    participants: "QuerySet[Participant]", kind: str, sector: Sector
) -> "QuerySet[Participant]":
    offering = Offer.objects.filter(kind=kind, sector=sector)
    return participants.filter(organisation__in=offering.values("organisation"))


def _of_kind(participant: Participant, kind: str) -> list[Offer]:
    return [offer for offer in participant.organisation.offers.all() if offer.kind == kind]


def _sentences(participant: Participant, kind: str) -> Any:
    """Each offer on a line of its own, in the language it is shown in."""
    lines = ((offer.text.lang, offer.text) for offer in _of_kind(participant, kind))
    return format_html_join(mark_safe("<br>"), '<span lang="{}">{}</span>', lines) or "—"
