"""Fetch the parts of other projects that are kept in this repository.

Run by hand when a version changes, never at build or run time:

    python -m tools.vendor

Needs the npm client. Every package is fetched by name and exact version, the few files that
are used are copied, and `CHECKSUMS` in each target folder is written anew. A test holds the
files to those sums, so an edited or half-copied file is noticed.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "src/mosty/core/static/mosty/vendor"
PRINT = ROOT / "src/mosty/core/typst/fonts"
TESTS = ROOT / "tests/browser/vendor"
SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")


@dataclass(frozen=True)
class Package:
    """A package of the npm registry and the files that are taken from it."""

    name: str
    version: str
    licence: str
    target: Path
    files: dict[str, str]


def _fonts(folder: str, names: dict[str, str]) -> dict[str, str]:
    return {source: f"{folder}/{target}" for source, target in names.items()}


PACKAGES = (
    Package(
        "@tabler/core",
        "1.6.1",
        "MIT",
        PAGES,
        {
            "dist/css/tabler.min.css": "tabler/tabler.min.css",
            "dist/css/tabler.rtl.min.css": "tabler/tabler.rtl.min.css",
        },
    ),
    Package(
        "htmx.org",
        "2.0.11",
        "0BSD",
        PAGES,
        {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
    ),
    Package(
        "@fontsource-variable/golos-text",
        "5.3.0",
        "OFL-1.1",
        PAGES,
        _fonts(
            "golos",
            {
                "files/golos-text-latin-wght-normal.woff2": "latin.woff2",
                "files/golos-text-latin-ext-wght-normal.woff2": "latin-ext.woff2",
                "files/golos-text-cyrillic-wght-normal.woff2": "cyrillic.woff2",
                "files/golos-text-cyrillic-ext-wght-normal.woff2": "cyrillic-ext.woff2",
                "LICENSE": "LICENSE",
            },
        ),
    ),
    Package(
        "@expo-google-fonts/golos-text",
        "0.4.2",
        "OFL-1.1",
        PRINT,
        _fonts(
            "golos",
            {
                "400Regular/GolosText_400Regular.ttf": "GolosText-400.ttf",
                "500Medium/GolosText_500Medium.ttf": "GolosText-500.ttf",
                "600SemiBold/GolosText_600SemiBold.ttf": "GolosText-600.ttf",
                "700Bold/GolosText_700Bold.ttf": "GolosText-700.ttf",
                "LICENSE_FONT": "LICENSE",
            },
        ),
    ),
    Package(
        "@expo-google-fonts/noto-sans-arabic",
        "0.4.3",
        "OFL-1.1",
        PRINT,
        _fonts(
            "noto-arabic",
            {
                "400Regular/NotoSansArabic_400Regular.ttf": "NotoSansArabic-400.ttf",
                "600SemiBold/NotoSansArabic_600SemiBold.ttf": "NotoSansArabic-600.ttf",
                "LICENSE_FONT": "LICENSE",
            },
        ),
    ),
    Package(
        "world-atlas",
        "2.0.2",
        "ISC (shapes: Natural Earth, public domain)",
        PAGES,
        {
            "countries-110m.json": "world-atlas/countries-110m.json",
            "LICENSE": "world-atlas/LICENSE",
        },
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0 (tests only)",
        TESTS,
        {"axe.min.js": "axe/axe.min.js", "LICENSE": "axe/LICENSE"},
    ),
)


def fetch(package: Package, into: Path) -> Path:
    """Download one package with the npm client and return the folder of its files."""
    into.mkdir(parents=True)
    answer = subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = into / answer.stdout.strip().splitlines()[-1]
    with tarfile.open(archive) as packed:
        packed.extractall(into, filter="data")
    return into / "package"


def copy(package: Package, source: Path) -> None:
    """Copy the named files; a reference to a source map is dropped, as the map is not kept."""
    for name, target_name in package.files.items():
        target = package.target / target_name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = (source / name).read_bytes()
        if target.suffix in {".css", ".js"}:
            content = SOURCE_MAP.sub(b"\n", content)
        target.write_bytes(content)


def write_checksums(folder: Path) -> None:
    """Write `CHECKSUMS`: one SHA-256 and path a line, in the form `sha256sum --check` reads."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "CHECKSUMS"
    ]
    (folder / "CHECKSUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Replace the vendored files by those of the versions named above."""
    for folder in (PAGES, PRINT, TESTS):
        shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        for number, package in enumerate(PACKAGES):
            print(f"{package.name} {package.version}")
            copy(package, fetch(package, Path(scratch) / str(number)))
    for folder in (PAGES, PRINT, TESTS):
        write_checksums(folder)


if __name__ == "__main__":
    main()
