"""Starting, sharing and stopping the embedded server.

Every program that uses a server holds a shared lock; the one that leaves last stops the server. A
program that is killed loses its lock at once, so nothing has to be cleaned up after it.
"""

import contextlib
import fcntl
import locale
import os
import pwd
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

import psycopg
from psycopg import pq

from mosty.site.embedded.binaries import binaries, version
from mosty.site.embedded.home import (
    DATABASE,
    ROLE,
    SUPERUSER,
    DatabaseTrouble,
    Home,
    home,
    locked,
    prepare,
)

SECONDS_TO_START = 60
TRANSIENT = re.compile(
    r"pre-existing shared memory block|lock file .* already exists|being shut down"
)

CONFIGURATION = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
max_connections = 100
shared_buffers = 128MB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
"""
# For tests, whose data is made anew each time: nothing is kept through a loss of power.
FLEETING = """\
fsync = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
"""


@contextlib.contextmanager
def using(data: Path, *, fleeting: bool = False) -> Iterator[Home]:
    """A running server for the data folder for as long as the block lasts.

    ``fleeting`` is for tests only: the server is faster and may lose data when the machine stops.
    Raises ``DatabaseTrouble`` when there is no way to start it.
    """
    places, membership = enter(data, fleeting=fleeting)
    try:
        yield places
    finally:
        leave(places, membership)


def enter(data: Path, *, fleeting: bool = False) -> tuple[Home, TextIOWrapper]:
    """Starts the server unless it runs, and gives its places and the lock that counts this user."""
    try:
        return _enter(data, fleeting=fleeting)
    except PermissionError as problem:
        raise DatabaseTrouble(
            f"{problem.filename} belongs to another user. Run the program as the user that began "
            f"it, or set MOSTY_DATA to a folder of your own."
        ) from problem


def _enter(data: Path, *, fleeting: bool) -> tuple[Home, TextIOWrapper]:
    with locked(home(data).lock):
        places = prepare(data)
        membership = places.users.open("a")
        fcntl.flock(membership, fcntl.LOCK_SH)
        try:
            if not (places.cluster / "PG_VERSION").exists():
                _make_cluster(places, fleeting=fleeting)
            if not _accepts(places):
                _launch(places, fleeting=fleeting)
            _make_database(places)
        except BaseException:
            membership.close()
            raise
    return places, membership


def leave(places: Home, membership: TextIOWrapper) -> None:
    """Gives up the lock, and stops the server when nobody else holds one."""
    with locked(places.lock), membership:
        try:
            fcntl.flock(membership, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        _stop(places)


def destroy(data: Path) -> None:
    """Removes the database of a data folder for good; ``DatabaseTrouble`` while it is used."""
    places = home(data)
    if not places.lock.exists():
        return
    with locked(places.lock), places.users.open("a") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseTrouble(
                f"The database of {data} is in use. Stop the program that uses it first."
            ) from None
        _stop(places)
        sockets = places.sockets
        shutil.rmtree(sockets, ignore_errors=True)
        shutil.rmtree(places.folder, ignore_errors=True)
        (places.data / "database" / "where.txt").unlink(missing_ok=True)


def answers(places: Home) -> pq.Ping:
    """What the server says when asked whether it takes connections."""
    return pq.Ping(pq.PGconn.ping(f"host={places.sockets} user={ROLE}".encode()))


def processes(places: Home) -> list[int]:
    """Processes that work in the database's folder, where the system has /proc (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if entry.readlink() == places.cluster.resolve():
                found.append(int(entry.parent.name))
    return sorted(found)


def _accepts(places: Home) -> bool:
    """Whether the server takes connections; waits while it is starting or stopping."""
    deadline = time.monotonic() + SECONDS_TO_START
    while (state := answers(places)) == pq.Ping.REJECT and time.monotonic() < deadline:
        time.sleep(0.05)
    return state == pq.Ping.OK


