"""Loads what authorities published: organisations, offices, events, agreements, figures."""

from dataclasses import dataclass, field
from decimal import Decimal

from mosty.agreements.actions import Side, add_agreement, sign_agreement
from mosty.agreements.models import Agreement, Subject
from mosty.core.fields import PartialDate, Translated
from mosty.core.models import Provenance, Sector, Source, Team
from mosty.core.sources import add_source
from mosty.directory.actions.organisations import add_organisation
from mosty.directory.actions.people import add_person, appoint
from mosty.directory.models import Organisation, OrganisationKind
from mosty.events.actions.event import add_event
from mosty.events.models import Event
from mosty.places.actions import add_venue
from mosty.places.models import Venue
from mosty.results.actions import state_figure
from mosty.results.models import StatedFigure
from mosty.site.demo.facts import FactAgreement, FactFigure, FactOrganisation, Facts
from mosty.site.demo.loading.staff import Staff

# The names under which the areas report figures that a source called otherwise.
FIGURES = {"business-meetings": "meetings-held"}
WORDS = {"more-than": "more than", "about": "about", "first": "first"}


@dataclass
class Published:
    """The records made from the facts, by the facts' keys."""

    sources: dict[str, Source] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)


def load_published(facts: Facts, staff: Staff) -> Published:
    """Everything that was published, each record with its source and date."""
    published = Published()
    for key, source in facts.sources.items():
        published.sources[key] = add_source(
            by=staff.manager,
            key=key,
            published=PartialDate(source.published),
            about=source.about,
        )
    for key in facts.organisations:
        _organisation(key, facts, staff, published)
    _offices(facts, staff, published)
    _events(facts, staff, published)
    for agreement in facts.agreements.values():
        _agreements(agreement, facts, staff, published)
    _contracts(facts, staff, published)
    for figure in facts.figures.values():
        _figure(figure, facts, staff, published)
    return published


def _organisation(key: str, facts: Facts, staff: Staff, published: Published) -> Organisation:
    """The organisation, after the one of which it is a part."""
    if key in published.organisations:
        return published.organisations[key]
    fact: FactOrganisation = facts.organisations[key]
    city = facts.cities[fact.city] if fact.city else None
    published.organisations[key] = add_organisation(
        by=staff.manager,
        code=key,
        name=Translated(dict(fact.name)),
        kind=OrganisationKind.objects.get(code=fact.kind),
        country=fact.country,
        city=Translated(dict(city.name)) if city else None,
        longitude=city.lon if city else None,
        latitude=city.lat if city else None,
        parent=_organisation(fact.parent, facts, staff, published) if fact.parent else None,
        source=published.sources[fact.source],
    )
    return published.organisations[key]


def _offices(facts: Facts, staff: Staff, published: Published) -> None:
    for fact in facts.offices:
        source = published.sources[fact.source]
        person = add_person(by=staff.manager, name=Translated(dict(fact.person)), source=source)
        appoint(
            by=staff.manager,
            person=person,
            organisation=published.organisations[fact.organisation],
            title=Translated(dict(fact.office)),
            source=source,
        )


def _team_of(source: str, staff: Staff) -> Team:
    """The film cluster's announcement concerns its own events and agreements."""
    return staff.film_cluster if source == "film-agreements" else staff.agency


def _events(facts: Facts, staff: Staff, published: Published) -> None:
    for key, fact in facts.events.items():
        city = facts.cities[fact.city] if fact.city else None
        published.events[key] = add_event(
            by=staff.manager,
            team=_team_of(fact.source, staff),
            code=key,
            name=Translated(dict(fact.name)),
            kind=fact.kind,
            edition=fact.edition,
            first_held=PartialDate(fact.first_held) if fact.first_held else None,
            starts=PartialDate(fact.starts),
            ends=PartialDate(fact.ends) if fact.ends else None,
            country=city.iso if city else "RU",
            city=Translated(dict(city.name)) if city else None,
            venue=_venue(fact.venue, staff, published) if fact.venue else None,
            state=Event.State.HELD,
            source=published.sources[fact.source],
        )


