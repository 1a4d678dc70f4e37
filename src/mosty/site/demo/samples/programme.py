"""Who is there when: absences, the programme's sessions with speakers, registrations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from mosty.site.demo.reading import Entry, Text, read_file
from mosty.site.demo.samples.calendar import (
    DAYS,
    REGISTRATION_CLOSES,
    REGISTRATION_OPENS,
    at,
    moment_between,
)
from mosty.site.demo.samples.directory import HOST_COUNTRY, NAMES, Vocabulary
from mosty.site.demo.samples.records import (
    Absence,
    Category,
    Half,
    MeetingRequest,
    Organisation,
    Registration,
    Representative,
    Session,
)

ABSENT_FROM_ABROAD = 0.30
ABSENT_AT_HOME = 0.25
NO_SHOWS = 0.06  # share of all who registered
GUESTS = 0.05
TRAVEL: tuple[tuple[tuple[int, Half], ...], ...] = (  # late arrivals and early departures
    ((0, "am"),),
    ((0, "am"), (0, "pm")),
    ((4, "pm"),),
    ((4, "am"), (4, "pm")),
    ((0, "am"), (4, "pm")),
)


def make_absences(
    people: Mapping[str, Representative],
    organisations: Mapping[str, Organisation],
    chance: Random,
) -> tuple[Absence, ...]:
    """Half-days on which people take no meetings: travel for guests, other work for the hosts."""
    absences = []
    for person in people.values():
        at_home = organisations[person.organisation].country == HOST_COUNTRY
        if chance.random() >= (ABSENT_AT_HOME if at_home else ABSENT_FROM_ABROAD):
            continue
        halves = (
            ((chance.randrange(len(DAYS)), chance.choice(("am", "pm"))),)
            if at_home
            else chance.choice(TRAVEL)
        )
        absences += [
            Absence(representative=person.key, day=DAYS[number], half=half)
            for number, half in halves
        ]
    return tuple(absences)


def half_of(moment: datetime) -> Half:
    return "am" if moment.hour < 13 else "pm"


class ProgrammeFile:
    """names/programme.yaml: halls, tracks, kinds, and the sessions with speakers chosen."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._top = read_file(NAMES / "programme.yaml")
        self.halls: dict[str, Text] = self._top.texts("halls")
        self.tracks: dict[str, Text] = self._top.texts("tracks")
        self.kinds: dict[str, Text] = self._top.texts("kinds")

    def sessions(
        self,
        people: Mapping[str, Representative],
        organisations: Mapping[str, Organisation],
        absences: Collection[Absence],
        chance: Random,
    ) -> dict[str, Session]:
        """The sessions; whoever has not spoken yet is asked first, nobody speaks in two at once."""
        away = {(absence.representative, absence.day, absence.half) for absence in absences}
        sessions: dict[str, Session] = {}
        for key, entry in self._top.entries("sessions"):
            sectors = entry.references("sectors", self._vocabulary.sectors)
            kinds = entry.references("speaker_kinds", self._vocabulary.kinds)
            session = self._empty_session(key, entry)
            half = (session.starts.date(), half_of(session.starts))
            able = [
                person
                for person in people.values()
                if organisations[person.organisation].sector in sectors
                and (not kinds or organisations[person.organisation].kind in kinds)
                and (person.key, *half) not in away
                and not speaks_during(person, session, sessions.values())
            ]
            chance.shuffle(able)
            able.sort(key=lambda person: times_spoken(person, sessions.values()))
            speakers = choose_speakers(able, organisations, entry.value("speakers", int))
            entry.done()
            sessions[key] = replace(session, speakers=speakers)
        self._top.done()
        return sessions

    def _empty_session(self, key: str, entry: Entry) -> Session:
        day = DAYS[entry.value("day", int) - 1]
        return Session(
            key=key,
            title=entry.text("title"),
            abstract=entry.text("abstract"),
            starts=at(day, entry.string("starts")),
            ends=at(day, entry.string("ends")),
            hall=entry.reference("hall", self.halls),
            track=entry.reference("track", self.tracks),
            kind=entry.reference("kind", self.kinds),
            speakers=(),
        )


def speaks_during(person: Representative, session: Session, sessions: Collection[Session]) -> bool:
    return any(
        person.key in other.speakers and other.starts < session.ends and session.starts < other.ends
        for other in sessions
    )


def times_spoken(person: Representative, sessions: Collection[Session]) -> int:
    return sum(person.key in session.speakers for session in sessions)


def choose_speakers(
    able: Sequence[Representative], organisations: Mapping[str, Organisation], number: int
) -> tuple[str, ...]:
    """One person an organisation, and different countries before a country twice."""
    chosen: list[str] = []
    seen_countries: set[str] = set()
    seen_organisations: set[str] = set()
    for new_country_only in (True, False):
        for person in able:
            country = organisations[person.organisation].country
            if len(chosen) == number:
                break
            if person.organisation in seen_organisations:
                continue
            if new_country_only and country in seen_countries:
                continue
            chosen.append(person.key)
            seen_countries.add(country)
            seen_organisations.add(person.organisation)
    return tuple(chosen)


def make_registration_times(
    people: Mapping[str, Representative], chance: Random
) -> dict[str, datetime]:
    return {
        person: moment_between(REGISTRATION_OPENS, REGISTRATION_CLOSES, chance) for person in people
    }


def make_registrations(
    *,
    people: Mapping[str, Representative],
    organisations: Mapping[str, Organisation],
    sessions: Mapping[str, Session],
    absences: Collection[Absence],
    registered_at: Mapping[str, datetime],
    requests: Collection[MeetingRequest],
    chance: Random,
) -> tuple[Registration, ...]:
    """One registration a person. Speakers come, and who stays away has few meetings to miss."""
    speakers = {speaker for session in sessions.values() for speaker in session.speakers}
    away = {(absence.representative, absence.day, absence.half) for absence in absences}
    missing = _no_shows(people, speakers, requests, chance)
    return tuple(
        Registration(
            representative=person.key,
            category=_category(person, organisations, speakers, chance),
            registered_at=registered_at[person.key],
            checked_in_at=None if person.key in missing else _check_in(person.key, away, chance),
        )
        for person in people.values()
    )


def _no_shows(
    people: Mapping[str, Representative],
    speakers: Collection[str],
    requests: Collection[MeetingRequest],
    chance: Random,
) -> set[str]:
    """A fixed share of the people, drawn from the half of the others with the fewest meetings."""
    meetings = Counter(
        person
        for request in requests
        if request.state == "accepted"
        for person in (request.asker, request.asked)
    )
    others = sorted(set(people) - set(speakers), key=lambda person: (meetings[person], person))
    return set(chance.sample(others[: len(others) // 2], round(NO_SHOWS * len(people))))


def _category(
    person: Representative,
    organisations: Mapping[str, Organisation],
    speakers: Collection[str],
    chance: Random,
) -> Category:
    if person.key in speakers:
        return "speaker"
    if organisations[person.organisation].kind == "media-company":
        return "press"
    return "guest" if chance.random() < GUESTS else "participant"


def _check_in(person: str, away: Collection[tuple[str, date, Half]], chance: Random) -> datetime:
    """The person's first half-day at the week, at its beginning."""
    halves: tuple[tuple[Half, str], ...] = (("am", "08:40"), ("pm", "13:05"))
    for day in DAYS:
        for half, doors_open in halves:
            if (person, day, half) not in away:
                return at(day, doors_open) + timedelta(minutes=chance.randint(0, 75))
    raise ValueError(f"{person} is absent from the whole week.")
