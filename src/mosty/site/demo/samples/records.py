"""What the generator gives: frozen records, each marked as generated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from mosty.site.demo.reading import Text

Wish = Literal["must", "want", "would"]
RequestState = Literal["accepted", "declined", "pending"]
Category = Literal["participant", "speaker", "press", "guest"]
Half = Literal["am", "pm"]


@dataclass(frozen=True, kw_only=True)
class Generated:
    provenance: Literal["generated"] = "generated"


@dataclass(frozen=True, kw_only=True)
class Statement(Generated):
    """An offer or a need, in Russian, English and the organisation's own language."""

    key: str  # of names/phrases.yaml
    text: Text
    written_in: str  # language code


@dataclass(frozen=True, kw_only=True)
class Organisation(Generated):
    key: str
    name: Text
    country: str  # ISO 3166-1 alpha-2
    city: str  # key of cities.yaml
    kind: str  # key of `Samples.organisation_kinds`
    sector: str
    language: str
    offers: tuple[Statement, ...]
    needs: tuple[Statement, ...]


@dataclass(frozen=True, kw_only=True)
class Representative(Generated):
    key: str
    organisation: str
    name: Text
    office: Text
    languages: tuple[str, ...]
    email: str
    meeting_limit: int  # meetings this person agrees to over the whole week


@dataclass(frozen=True, kw_only=True)
class Absence(Generated):
    """Half a day on which a person takes no meetings."""

    representative: str
    day: date
    half: Half


@dataclass(frozen=True, kw_only=True)
class Session(Generated):
    key: str
    title: Text
    abstract: Text
    starts: datetime  # aware, Moscow time
    ends: datetime
    hall: str
    track: str
    kind: str
    speakers: tuple[str, ...]  # representatives


@dataclass(frozen=True, kw_only=True)
class Registration(Generated):
    representative: str
    category: Category
    registered_at: datetime
    checked_in_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Reason(Generated):
    """Why two organisations fit: a need of one and an offer of the other (keys of phrases)."""

    need_of: str  # organisation
    need: str
    offer_of: str  # organisation
    offer: str


@dataclass(frozen=True, kw_only=True)
class MeetingRequest(Generated):
    """One representative asks another for a meeting; a pair of organisations asks only once."""

    key: str
    asker: str
    asked: str
    wish: Wish
    wish_back: Wish | None  # the asked side wanted this meeting too
    message: Text
    reason: Reason | None
    state: RequestState
    requested_at: datetime
    answered_at: datetime | None  # None while pending


@dataclass(frozen=True, kw_only=True)
class Outcome(Generated):
    key: str
    name: Text
    weight: int
    notes: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Contract(Generated):
    """A contract that followed a meeting: the first of `requests` whose meeting was held.

    Its parties are the two organisations of that request. No request serves two contracts.
    """

    key: str
    subject: Text
    sector: str
    value: Decimal
    currency: str
    signed_on: date
    requests: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Samples(Generated):
    event: str  # key of the event in facts.yaml
    organisation_kinds: dict[str, Text]
    halls: dict[str, Text]
    tracks: dict[str, Text]
    session_kinds: dict[str, Text]
    organisations: dict[str, Organisation]
    representatives: dict[str, Representative]
    absences: tuple[Absence, ...]
    sessions: dict[str, Session]
    registrations: tuple[Registration, ...]
    requests: dict[str, MeetingRequest]
    outcomes: dict[str, Outcome]
    contracts: dict[str, Contract]