def _venue(key: str, staff: Staff, published: Published) -> Venue:
    owner = published.organisations[key]
    return add_venue(
        by=staff.manager,
        team=staff.film_cluster,
        code=key,
        name=owner.name,
        country=owner.country,
        city=owner.city,
        longitude=owner.longitude,
        latitude=owner.latitude,
        owner=owner,
        source=owner.source,
    )


def _agreements(fact: FactAgreement, facts: Facts, staff: Staff, published: Published) -> None:
    """One record for each agreement an entry stands for; unnamed ones stay unnamed."""
    sides = [
        Side(
            organisation=published.organisations[party.organisation]
            if party.organisation
            else None,
            unnamed=None if party.organisation else party.name,
            country=party.country or "",
        )
        for party in fact.parties
    ]
    unnamed = not all(party.named for party in fact.parties)
    source = published.sources[fact.source]
    for number in range(1, fact.count + 1):
        agreement = add_agreement(
            by=staff.manager,
            team=_team_of(fact.source, staff),
            kind=Agreement.Kind.AGREEMENT,
            title=_numbered(fact, number),
            sector=Sector.objects.get(code=fact.sector),
            parties=sides,
            subjects=Subject.objects.filter(code__in=fact.subjects),
            provenance=Provenance.UNNAMED if unnamed else Provenance.REAL,
            source=source,
        )
        if fact.signed_at:
            sign_agreement(
                by=staff.manager,
                agreement=agreement,
                signed_at=published.events[fact.signed_at],
            )
        else:
            sign_agreement(by=staff.manager, agreement=agreement, signed_on=_year_of(source))


def _numbered(fact: FactAgreement, number: int) -> dict[str, str]:
    """Several agreements announced together differ only by a number."""
    if fact.count == 1:
        return dict(fact.title)
    return {language: f"{text} № {number}" for language, text in fact.title.items()}


def _year_of(source: Source) -> PartialDate:
    """All that is known of a signing without a date: the year in which it was announced."""
    return PartialDate(str(source.published.first.year))


def _contracts(facts: Facts, staff: Staff, published: Published) -> None:
    sides = [
        Side(unnamed={"ru": "Московские организации", "en": "Moscow organisations"}, country="RU"),
        Side(unnamed={"ru": "Зарубежные организации", "en": "Foreign organisations"}),
    ]
    for fact in facts.contracts.values():
        contract = add_agreement(
            by=staff.manager,
            team=_team_of(fact.source, staff),
            kind=Agreement.Kind.CONTRACT,
            title=fact.subject,
            sector=Sector.objects.get(code=fact.sector),
            parties=sides,
            provenance=Provenance.UNNAMED,
            source=published.sources[fact.source],
        )
        sign_agreement(
            by=staff.manager, agreement=contract, signed_at=published.events[fact.signed_at]
        )


def _figure(fact: FactFigure, facts: Facts, staff: Staff, published: Published) -> StatedFigure:
    scope = fact.scope
    return state_figure(
        by=staff.manager,
        team=_team_of(fact.source, staff),
        figure=FIGURES.get(fact.figure, fact.figure),
        label=fact.title,
        words=WORDS.get(fact.words, "exactly"),
        value=Decimal(fact.value),
        currency=fact.currency or "",
        how=fact.how,
        source=published.sources[fact.source],
        events=[published.events[key] for key in scope.events],
        organisation=published.organisations[scope.organisation] if scope.organisation else None,
        scope=_scope(fact, facts),
        named_countries=fact.named,
        note=fact.why,
    )


def _scope(fact: FactFigure, facts: Facts) -> dict[str, str]:
    """The programme and the year a figure is about, in both languages."""
    programme = facts.programmes[fact.scope.programme].name if fact.scope.programme else None
    year = str(fact.scope.year) if fact.scope.year else ""
    return {
        language: ", ".join(
            part for part in (programme[language] if programme else "", year) if part
        )
        for language in ("ru", "en")
        if programme or year
    }
