"""What the commands do to an installation: bring it up, and bring it up to date."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from mosty.site import embedded, environment
from mosty.site.command import Trouble


@contextlib.contextmanager
def ready() -> Iterator[None]:
    """Django set up, and the embedded server running (when it is the one to use) for the block."""
    with contextlib.ExitStack() as stack:
        if not environment.text("DATABASE_URL"):
            stack.enter_context(embedded.using(environment.data_folder()))
        django.setup()
        try:
            _reach_database()
            yield
        finally:
            connection.close()


def _reach_database() -> None:
    """Raises `DatabaseTrouble` when the server of DATABASE_URL cannot be used."""
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        raise embedded.DatabaseTrouble(
            f"The database cannot be used ({' '.join(str(problem).split())}). See that the server "
            "of DATABASE_URL runs and lets this program in."
        ) from None


def require_this_version() -> None:
    """Raises `Trouble` when the tables are older than the program."""
    if missing := missing_migrations():
        raise Trouble(
            f"The database is {len(missing)} steps behind this version. Make a backup, then run"
            f" `mosty serve --migrate` or `mosty django migrate`."
        )


def is_empty() -> bool:
    """Whether the database has no table yet."""
    return not connection.introspection.table_names()


def missing_migrations() -> list[str]:
    """Migrations that this version of the program has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(tell: Callable[[str], None]) -> None:
    """Brings the database up to this version, if it is not."""
    missing = missing_migrations()
    if missing:
        tell(f"Preparing the database: {len(missing)} steps.")
        call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Puts what pages need (styles, fonts, scripts) into the data folder, if it changed."""
    if settings.DEBUG:
        return
    root = Path(settings.STATIC_ROOT)
    stamp, now = root / ".collected", _static_fingerprint()
    if stamp.is_file() and stamp.read_text() == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now)


def _static_fingerprint() -> str:
    """Changes when a file is added, removed or written."""
    seen = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            seen.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()
