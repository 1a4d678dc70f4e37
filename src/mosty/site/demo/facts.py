"""The published facts of the demo, typed; `load_facts()` reads facts.yaml and checks it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from mosty.site.demo.reading import FOLDER, Entry, Text, read_file

How = Literal["computed", "computed_from_generated", "stated"]
PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class City:
    key: str
    name: Text
    iso: str  # ISO 3166-1 alpha-2 of its country
    lon: float  # degrees
    lat: float  # degrees


@dataclass(frozen=True)
class Region:
    key: str
    name: Text
    iso: str  # ISO 3166-2


@dataclass(frozen=True)
class Source:
    key: str
    published: str  # partial date: "2024", "2024-01" or "2024-01-31"
    about: Text


@dataclass(frozen=True)
class FactOrganisation:
    key: str
    name: Text
    country: str
    city: str | None
    kind: str
    parent: str | None
    source: str


@dataclass(frozen=True)
class FactOffice:
    person: Text
    office: Text
    organisation: str
    source: str


@dataclass(frozen=True)
class FactEvent:
    key: str
    name: Text
    kind: str
    edition: int | None
    first_held: str | None  # partial date
    starts: str  # partial date
    ends: str | None  # partial date
    city: str | None
    venue: str | None  # key of the organisation that is the venue
    regions: tuple[str, ...]
    from_cities: tuple[str, ...]
    sites: tuple[str, ...]  # keys of the organisations visited
    source: str


@dataclass(frozen=True)
class FactParty:
    """A party of an agreement: an organisation, or a description of parties that were not named."""

    organisation: str | None
    name: Text
    country: str | None
    named: bool


@dataclass(frozen=True)
class FactAgreement:
    key: str
    title: Text
    parties: tuple[FactParty, ...]
    signed_at: str | None  # key of the event
    sector: str
    subjects: tuple[str, ...]
    count: int  # how many agreements this entry stands for
    source: str


@dataclass(frozen=True)
class FactContract:
    key: str
    subject: Text
    signed_at: str
    sector: str
    source: str


@dataclass(frozen=True)
class VisitsPlanned:
    year: int
    cities: tuple[str, ...]
    regions: tuple[str, ...]


@dataclass(frozen=True)
class FactProgramme:
    key: str
    name: Text
    kind: str
    steps: tuple[str, ...]
    eligible_countries: tuple[str, ...]
    planned_countries: tuple[str, ...]
    visits_planned: VisitsPlanned | None
    source: str


@dataclass(frozen=True)
class SupportMeasure:
    key: str
    name: Text
    source: str


@dataclass(frozen=True)
class Scope:
    """What a figure is about: events, an organisation or a programme, perhaps in one year."""

    events: tuple[str, ...]
    organisation: str | None
    programme: str | None
    year: int | None


@dataclass(frozen=True)
class FactFigure:
    key: str
    figure: str  # what is counted, such as "business-meetings"
    title: Text
    scope: Scope
    words: str  # key of `Facts.qualifiers`: "more than", "about"
    value: int
    currency: str | None
    named: tuple[str, ...]  # countries the source named
    how: How
    why: Text
    source: str


@dataclass(frozen=True)
class Facts:
    cities: dict[str, City]
    regions: dict[str, Region]
    sectors: dict[str, Text]
    sources: dict[str, Source]
    organisation_kinds: dict[str, Text]
    event_kinds: dict[str, Text]
    programme_kinds: dict[str, Text]
    subjects: dict[str, Text]
    steps: dict[str, Text]
    qualifiers: dict[str, Text]
    organisations: dict[str, FactOrganisation]
    offices: tuple[FactOffice, ...]
    events: dict[str, FactEvent]
    agreements: dict[str, FactAgreement]
    contracts: dict[str, FactContract]
    programmes: dict[str, FactProgramme]
    support_measures: dict[str, SupportMeasure]
    figures: dict[str, FactFigure]


def load_facts(path: Path = FOLDER / "facts.yaml") -> Facts:
    """Every published fact of the demo.

    Raises DataError on an unknown or missing key, an empty text, a date that is not one and a
    reference to what does not exist; its message names the file and the place.
    """
    cities, regions = load_places()
    sectors = load_sectors()
    top = read_file(path)
    kinds = {
        name: top.texts(name)
        for name in ("organisation_kinds", "event_kinds", "programme_kinds", "subjects", "steps")
    }
    qualifiers = top.texts("qualifiers")
    sources = {key: _source(key, entry) for key, entry in top.entries("sources")}
    organisations = _organisations(top, cities, kinds["organisation_kinds"], sources)
    offices = tuple(_office(entry, organisations, sources) for entry in top.listed("offices"))
    events = {
        key: _event(key, entry, kinds["event_kinds"], cities, regions, organisations, sources)
        for key, entry in top.entries("events")
    }
    agreements = {
        key: _agreement(key, entry, organisations, events, sectors, kinds["subjects"], sources)
        for key, entry in top.entries("agreements")
    }
    contracts = {
        key: _contract(key, entry, events, sectors, sources)
        for key, entry in top.entries("contracts")
    }
    programmes = {
        key: _programme(
            key, entry, kinds["programme_kinds"], kinds["steps"], cities, regions, sources
        )
        for key, entry in top.entries("programmes")
    }
    measures = {
        key: _measure(key, entry, sources) for key, entry in top.entries("support_measures")
    }
    figures = {
        key: _figure(key, entry, events, organisations, programmes, qualifiers, sources)
        for key, entry in top.entries("figures")
    }
    top.done()
    return Facts(
        cities=cities,
        regions=regions,
        sectors=sectors,
        sources=sources,
        qualifiers=qualifiers,
        organisations=organisations,
        offices=offices,
        events=events,
        agreements=agreements,
        contracts=contracts,
        programmes=programmes,
        support_measures=measures,
        figures=figures,
        **kinds,
    )


def load_places() -> tuple[dict[str, City], dict[str, Region]]:
    """Cities with their place on the map, and regions, by key."""
    top = read_file(FOLDER / "cities.yaml")
    cities = {key: _city(key, entry) for key, entry in top.entries("cities")}
    regions = {key: _region(key, entry) for key, entry in top.entries("regions")}
    top.done()
    return cities, regions


def load_sectors() -> dict[str, Text]:
    """Names of the sectors by code."""
    top = read_file(FOLDER / "sectors.yaml")
    return {code: top.text(code) for code in top.keys()}


def _city(key: str, entry: Entry) -> City:
    lon = float(entry.value("lon", (int, float)))
    lat = float(entry.value("lat", (int, float)))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise entry.complain("lon, lat", f"{lon}, {lat} is not on the Earth.")
    city = City(key, entry.text("name"), entry.string("iso"), lon, lat)
    entry.done()
    return city


def _region(key: str, entry: Entry) -> Region:
    region = Region(key, entry.text("name"), entry.string("iso"))
    entry.done()
    return region


def _date(entry: Entry, key: str) -> str:
    found = entry.string(key)
    if not PARTIAL_DATE.fullmatch(found):
        raise entry.complain(key, f"'{found}' is not a date such as 2025, 2025-08 or 2025-08-28.")
    return found


def _date_or_none(entry: Entry, key: str) -> str | None:
    return None if entry.string_or_none(key) is None else _date(entry, key)


def _source(key: str, entry: Entry) -> Source:
    source = Source(key, _date(entry, "published"), entry.text("about"))
    entry.done()
    return source


def _organisations(
    top: Entry, cities: dict[str, City], kinds: dict[str, Text], sources: dict[str, Source]
) -> dict[str, FactOrganisation]:
    keys = [key for key, _ in top.entries("organisations")]
    organisations = {}
    for key, entry in top.entries("organisations"):
        organisations[key] = FactOrganisation(
            key=key,
            name=entry.text("name"),
            country=entry.string("country"),
            city=entry.reference_or_none("city", cities),
            kind=entry.reference("kind", kinds),
            parent=entry.reference_or_none("parent", keys),
            source=entry.reference("source", sources),
        )
        entry.done()
    return organisations


def _office(
    entry: Entry, organisations: dict[str, FactOrganisation], sources: dict[str, Source]
) -> FactOffice:
    office = FactOffice(
        person=entry.text("person"),
        office=entry.text("office"),
        organisation=entry.reference("organisation", organisations),
        source=entry.reference("source", sources),
    )
    entry.done()
    return office


def _event(
    key: str,
    entry: Entry,
    kinds: dict[str, Text],
    cities: dict[str, City],
    regions: dict[str, Region],
    organisations: dict[str, FactOrganisation],
    sources: dict[str, Source],
) -> FactEvent:
    event = FactEvent(
        key=key,
        name=entry.text("name"),
        kind=entry.reference("kind", kinds),
        edition=entry.value("edition", int, None),
        first_held=_date_or_none(entry, "first_held"),
        starts=_date(entry, "starts"),
        ends=_date_or_none(entry, "ends"),
        city=entry.reference_or_none("city", cities),
        venue=entry.reference_or_none("venue", organisations),
        regions=entry.references("regions", regions),
        from_cities=entry.references("from_cities", cities),
        sites=entry.references("sites", organisations),
        source=entry.reference("source", sources),
    )
    entry.done()
    return event


def _parties(entry: Entry, organisations: dict[str, FactOrganisation]) -> tuple[FactParty, ...]:
    parties = []
    for number, content in enumerate(entry.value("parties", list), start=1):
        if isinstance(content, str):
            (key,) = Entry({"party": [content]}, f"{entry.place}, parties").references(
                "party", organisations
            )
            known = organisations[key]
            parties.append(FactParty(key, known.name, known.country, named=True))
        else:
            described = Entry(content, f"{entry.place}, parties, entry {number}")
            if described.value("named", bool):
                raise described.complain("named", "a named party is given by its key alone.")
            parties.append(
                FactParty(
                    None, described.text("name"), described.string_or_none("country"), named=False
                )
            )
            described.done()
    return tuple(parties)


def _agreement(
    key: str,
    entry: Entry,
    organisations: dict[str, FactOrganisation],
    events: dict[str, FactEvent],
    sectors: dict[str, Text],
    subjects: dict[str, Text],
    sources: dict[str, Source],
) -> FactAgreement:
    agreement = FactAgreement(
        key=key,
        title=entry.text("title"),
        parties=_parties(entry, organisations),
        signed_at=entry.reference_or_none("signed_at", events),
        sector=entry.reference("sector", sectors),
        subjects=entry.references("subjects", subjects),
        count=entry.value("count", int, 1),
        source=entry.reference("source", sources),
    )
    entry.done()
    return agreement


def _contract(
    key: str,
    entry: Entry,
    events: dict[str, FactEvent],
    sectors: dict[str, Text],
    sources: dict[str, Source],
) -> FactContract:
    contract = FactContract(
        key=key,
        subject=entry.text("subject"),
        signed_at=entry.reference("signed_at", events),
        sector=entry.reference("sector", sectors),
        source=entry.reference("source", sources),
    )
    entry.done()
    return contract


def _programme(
    key: str,
    entry: Entry,
    kinds: dict[str, Text],
    steps: dict[str, Text],
    cities: dict[str, City],
    regions: dict[str, Region],
    sources: dict[str, Source],
) -> FactProgramme:
    visits = None
    if entry.value("visits_planned", dict, None):
        planned = entry.entry("visits_planned")
        visits = VisitsPlanned(
            planned.value("year", int),
            planned.references("cities", cities),
            planned.references("regions", regions),
        )
        planned.done()
    programme = FactProgramme(
        key=key,
        name=entry.text("name"),
        kind=entry.reference("kind", kinds),
        steps=entry.references("steps", steps),
        eligible_countries=tuple(entry.value("eligible_countries", list, [])),
        planned_countries=tuple(entry.value("planned_countries", list, [])),
        visits_planned=visits,
        source=entry.reference("source", sources),
    )
    entry.done()
    return programme


def _measure(key: str, entry: Entry, sources: dict[str, Source]) -> SupportMeasure:
    measure = SupportMeasure(key, entry.text("name"), entry.reference("source", sources))
    entry.done()
    return measure


def _figure(
    key: str,
    entry: Entry,
    events: dict[str, FactEvent],
    organisations: dict[str, FactOrganisation],
    programmes: dict[str, FactProgramme],
    qualifiers: dict[str, Text],
    sources: dict[str, Source],
) -> FactFigure:
    about = entry.entry("scope")
    scope = Scope(
        events=about.references("events", events),
        organisation=about.reference_or_none("organisation", organisations),
        programme=about.reference_or_none("programme", programmes),
        year=about.value("year", int, None),
    )
    about.done()
    figure = FactFigure(
        key=key,
        figure=entry.string("figure"),
        title=entry.text("title"),
        scope=scope,
        words=entry.reference("words", qualifiers),
        value=entry.value("value", int),
        currency=entry.string_or_none("currency"),
        named=tuple(entry.value("named", list, [])),
        how=cast("How", entry.reference("how", get_args(How))),
        why=entry.text("why"),
        source=entry.reference("source", sources),
    )
    entry.done()
    return figure
