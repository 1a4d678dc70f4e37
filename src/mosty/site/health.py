"""What `mosty doctor` looks at. Every check returns findings and changes nothing."""

import datetime as dt
import os
import shutil
import smtplib
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from mosty.site import embedded, environment

GIGABYTE = 1 << 30
LEAST_VERSION = 18
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
SECONDS_OF_CLOCK = 5
SECONDS_OF_SILENCE = 60


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``mend`` is what to do, when something is to be done."""

    state: Literal["good", "attention", "wrong"]
    subject: str
    words: str
    mend: str = ""


def examine() -> list[Finding]:
    """All findings. When a check rests on one that failed, it is left out."""
    findings = list(settings_are_readable())
    if any(finding.state == "wrong" for finding in findings):
        return findings
    from mosty.site import installation  # reason: it loads Django, which needs readable settings

    findings += [*folders_are_ours(), *disk_has_room(), *zones_are_known(), *mail_is_set()]
    try:
        with installation.ready():
            for check in (*DATABASE_CHECKS,):
                findings += check()
    except embedded.DatabaseTrouble as trouble:
        findings.append(Finding("wrong", "database", str(trouble)))
    except Exception as problem:  # noqa: BLE001 reason: whatever it is, the person must be told
        findings.append(
            Finding(
                "wrong",
                "database",
                f"cannot be used ({type(problem).__name__}: {str(problem).strip()})",
                "see that the server of DATABASE_URL runs and lets this program in",
            )
        )
    return findings


def settings_are_readable() -> Iterator[Finding]:
    """Every setting holds a value of its kind, and no name is misspelt."""
    wrong = 0
    for setting in environment.SETTINGS:
        try:
            environment.read(setting.name)
        except environment.WrongSetting as problem:
            wrong += 1
            yield Finding("wrong", "settings", str(problem), "correct it in the environment")
    # These two are for tests; they are not settings of an installation.
    known = {*environment.BY_NAME, "MOSTY_TEST_RUN", "MOSTY_REQUIRE_BROWSER", "MOSTY_CHROME"}
    for name in sorted(os.environ):
        if name.startswith("MOSTY_") and name not in known:
            yield Finding(
                "attention", "settings", f"{name} is not a setting", "see docs/run/settings.md"
            )
    if wrong:
        return
    yield Finding("good", "settings", f"{len(environment.SETTINGS)} are readable")
    if environment.flag("MOSTY_DEBUG") and environment.address().startswith("https://"):
        yield Finding(
            "wrong",
            "settings",
            "MOSTY_DEBUG shows the program's inside to everybody",
            "set MOSTY_DEBUG=no",
        )


def folders_are_ours() -> Iterator[Finding]:
    """The data folder can be written, and its secret is the owner's alone."""
    data = environment.data_folder()
    existing = next(folder for folder in (data, *data.parents) if folder.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        yield Finding(
            "wrong",
            "folders",
            f"{existing} cannot be written",
            f"give it to the user that runs the program, or set MOSTY_DATA (now {data})",
        )
        return
    for name in ("files", "cache", "static"):
        folder = data / name
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            yield Finding("wrong", "folders", f"{folder} cannot be written", f"chown -R {folder}")
    secret = data / "secret-key"
    if secret.exists() and secret.stat().st_mode & 0o077:
        yield Finding(
            "wrong", "folders", f"others can read {secret}", f"chmod 600 {secret}, or remove it"
        )
        return
    yield Finding("good", "folders", f"{data} can be written")


def disk_has_room() -> Iterator[Finding]:
    """Space for the database and the files."""
    data = environment.data_folder()
    places = {data, embedded.home(data).folder}
    for place in sorted(places):
        existing = next(folder for folder in (place, *place.parents) if folder.exists())
        free = shutil.disk_usage(existing).free / GIGABYTE
        words = f"{free:.1f} GB free at {existing}"
        if free < 1:
            yield Finding("wrong", "disk", words, "free some space: PostgreSQL stops without it")
        elif free < 5:
            yield Finding("attention", "disk", words, "free some space soon")
        else:
            yield Finding("good", "disk", words)


def zones_are_known() -> Iterator[Finding]:
    """Zone data knows that Moscow has had one offset since 2014 and Kazakhstan since March 2024."""
    offsets = {
        name: dt.datetime(2025, 7, 1, 12, tzinfo=zoneinfo.ZoneInfo(name)).utcoffset()
        for name in ("Europe/Moscow", "Asia/Almaty")
    }
    if offsets == {"Europe/Moscow": dt.timedelta(hours=3), "Asia/Almaty": dt.timedelta(hours=5)}:
        yield Finding("good", "time zones", "zone data is of 2024 or newer")
    else:
        yield Finding(
            "wrong",
            "time zones",
            "zone data is older than 2024: times of sessions would be wrong",
            "update the system's tzdata (Debian: apt-get install --only-upgrade tzdata)",
        )


def mail_is_set() -> Iterator[Finding]:
    """Mail leaves the machine, and the mail server answers."""
    from mosty.site.mail import settings_of  # reason: kept beside its only use here

    address = environment.text("MOSTY_MAIL_URL")
    if not address.startswith("smtp"):
        demo = environment.flag("MOSTY_DEMO")
        yield Finding(
            "good" if demo else "attention",
            "mail",
            f"is not sent: MOSTY_MAIL_URL is {address}",
            "" if demo else "name a mail server in MOSTY_MAIL_URL",
        )
        return
    known = settings_of(address)
    host, port = str(known["EMAIL_HOST"]), int(known["EMAIL_PORT"])
    connect = smtplib.SMTP_SSL if known["EMAIL_USE_SSL"] else smtplib.SMTP
    try:
        with connect(host, port, timeout=10) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as problem:
        yield Finding(
            "wrong", "mail", f"{host}:{port} does not answer ({problem})", "check MOSTY_MAIL_URL"
        )
    else:
        yield Finding("good", "mail", f"{host}:{port} answers")


def database_is_fit() -> Iterator[Finding]:
    """The server's version, and whether it knows letters beyond a-z."""
    major = _one("SELECT current_setting('server_version_num')::int / 10000")
    if major < LEAST_VERSION:
        yield Finding(
            "wrong", "database", f"PostgreSQL {major} is too old", "use PostgreSQL 18 or newer"
        )
    else:
        yield Finding("good", "database", f"PostgreSQL {major} answers")
    encoding = _one("SELECT current_setting('server_encoding')")
    words = _one("SELECT lower('Ё') || '.' || to_tsvector('russian', 'МОСТЫ')::text")
    if encoding != "UTF8" or words != "ё.'мост':1":
        yield Finding(
            "wrong",
            "database",
            f"its locale does not know Russian letters (encoding {encoding}, lower('Ё') gives "
            f"{words.partition('.')[0]})",
            "make it with: CREATE DATABASE mosty ENCODING 'UTF8' LOCALE_PROVIDER builtin "
            "BUILTIN_LOCALE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0; then restore into it",
        )


def extensions_are_there() -> Iterator[Finding]:
    """What the program asks of PostgreSQL beyond its core."""
    for name in EXTENSIONS:
        if not _one("SELECT count(*) FROM pg_available_extensions WHERE name = %s", name):
            yield Finding(
                "wrong",
                "extensions",
                f"{name} is not installed on the database server",
                "install PostgreSQL's contrib modules there (Debian: postgresql-contrib)",
            )
        elif not _one("SELECT count(*) FROM pg_extension WHERE extname = %s", name):
            yield Finding(
                "attention", "extensions", f"{name} is not made yet", "mosty django migrate"
            )
        else:
            yield Finding("good", "extensions", f"{name} is there")


def migrations_are_current() -> Iterator[Finding]:
    """The tables are those of this version."""
    from mosty.site.installation import missing_migrations  # reason: Django is set up by now

    missing = missing_migrations()
    if missing:
        yield Finding(
            "wrong",
            "migrations",
            f"{len(missing)} are missing, the first is {missing[0]}",
            "mosty backup FILE, then mosty django migrate",
        )
    else:
        yield Finding("good", "migrations", "the tables are those of this version")


def clocks_agree() -> Iterator[Finding]:
    """The database's clock against this machine's."""
    gap = abs(_one("SELECT extract(epoch FROM clock_timestamp())::float") - _now().timestamp())
    if gap > SECONDS_OF_CLOCK:
        yield Finding(
            "wrong",
            "clock",
            f"this machine and the database differ by {gap:.0f} s",
            "switch on time synchronisation (NTP) on both",
        )
    else:
        yield Finding("good", "clock", "this machine and the database agree")


def worker_is_alive() -> Iterator[Finding]:
    """Background work is being done."""
    if not _one("SELECT count(*) FROM pg_tables WHERE tablename = 'procrastinate_workers'"):
        return
    alive = _one(
        "SELECT count(*) FROM procrastinate_workers "
        "WHERE last_heartbeat > now() - make_interval(secs => %s)",
        SECONDS_OF_SILENCE,
    )
    waiting = _one(
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' "
        "AND coalesce(scheduled_at, now()) <= now()"
    )
    if alive:
        yield Finding("good", "worker", f"{alive} at work, {waiting} jobs waiting")
    else:
        yield Finding(
            "wrong" if waiting else "attention",
            "worker",
            f"none is running; {waiting} jobs are waiting",
            "start mosty worker",
        )


DATABASE_CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    database_is_fit,
    extensions_are_there,
    migrations_are_current,
    clocks_agree,
    worker_is_alive,
)


def _one(query: str, *values: str | int) -> Any:
    from django.db import connection  # reason: Django is set up by now

    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
