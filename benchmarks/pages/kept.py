"""The folder of the measured database: made when it is absent or stale, kept between runs."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mosty.site import embedded

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "pages"
PORT = 8765


@contextmanager
def dataset(folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Django set up on the database of this folder, which is filled first where that is needed."""
    _set_environment(folder)
    stamp, now = folder / "made-of", _fingerprint()
    if not stamp.is_file() or stamp.read_text() != now:
        embedded.destroy(folder)
        shutil.rmtree(folder, ignore_errors=True)
    from mosty.site import installation  # reason: it reads the settings, which come first

    with installation.ready():
        if not stamp.is_file():
            from benchmarks.pages.dataset import make_dataset  # reason: it needs Django's models

            make_dataset(tell)
            stamp.write_text(now)
        installation.collect_static()
        yield


def _set_environment(folder: Path) -> None:
    """An installation of its own, whatever this shell is set to."""
    for name in list(os.environ):
        if name.startswith("MOSTY_") or name == "DATABASE_URL":
            del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "mosty.site.settings",
        "MOSTY_DATA": str(folder),
        "MOSTY_PORT": str(PORT),
    }


def _fingerprint() -> str:
    """Changes with the migrations, with what makes the data, and from day to day.

    The large event is always under way: yesterday's database would show another day of it.
    """
    seen = hashlib.sha256(dt.datetime.now(dt.UTC).date().isoformat().encode())
    ours = Path(__file__).parent
    sources = [ours / "people.py", ours / "fair.py", ours / "dataset.py"]
    for path in [*sources, *sorted((ROOT / "src").rglob("migrations/*.py"))]:
        seen.update(path.read_bytes())
    return seen.hexdigest()
