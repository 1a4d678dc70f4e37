"""Backup and restore: everything comes back, and what is damaged or foreign changes nothing."""

import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from mosty.core.actions import factories_may_write
from mosty.core.models import User
from mosty.site import archive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept_file() -> Iterator[Path]:
    shutil.rmtree(settings.FILES, ignore_errors=True)  # what other tests have left there
    file = settings.FILES / "2025" / "соглашение.pdf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"signed")
    yield file
    file.unlink()


def add_user(email: str) -> None:
    with factories_may_write():
        User.objects.create(email=email)


def emails() -> list[str]:
    return sorted(User.objects.values_list("email", flat=True))


def rewritten(source: Path, target: Path, change: dict[str, bytes | None]) -> Path:
    """A copy of the backup in which members are replaced, or left out when None."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        names = [*old.getnames(), *(name for name in change if name not in old.getnames())]
        for name in names:
            content = change[name] if name in change else old.extractfile(name).read()
            if content is not None:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                new.addfile(info, io.BytesIO(content))
    return target


def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(
    tmp_path: Path, kept_file: Path
) -> None:
    add_user("before@mosty.example")
    made = archive.write(tmp_path / "a.tar")
    assert (tmp_path / "a.tar").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["a.tar"]
    add_user("after@mosty.example")
    kept_file.write_bytes(b"forged")
    (settings.FILES / "later.pdf").write_bytes(b"later")

    contents = archive.verify(tmp_path / "a.tar")
    assert contents == made
    assert list(contents.files) == ["2025/соглашение.pdf"]
    kept = archive.restore(tmp_path / "a.tar", contents)

    assert emails() == ["before@mosty.example"]
    assert kept_file.read_bytes() == b"signed"
    assert not (settings.FILES / "later.pdf").exists()
    assert kept.files
    assert (kept.files / "later.pdf").read_bytes() == b"later"
    address = {key: connection.settings_dict[key.upper()] for key in ("host", "port", "user")}
    with psycopg.connect(
        **{key: value for key, value in address.items() if value},
        password=connection.settings_dict["PASSWORD"] or None,
        dbname=kept.database,
    ) as previous:
        found = previous.execute("SELECT email FROM core_user ORDER BY email").fetchall()
    assert found == [("after@mosty.example",), ("before@mosty.example",)]
    archive.drop(kept)
    assert not kept.files.exists()


def test_a_restored_database_goes_on_counting(tmp_path: Path) -> None:
    add_user("first@mosty.example")
    number = User.objects.get().pk
    contents = archive.write(tmp_path / "a.tar")
    archive.drop(archive.restore(tmp_path / "a.tar", contents))
    add_user("second@mosty.example")
    assert User.objects.get(email="second@mosty.example").pk > number


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"database.dump": b"PGDMP"}, "database.dump is missing or was changed"),
        ({"files/2025/соглашение.pdf": b"forged"}, "files/2025/соглашение.pdf is missing or was"),
        ({"files/2025/соглашение.pdf": None}, "files/2025/соглашение.pdf is missing or was"),
        ({"files/more.pdf": b"more"}, "files/more.pdf is missing or was changed"),
        ({"files/../../escaped": b"x"}, "which no backup has"),
        ({"/etc/escaped": b"x"}, "which no backup has"),
        ({"manifest.json": None}, "Its end is missing"),
        ({"manifest.json": b"{}"}, "Its end is missing"),
    ],
)
def test_a_damaged_backup_is_refused(
    tmp_path: Path, kept_file: Path, change: dict[str, bytes | None], words: str
) -> None:
    archive.write(tmp_path / "a.tar")
    with pytest.raises(archive.Damaged) as caught:
        archive.verify(rewritten(tmp_path / "a.tar", tmp_path / "b.tar", change))
    assert words in str(caught.value)


@pytest.mark.parametrize("member", ["database.dump", "manifest.json"])
def test_a_backup_that_was_cut_short_is_refused(tmp_path: Path, member: str) -> None:
    archive.write(tmp_path / "a.tar")
    with tarfile.open(tmp_path / "a.tar") as tar:
        end = tar.getmember(member).offset_data + 20
    (tmp_path / "b.tar").write_bytes((tmp_path / "a.tar").read_bytes()[:end])
    with pytest.raises(archive.Damaged):
        archive.verify(tmp_path / "b.tar")


def test_a_backup_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    archive.write(tmp_path / "a.tar")
    with tarfile.open(tmp_path / "a.tar") as tar:
        manifest = json.loads(tar.extractfile("manifest.json").read())
    manifest["migrations"].append("core.9999_of_tomorrow")
    change: dict[str, bytes | None] = {"manifest.json": json.dumps(manifest).encode()}
    with pytest.raises(archive.Damaged, match=r"does not know core\.9999_of_tomorrow"):
        archive.verify(rewritten(tmp_path / "a.tar", tmp_path / "b.tar", change))


def test_a_restore_that_fails_leaves_everything_as_it_was(tmp_path: Path, kept_file: Path) -> None:
    add_user("before@mosty.example")
    archive.write(tmp_path / "a.tar")
    broken = rewritten(tmp_path / "a.tar", tmp_path / "b.tar", {"database.dump": b"PGDMP"})
    add_user("after@mosty.example")
    with pytest.raises(archive.Damaged, match="pg_restore failed"):
        archive.restore(broken, archive.verify(tmp_path / "a.tar"))
    assert emails() == ["after@mosty.example", "before@mosty.example"]
    assert kept_file.read_bytes() == b"signed"
    assert sorted(path.name for path in settings.FILES.parent.glob("files*")) == ["files"]
