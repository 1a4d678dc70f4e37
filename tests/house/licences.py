"""What the licences of installed packages are, as far as their own metadata tell."""

import re
from collections.abc import Iterable, Iterator
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FAMILIES = {
    "AGPL": r"AGPL|Affero",
    "LGPL": r"LGPL|Lesser General Public|Library General Public",
    "GPL": r"(?<![AL])GPL|(?<!Affero )(?<!Lesser )(?<!Library )General Public License",
    "MPL": r"MPL|Mozilla Public",
    "Apache": r"Apache",
    "BSD": r"\b0?BSD\b",
    "MIT": r"\bMIT\b",
    "PSF": r"PSF|Python Software Foundation",
    "Zlib": r"\bzlib\b",
    "CC0": r"CC0",
    "Unlicense": r"Unlicense",
}
LONGEST_NAME = 100
"""Characters of a licence's name; some packages put the whole text into that field."""


def families(words: str) -> frozenset[str]:
    """The kinds of licences that a name or an expression speaks of."""
    return frozenset(
        name for name, pattern in FAMILIES.items() if re.search(pattern, words, re.IGNORECASE)
    )


def declared(package: str) -> str:
    """What a package says of its licence: expression, else name, else classifiers."""
    about = metadata.metadata(package)
    name = about.get("License-Expression") or about.get("License") or ""
    if name and len(name) <= LONGEST_NAME and families(name):
        return name
    marks = about.get_all("Classifier", [])
    return "; ".join(mark for mark in marks if mark.startswith("License ::"))


def required(file_text: str) -> Iterator[Requirement]:
    """The requirements of a file, without comments and without the files it includes."""
    for line in file_text.splitlines():
        words = line.partition("#")[0].strip()
        if words and not words.startswith("-"):
            yield Requirement(words)


def closure(requirements: Iterable[Requirement]) -> set[str]:
    """The packages that these bring along on this machine, themselves included."""
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(requirements)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        wanted = (name, frozenset(requirement.extras))
        if wanted in seen:
            continue
        seen.add(wanted)
        for line in metadata.requires(name) or ():
            needed = Requirement(line)
            extras = requirement.extras or {""}
            if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(needed)
    return {name for name, _extras in seen}