def _launch(places: Home, *, fleeting: bool) -> None:
    made_for = (places.cluster / "PG_VERSION").read_text().strip()
    if made_for != version().partition(".")[0]:
        raise DatabaseTrouble(
            f"The database in {places.cluster} was made by PostgreSQL {made_for}, and PostgreSQL "
            f"{version()} is installed. Back it up with the old version and restore it here."
        )
    _configure(places, fleeting=fleeting)
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        _clear_the_way(places)
        said_before = places.log.stat().st_size if places.log.exists() else 0
        start = ["start", "-D", "cluster", "-l", "server.log", "-w", "-t", str(SECONDS_TO_START)]
        if _run(places, "pg_ctl", *start).returncode == 0:
            return
        said = places.log.read_bytes()[said_before:].decode(errors="replace")
        # Backends of a killed server need a moment to notice that it is gone.
        if not TRANSIENT.search(said) or time.monotonic() > deadline:
            raise DatabaseTrouble(
                f"PostgreSQL did not start. Its log {places.log} ends with:\n{said[-2000:]}"
            )
        time.sleep(0.2)


def _clear_the_way(places: Home) -> None:
    """Deals with what a server that does not answer left behind."""
    file = places.cluster / "postmaster.pid"
    if not file.exists() or not Path("/proc/self").exists():
        return
    first = file.read_text(errors="replace").partition("\n")[0]
    working = processes(places)
    if first.isdigit() and int(first) in working:
        # It runs but cannot be reached: its socket was removed.
        _stop(places, mode="fast")
    elif not working:
        # Nobody works in the folder, so whoever has the noted number now is somebody else.
        file.unlink(missing_ok=True)


def _stop(places: Home, mode: str = "fast") -> None:
    if not (places.cluster / "postmaster.pid").exists():
        return
    if answers(places) == pq.Ping.NO_RESPONSE and not processes(places):
        return
    for way in (mode, "immediate"):
        if _run(places, "pg_ctl", "stop", "-D", "cluster", "-m", way, "-t", "30").returncode == 0:
            return


def _make_cluster(places: Home, *, fleeting: bool) -> None:
    """Runs initdb beside the final place, so that a half one is never taken for whole."""
    draft = places.folder / "cluster.new"
    shutil.rmtree(draft, ignore_errors=True)
    made = _run(
        places,
        "initdb",
        *("-D", draft.name, "-U", SUPERUSER, "--auth=peer", "--encoding=UTF8"),
        *("--locale=C", f"--lc-ctype={_utf8_locale()}"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *(["--no-sync"] if fleeting else []),
    )
    if made.returncode != 0:
        raise DatabaseTrouble(f"PostgreSQL could not make its folder {draft}:\n{made.stderr}")
    with (draft / "postgresql.conf").open("a") as file:
        file.write("\ninclude 'mosty.conf'\n")
    draft.rename(places.cluster)


def _utf8_locale() -> str:
    """A locale of the system whose letters are UTF-8: without one, Russian letters have no case."""
    kept = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8", "ru_RU.UTF-8", "UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, kept)
    raise DatabaseTrouble("The system has no UTF-8 locale; C.UTF-8 or en_US.UTF-8 is needed.")


def _configure(places: Home, *, fleeting: bool) -> None:
    """Who may connect: the server's user and whoever starts it, through the socket alone."""
    accounts = {os.geteuid(), places.folder.stat().st_uid}
    names = [pwd.getpwuid(account).pw_name for account in sorted(accounts)]
    roles = (ROLE, SUPERUSER)
    files = {
        "mosty.conf": CONFIGURATION.format(sockets=places.sockets) + (FLEETING if fleeting else ""),
        "pg_hba.conf": "local all all peer map=mosty\n",
        "pg_ident.conf": "".join(f'mosty "{name}" {role}\n' for name in names for role in roles),
    }
    owner = places.cluster.stat()
    for name, content in files.items():
        draft = places.cluster / f"{name}.new"
        draft.write_text(content, encoding="utf-8")
        os.chown(draft, owner.st_uid, owner.st_gid)
        draft.chmod(0o600)
        draft.rename(places.cluster / name)


def _make_database(places: Home) -> None:
    """The program's own role and database; the superuser is for making them, nothing else."""
    where = f"host={places.sockets} user={SUPERUSER} dbname=postgres"
    with psycopg.connect(where, autocommit=True) as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE]).rowcount:
            connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if not known.rowcount:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")


def _run(places: Home, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a program of PostgreSQL in the database's folder, as the folder's owner."""
    owner = places.folder.stat()
    drop = os.geteuid() == 0
    return subprocess.run(
        [str(binaries() / name), *arguments],
        cwd=places.folder,
        user=owner.st_uid if drop else None,
        group=owner.st_gid if drop else None,
        extra_groups=[] if drop else None,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_MESSAGES": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        umask=0o077,
    )
