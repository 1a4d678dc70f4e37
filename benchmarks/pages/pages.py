"""The ten most used pages, who looks at them, and how many queries each takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.pages.dataset import LARGE, SMALL
from benchmarks.pages.timing import Page
from mosty.core.models import User
from mosty.events.models import Event, Registration
from mosty.meetings.models import Participant


@dataclass(frozen=True)
class Look:
    """One person opens one page."""

    name: str
    path: str
    user: User | None


def looks(code: str) -> list[Look]:
    """The ten pages of an event (the registrations both as a list and searched)."""
    event = Event.objects.get(code=code)
    staff = {user.email.partition("@")[0]: user for user in User.objects.filter(person=None)}
    someone = Participant.objects.filter(event=event).order_by("pk").first()
    newest = Registration.objects.filter(event=event).order_by("-pk").first()
    if someone is None or newest is None:
        raise ValueError(f"The event {code} is empty.")
    manager, desk = staff["manager"], staff["desk"]
    organisation = someone.organisation
    here, day = f"/events/{code}/", event.first_day
    word = "animation" if code == LARGE.code else code
    name = "Petrova" if code == LARGE.code else code
    return [
        Look("event", here, None),
        Look("registrations", f"{here}registrations/?category=participant", manager),
        Look(
            "registrations-search", f"{here}registrations/?category=participant&q={name}", manager
        ),
        Look("registration", f"{here}registrations/{newest.code}/", manager),
        Look(
            "organisations",
            "/organisations/" if code == LARGE.code else f"/organisations/?q={code}",
            manager,
        ),
        Look("organisation", f"/organisations/{organisation.code}/", manager),
        Look("my-meetings", f"{here}meetings/", someone.person.user),
        Look("board", f"{here}meetings/", manager),
        Look("day-grid", f"{here}meetings/day/?day={day}", manager),
        Look("check-in-search", f"{here}check-in/?q={name}", desk),
        Look("results", f"/results/{code}/", manager),
        Look("figure-rows", f"/results/{code}/figures/meetings-scheduled/", manager),
        Look("search", f"/search/?q={word}", manager),
    ]


def pages(port: int) -> list[Page]:
    """The pages of the large event as the timing client asks for them."""
    keys: dict[int | None, str] = {}
    for look in looks(LARGE.code):
        user = look.user
        if user is not None and user.pk not in keys:
            keys[user.pk] = _session(user)
    return [
        Page(
            "mosty",
            look.name,
            f"http://127.0.0.1:{port}{look.path}",
            {"Cookie": f"{settings.SESSION_COOKIE_NAME}={keys[look.user.pk]}"} if look.user else {},
        )
        for look in looks(LARGE.code)
    ]


def queries() -> Iterator[tuple[str, dict[int, int]]]:
    """Each page with the number of queries that it takes with one row and with thirty."""
    counted = {rows: [_queries(look) for look in looks(size.code)] for rows, size in SMALL.items()}
    for number, look in enumerate(looks(LARGE.code)):
        yield look.name, {rows: counts[number] for rows, counts in counted.items()}


def _queries(look: Look) -> int:
    """Counted the second time: the first fills caches of drawn maps."""
    client = Client(SERVER_NAME="localhost")
    if look.user:
        client.force_login(look.user)
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(look.path)
    if answer.status_code != 200:
        raise ValueError(f"{look.path} answers {answer.status_code}")
    return len(captured)


def _session(user: User) -> str:
    """A session of this user, kept in the database as a sign-in keeps it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
