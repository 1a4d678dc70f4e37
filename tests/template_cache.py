"""Keeps what the migrations make, so that a run does not repeat them while they are the same."""

import hashlib
import os
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mosty.site import embedded

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "test-database"


def bring_back(database: Mapping[str, Any]) -> bool:
    """Restores the kept database into an empty one; False when there is none."""
    if not _file().is_file():
        return False
    _pg("pg_restore", "--no-owner", "--exit-on-error", "--dbname", "", str(_file()), to=database)
    return True


def keep(database: Mapping[str, Any]) -> None:
    """Writes the database into the cache, and removes those of other migrations."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    draft = _file().with_suffix(f".{os.getpid()}")
    _pg("pg_dump", "--format=custom", "--compress=0", f"--file={draft}", to=database)
    draft.rename(_file())
    for other in sorted(FOLDER.glob("*.dump"), key=lambda file: file.stat().st_mtime)[:-3]:
        other.unlink(missing_ok=True)


@cache
def _file() -> Path:
    """Named after everything the migrated database rests on."""
    seen = hashlib.sha256()
    sources = [ROOT / "requirements" / "dev.txt", *sorted((ROOT / "src").rglob("*.py"))]
    for path in sources:
        if path.name == "dev.txt" or _matters(path):
            seen.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return FOLDER / f"{seen.hexdigest()[:24]}.dump"


def _matters(path: Path) -> bool:
    """Migrations, and the kinds of fields that they name."""
    parts = path.relative_to(ROOT / "src" / "mosty").parts
    return bool({"migrations", "fields"} & set(parts))


def _pg(program: str, *arguments: str, to: Mapping[str, Any]) -> None:
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    env = {name: str(to[key]) for name, key in named.items() if to[key]}
    target = [str(to["NAME"]) if argument == "" else argument for argument in arguments]
    if program == "pg_dump":
        target.append(str(to["NAME"]))
    subprocess.run([embedded.program(program), *target], env=os.environ | env, check=True)
