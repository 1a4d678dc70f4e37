"""The demo's sample week: repeatable, complete, consistent in itself and marked as generated."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import combinations

import pytest

from mosty.site.demo.facts import load_facts
from mosty.site.demo.samples import Samples, make_samples, outcome_of
from mosty.site.demo.samples.calendar import DAYS
from mosty.site.demo.samples.programme import half_of

SEED = 2025
SCRIPTS = {  # languages written in letters of their own: first and last letter of the range
    "ru": ("а", "я"),
    "sr": ("а", "ш"),
    "be": ("а", "я"),
    "kk": ("а", "я"),
    "zh": ("一", "龥"),
    "ar": ("ا", "ي"),
    "hy": ("ա", "ֆ"),
}


@pytest.fixture(scope="module")
def samples() -> Samples:
    return make_samples(SEED)


def country_of(samples: Samples, representative: str) -> str:
    organisation = samples.representatives[representative].organisation
    return samples.organisations[organisation].country


def texts_in(thing: object, place: str) -> Iterator[tuple[str, str]]:
    """Every string inside a tree of records, with the place where it stands."""
    if isinstance(thing, str):
        yield place, thing
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from texts_in(value, f"{place}/{key}")
    elif isinstance(thing, tuple):
        for number, value in enumerate(thing):
            yield from texts_in(value, f"{place}/{number}")
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts_in(getattr(thing, field.name), f"{place}/{field.name}")


def records_in(thing: object) -> Iterator[object]:
    if isinstance(thing, dict):
        thing = tuple(thing.values())
    if isinstance(thing, tuple):
        for value in thing:
            yield from records_in(value)
    elif is_dataclass(thing):
        yield thing
        for field in fields(thing):
            yield from records_in(getattr(thing, field.name))


def test_the_same_seed_gives_the_same_week(samples: Samples) -> None:
    assert make_samples(SEED) == samples
    assert make_samples(SEED + 1).requests != samples.requests


@pytest.mark.parametrize("seed", [SEED, 1, 77])
def test_counts(seed: int) -> None:
    week = make_samples(seed)
    countries = {organisation.country for organisation in week.organisations.values()}
    assert len(week.organisations) == 148
    assert len(countries) == 13
    assert countries - {"RU"} >= set(load_facts().figures["week-foreign-countries"].named)
    assert len(week.sessions) == 24
    assert len(week.requests) == 432
    states = Counter(request.state for request in week.requests.values())
    assert 335 <= states["accepted"] <= 380
    assert min(states["declined"], states["pending"]) >= 15
    mixed = sum(
        (country_of(week, request.asker) == "RU") != (country_of(week, request.asked) == "RU")
        for request in week.requests.values()
    )
    assert mixed / len(week.requests) > 0.7
    came = {entry.representative for entry in week.registrations if entry.checked_in_at}
    assert 0.935 <= len(came) / len(week.registrations) <= 0.945
    met = [
        request
        for request in week.requests.values()
        if request.state == "accepted" and {request.asker, request.asked} <= came
    ]
    assert len(met) >= 320
    speakers = {person for session in week.sessions.values() for person in session.speakers}
    assert 50 <= len(speakers) <= 70


def test_everything_is_marked_as_generated(samples: Samples) -> None:
    marks = {getattr(record, "provenance", None) for record in records_in(samples)}
    assert marks == {"generated"}


def test_no_text_is_empty(samples: Samples) -> None:
    assert [place for place, text in texts_in(samples, "samples") if not text.strip()] == []


def test_names_are_all_different(samples: Samples) -> None:
    for language in ("ru", "en"):
        organisations = [entry.name[language] for entry in samples.organisations.values()]
        assert len(set(organisations)) == len(organisations)
    people = [person.name["en"] for person in samples.representatives.values()]
    assert len(set(people)) == len(people)


def test_no_sample_organisation_has_the_name_of_a_real_one(samples: Samples) -> None:
    real = {entry.name["ru"] for entry in load_facts().organisations.values()}
    assert real.isdisjoint(entry.name["ru"] for entry in samples.organisations.values())


def test_texts_are_in_the_organisations_own_language(samples: Samples) -> None:
    for organisation in samples.organisations.values():
        assert set(organisation.name) == {"ru", "en", organisation.language}
        assert 1 <= len(organisation.offers) <= 3
        assert 1 <= len(organisation.needs) <= 3
        for statement in (*organisation.offers, *organisation.needs):
            assert statement.written_in == organisation.language
            assert set(statement.text) == {"ru", "en", organisation.language}
            for language, text in statement.text.items():
                assert text.endswith((".", "。", "։")), text
                if language in SCRIPTS:
                    first, last = SCRIPTS[language]
                    assert any(first <= letter <= last for letter in text.lower()), text


def test_addresses_are_of_no_real_domain(samples: Samples) -> None:
    addresses = [person.email for person in samples.representatives.values()]
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        assert address.isascii()
        assert address.endswith(".example")


def test_a_pair_of_organisations_asks_once_and_never_itself(samples: Samples) -> None:
    pairs = set()
    for request in samples.requests.values():
        asker, asked = (
            samples.representatives[person].organisation
            for person in (request.asker, request.asked)
        )
        assert asker != asked
        pairs.add(frozenset((asker, asked)))
        if request.reason:
            assert {request.reason.need_of, request.reason.offer_of} == {asker, asked}
    assert len(pairs) == len(samples.requests)


def test_moments_follow_each_other(samples: Samples) -> None:
    registered = {entry.representative: entry.registered_at for entry in samples.registrations}
    assert set(registered) == set(samples.representatives)
    for request in samples.requests.values():
        for person in (request.asker, request.asked):
            assert registered[person] < request.requested_at
        assert (request.answered_at is None) == (request.state == "pending")
        if request.answered_at:
            assert request.requested_at < request.answered_at
            assert request.answered_at.date() < DAYS[0]


def test_nobody_speaks_in_two_places_or_while_absent(samples: Samples) -> None:
    away = {(entry.representative, entry.day, entry.half) for entry in samples.absences}
    came = {
        entry.representative: entry.checked_in_at
        for entry in samples.registrations
        if entry.checked_in_at
    }
    speaking = defaultdict(list)
    for session in samples.sessions.values():
        assert session.speakers
        for person in session.speakers:
            speaking[person].append(session)
            assert (person, session.starts.date(), half_of(session.starts)) not in away
            assert came[person].date() <= session.starts.date()
    for sessions in speaking.values():
        for one, other in combinations(sessions, 2):
            assert one.ends <= other.starts or other.ends <= one.starts


def test_one_hall_holds_one_session_at_a_time(samples: Samples) -> None:
    for one, other in combinations(samples.sessions.values(), 2):
        if one.hall == other.hall:
            assert one.ends <= other.starts or other.ends <= one.starts


@pytest.mark.parametrize("seed", [SEED, 1, 77])
def test_contracts_follow_accepted_requests(seed: int) -> None:
    week = make_samples(seed)
    values: defaultdict[str, Decimal] = defaultdict(Decimal)
    used: list[str] = []
    for contract in week.contracts.values():
        values[contract.currency] += contract.value
        assert len(contract.requests) >= 2
        used += contract.requests
        for key in contract.requests:
            request = week.requests[key]
            sides = {country_of(week, request.asker), country_of(week, request.asked)}
            assert request.state == "accepted"
            assert "RU" in sides
            assert len(sides) == 2
    assert len(set(used)) == len(used)
    assert values["RUB"] == Decimal("164000000.00")
    assert set(values) == {"RUB", "CNY", "UZS", "USD"}


def test_outcomes_come_in_their_proportions(samples: Samples) -> None:
    found = Counter(
        outcome_of(f"request-{number}", samples.outcomes, SEED)[0].key for number in range(2000)
    )
    weights = sum(outcome.weight for outcome in samples.outcomes.values())
    for outcome in samples.outcomes.values():
        assert abs(found[outcome.key] / 2000 - outcome.weight / weights) < 0.05
