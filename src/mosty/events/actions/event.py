"""The event itself: its facts, its state, its places and who may work in it."""

import zoneinfo
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from mosty.core import countries
from mosty.core.actions import Refused, acting, journal, refusing
from mosty.core.fields import PartialDate, Translated
from mosty.core.fields.codes import new_code
from mosty.core.models import Provenance, Source, Team, User
from mosty.core.permissions import Subject
from mosty.core.registry import event_clocks
from mosty.core.rules import MANAGE_TEAM
from mosty.core.versions import locked
from mosty.events.actions.programme import HALL_TAKEN, derive_times
from mosty.events.models import Event, EventPlaces, EventRole
from mosty.events.rules import EDIT_EVENT
from mosty.places.models import Venue

ENDS_FIRST: Final = _("The event ends before it starts: check the two dates.")
NO_NAME: Final = _("Enter the name in at least one language.")
NOT_A_COUNTRY: Final = _("There is no such country: take a code of ISO 3166-1 such as RU.")
DAYS_IN_USE: Final = _(
    "Sessions or meetings stand on days that the event would leave: move them first."
)
NOT_A_ZONE: Final = _("There is no such time zone. Take one such as Europe/Moscow.")
CODE_TAKEN: Final = _("Another event has this code already: choose another.")
NO_SUCH_MOVE: Final = _("An event in the state “%(now)s” cannot become “%(then)s”.")
MOST_PLACES: Final = 1_000_000
CODE_KEPT: Final = _("This word is a page of the program: choose another.")
TOO_FEW_PLACES: Final = _("More places than that are taken already.")
ROLE_GIVEN: Final = _("This person has that role already.")

KEPT_CODES: Final = frozenset({"new", "stated"})  # events/new/, results/stated/
_SHAPE: Final = {
    "event_ends_after_start": ENDS_FIRST,
    "events_event_code_key": CODE_TAKEN,
    "session_hall_free": HALL_TAKEN,
}
CHANGEABLE: Final = frozenset(
    {
        *("name", "kind", "edition", "first_held", "starts", "ends", "time_zone"),
        *("country", "city", "venue", "about"),
    }
)


def add_event(  # an event is given with all its facts
    *,
    by: Subject,
    team: Team,
    name: Translated,
    kind: str,
    starts: PartialDate,
    country: str,
    ends: PartialDate | None = None,
    edition: int | None = None,
    first_held: PartialDate | None = None,
    time_zone: str = "Europe/Moscow",
    city: Translated | None = None,
    venue: Venue | None = None,
    about: Translated | None = None,
    state: str = Event.State.DRAFT,
    places: int | None = None,
    provenance: str = Provenance.REAL,
    source: Source | None = None,
    code: str | None = None,
) -> Event:
    """Add an event of a team, with a number of places (None: no limit).

    Raises Denied to anybody but the team's managers, Refused for an unknown time zone, a code that
    is taken, or an end before the start.
    """
    MANAGE_TEAM.check(by, team)
    _check_name(name)
    _check_country(country)
    _check_zone(time_zone)
    if code in KEPT_CODES:
        raise Refused(CODE_KEPT, field="code")
    with refusing(_SHAPE), acting(by, "events.add_event"):
        event = Event.objects.create(
            team=team,
            name=name,
            kind=kind,
            starts=starts,
            ends=ends,
            edition=edition,
            first_held=first_held,
            time_zone=time_zone,
            country=country,
            city=city or Translated(),
            venue=venue,
            about=about or Translated(),
            state=state,
            provenance=provenance,
            source=source,
            code=code or new_code(),
        )
        EventPlaces.objects.create(event=event, limit=places)
        journal(
            by=by,
            verb="events.add_event",
            words=gettext_noop("added the event"),
            subject=event,
            team=team,
        )
    return event


