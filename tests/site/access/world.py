"""The world of the table of roles: two teams, their events, and what belongs to whom in them.

Organisations X and Y take part in the same event of team A, Z in one of team B; V is everybody's
partner and has no account. A word that must stay private is a mark: it is written into one record
only, and `MARKS` says whose eyes it is for.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from mosty.core.actions import factories_may_write
from mosty.core.models import Team, User
from mosty.core.tokens import SCOPES
from mosty.directory.models import Organisation, Person
from mosty.events.actions.registration import signature_of
from mosty.events.models import Event
from mosty.meetings.models import Meeting, MeetingRequest, Participant
from tests.factories import agreements, core, directory, events, meetings, places, results

ROLES = (
    "nobody", "X", "Y", "Z", "desk A", "manager A", "manager B",
    "leadership", "auditor", "administrator",
)  # fmt: skip
EVERYTHING = ("leadership", "auditor", "administrator")
TEAM_A = ("desk A", "manager A")

# Which roles may meet the word on a page, in a list, a sheet or an answer of the API. Who registers
# people may find them by name or address in the directory, which the teams share.
MARKS: dict[str, tuple[str, ...]] = {
    "mark-draft-event": (*TEAM_A, *EVERYTHING),
    "mark-draft-session": (*TEAM_A, *EVERYTHING),
    "mark-answers-of-x": ("X", *TEAM_A, *EVERYTHING),
    "mark-answers-of-z": ("Z", "manager B", *EVERYTHING),
    "mark-guest-of-y": ("Y", "manager B", *TEAM_A, *EVERYTHING),
    "mark-message-x-to-y": ("X", "Y", *TEAM_A, *EVERYTHING),
    "mark-message-of-z": ("Z", "manager B", *EVERYTHING),
    "mark-outcome-of-x": ("X", *TEAM_A, *EVERYTHING),
    "mark-agreement-of-a": ("X", *TEAM_A, *EVERYTHING),
    "mark-agreement-of-b": ("Z", "manager B", *EVERYTHING),
    "mark-draft-file": (*TEAM_A, *EVERYTHING),
    "mark-signed-file": ("X", *TEAM_A, *EVERYTHING),
    "mark-contact-of-a": (*TEAM_A, "auditor"),
    "mark-contact-of-b": ("manager B", "auditor"),
    "mark-stated-of-b": ("manager B", *EVERYTHING),
    "mark-reason-unmet": (*TEAM_A, *EVERYTHING),
    "mark-address-of-v": ("manager A", "manager B", "auditor", "administrator"),
    "mark-token-of-y": ("Y",),
}


# What a page shows to everybody on purpose: a summary once it is published, a registration to who
# holds the signed link of its letter.
SHOWN_TO_ALL = {
    "summary held": {"mark-agreement-of-a"},
    "summary_pdf held": {"mark-agreement-of-a"},
    "own_registration letter of X": {"mark-answers-of-x"},
}


@dataclass
class World:
    """Users by role, tokens by role, and the records of the table: words of an address by name."""

    users: dict[str, User | None] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)

    def token(self, role: str, *scopes: str) -> str:
        """A token of this role with these scopes, all by default."""
        user = self.users[role]
        return core.make_token(user, *(scopes or SCOPES)) if user else ""


def make_world() -> World:
    """Every record that a line of the table names."""
    world = World()
    team_a, team_b = core.make_team("team-a"), core.make_team("team-b")
    x, y, z, v = (_organisation(name) for name in "xyzv")
    people = {name: _person(name) for name in "xyz"}
    partner = directory.make_person(
        name={"en": "Partner V"}, email="mark-address-of-v@example.org", code="partner-v"
    )
    for organisation, person in ((x, people["x"]), (y, people["y"]), (z, people["z"])):
        directory.make_representative(organisation, person)
    world.users = _users(team_a, team_b, people)
    _directory_records(world, x, partner, (team_a, team_b))
    draft = _draft(world, team_a)
    venue = places.make_venue(team_a, code="venue")
    fair = meetings.make_fair(code="fair", team=team_a, name={"en": "Fair"}, venue=venue)
    other = meetings.make_fair(code="other", team=team_b, name={"en": "Other fair"})
    announced = events.make_event(code="announced", team=team_b, state=Event.State.ANNOUNCED)
    held = meetings.make_fair(
        code="held", team=team_a, name={"en": "Held week"}, days_ahead=-60, state=Event.State.HELD
    )
    hall = places.make_hall(venue)
    world.records |= {
        "fair": {"code": fair.code},
        "other": {"code": other.code},
        "announced": {"code": announced.code},
        "held": {"code": held.code},
        "venue": {"code": venue.code, "pk": hall.pk},
    }
    _programme(world, fair, partner)
    _meetings(world, (fair, held), (x, people["x"]), (y, people["y"]), (v, partner))
    _other_event(world, other, (z, people["z"]), v)
    _agreements(world, held, (team_a, team_b), of=(x, v, z))
    _results(world, held, other, draft, (team_a, team_b))
    _staff_records(world)
    return world


def _organisation(name: str) -> Organisation:
    return directory.make_organisation(
        code=f"organisation-{name}", name={"en": f"House {name.upper()}"}, country="RS"
    )


def _person(name: str) -> Person:
    user = core.make_user(f"{name}@example.org", name=f"Person {name.upper()}", language="en")
    return directory.make_person(
        name={"en": f"Person {name.upper()}"}, user=user, email=user.email, code=f"person-{name}"
    )


def _users(team_a: Team, team_b: Team, people: dict[str, Person]) -> dict[str, User | None]:
    made = {
        "nobody": None,
        **{name.upper(): person.user for name, person in people.items()},
        "desk A": core.make_desk(team_a),
        "manager A": core.make_manager(team_a),
        "manager B": core.make_manager(team_b),
        "leadership": core.make_leader(),
        "auditor": core.make_auditor(),
        "administrator": core.make_administrator(),
    }
    return {role: made[role] for role in ROLES}


def _directory_records(
    world: World, x: Organisation, partner: Person, teams: tuple[Team, Team]
) -> None:
    helper = directory.make_person(name={"en": "Helper of X"}, code="helper-x")
    named = directory.make_representative(x, helper)
    office = directory.make_office(helper, x)
    offer, number = directory.make_offer(x), directory.make_identifier(x)
    notes = [
        directory.make_contact(team, x, note=f"mark-contact-of-{letter}")
        for team, letter in zip(teams, "ab", strict=True)
    ]
    world.records |= {
        "X": {"code": x.code},
        "offer of X": {"code": x.code, "pk": offer.pk},
        "number of X": {"code": x.code, "pk": number.pk},
        "post in X": {"code": x.code, "pk": office.pk},
        "voice of X": {"code": x.code, "pk": named.pk},
        "contact of A": {"code": x.code, "pk": notes[0].pk},
        "contact of B": {"code": x.code, "pk": notes[1].pk},
        "person X": {"code": "person-x"},
        "partner V": {"code": partner.code},
    }


def _draft(world: World, team: Team) -> Event:
    draft = events.make_event(
        code="draft", team=team, state=Event.State.DRAFT, name={"en": "mark-draft-event"}
    )
    session = events.make_session(draft, title={"en": "mark-draft-session"})
    registered = events.make_registration(draft)
    world.records |= {
        "draft": {"code": draft.code},
        "session of draft": {"code": draft.code, "session": session.code},
        "registration of draft": {"code": draft.code, "registration": registered.code},
    }
    return draft


def _programme(world: World, fair: Event, partner: Person) -> None:
    session = events.make_session(fair)
    speaker = events.make_speaker(session, person=partner)
    world.records["session"] = {
        "code": fair.code,
        "session": session.code,
        "speaker": speaker.pk,
    }


def _joined(event: Event, organisation: Organisation, person: Person, **given: Any) -> Participant:
    registration = events.make_registration(
        event, organisation=organisation, person=person, **given
    )
    with factories_may_write():
        return Participant.objects.create(
            registration=registration, event=event, person=person, organisation=organisation
        )


Side = tuple[Organisation, Person]


def _meetings(world: World, weeks: tuple[Event, Event], x: Side, y: Side, v: Side) -> None:
    fair, held = weeks
    side_x = _joined(fair, *x, answers={"note": "mark-answers-of-x"})
    side_y, side_v = _joined(fair, *y), _joined(fair, *v)
    newcomer = directory.make_person(name={"en": "mark-guest-of-y"})
    guest = events.make_registration(fair, organisation=y[0], person=newcomer, code="guest")
    asked = meetings.make_request(side_x, side_y, message="mark-message-x-to-y")
    ahead = meetings.make_meeting(side_x, side_v)
    was = meetings.make_meeting(_joined(held, *x), _joined(held, *v), state=Meeting.State.HELD)
    meetings.make_outcome(was, note="mark-outcome-of-x")
    words = dict.fromkeys(("en", "ru"), "mark-reason-unmet")
    run = meetings.make_run(
        fair,
        state="done",
        finished_at=timezone.now(),
        unmet=[{"request": asked.code, "reason": "none", "words": words}],
    )
    world.records |= {
        "registration of X": _registered(side_x),
        "registration of Y": _registered(side_y),
        "guest of Y": {"code": fair.code, "registration": guest.code},
        "letter of X": {"code": fair.code, "signed": signature_of(side_x.registration)},
        "forged letter": {"code": fair.code, "signed": f"{side_x.registration.code}.forged"},
        "participant X": {"code": fair.code, "participant": side_x.code},
        "participant Y": {"code": fair.code, "participant": side_y.code},
        "request X to Y": {"code": fair.code, "asked": asked.code},
        "meeting ahead": {"code": ahead.code},
        "meeting held": {"code": was.code},
        "run": {"code": fair.code, "run": run.code},
    }


def _registered(side: Participant) -> dict[str, str]:
    return {"code": side.event.code, "registration": side.registration.code}


def _other_event(world: World, other: Event, z: Side, v: Organisation) -> None:
    side_z = _joined(other, *z, answers={"note": "mark-answers-of-z"})
    side_v = _joined(other, v, directory.make_person())
    asked = meetings.make_request(
        side_z, side_v, message="mark-message-of-z", state=MeetingRequest.State.PENDING
    )
    meeting = meetings.make_meeting(side_z, side_v)
    run = meetings.make_run(other, state="done", finished_at=timezone.now())
    world.records |= {
        "registration of Z": _registered(side_z),
        "participant Z": {"code": other.code, "participant": side_z.code},
        "request of Z": {"code": other.code, "asked": asked.code},
        "meeting of Z": {"code": meeting.code},
        "run of other": {"code": other.code, "run": run.code},
    }


def _agreements(
    world: World, held: Event, teams: tuple[Team, Team], *, of: tuple[Organisation, ...]
) -> None:
    x, v, z = of
    was = Meeting.objects.get(code=world.records["meeting held"]["code"])
    of_a = agreements.make_signed(
        held, team=teams[0], parties=[x, v], title={"en": "mark-agreement-of-a"}, meetings=[was]
    )
    of_b = agreements.make_signed(
        held, team=teams[1], parties=[z, v], title={"en": "mark-agreement-of-b"}
    )
    signed = agreements.make_file(of_a, name="mark-signed-file.pdf")
    draft = agreements.make_file(of_a, kind="draft", name="mark-draft-file.pdf")
    world.records |= {
        "agreement of A": {"code": of_a.code},
        "agreement of B": {"code": of_b.code},
        "signed file": {"code": of_a.code, "file": signed.file.code},
        "draft file": {"code": of_a.code, "file": draft.file.code},
    }


def _results(
    world: World, held: Event, other: Event, draft: Event, teams: tuple[Team, Team]
) -> None:
    results.make_stated(held, team=teams[0])
    results.make_stated(other, team=teams[1], figure="own", label={"en": "mark-stated-of-b"})
    for event in (held, draft):
        results.make_publication(event)
    world.records |= {
        "agreements of held": {"code": held.code, "key": "agreements"},
        "meetings of held": {"code": held.code, "key": "meetings-held"},
        "registrations of fair": {"code": "fair", "key": "registrations"},
        "registrations of other": {"code": "other", "key": "registrations"},
    }


def _staff_records(world: World) -> None:
    y = world.users["Y"]
    core.make_token(y, "events:read", expires_at=timezone.now() + dt.timedelta(days=1))
    with factories_may_write():
        y.tokens.update(name="mark-token-of-y")
    world.records |= {
        "team A": {"code": "team-a"},
        "colleague": {"code": world.users["desk A"].code},
        "token of Y": {"key": y.tokens.get().pk},
    }
