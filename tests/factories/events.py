"""Builders of events, sessions and registrations."""

import datetime as dt
from typing import Any

from mosty.core.actions import factories_may_write
from mosty.core.fields import PartialDate
from mosty.core.models import ConsentText, User
from mosty.directory.models import Organisation
from mosty.events.actions.programme import derive_times
from mosty.events.models import (
    CheckIn,
    Event,
    EventPlaces,
    EventRole,
    Registration,
    Session,
    Speaker,
)
from tests.factories.core import make_team, next_number
from tests.factories.directory import make_organisation, make_person

MORNING = dt.datetime(2025, 12, 8, 9, 0, tzinfo=dt.UTC)


def make_event(*, places: int | None = None, **given: Any) -> Event:
    """A week in Moscow of 8-12 December 2025 that takes registrations."""
    number = next_number()
    with factories_may_write():
        event = Event.objects.create(
            **{
                "name": {"en": f"Week of design {number}", "ru": f"Неделя дизайна {number}"},
                "kind": Event.Kind.WEEK,
                "edition": 2,
                "starts": PartialDate("2025-12-08"),
                "ends": PartialDate("2025-12-12"),
                "country": "RU",
                "city": {"en": "Moscow", "ru": "Москва"},
                "state": Event.State.OPEN,
                **given,
                "team": given.get("team") or make_team(),
            }
        )
        EventPlaces.objects.create(event=event, limit=places)
    return event


def make_event_role(event: Event, user: User, role: str) -> EventRole:
    with factories_may_write():
        return EventRole.objects.create(event=event, user=user, role=role)


def make_session(event: Event | None = None, **given: Any) -> Session:
    """A talk at 10:00-11:00 local time on the event's first day."""
    event = event or make_event()
    number = next_number()
    facts = {
        "title": {"en": f"Bridges of cinema {number}", "ru": f"Мосты кино {number}"},
        "day": event.first_day,
        "starts": dt.time(10, 0),
        "ends": dt.time(11, 0),
        **given,
    }
    during = derive_times(event, facts["day"], facts["starts"], facts["ends"])
    with factories_may_write():
        return Session.objects.create(event=event, during=during, **facts)


def make_speaker(session: Session, **given: Any) -> Speaker:
    given["person"] = given.get("person") or make_person()
    with factories_may_write():
        return Speaker.objects.create(session=session, **given)


def make_registration(event: Event | None = None, **given: Any) -> Registration:
    """A confirmed participant that holds a place; `organisation=None` for nobody's."""
    event = event or make_event()
    given.setdefault("organisation", ...)
    organisation: Organisation | None = (
        make_organisation() if given["organisation"] is ... else given["organisation"]
    )
    person = given.get("person") or make_person()
    with factories_may_write():
        registration = Registration.objects.create(
            **{
                "state": Registration.State.CONFIRMED,
                "registered_at": MORNING - dt.timedelta(days=30),
                **given,
                "event": event,
                "person": person,
                "organisation": organisation,
            }
        )
        if registration.state in Registration.HOLD_PLACE:
            places, _new = EventPlaces.objects.get_or_create(event=event)
            places.taken += 1
            places.save()
    return registration


def make_check_in(registration: Registration | None = None, **given: Any) -> CheckIn:
    with factories_may_write():
        return CheckIn.objects.create(
            registration=registration or make_registration(), **{"at": MORNING, **given}
        )


def make_consent_text() -> ConsentText:
    """The text of the migration, or a new one where a test has emptied the tables."""
    with factories_may_write():
        text, _new = ConsentText.objects.get_or_create(
            key="registration", version=1, defaults={"text": {"en": "I agree.", "ru": "Согласен."}}
        )
    return text
