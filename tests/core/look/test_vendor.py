"""What is copied from other projects is exactly what was fetched, and is listed."""

import hashlib
from pathlib import Path

import pytest

from tools.vendor import PACKAGES, PAGES, PRINT, ROOT, TESTS

FOLDERS = (PAGES, PRINT, TESTS)
LARGEST = 4_000_000  # bytes of all of them together


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_file_is_the_one_that_was_fetched(folder: Path) -> None:
    lines = (folder / "CHECKSUMS").read_text(encoding="utf-8").splitlines()
    noted = {path: checksum for checksum, path in (line.split("  ") for line in lines)}

    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in _files(folder)
        if path.name != "CHECKSUMS"
    }

    assert found == noted


def test_what_the_tool_fetches_is_what_is_there() -> None:
    for folder in FOLDERS:
        named = {
            folder / target
            for package in PACKAGES
            if package.target == folder
            for target in package.files.values()
        }
        assert set(_files(folder)) - {folder / "CHECKSUMS"} == named


def test_every_package_is_listed_with_version_and_licence() -> None:
    listed = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").splitlines()

    for package in PACKAGES:
        lines = [line for line in listed if f"`{package.name}`" in line]
        assert len(lines) == 1, package.name
        assert package.version in lines[0]
        assert package.licence.split(" ")[0] in lines[0]


def test_the_whole_stays_small() -> None:
    total = sum(path.stat().st_size for folder in FOLDERS for path in _files(folder))

    assert total < LARGEST
