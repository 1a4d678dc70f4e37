"""Run as a program in an installation: makes an event with requests, or makes its schedule.

``python -m tests.proof.fair``: twenty people, a schedule that is published, requests that came
since. Prints what a test needs to know as one line of JSON.
"""

import json
import sys
from importlib import import_module

import django

django.setup()

from django.conf import settings  # noqa: E402  # Django comes first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  # after setup

from mosty.core.models import User  # noqa: E402  # after setup
from mosty.meetings import actions  # noqa: E402  # after setup
from mosty.meetings.actions import running, schedule  # noqa: E402  # after setup
from tests.factories.core import make_manager  # noqa: E402  # after setup
from tests.factories.meetings import make_accepted, make_fair, make_participant  # noqa: E402  # after setup

PEOPLE, AT_FIRST, LATER = 20, 10, 12


def main() -> None:
    """Makes everything by the same actions that pages call."""
    event = make_fair(slots=6, tables=6)
    manager = make_manager(event.team)
    people = [make_participant(event) for _ in range(PEOPLE)]
    for number in range(AT_FIRST):
        make_accepted(people[2 * number], people[2 * number + 1])
    first = made(manager, event)
    actions.publish_schedule(by=manager, run=first)
    for number in range(LATER):
        make_accepted(people[number], people[(number + 5) % PEOPLE])
    said = {"event": event.code, "session": session_of(manager), "standing": first.placed}
    if "--made" in sys.argv:
        run = made(manager, event)
    else:
        run = actions.ask_for_schedule(by=manager, event=event, seconds=3)
    print(json.dumps({**said, "run": run.pk, "code": run.code, "placed": run.placed}))


def made(manager: User, event):
    """A run that is finished."""
    run = actions.ask_for_schedule(by=manager, event=event, seconds=2)
    done = running.make_schedule(run=run)
    assert done is not None, "somebody else makes it"
    return done


def session_of(user: User) -> str:
    """The key of a session in which the user is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def rescue() -> None:
    """What the worker's periodic job does."""
    print(len(schedule.rescue_lost_runs()))


if __name__ == "__main__":
    rescue() if "--rescue" in sys.argv else main()
