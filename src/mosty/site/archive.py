"""A backup: one .tar with a dump of the database, the files, and last a manifest with checksums.

Restoring goes into a new database and a new folder, is compared with the manifest, and only then
takes the place of the old ones by renaming; whatever fails before that leaves everything as it was.
"""

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from psycopg.conninfo import make_conninfo

from mosty.site import embedded

FORMAT = 1
DUMP, MANIFEST, FILES = "database.dump", "manifest.json", "files/"
CHUNK = 1 << 20


class Damaged(ValueError):
    """The file is not a backup that this version can restore; the text says why."""


@dataclass(frozen=True)
class Contents:
    """The manifest: what a backup holds. ``files`` has names under ``files/`` and their SHA-256."""

    made_at: str
    version: str
    postgresql: int
    migrations: list[str]
    counts: dict[str, int]
    dump: str
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Rows in all tables."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Kept:
    """What was there before a restore, under its new names."""

    database: str
    files: Path | None

    def words(self) -> str:
        """For a person."""
        folder = f" and the folder {self.files}" if self.files else ""
        return f"the database {self.database}{folder}."


def write(file: Path) -> Contents:
    """Writes a backup. The rows are of one moment; files are read after it, so none is missing."""
    draft = file.with_name(f".{file.name}.new")
    try:
        with (
            open(draft, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out,
            tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            tempfile.TemporaryDirectory(dir=file.parent, prefix=".mosty-backup-") as folder,
        ):
            dump = Path(folder) / DUMP
            counts = _dump(dump)
            known = _add(tar, dump, DUMP)
            contents = Contents(
                made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                version=version("mosty"),
                postgresql=_server_version(),
                migrations=_applied(),
                counts=counts,
                dump=known,
                files={name: _add(tar, path, FILES + name) for name, path in sorted(_kept_files())},
            )
            _add_text(tar, MANIFEST, json.dumps(asdict(contents), indent=1, ensure_ascii=False))
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    return contents


def verify(file: Path) -> Contents:
    """Reads the whole backup and compares every checksum. Raises ``Damaged``."""
    found: dict[str, str] = {}
    manifest = b""
    try:
        with tarfile.open(file, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None or not _harmless(member.name):
                    raise Damaged(f"It holds {member.name!r}, which no backup has.")
                if member.name == MANIFEST:
                    manifest = content.read()
                else:
                    found[member.name] = _checksum(content)
        contents = Contents(**json.loads(manifest))
    except (OSError, tarfile.TarError) as problem:
        raise Damaged(f"It cannot be read ({problem}).") from None
    except (TypeError, json.JSONDecodeError):
        raise Damaged("Its end is missing, or it is not a backup.") from None
    expected = {DUMP: contents.dump} | {FILES + name: it for name, it in contents.files.items()}
    if found != expected:
        wrong = min(set(found.items()) ^ set(expected.items()))[0]
        raise Damaged(f"{wrong} is missing or was changed.")
    _refuse_unknown(contents)
    return contents


def restore(file: Path, contents: Contents) -> Kept:
    """Puts the backup, which ``verify`` found whole, in the place of the database and the files."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d%H%M%S")
    current = connection.settings_dict["NAME"]
    fresh = f"{current}_restored_{stamp}"
    folder = Path(settings.FILES)
    draft = folder.with_name(f"files-restored-{stamp}")
    connection.close()
    with _maintenance() as server, tempfile.TemporaryDirectory(dir=folder.parent) as work:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(fresh)))
        try:
            dump = _unpack(file, Path(work), draft)
            _pg(
                "pg_restore",
                "--exit-on-error",
                "--no-owner",
                "--no-privileges",
                str(dump),
                to=fresh,
            )
            _compare(fresh, contents)
        except BaseException:
            drop(Kept(fresh, draft))
            raise
        kept = Kept(f"{current}_before_{stamp}", folder.with_name(f"files-before-{stamp}"))
        _rename_database(server, current, kept.database)
        _rename_database(server, fresh, current)
    if not folder.exists():
        draft.rename(folder)
        return Kept(kept.database, None)
    folder.rename(folder.with_name(f"files-before-{stamp}"))
    draft.rename(folder)
    return kept


def drop(kept: Kept) -> None:
    """Removes a database and a folder for good."""
    with _maintenance() as server:
        name = sql.Identifier(kept.database)
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    if kept.files:
        shutil.rmtree(kept.files, ignore_errors=True)


def rows_now() -> int:
    """Rows in all tables of the present database."""
    with _connect(connection.settings_dict["NAME"]) as present:
        return sum(_counts(present).values())


def _dump(target: Path) -> dict[str, int]:
    """Dumps the database and counts its rows in the same snapshot."""
    with _connect(connection.settings_dict["NAME"]) as reading:
        reading.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = reading.execute("SELECT pg_export_snapshot()").fetchone()
        if row is None:
            raise Damaged("The database gave no snapshot.")
        options = ("--format=custom", f"--snapshot={row[0]}", f"--file={target}")
        _pg("pg_dump", *options, to=connection.settings_dict["NAME"])
        return _counts(reading)


def _counts(reading: psycopg.Connection) -> dict[str, int]:
    tables = reading.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    counts = {}
    for (table,) in tables:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))
        counts[table] = (reading.execute(query).fetchone() or (0,))[0]
    return counts


def _applied() -> list[str]:
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations)


def _kept_files() -> Iterator[tuple[str, Path]]:
    root = Path(settings.FILES)
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(root).as_posix(), path


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Adds a file and gives its SHA-256, both from one reading."""
    with path.open("rb") as content:
        info = tar.gettarinfo(arcname=name, fileobj=content)
        info.mode, info.uid, info.gid, info.uname, info.gname = 0o600, 0, 0, "", ""
        reading = _Hashing(content)
        tar.addfile(info, reading)
    return reading.hash.hexdigest()


class _Hashing:
    """A readable file that hashes what is read from it."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content, self.hash = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self.content.read(size)
        self.hash.update(part)
        return part


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    encoded = text.encode()
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(encoded), 0o600
    tar.addfile(info, io.BytesIO(encoded))


def _checksum(content: IO[bytes]) -> str:
    seen = hashlib.sha256()
    while part := content.read(CHUNK):
        seen.update(part)
    return seen.hexdigest()


def _harmless(name: str) -> bool:
    """Whether a name stays in the folder it is unpacked into."""
    path = PurePosixPath(name)
    # Written as we write it: "files//etc" would lead out once "files/" is taken off.
    inside = path.as_posix() == name and ".." not in path.parts
    return inside and (name in {DUMP, MANIFEST} or name.startswith(FILES)) and "\0" not in name


def _refuse_unknown(contents: Contents) -> None:
    if contents.format != FORMAT or contents.postgresql > _server_version():
        raise Damaged(
            f"It was made by version {contents.version} and PostgreSQL {contents.postgresql}."
            f" One of them is newer than what is installed here; install that and restore it then."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}
    areas = {name.partition(".")[0] for name in known}
    unknown = [
        name
        for name in contents.migrations
        if name not in known and name.partition(".")[0] in areas and "squashed" not in name
    ]
    if unknown:
        raise Damaged(
            f"It was made by a newer version ({contents.version}): this one does not know "
            f"{unknown[0]}. Install that version first."
        )


def _unpack(file: Path, work: Path, draft: Path) -> Path:
    """Puts the files into ``draft`` and gives the path of the dump."""
    draft.mkdir(mode=0o700)
    with tarfile.open(file, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None or member.name == MANIFEST or not _harmless(member.name):
                continue
            inside = member.name.removeprefix(FILES)
            target = work / DUMP if member.name == DUMP else draft / inside
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with target.open("wb") as out:
                shutil.copyfileobj(content, out, CHUNK)
            target.chmod(0o600)
    return work / DUMP


def _compare(name: str, contents: Contents) -> None:
    with _connect(name) as restored:
        if _counts(restored) != contents.counts:
            raise Damaged("The restored rows differ in number from those that were backed up.")


def _rename_database(server: psycopg.Connection, old: str, new: str) -> None:
    """Renames a database after closing the connections of the program's own role."""
    name = sql.Identifier(old)
    server.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
    server.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s", [old]
    )
    renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(name, sql.Identifier(new))
    server.execute(renamed)
    allowed = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(new))
    server.execute(allowed)


