"""Requests for meetings: who asks whom, why, in which words and with what answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from random import Random
from typing import TypeVar

from mosty.site.demo.reading import Text, read_file
from mosty.site.demo.samples.calendar import ANSWERS_CLOSE, REQUESTS_CLOSE, moment_between
from mosty.site.demo.samples.directory import HOST_COUNTRY, NAMES, Vocabulary
from mosty.site.demo.samples.outcomes import ContractPlan
from mosty.site.demo.samples.records import (
    MeetingRequest,
    Organisation,
    Reason,
    Representative,
    RequestState,
    Wish,
)

Choice = TypeVar("Choice", bound=str)

REQUESTS = 432
REQUESTS_PER_CONTRACT = 3
STATES: dict[RequestState, int] = {"accepted": 82, "declined": 10, "pending": 8}
WISHES: dict[Wish, int] = {"must": 18, "want": 47, "would": 35}
MUTUAL = 0.22
NEED_SIDE_ASKS = 0.6
POPULARITY_SPREAD = 0.7  # sigma of the log-normal popularity
REQUESTS_OVER_LIMIT = 1  # a sought-after person gets a request more than they can take
HOST_AND_GUEST, TWO_GUESTS, TWO_HOSTS = 1.0, 0.15, 0.04
FIELDS = {  # sectors that have something to say to each other
    "screen": ("film", "animation", "media"),
    "games": ("games",),
    "objects": ("design", "fashion", "architecture"),
    "culture": (
        "museums",
        "science-museums",
        "museums-design",
        "creative-spaces",
        "other-culture",
    ),
    "business": ("licensing", "music", "publishing", "entrepreneurship", "advertising"),
}
FIELD_OF = {sector: field for field, sectors in FIELDS.items() for sector in sectors}


@dataclass(frozen=True)
class Pair:
    a: Organisation
    b: Organisation
    reasons: tuple[Reason, ...]

    @property
    def keys(self) -> tuple[str, str]:
        return self.a.key, self.b.key


@dataclass(frozen=True)
class Words:
    to_offer: tuple[Text, ...]
    to_need: tuple[Text, ...]
    introductions: tuple[Text, ...]


def make_requests(
    *,
    organisations: Mapping[str, Organisation],
    people: Mapping[str, Representative],
    registered_at: Mapping[str, datetime],
    vocabulary: Vocabulary,
    plans: Sequence[ContractPlan],
    chance: Random,
) -> tuple[dict[str, MeetingRequest], dict[str, tuple[str, ...]]]:
    """The week's requests by key, and for each planned contract the requests it may follow.

    The pairs of the contracts come first and are accepted with the wish "must"; the rest are
    drawn by the popularity of both sides and by how well needs and offers meet.
    """
    pairs = tuple(_pairs(organisations, vocabulary))
    writer = RequestWriter(people, registered_at, _words(), chance)
    taken: set[tuple[str, str]] = set()
    followed: dict[str, tuple[str, ...]] = {}
    for plan in plans:
        keys = []
        fitting = [fit for fit in _fitting(plan, pairs) if fit[0].keys not in taken]
        for pair, reason in chance.sample(fitting, min(REQUESTS_PER_CONTRACT, len(fitting))):
            if key := writer.write(pair, reason, certain=True):
                taken.add(pair.keys)
                keys.append(key)
        followed[plan.key] = tuple(keys)
    for pair in _by_attraction(pairs, organisations, chance):
        if len(writer.requests) == REQUESTS:
            break
        if pair.keys not in taken:
            writer.write(pair, chance.choice(pair.reasons) if pair.reasons else None)
    return writer.requests, followed


def _pairs(organisations: Mapping[str, Organisation], vocabulary: Vocabulary) -> Iterator[Pair]:
    for a, b in combinations(organisations.values(), 2):
        yield Pair(a, b, (*_reasons(a, b, vocabulary), *_reasons(b, a, vocabulary)))


def _reasons(seeker: Organisation, giver: Organisation, vocabulary: Vocabulary) -> Iterator[Reason]:
    """Needs of the seeker that an offer of the giver answers."""
    for need in seeker.needs:
        for offer in giver.offers:
            if offer.key in vocabulary.needs[need.key].meets:
                yield Reason(need_of=seeker.key, need=need.key, offer_of=giver.key, offer=offer.key)


def _fitting(plan: ContractPlan, pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Reason]]:
    """The pairs of a host and a foreign partner that fit a planned contract."""
    for pair in pairs:
        hosts = [side for side in (pair.a, pair.b) if side.country == HOST_COUNTRY]
        guests = [side for side in (pair.a, pair.b) if side.country in plan.partner]
        if not (hosts and guests):
            continue
        for reason in pair.reasons:
            needing = "host" if reason.need_of == hosts[0].key else "foreign"
            fits = (reason.need, reason.offer) == (plan.need, plan.offer)
            if fits and plan.need_of in (needing, "either"):
                yield pair, reason
                break


def _by_attraction(
    pairs: Sequence[Pair], organisations: Mapping[str, Organisation], chance: Random
) -> list[Pair]:
    """The pairs in a random order in which attractive ones tend to come first.

    Weighted order without replacement: sort by u ** (1 / weight), after Efraimidis and Spirakis
    (2006), "Weighted random sampling with a reservoir".
    """
    popularity = {key: chance.lognormvariate(0, POPULARITY_SPREAD) for key in organisations}

    def rank(pair: Pair) -> float:
        weight = popularity[pair.a.key] * popularity[pair.b.key] * attraction(pair)
        return float(chance.random() ** (1 / weight))

    return sorted(pairs, key=rank, reverse=True)


def attraction(pair: Pair) -> float:
    """How much two organisations would gain from a meeting, popularity aside."""
    hosts = [pair.a.country, pair.b.country].count(HOST_COUNTRY)
    distance = (TWO_GUESTS, HOST_AND_GUEST, TWO_HOSTS)[hosts]
    if pair.a.country == pair.b.country:
        distance = TWO_HOSTS
    same_field = FIELD_OF[pair.a.sector] == FIELD_OF[pair.b.sector]
    return distance * (0.01 + 0.06 * same_field + 0.6 * len(pair.reasons))


class RequestWriter:
    """Writes requests one by one and keeps people from being asked far beyond their limit."""

    def __init__(
        self,
        people: Mapping[str, Representative],
        registered_at: Mapping[str, datetime],
        words: Words,
        chance: Random,
    ) -> None:
        self.requests: dict[str, MeetingRequest] = {}
        self._registered_at = registered_at
        self._words = words
        self._chance = chance
        self._load: Counter[str] = Counter()
        self._people: dict[str, list[Representative]] = {}
        for person in people.values():
            self._people.setdefault(person.organisation, []).append(person)

    def write(self, pair: Pair, reason: Reason | None, *, certain: bool = False) -> str | None:
        """Adds a request and returns its key; None when nobody of one side has room for it."""
        a, b = self._least_busy(pair.a), self._least_busy(pair.b)
        if a is None or b is None:
            return None
        if reason is None:
            asking_side = self._chance.choice((pair.a, pair.b))
        else:
            need_asks = self._chance.random() < NEED_SIDE_ASKS
            asking = reason.need_of if need_asks else reason.offer_of
            asking_side = pair.a if pair.a.key == asking else pair.b
        asker, asked = (a, b) if asking_side is pair.a else (b, a)
        state = "accepted" if certain else self._pick(STATES)
        requested = self._requested_at(asker.key, asked.key)
        key = f"request-{len(self.requests) + 1:03}"
        self.requests[key] = MeetingRequest(
            key=key,
            asker=asker.key,
            asked=asked.key,
            wish="must" if certain else self._pick(WISHES),
            wish_back=self._wish_back(state, certain=certain),
            message=self._message(asking_side, reason),
            reason=reason,
            state=state,
            requested_at=requested,
            answered_at=None if state == "pending" else self._answered_at(requested),
        )
        if state == "accepted":
            self._load.update((asker.key, asked.key))
        return key

    def _least_busy(self, organisation: Organisation) -> Representative | None:
        free = [
            person
            for person in self._people[organisation.key]
            if self._load[person.key] < person.meeting_limit + REQUESTS_OVER_LIMIT
        ]
        return min(free, key=lambda person: self._load[person.key], default=None)

    def _pick(self, weights: Mapping[Choice, int]) -> Choice:
        return self._chance.choices(list(weights), list(weights.values()))[0]

    def _wish_back(self, state: RequestState, *, certain: bool) -> Wish | None:
        if certain:
            return "must"
        mutual = state == "accepted" and self._chance.random() < MUTUAL
        return self._pick(WISHES) if mutual else None

    def _message(self, asker: Organisation, reason: Reason | None) -> Text:
        """The asker's own sentence and a closing, or an introduction when nothing meets."""
        if reason is None:
            return self._chance.choice(self._words.introductions)
        asks_for_need = reason.need_of == asker.key
        said = asker.needs if asks_for_need else asker.offers
        wanted = reason.need if asks_for_need else reason.offer
        statement = next(statement for statement in said if statement.key == wanted)
        closings = self._words.to_offer if asks_for_need else self._words.to_need
        closing = self._chance.choice(closings)
        return {language: f"{statement.text[language]} {closing[language]}" for language in closing}

    def _requested_at(self, asker: str, asked: str) -> datetime:
        both_registered = max(self._registered_at[asker], self._registered_at[asked])
        return moment_between(both_registered + timedelta(minutes=20), REQUESTS_CLOSE, self._chance)

    def _answered_at(self, requested: datetime) -> datetime:
        earliest = requested + timedelta(minutes=30)
        latest = min(requested + timedelta(days=4), ANSWERS_CLOSE)
        return moment_between(earliest, latest, self._chance)


def _words() -> Words:
    top = read_file(NAMES / "messages.yaml")

    def table(key: str) -> tuple[Text, ...]:
        texts = []
        for entry in top.listed(key):
            texts.append({"ru": entry.string("ru"), "en": entry.string("en")})
            entry.done()
        return tuple(texts)

    words = Words(table("closings_to_offer"), table("closings_to_need"), table("introductions"))
    top.done()
    return words
