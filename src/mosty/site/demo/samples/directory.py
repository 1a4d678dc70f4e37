"""Sample organisations and their representatives, from the lists in names/."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from mosty.site.demo.facts import City, load_places, load_sectors
from mosty.site.demo.reading import FOLDER, Entry, Text, read_file
from mosty.site.demo.samples.records import Organisation, Representative, Statement

NAMES = FOLDER / "names"
HOST_COUNTRY = "RU"
SECOND_REPRESENTATIVE = 0.42  # share of organisations that send two people
MEETING_LIMITS = (8, 10, 10, 12, 12, 14, 16)
LATIN = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "‘": "", "’": "", "'": ""})


@dataclass(frozen=True)
class Phrase:
    key: str
    text: Text
    meets: tuple[str, ...]  # offers that answer this need; empty for an offer


@dataclass(frozen=True)
class Kind:
    name: Text
    offices: tuple[Text, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What the lists of names refer to, by key."""

    offers: dict[str, Phrase]
    needs: dict[str, Phrase]
    kinds: dict[str, Kind]
    cities: dict[str, City]
    sectors: dict[str, Text]


@dataclass(frozen=True)
class NamePart:
    latin: str
    russian: str
    local: str


@dataclass(frozen=True)
class NamePool:
    given: tuple[NamePart, ...]
    family: tuple[NamePart, ...]


@dataclass(frozen=True)
class Country:
    code: str
    language: str
    family_first: bool
    speaks: tuple[tuple[str, ...], ...]
    pools: tuple[NamePool, ...]
    organisations: tuple[Organisation, ...]


def load_vocabulary() -> Vocabulary:
    """Phrases, kinds, cities and sectors. Raises DataError when one refers to what is not there."""
    cities, _ = load_places()
    offers, needs = _phrases()
    return Vocabulary(offers, needs, _kinds(), cities, load_sectors())


def _phrases() -> tuple[dict[str, Phrase], dict[str, Phrase]]:
    top = read_file(NAMES / "phrases.yaml")
    offers = {key: _phrase(key, entry, {}) for key, entry in top.entries("offers")}
    needs = {key: _phrase(key, entry, offers) for key, entry in top.entries("needs")}
    top.done()
    return offers, needs


def _phrase(key: str, entry: Entry, offers: Mapping[str, Phrase]) -> Phrase:
    text = {"ru": entry.string("ru"), "en": entry.string("en")}
    phrase = Phrase(key, text, entry.references("meets", offers))
    entry.done()
    return phrase


def _kinds() -> dict[str, Kind]:
    top = read_file(NAMES / "kinds.yaml")
    offices = top.texts("offices")
    kinds = {}
    for key, entry in top.entries("kinds"):
        held = entry.references("offices", offices)
        kinds[key] = Kind(entry.text("name"), tuple(offices[office] for office in held))
        entry.done()
    top.done()
    return kinds


def load_countries(vocabulary: Vocabulary) -> tuple[Country, ...]:
    """Every country of the sample week with its people's names and its organisations."""
    files = sorted((NAMES / "countries").glob("*.yaml"))
    return tuple(_country(read_file(path), vocabulary) for path in files)


def _country(top: Entry, vocabulary: Vocabulary) -> Country:
    code, language = top.string("country"), top.string("language")
    people = top.entry("people")
    pools = tuple(_pool(people.entry(gender)) for gender in ("female", "male"))
    people.done()
    sentences = top.value("sentences", dict, {})
    country = Country(
        code=code,
        language=language,
        family_first=top.string_or_none("order") == "family-first",
        speaks=tuple(tuple(languages) for languages in top.value("speaks", list)),
        pools=pools,
        organisations=tuple(
            _organisation(entry, code, language, sentences, vocabulary)
            for entry in top.listed("organisations")
        ),
    )
    top.done()
    return country


def _pool(entry: Entry) -> NamePool:
    given, family = (
        tuple(_name_part(line) for line in entry.value(part, list)) for part in ("given", "family")
    )
    entry.done()
    return NamePool(given, family)


def _name_part(line: str) -> NamePart:
    """Reads "Latin | Russian | local"; without the third the local form is the Latin one."""
    latin, russian, *local = (part.strip() for part in line.split("|"))
    return NamePart(latin, russian, local[0] if local else latin)


def _organisation(
    entry: Entry,
    country: str,
    language: str,
    sentences: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Organisation:
    name = entry.text("name")

    def statements(field: str, table: Mapping[str, Phrase]) -> tuple[Statement, ...]:
        found = []
        for key in entry.references(field, table):
            text = dict(table[key].text)
            if language not in text:
                if key not in sentences:
                    raise entry.complain(field, f"'{key}' has no sentence in '{language}'.")
                text[language] = sentences[key]
            found.append(Statement(key=key, text=text, written_in=language))
        return tuple(found)

    organisation = Organisation(
        key=slug(name["en"]),
        name=name,
        country=country,
        city=entry.reference("city", vocabulary.cities),
        kind=entry.reference("kind", vocabulary.kinds),
        sector=entry.reference("sector", vocabulary.sectors),
        language=language,
        offers=statements("offers", vocabulary.offers),
        needs=statements("needs", vocabulary.needs),
    )
    entry.done()
    return organisation


def make_representatives(
    countries: tuple[Country, ...], kinds: Mapping[str, Kind], chance: Random
) -> dict[str, Representative]:
    """One or two people for each organisation; no two people of the week share a name."""
    people: dict[str, Representative] = {}
    taken: set[str] = set()
    for country in countries:
        for organisation in country.organisations:
            offices = kinds[organisation.kind].offices
            two = chance.random() < SECOND_REPRESENTATIVE
            for office in chance.sample(offices, 2 if two else 1):
                name = _new_name(country, taken, chance)
                key = f"{slug(name['en'])}.{organisation.key}"
                people[key] = Representative(
                    key=key,
                    organisation=organisation.key,
                    name=name,
                    office=office,
                    languages=chance.choice(country.speaks),
                    email=f"{slug(name['en']).replace('-', '.')}@{organisation.key}.example",
                    meeting_limit=chance.choice(MEETING_LIMITS),
                )
    return people


def _new_name(country: Country, taken: set[str], chance: Random) -> Text:
    while True:
        pool = chance.choice(country.pools)
        name = _full_name(country, chance.choice(pool.given), chance.choice(pool.family))
        if name["en"] not in taken:
            taken.add(name["en"])
            return name


def _full_name(country: Country, given: NamePart, family: NamePart) -> Text:
    parts = (family, given) if country.family_first else (given, family)
    between = "" if country.family_first else " "
    name = {country.language: between.join(part.local for part in parts)}
    name["en"] = " ".join(part.latin for part in parts)
    name["ru"] = " ".join(part.russian for part in parts)
    return name


def slug(words: str) -> str:
    """Words as lower-case ASCII with hyphens: "Aslı Güneri" gives "asli-guneri"."""
    plain = unicodedata.normalize("NFKD", words.lower().translate(LATIN))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
