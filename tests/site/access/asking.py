"""Asking a page or a call in a role: what it answers, what it shows, and whether it wrote."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver, reverse

from mosty.core.tokens import SCOPES
from tests import guard
from tests.site.access.table import Line
from tests.site.access.world import MARKS, SHOWN_TO_ALL, World

__all__ = ["SCOPES", "Answer", "address", "ask", "call"]

# What is sent where an empty form would be refused before anybody asks who sent it.
FORMS: dict[str, dict[str, Any]] = {
    "event_move": {"state": "announced"},
    "registration_move": {"state": "withdrawn"},
    "colleague_take": {"role": "team-a:desk"},
    "publish_results": {"withdraw": "yes"},
    "request_answer": {"wish": "want"},
    "meeting_mark": {"held": "no"},
    "schedule_runs": {"seconds": "5"},
    "meetings_join": {"registration": "guest"},
}
BODIES: dict[str, dict[str, Any]] = {
    "POST /organisations": {"name": {"en": "New"}, "kind": "company", "country": "RS"},
    "POST /events": {
        "team": "team-a", "name": {"en": "New"}, "kind": "week", "starts": "2027", "country": "RU",
    },
    "POST /events/{code}/sessions": {
        "title": {"en": "New"}, "day": "2025-12-08", "starts": "10:00", "ends": "11:00",
    },
    "POST /events/{code}/registrations": {"person": "helper-x"},
    "POST /meetings/{code}/outcome": {"result": "nothing"},
}  # fmt: skip


def address(line: Line, world: World) -> str:
    """The address of the line's page for its record."""
    name, mark, query = line.page.partition("?")
    words = world.records[line.record] if line.record else {}
    wanted = {key: words[key] for key in _places(name)}
    return reverse(name, kwargs=wanted) + mark + query


def ask(client: Client, line: Line, url: str) -> "Answer":
    """Ask, and take back whatever was written."""
    given = FORMS.get(line.page, {})
    with _taken_back(), _watched() as written:
        response = client.get(url) if line.method == "GET" else client.post(url, given)
        return Answer(response, written)


def call(line: Line, world: World, token: str) -> "Answer":
    """The same of the API."""
    words = world.records[line.record] if line.record else {}
    url = "/api/v1" + line.page.format(**words)
    body = _body(line, world)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    with _taken_back(), _watched() as written:
        if line.method == "GET":
            response = Client().get(url, headers=headers)
        else:
            response = Client().post(url, body, content_type="application/json", headers=headers)
        return Answer(response, written)


class Answer:
    """An answer in the words of the table."""

    def __init__(self, response: HttpResponseBase, written: list[str]) -> None:
        self.response = response
        self.written = written
        self.text = _text(response)

    @property
    def word(self) -> str:
        status = self.response.status_code
        if status != 302:
            return str(status)
        return "in" if self.response["Location"].startswith("/accounts/login/") else "go"

    def not_for(self, role: str, line: Line) -> set[str]:
        """The private words it shows that are not for this role."""
        shown = {mark for mark in MARKS if mark in self.text and role not in MARKS[mark]}
        return shown - SHOWN_TO_ALL.get(f"{line.page} {line.record}", set())


def _body(line: Line, world: World) -> dict[str, Any]:
    if line.page.endswith("/meeting-requests"):
        sides = world.records["participant Y"], world.records["participant X"]
        return {"sender": sides[0]["participant"], "recipient": sides[1]["participant"]}
    return BODIES.get(f"{line.method} {line.page}", {})


def _text(response: HttpResponseBase) -> str:
    content = b"".join(response) if response.streaming else response.content
    disposition = response.get("Content-Disposition", "")
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return disposition + content.decode("utf-8", "replace")


def _places(name: str) -> tuple[str, ...]:
    """The words that the address of this name takes."""
    if ":" in name:
        return ()
    possible = get_resolver().reverse_dict.getlist(name)
    return tuple(possible[0][0][0][1])


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _watched() -> Iterator[list[str]]:
    """The tables that are written to meanwhile, other than sessions and the like."""
    written: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        written.extend(guard.changed_tables(re.sub(r"\s+", " ", str(sql))))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written
