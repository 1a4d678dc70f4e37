"""What every test stands on: a database copied from a migrated template, the guard of writes."""

import fcntl
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from mosty.site import databases, embedded
from mosty.site.embedded.home import locked
from tests import chrome, guard, template_cache
from tests.settings import RUN

# A skip whose reason begins so is repeated at the end of the run.
NOT_RUN = "NOT RUN:"
SECONDS_TO_BEGIN = 600
KEY = RUN.name.removeprefix("mosty-tests-").lower()
TEMPLATE = f"mosty_template_{KEY}"
OURS = f"mosty_test_{KEY}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _remove_abandoned_runs()
        run = (RUN / "run.lock").open("w")
        fcntl.flock(run, fcntl.LOCK_EX)
        config.add_cleanup(run.close)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        embedded.destroy(RUN)
        shutil.rmtree(RUN, ignore_errors=True)


def _remove_abandoned_runs() -> None:
    """A run that was killed leaves its folder and server; its lock is free."""
    for folder in Path(tempfile.gettempdir()).glob("mosty-tests-*"):
        if folder == RUN or not os.access(folder, os.W_OK):
            continue
        lock = folder / "run.lock"
        if not lock.exists() and time.time() - folder.stat().st_mtime < SECONDS_TO_BEGIN:
            continue  # it may be beginning just now
        with lock.open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                embedded.destroy(folder)
            except (BlockingIOError, embedded.DatabaseTrouble):
                continue
            shutil.rmtree(folder, ignore_errors=True)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not chrome.find():
        if chrome.required():
            pytest.fail(chrome.HOW_TO_GET_ONE, pytrace=False)
        pytest.skip(f"{NOT_RUN} {chrome.HOW_TO_GET_ONE}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What this machine cannot try is said aloud, not only counted."""
    reasons = Counter(
        str(report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr)
        for report in terminalreporter.stats.get("skipped", [])
    )
    not_run = {reason: times for reason, times in reasons.items() if NOT_RUN in reason}
    if not_run:
        terminalreporter.section("some tests were NOT RUN", red=True, bold=True)
        for reason, times in not_run.items():
            terminalreporter.line(f"{times} tests: {reason.partition(NOT_RUN)[2].strip()}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Starts the run's own server, unless DATABASE_URL names one."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with embedded.using(RUN, fleeting=True) as places:
        connections.databases["default"] |= databases.settings_of("", places)
        connections.databases["default"]["CONN_MAX_AGE"] = 0
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: pytest.FixtureRequest,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """A database for this worker, copied from a template that the first worker migrates."""
    with django_db_blocker.unblock(), locked(RUN / "template.lock"):
        _make_template()
        _create_database(OURS, TEMPLATE)
        _use_database(OURS)
        guard.watch([connections["default"]])
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        if os.environ.get("DATABASE_URL"):
            _drop_databases()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After a test that commits, the database is copied anew: flushing loses migrated rows."""
    result = yield
    if nextitem and commits(item):
        connections["default"].close()
        with locked(RUN / "template.lock"):
            _create_database(OURS, TEMPLATE)
    return result


def commits(item: pytest.Item) -> bool:
    """Whether the test works in the database without a transaction that is rolled back."""
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server", "django_db_reset_sequences"}
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        asked & set(getattr(item, "fixturenames", ()))
    )


def _make_template() -> None:
    """Migrates an empty database, or brings back what the same migrations gave an earlier run."""
    done = RUN / "template.done"
    if done.exists():
        return
    _create_database(TEMPLATE, "template0")
    _use_database(TEMPLATE)
    if not template_cache.bring_back(connections["default"].settings_dict):
        call_command("migrate", verbosity=0, interactive=False)
        connections["default"].close()
        template_cache.keep(connections["default"].settings_dict)
    done.touch()


def _use_database(name: str) -> None:
    connections["default"].close()
    settings.DATABASES["default"]["NAME"] = name
    connections.databases["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def _create_database(name: str, template: str) -> None:
    made, source = sql.Identifier(name), sql.Identifier(template)
    with _maintenance() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(made))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, source))


def _drop_databases() -> None:
    """On a server that is not ours: this worker's database, and after the last one the template."""
    with _maintenance() as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(drop.format(sql.Identifier(OURS)))
        pattern = OURS.rpartition("_")[0] + "%"
        left = connection.execute("SELECT FROM pg_database WHERE datname LIKE %s", [pattern])
        if not left.rowcount:
            connection.execute(drop.format(sql.Identifier(TEMPLATE)))


def _maintenance() -> psycopg.Connection:
    """A connection to the server's own database, from which others are made and dropped."""
    known = connections.databases["default"]
    address = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"]}
    return psycopg.connect(
        **{name: value for name, value in address.items() if value},
        password=known["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    """What one test cached (counted sign-in attempts, charts) is not there for the next."""
    for cache in caches.all():
        cache.clear()
