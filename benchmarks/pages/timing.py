"""Times any list of HTTP addresses, one request after another over one connection.

Nothing here knows whose pages they are: a peer is a JSON file

    {"name": "Other program",
     "pages": {"registrations": "http://127.0.0.1:9000/list", ...},
     "headers": {"Cookie": "session=..."}}

and is timed by the same client in the same way.
"""

from __future__ import annotations

import http.client
import json
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SECONDS_TO_ANSWER = 60
WARM_UP = 3  # requests that are not counted


@dataclass(frozen=True)
class Page:
    """One page of a program: its address and who asks."""

    program: str
    name: str
    address: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Timing:
    """How long a page took: milliseconds from sending a request to its answer's first byte."""

    page: Page
    status: int
    size: int  # bytes of the body
    milliseconds: tuple[float, ...]

    def line(self) -> dict[str, object]:
        """What is printed of it."""
        return {
            "program": self.page.program,
            "page": self.page.name,
            "median_ms": round(statistics.median(self.milliseconds), 1),
            "fastest_ms": round(min(self.milliseconds), 1),
            "p95_ms": round(self.slowest_but(0.05), 1),
            "bytes": self.size,
            "status": self.status,
        }

    def slowest_but(self, share: float) -> float:
        """The time that all but this share of the requests kept within."""
        ordered = sorted(self.milliseconds)
        return ordered[max(0, len(ordered) - 1 - int(share * len(ordered)))]


def peer(file: Path) -> list[Page]:
    """The pages of another program. Raises ``KeyError`` or ``ValueError`` for a wrong file."""
    given = json.loads(file.read_text(encoding="utf-8"))
    headers = given.get("headers", {})
    return [Page(given["name"], name, url, headers) for name, url in given["pages"].items()]


def time_pages(pages: Iterable[Page], repeat: int) -> Iterator[Timing]:
    """Each page `repeat` times after a warm-up, in order."""
    clients: dict[str, http.client.HTTPConnection] = {}
    try:
        for page in pages:
            where = urlsplit(page.address)
            if where.scheme != "http":
                raise ValueError(f"{page.address}: only http:// is timed, on this machine")
            client = clients.setdefault(
                where.netloc, http.client.HTTPConnection(where.netloc, timeout=SECONDS_TO_ANSWER)
            )
            for _ in range(WARM_UP):
                ask(client, page)
            answers = [ask(client, page) for _ in range(repeat)]
            status, size, _taken = answers[-1]
            yield Timing(page, status, size, tuple(taken for _status, _size, taken in answers))
    finally:
        for client in clients.values():
            client.close()


def ask(client: http.client.HTTPConnection, page: Page) -> tuple[int, int, float]:
    """Status, bytes of the body, and milliseconds to the first byte."""
    where = urlsplit(page.address)
    path = f"{where.path}?{where.query}" if where.query else where.path
    began = time.perf_counter()
    client.request("GET", path, headers=dict(page.headers))
    answer = client.getresponse()
    taken = (time.perf_counter() - began) * 1000
    return answer.status, len(answer.read()), taken
