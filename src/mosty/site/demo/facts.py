"""The published facts of the demo, typed; `load_facts()` reads facts.yaml and checks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from mosty.site.demo.reading import FOLDER, Entry, Text, read_file

How = Literal["computed", "computed_from_generated", "stated"]
Record = TypeVar("Record")
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
    return _FactsFile(path).facts()


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
    return {code: top.text(code) for code in top.names()}


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


class _FactsFile:
    """Reads the sections in the order in which they refer to each other."""

    def __init__(self, path: Path) -> None:
        self.cities, self.regions = load_places()
        self.sectors = load_sectors()
        self._top = top = read_file(path)
        self.organisation_kinds = top.texts("organisation_kinds")
        self.event_kinds = top.texts("event_kinds")
        self.programme_kinds = top.texts("programme_kinds")
        self.subjects = top.texts("subjects")
        self.steps = top.texts("steps")
        self.qualifiers = top.texts("qualifiers")
        self.organisation_keys = top.entry("organisations").names()
        self.sources = self._section("sources", self._source)
        self.organisations = self._section("organisations", self._organisation)
        self.events = self._section("events", self._event)
        self.programmes = self._section("programmes", self._programme)

    def facts(self) -> Facts:
        facts = Facts(
            cities=self.cities,
            regions=self.regions,
            sectors=self.sectors,
            sources=self.sources,
            organisation_kinds=self.organisation_kinds,
            event_kinds=self.event_kinds,
            programme_kinds=self.programme_kinds,
            subjects=self.subjects,
            steps=self.steps,
            qualifiers=self.qualifiers,
            organisations=self.organisations,
            offices=tuple(self._office(entry) for entry in self._top.listed("offices")),
            events=self.events,
            agreements=self._section("agreements", self._agreement),
            contracts=self._section("contracts", self._contract),
            programmes=self.programmes,
            support_measures=self._section("support_measures", self._measure),
            figures=self._section("figures", self._figure),
        )
        self._top.done()
        return facts

    def _section(self, name: str, read: Callable[[str, Entry], Record]) -> dict[str, Record]:
        records = {}
        for key, entry in self._top.entries(name):
            records[key] = read(key, entry)
            entry.done()
        return records

    def _about(self, entry: Entry) -> str:
        return entry.reference("source", self.sources)

    def _source(self, key: str, entry: Entry) -> Source:
        return Source(key, _date(entry, "published"), entry.text("about"))

    def _organisation(self, key: str, entry: Entry) -> FactOrganisation:
        return FactOrganisation(
            key=key,
            name=entry.text("name"),
            country=entry.string("country"),
            city=entry.reference_or_none("city", self.cities),
            kind=entry.reference("kind", self.organisation_kinds),
            parent=entry.reference_or_none("parent", self.organisation_keys),
            source=self._about(entry),
        )

    def _office(self, entry: Entry) -> FactOffice:
        office = FactOffice(
            person=entry.text("person"),
            office=entry.text("office"),
            organisation=entry.reference("organisation", self.organisations),
            source=self._about(entry),
        )
        entry.done()
        return office

    def _event(self, key: str, entry: Entry) -> FactEvent:
        return FactEvent(
            key=key,
            name=entry.text("name"),
            kind=entry.reference("kind", self.event_kinds),
            edition=entry.value("edition", int, None),
            first_held=_date_or_none(entry, "first_held"),
            starts=_date(entry, "starts"),
            ends=_date_or_none(entry, "ends"),
            city=entry.reference_or_none("city", self.cities),
            venue=entry.reference_or_none("venue", self.organisations),
            regions=entry.references("regions", self.regions),
            from_cities=entry.references("from_cities", self.cities),
            sites=entry.references("sites", self.organisations),
            source=self._about(entry),
        )

    def _agreement(self, key: str, entry: Entry) -> FactAgreement:
        return FactAgreement(
            key=key,
            title=entry.text("title"),
            parties=tuple(self._parties(entry)),
            signed_at=entry.reference_or_none("signed_at", self.events),
            sector=entry.reference("sector", self.sectors),
            subjects=entry.references("subjects", self.subjects),
            count=entry.value("count", int, 1),
            source=self._about(entry),
        )

    def _parties(self, entry: Entry) -> Iterator[FactParty]:
        for number, content in enumerate(entry.value("parties", list), start=1):
            place = f"{entry.place}, parties, entry {number}"
            if isinstance(content, str):
                key = Entry({"party": content}, place).reference("party", self.organisations)
                known = self.organisations[key]
                yield FactParty(key, known.name, known.country, named=True)
            else:
                described = Entry(content, place)
                if described.value("named", bool):
                    raise described.complain("named", "a named party is given by its key alone.")
                country = described.string_or_none("country")
                yield FactParty(None, described.text("name"), country, named=False)
                described.done()

    def _contract(self, key: str, entry: Entry) -> FactContract:
        return FactContract(
            key=key,
            subject=entry.text("subject"),
            signed_at=entry.reference("signed_at", self.events),
            sector=entry.reference("sector", self.sectors),
            source=self._about(entry),
        )

    def _programme(self, key: str, entry: Entry) -> FactProgramme:
        return FactProgramme(
            key=key,
            name=entry.text("name"),
            kind=entry.reference("kind", self.programme_kinds),
            steps=entry.references("steps", self.steps),
            eligible_countries=tuple(entry.value("eligible_countries", list, [])),
            planned_countries=tuple(entry.value("planned_countries", list, [])),
            visits_planned=self._visits(entry),
            source=self._about(entry),
        )

    def _visits(self, entry: Entry) -> VisitsPlanned | None:
        if entry.value("visits_planned", dict, None) is None:
            return None
        planned = entry.entry("visits_planned")
        visits = VisitsPlanned(
            year=planned.value("year", int),
            cities=planned.references("cities", self.cities),
            regions=planned.references("regions", self.regions),
        )
        planned.done()
        return visits

    def _measure(self, key: str, entry: Entry) -> SupportMeasure:
        return SupportMeasure(key, entry.text("name"), self._about(entry))

    def _figure(self, key: str, entry: Entry) -> FactFigure:
        return FactFigure(
            key=key,
            figure=entry.string("figure"),
            title=entry.text("title"),
            scope=self._scope(entry.entry("scope")),
            words=entry.reference("words", self.qualifiers),
            value=entry.value("value", int),
            currency=entry.string_or_none("currency"),
            named=tuple(entry.value("named", list, [])),
            how=cast("How", entry.reference("how", get_args(How))),
            why=entry.text("why"),
            source=self._about(entry),
        )

    def _scope(self, entry: Entry) -> Scope:
        scope = Scope(
            events=entry.references("events", self.events),
            organisation=entry.reference_or_none("organisation", self.organisations),
            programme=entry.reference_or_none("programme", self.programmes),
            year=entry.value("year", int, None),
        )
        entry.done()
        return scope