def _address(name: str) -> dict[str, str]:
    known = connection.settings_dict
    parts = {"host": known["HOST"], "port": str(known["PORT"]), "user": known["USER"]}
    parts |= {"password": known["PASSWORD"], "dbname": name} | known["OPTIONS"]
    return {key: value for key, value in parts.items() if isinstance(value, str) and value}


def _connect(name: str, *, autocommit: bool = False) -> psycopg.Connection:
    return psycopg.connect(make_conninfo(**_address(name)), autocommit=autocommit)


def _maintenance() -> psycopg.Connection:
    """A connection to the server's own database, from which others are made and renamed."""
    return _connect("postgres", autocommit=True)


def _server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return int(cursor.fetchone()[0])


def _pg(name: str, *arguments: str, to: str) -> None:
    """Runs a program of PostgreSQL on the database ``to``; the password never is an argument."""
    address = _address(to)
    named = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "sslmode": "PGSSLMODE"}
    named |= {"password": "PGPASSWORD", "dbname": "PGDATABASE", "sslrootcert": "PGSSLROOTCERT"}
    env = os.environ | {named[key]: value for key, value in address.items() if key in named}
    target = [f"--dbname={to}"] if name == "pg_restore" else []
    done = subprocess.run(
        [embedded.program(name), *target, *arguments],
        env=env,
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise Damaged(f"{name} failed: {done.stderr.strip()[-1500:]}")
