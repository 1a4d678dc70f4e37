"""SIGKILL of the web process and of the database: nothing confirmed is lost, nothing half done.

Real processes on a database of their own. Each is killed at a point that is known: the test holds a
lock on the table of seats, waits until the change stands before it with half of its rows written,
and kills then. (A killed worker: tests/meetings/test_killed_worker.py.)
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from mosty.site import embedded
from mosty.site.children import Children
from mosty.site.commands import serve
from tests import template_cache

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds
TOKEN = "a" * 32  # of CSRF: in the cookie and in the header


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of an installation whose database is empty and up to date."""
    data = tmp_path / "data"
    monkeypatch.setenv("MOSTY_DATA", str(data))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "mosty.site.settings")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with embedded.using(data) as places:
        database = {"HOST": str(places.sockets), "PORT": "", "PASSWORD": ""}
        if not template_cache.bring_back({**database, "USER": "mosty", "NAME": "mosty"}):
            run("mosty.site", "django", "migrate", "-v0")
        yield data
    embedded.destroy(data)


def test_a_publication_whose_web_process_is_killed_did_not_happen_and_can_be_repeated(
    data: Path,
) -> None:
    fair = json.loads(run("tests.proof.fair", "--made"))
    assert fair["placed"] > fair["standing"] == meetings(data)
    before = everything(data)
    with web() as (port, leader), held_seats(data) as waiting, asked(fair, port) as client:
        wait_until(waiting)
        os.killpg(leader, signal.SIGKILL)
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            client.getresponse()
    wait_until(lambda: not others(data))
    assert everything(data) == before

    with web() as (port, leader), asked(fair, port) as client:
        assert client.getresponse().status == 302
        os.killpg(leader, signal.SIGKILL)
    with connected(data) as database:
        assert meetings(data) == fair["placed"]
        assert (
            one(
                database,
                "SELECT count(*) FROM meetings_seat WHERE plan = 'published'",
            )
            == 3 * fair["placed"]
        )
        assert one(
            database,
            "SELECT published_at IS NOT NULL FROM meetings_schedulerun WHERE id = %s",
            fair["run"],
        )


def test_a_run_whose_database_is_killed_leaves_nothing_and_is_made_by_the_next_worker(
    data: Path,
) -> None:
    fair = json.loads(run("tests.proof.fair"))
    with worker():
        with held_seats(data) as waiting:
            wait_until(waiting)
            before = everything(data)
            os.killpg(postmaster(data), signal.SIGKILL)
        with embedded.using(data):
            after = everything(data)
    # The worker may have noted that its job failed; what people confirmed is as it was.
    assert kept(after) == kept(before)
    with embedded.using(data), connected(data) as database:
        assert meetings(data) == fair["standing"]
        assert one(
            database, "SELECT state FROM meetings_schedulerun WHERE id = %s", fair["run"]
        ) == ("running")
        assert proposed(database, fair["run"]) == (0, 0)
        # The half minute in which a worker may be silent passes.
        database.execute(
            "UPDATE meetings_schedulerun SET heartbeat_at = heartbeat_at - interval '1 minute'"
            " WHERE id = %s",
            [fair["run"]],
        )
        assert run("tests.proof.fair", "--rescue") == "1"
        run("mosty.site", "worker", "--once")
        state, placed = database.execute(
            "SELECT state, placed FROM meetings_schedulerun WHERE id = %s", [fair["run"]]
        ).fetchone()
        assert state == "done"
        assert placed > fair["standing"]
        assert proposed(database, fair["run"]) == (placed, 3 * placed)
        assert meetings(data) == fair["standing"]


def run(module: str, *arguments: str) -> str:
    """What a program of the installation said on its last line."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return (done.stdout.strip().splitlines() or [""])[-1]


@contextmanager
def web() -> Iterator[tuple[int, int]]:
    """The web server as `mosty serve` starts it: its port, and the leader of its processes."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Children() as children:
        serve.start(children, "127.0.0.1", port, 1)
        wait_until(lambda: answers(port))
        yield port, children.running["web"].pid


@contextmanager
def worker() -> Iterator[None]:
    with Children() as children:
        children.start("worker", "mosty.site", "worker")
        yield
        os.killpg(children.running["worker"].pid, signal.SIGKILL)


@contextmanager
def asked(fair: dict, port: int) -> Iterator[http.client.HTTPConnection]:
    """The manager has pressed the button that publishes; the answer is still to come."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    client.request(
        "POST",
        f"/events/{fair['event']}/meetings/runs/{fair['code']}/publish/",
        headers={
            "Cookie": f"sessionid={fair['session']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Length": "0",
        },
    )
    with closing(client):
        yield client


def answers(port: int) -> bool:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(client):
        try:
            client.request("GET", "/api/v1/openapi.json")
            return client.getresponse().status == 200
        except OSError:
            return False


@contextmanager
def held_seats(data: Path):
    """Nobody can write a seat inside; gives a function that tells whether somebody waits to."""
    with connected(data) as database:
        try:
            with database.transaction():
                database.execute("LOCK TABLE meetings_seat IN SHARE MODE")
                yield lambda: one(
                    database,
                    "SELECT count(*) FROM pg_locks"
                    " WHERE relation = 'meetings_seat'::regclass AND NOT granted",
                )
        except psycopg.OperationalError:
            pass  # the database was killed


def connected(data: Path) -> psycopg.Connection:
    places = embedded.home(data)
    return psycopg.connect(f"host={places.sockets} user=mosty dbname=mosty", autocommit=True)


def postmaster(data: Path) -> int:
    file = embedded.home(data).cluster / "postmaster.pid"
    return int(file.read_text().splitlines()[0])


def everything(data: Path) -> dict[str, tuple]:
    """Each table with the number of its rows and a checksum of all of them."""
    with connected(data) as database:
        tables = database.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {
            table: database.execute(
                f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"  # noqa: S608  # a name of the catalogue
            ).fetchone()
            for (table,) in tables
        }


def kept(tables: dict[str, tuple]) -> dict[str, tuple]:
    """All but the queue of jobs, in which the worker notes its own state."""
    return {name: rows for name, rows in tables.items() if not name.startswith("procrastinate")}


def meetings(data: Path) -> int:
    with connected(data) as database:
        return one(database, "SELECT count(*) FROM meetings_meeting WHERE state = 'scheduled'")


def proposed(database: psycopg.Connection, number: int) -> tuple[int, int]:
    """Placements and seats of a run."""
    return (
        one(database, "SELECT count(*) FROM meetings_placement WHERE run_id = %s", number),
        one(database, "SELECT count(*) FROM meetings_seat WHERE plan = %s", f"run:{number}"),
    )


def others(data: Path) -> int:
    """Sessions of the database beside the one that asks."""
    with connected(data) as database:
        return one(
            database,
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = 'mosty' AND pid <> pg_backend_pid()",
        )


def one(database: psycopg.Connection, query: str, *values: object):
    return database.execute(query, values).fetchone()[0]


def wait_until(true) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.05)