def change_event(*, by: Subject, event: Event, seen: int, **given: Any) -> Event:
    """Change the facts of an event that the person saw in version `seen`.

    A new time zone moves the sessions and what other areas keep by the event's clock: the local
    time stays. The event cannot leave days on which something stands. Raises Denied, Stale,
    Refused.
    """
    EDIT_EVENT.check(by, event)
    _refuse_unknown(given)
    _check_name(given.get("name", event.name))
    _check_country(given.get("country", event.country))
    _check_zone(given.get("time_zone", event.time_zone))
    with refusing(_SHAPE), acting(by, "events.change_event"):
        current = locked(event, seen=seen)
        zone_before = current.time_zone
        for field, value in given.items():
            setattr(current, field, value)
        current.save()
        _check_days(current)
        if current.time_zone != zone_before:
            _move_sessions(current)
            for clock in event_clocks:
                clock.follow(current)
        journal(
            by=by,
            verb="events.change_event",
            words=gettext_noop("changed the event"),
            subject=current,
            team=current.team,
        )
    return current


def move_event(*, by: Subject, event: Event, state: str) -> Event:
    """Move an event to another state, as `Event.MOVES` allows. Raises Denied, Refused."""
    EDIT_EVENT.check(by, event)
    with acting(by, "events.move_event"):
        current = Event.objects.select_for_update().get(pk=event.pk)
        if state not in current.moves:
            words = {"now": current.get_state_display(), "then": Event.State(state).label}
            raise Refused(NO_SUCH_MOVE % words)
        current.state = state
        current.version += 1
        current.save(update_fields=["state", "version"])
        journal(
            by=by,
            verb="events.move_event",
            words=gettext_noop("changed the state of the event"),
            subject=current,
            team=current.team,
        )
    return current


def set_places(*, by: Subject, event: Event, limit: int | None) -> EventPlaces:
    """Say how many places an event has (None: no limit), never fewer than are taken."""
    EDIT_EVENT.check(by, event)
    messages = {"event_places_left": TOO_FEW_PLACES}
    with refusing(messages), acting(by, "events.set_places"):
        places, _new = EventPlaces.objects.select_for_update().get_or_create(event=event)
        places.limit = limit
        places.save(update_fields=["limit"])
        journal(
            by=by,
            verb="events.set_places",
            words=gettext_noop("set the number of places: %(limit)s"),
            subject=event,
            team=event.team,
            limit="∞" if limit is None else limit,
        )
    return places


def give_role(*, by: Subject, event: Event, user: User, role: str) -> EventRole:
    """Give somebody outside the team a role in this one event. Raises Denied, Refused."""
    EDIT_EVENT.check(by, event)
    with refusing({"event_role_once": ROLE_GIVEN}), acting(by, "events.give_role"):
        given = EventRole.objects.create(event=event, user=user, role=role)
        journal(
            by=by,
            verb="events.give_role",
            words=gettext_noop("gave %(who)s a role in the event"),
            subject=event,
            team=event.team,
            who=user,
            role=role,
        )
    return given


def take_role(*, by: Subject, role: EventRole) -> None:
    """Take back a role in one event. Raises Denied."""
    EDIT_EVENT.check(by, role.event)
    with acting(by, "events.take_role"):
        journal(
            by=by,
            verb="events.take_role",
            words=gettext_noop("took back the role of %(who)s in the event"),
            subject=role.event,
            team=role.event.team,
            who=role.user,
            role=role.role,
        )
        role.delete()


def _check_days(event: Event) -> None:
    days = {session.day for session in event.sessions.all()}
    days.update(day for clock in event_clocks for day in clock.days(event))
    if any(not event.first_day <= day <= event.last_day for day in days):
        raise Refused(DAYS_IN_USE, field="starts")


def _move_sessions(event: Event) -> None:
    for session in event.sessions.select_for_update():
        session.during = derive_times(event, session.day, session.starts, session.ends)
        session.save(update_fields=["during"])


def _check_name(name: Translated) -> None:
    if not any(name.values()):
        raise Refused(NO_NAME, field="name")


def _check_country(code: str) -> None:
    if code not in countries.codes():
        raise Refused(NOT_A_COUNTRY, field="country")


def _check_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise Refused(NOT_A_ZONE, field="time_zone")


def _refuse_unknown(given: dict[str, Any]) -> None:
    if unknown := given.keys() - CHANGEABLE:
        message = f"an event has no changeable {', '.join(sorted(unknown))}"
        raise TypeError(message)
