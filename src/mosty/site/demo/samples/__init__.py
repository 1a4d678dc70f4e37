"""Lifelike sample data for the week of 8-12 December 2025, the same for the same seed.

The participants of the week's meetings were not published. These organisations and people are
invented, and every record says so in `provenance`. They come from the host country and twelve
others. Six of the twelve were named by the source: China, Turkey, India, Serbia, Saudi Arabia
and Brazil. The other six are our choice: Uzbekistan, Mexico and Egypt are partners in other
published facts; Kazakhstan, Belarus and Armenia are plausible neighbours.
"""

from __future__ import annotations

from random import Random

from mosty.site.demo.samples.calendar import EVENT
from mosty.site.demo.samples.directory import (
    load_countries,
    load_vocabulary,
    make_representatives,
)
from mosty.site.demo.samples.outcomes import contract_of, load_outcomes, outcome_of
from mosty.site.demo.samples.programme import (
    ProgrammeFile,
    make_absences,
    make_registration_times,
    make_registrations,
)
from mosty.site.demo.samples.records import (
    Absence,
    Contract,
    MeetingRequest,
    Organisation,
    Outcome,
    Reason,
    Registration,
    Representative,
    Samples,
    Session,
    Statement,
)
from mosty.site.demo.samples.wishes import make_requests

__all__ = [
    "Absence",
    "Contract",
    "MeetingRequest",
    "Organisation",
    "Outcome",
    "Reason",
    "Registration",
    "Representative",
    "Samples",
    "Session",
    "Statement",
    "make_samples",
    "outcome_of",
]


def make_samples(seed: int) -> Samples:
    """The whole sample week. Raises DataError when a file in names/ is not right."""

    def chance(part: str) -> Random:  # each part has its own, so a change in one leaves the others
        return Random(f"{seed}:{part}")

    vocabulary = load_vocabulary()
    outcomes, plans = load_outcomes(vocabulary)
    countries = load_countries(vocabulary)
    organisations = {
        organisation.key: organisation
        for country in countries
        for organisation in country.organisations
    }
    people = make_representatives(countries, vocabulary.kinds, chance("people"))
    absences = make_absences(people, organisations, chance("absences"))
    programme = ProgrammeFile(vocabulary)
    sessions = programme.sessions(people, organisations, absences, chance("sessions"))
    registered_at = make_registration_times(people, chance("registration times"))
    requests, followed = make_requests(
        organisations=organisations,
        people=people,
        registered_at=registered_at,
        vocabulary=vocabulary,
        plans=plans,
        chance=chance("requests"),
    )
    registrations = make_registrations(
        people=people,
        organisations=organisations,
        sessions=sessions,
        absences=absences,
        registered_at=registered_at,
        requests=requests.values(),
        chance=chance("registrations"),
    )
    return Samples(
        event=EVENT,
        organisation_kinds={key: kind.name for key, kind in vocabulary.kinds.items()},
        halls=programme.halls,
        tracks=programme.tracks,
        session_kinds=programme.kinds,
        organisations=organisations,
        representatives=people,
        absences=absences,
        sessions=sessions,
        registrations=registrations,
        requests=requests,
        outcomes=outcomes,
        contracts={plan.key: contract_of(plan, followed[plan.key]) for plan in plans},
    )
