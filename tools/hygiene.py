"""What must not lie in the repository: names that hide what is inside, traces of one machine.

The rules are data, so that the test of this module can show that each of them bites. A folder of
vendored files keeps what its authors wrote; only the names of its files are read.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HIDING_NAMES = {"utils", "util", "helpers", "helper", "services", "service", "manager", "managers"}
HIDING_NAMES |= {"misc", "common"}
STRAY_ENDINGS = {".orig", ".rej", ".bak", ".swp", ".pyc", ".log", ".whl", ".pem", ".key"}
STRAY_NAMES = {".env", ".DS_Store", "Thumbs.db", "secret-key", "id_rsa"}
LARGEST = 1_500_000
"""Bytes of one file; larger ones belong into a package or a release."""


@dataclass(frozen=True)
class Trace:
    """A pattern that has no place in a text file, and why."""

    pattern: re.Pattern[str]
    why: str


def _trace(pattern: str, why: str) -> Trace:
    return Trace(re.compile(pattern, re.IGNORECASE), why)


# The parts of each word are kept apart, so that this file does not hold what it forbids.
_REGISTRIES = "|".join(
    name.replace(" ", r"\.")
    for name in (
        "py" + "pi org",
        "python" + "hosted org",
        "npm" + "js org",
        "npm" + "js com",
        "jsdel" + "ivr net",
        "unp" + "kg com",
        "cdn" + "js cloudflare com",
        "fonts google" + "apis com",
        "crates" + " io",
    )
)
_ARCHIVES = r"\.(?:whl|zip|tar|tgz|tar\.\w{2,3}|exe|dmg|deb|rpm|msi|jar)\b"
TRACES = (
    _trace(r"(?<![\w.~-])/(?:ro" + r"ot|wo" + r"rk)/\w", "the path of one machine"),
    _trace(r"(?<![\w.~-])/(?:ho" + r"me|Us" + r"ers)/\w+/\w", "the path of one person's folder"),
    _trace(r"[A-Z]:\\(?:Us" + r"ers|Doc)", "the path of one person's folder"),
    _trace(rf"\b(?:{_REGISTRIES})\b", "the host of a package registry or of a CDN"),
    _trace(r"https?://\S+" + _ARCHIVES, "the address of a download"),
    _trace(r"\b(?:cu" + r"rl|wg" + r"et)\s[^\n]*https?://(?!localhost|127)", "a download by hand"),
    _trace(r"BEGIN (?:RSA |EC |OPENSSH )?PRIV" + r"ATE KEY", "a private key"),
    _trace(r"^(?:<{7}|>{7}) \S", "the mark of an unfinished merge"),
    _trace(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b(?=[:( ])", "a note instead of the work"),
)


@dataclass(frozen=True)
class Finding:
    """One thing that should not be there; line 0 means the file itself."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        """The line that is shown."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.why}"


def files(root: Path = ROOT) -> list[Path]:
    """Every file that is, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (root / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def vendored(path: Path) -> bool:
    """Whether a file was written by others and is kept as they wrote it."""
    return "vendor" in path.parts


def name_findings(path: Path, root: Path = ROOT) -> Iterator[Finding]:
    """What is wrong with the name or the size of a file."""
    name = path.relative_to(root).as_posix()
    if path.suffix == ".py" and path.stem in HIDING_NAMES:
        yield Finding(name, 0, f"{path.name} hides what is in the room: name it after its subject")
    if path.suffix in STRAY_ENDINGS or path.name in STRAY_NAMES:
        yield Finding(name, 0, "does not belong into a repository")
    if path.stat().st_size > LARGEST:
        yield Finding(name, 0, f"is larger than {LARGEST:,} bytes")


def text_findings(path: Path, root: Path = ROOT) -> Iterator[Finding]:
    """Traces of machines, registries and downloads in a text file; other files have none."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    if "\0" in text:
        return
    name = path.relative_to(root).as_posix()
    for number, line in enumerate(text.splitlines(), start=1):
        for trace in TRACES:
            if trace.pattern.search(line):
                yield Finding(name, number, trace.why)


def findings(paths: Iterable[Path], root: Path = ROOT) -> Iterator[Finding]:
    """Everything that should not be in these files."""
    for path in paths:
        yield from name_findings(path, root)
        if not vendored(path.relative_to(root)):
            yield from text_findings(path, root)


def main() -> int:
    """Show what should not be there; the exit code is 1 when there is something."""
    paths = files()
    found = list(findings(paths))
    for finding in found:
        print(finding)
    print(f"{len(paths)} files, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
