"""What events report of themselves."""

from typing import Any

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from mosty.core import countries
from mosty.core.models import Provenance
from mosty.core.permissions import Permission
from mosty.core.registry import Figure, FigureRow, figures
from mosty.directory.models import Organisation, Person
from mosty.directory.rules import SEE_ORGANISATION
from mosty.events.models import Event, Registration, Session, Speaker
from mosty.events.rules import SEE_EVENT, SEE_REGISTRATION, SEE_SESSION

CONFIRMED = Registration.State.CONFIRMED

SEE_SPEAKER = Permission(
    "events.see_speaker",
    _("This person does not speak in a public programme."),
    lambda user: Q(
        pk__in=Speaker.objects.filter(
            session__in=SEE_SESSION.filter(user, Session.objects.all()).values("pk")
        ).values("person")
    ),
)


def registered(event: Event) -> "QuerySet[Registration]":
    """The confirmed registrations."""
    return event.registrations.filter(state=CONFIRMED).select_related(
        "event", "person", "organisation", "check_in"
    )


def visitors(event: Event) -> "QuerySet[Registration]":
    """The registrations whose person came."""
    return registered(event).filter(check_in__isnull=False)


def organisations(event: Event) -> "QuerySet[Organisation]":
    """Organisations with a confirmed registration.

    One is `counted_as` generated when it is, or when all its registrations here are: an
    organisation that exists but was never really registered must not count as a real guest.
    """
    here = event.registrations.filter(state=CONFIRMED, organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(here)).annotate(counted_as=_counted_as(here))


def foreign_organisations(event: Event) -> "QuerySet[Organisation]":
    return organisations(event).exclude(country=event.country)


def speakers(event: Event) -> "QuerySet[Person]":
    """People who speak in the programme, each once; `counted_as` as for organisations."""
    here = Session.objects.filter(event=event, speakers__person=OuterRef("pk"))
    return Person.objects.filter(Exists(here)).annotate(counted_as=_counted_as(here))


def editions(event: Event) -> "QuerySet[Event]":
    """The event and its earlier editions: the same team's, of the same kind and country."""
    earlier = Q(team=event.team, kind=event.kind, country=event.country)
    return Event.objects.filter(Q(pk=event.pk) | (earlier & Q(edition__lt=event.edition or 0)))


def _counted_as(here: "QuerySet[Any]") -> Case:
    really = here.exclude(provenance=Provenance.GENERATED)
    return Case(
        When(Exists(really), then=F("provenance")), default=Value(str(Provenance.GENERATED))
    )


def _countries(rows: "QuerySet[Organisation]") -> tuple[int]:
    return (rows.order_by().values("country").distinct().count(),)


def _edition(rows: "QuerySet[Event]") -> tuple[int, ...]:
    newest = rows.aggregate(newest=Max("edition"))["newest"]
    return () if newest is None else (newest,)


def _registration_row(registration: Registration) -> FigureRow:
    return FigureRow(
        title=str(registration.person),
        url=registration.get_absolute_url(),
        note=str(registration.organisation or ""),
        when=registration.registered_at,
        provenance=registration.provenance,
    )


def _visitor_row(registration: Registration) -> FigureRow:
    return FigureRow(
        title=str(registration.person),
        url=registration.get_absolute_url(),
        note=str(registration.organisation or ""),
        when=registration.check_in.at,
        provenance=registration.provenance,
    )


def _organisation_row(organisation: Any) -> FigureRow:
    return FigureRow(
        title=str(organisation),
        url=organisation.get_absolute_url(),
        note=countries.name(organisation.country),
        provenance=organisation.counted_as,
    )


def _speaker_row(person: Any) -> FigureRow:
    return FigureRow(title=str(person), url=person.get_absolute_url(), provenance=person.counted_as)


def _edition_row(event: Event) -> FigureRow:
    return FigureRow(
        title=str(event),
        url=event.get_absolute_url(),
        note="" if event.edition is None else str(event.edition),
        when=event.starts,
        provenance=event.provenance,
    )


FIGURES = (
    Figure(
        key="organisations",
        label=_("organisations taking part"),
        counted_from=_("organisations with a confirmed registration"),
        rows=organisations,
        row=_organisation_row,
        see=SEE_ORGANISATION,
        provenance="counted_as",
        order=10,
        parts={"country": lambda rows, code: rows.filter(country=code)},
    ),
    Figure(
        key="countries",
        label=_("countries, the host's included"),
        counted_from=_("countries of organisations with a confirmed registration"),
        rows=organisations,
        row=_organisation_row,
        see=SEE_ORGANISATION,
        measure=_countries,
        provenance="counted_as",
        order=12,
    ),
    Figure(
        key="foreign-countries",
        label=_("countries besides the host's"),
        counted_from=_("countries of organisations from outside the host's country"),
        rows=foreign_organisations,
        row=_organisation_row,
        see=SEE_ORGANISATION,
        measure=_countries,
        provenance="counted_as",
        order=14,
    ),
    Figure(
        key="speakers",
        label=_("speakers"),
        counted_from=_("people who speak in the programme, each counted once"),
        rows=speakers,
        row=_speaker_row,
        see=SEE_SPEAKER,
        provenance="counted_as",
        order=80,
    ),
    Figure(
        key="registrations",
        label=_("registrations"),
        counted_from=_("confirmed registrations"),
        rows=registered,
        row=_registration_row,
        see=SEE_REGISTRATION,
        order=85,
    ),
    Figure(
        key="visitors",
        label=_("visitors"),
        counted_from=_("people who were checked in"),
        rows=visitors,
        row=_visitor_row,
        see=SEE_REGISTRATION,
        order=90,
    ),
    Figure(
        key="edition",
        label=_("edition"),
        counted_from=_("this event and its earlier editions"),
        rows=editions,
        row=_edition_row,
        see=SEE_EVENT,
        measure=_edition,
        order=95,
    ),
)


def register() -> None:
    for figure in FIGURES:
        figures.register(figure.key, figure)
