"""Every package we depend on is explained, and none has a licence that would bind Mosty."""

import re

import pytest
from packaging.utils import canonicalize_name

from tests.house import drawing, licences

LGPL_ALLOWED = {"psycopg", "psycopg-binary", "psycopg-pool", "num2words", "docxtpl"}
FILES = sorted((drawing.ROOT / "requirements").glob("*.in"))
REQUIREMENTS = {
    canonicalize_name(requirement.name): requirement
    for file in FILES
    for requirement in licences.required(file.read_text(encoding="utf-8"))
}
INSTALLER = {"uv"}
"""Used when it is on the machine already, so it need not be inside the virtual environment."""


def explained():
    """The rows of docs/why/dependencies.md: package, what for, licence, what instead."""
    text = (drawing.ROOT / "docs" / "why" / "dependencies.md").read_text(encoding="utf-8")
    rows = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 4:
            rows[canonicalize_name(cells[0].strip("`"))] = cells[1:]
    return rows


def test_every_package_has_its_row_and_every_row_its_package():
    assert sorted(explained()) == sorted(REQUIREMENTS)


@pytest.mark.parametrize("package", sorted(REQUIREMENTS))
def test_row_is_whole_and_its_licence_is_what_the_package_says(package):
    purpose, licence, instead = explained()[package]
    assert len(purpose) > 10
    assert len(instead) > 2
    assert licences.families(licence) - {"GPL", "AGPL"}
    if package not in INSTALLER:
        assert licences.families(licence) == licences.families(licences.declared(package))


def test_no_package_has_a_licence_that_would_bind_us():
    installed = [need for name, need in REQUIREMENTS.items() if name not in INSTALLER]
    packages = licences.closure(installed)
    assert len(packages) > len(installed)
    kinds = {package: licences.families(licences.declared(package)) for package in packages}
    assert {package for package, kind in kinds.items() if not kind} == set()
    assert {package for package, kind in kinds.items() if kind & {"GPL", "AGPL"}} == set()
    assert {package for package, kind in kinds.items() if "LGPL" in kind} <= LGPL_ALLOWED


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("GPL-3.0-or-later", {"GPL"}),
        ("GNU General Public License v3 (GPLv3)", {"GPL"}),
        ("AGPL-3.0", {"AGPL"}),
        ("GNU Affero General Public License v3", {"AGPL"}),
        ("LGPL-3.0-only", {"LGPL"}),
        ("GNU Lesser General Public License v3 (LGPLv3)", {"LGPL"}),
        ("Apache-2.0 OR BSD-3-Clause", {"Apache", "BSD"}),
        ("MIT-CMU", {"MIT"}),
        ("Mozilla Public License 2.0 (MPL 2.0)", {"MPL"}),
        ("All rights reserved", set()),
    ],
)
def test_families(words, kinds):
    assert licences.families(words) == kinds


def test_locked_lists_hold_every_package():
    for file in FILES:
        locked = file.with_suffix(".txt").read_text(encoding="utf-8")
        names = {canonicalize_name(n) for n in re.findall(r"^([\w.-]+)==", locked, re.MULTILINE)}
        direct = {canonicalize_name(r.name) for r in licences.required(file.read_text("utf-8"))}
        assert direct - names == set()
        assert names
        assert locked.count("--hash=sha256:") >= len(names)
