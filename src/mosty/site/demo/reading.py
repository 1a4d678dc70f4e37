"""Strict reading of the demo's YAML files: every complaint names the file and the place in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

Text = Mapping[str, str]
"""One text in several languages: language code to text. Russian and English are always there."""

FOLDER = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times faster


class DataError(ValueError):
    """A data file of the demo says something it cannot mean; the message names file and place."""


class Entry:
    """One mapping of a file, read key by key; `done` then refuses keys that nobody asked for."""

    def __init__(self, content: object, place: str) -> None:
        if not isinstance(content, dict):
            raise DataError(f"{place}: a mapping is expected here, not {content!r}.")
        self.place = place
        self._content: dict[str, Any] = content
        self._known: set[str] = set()

    def complain(self, key: str, problem: str) -> DataError:
        return DataError(f"{self.place}, {key}: {problem}")

    def value(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        self._known.add(key)
        if key not in self._content:
            if default is ...:
                raise self.complain(key, "is missing; add it.")
            return default
        found = self._content[key]
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is int):
            raise self.complain(key, f"holds {found!r}, which is of the wrong type.")
        return found

    def string(self, key: str) -> str:
        found: str = self.value(key, str)
        if not found.strip():
            raise self.complain(key, "is empty.")
        return found

    def string_or_none(self, key: str) -> str | None:
        found: str | None = self.value(key, str, None)
        return found

    def text(self, key: str) -> Text:
        """A text with at least Russian and English."""
        found: dict[str, str] = self.value(key, dict)
        for language in ("ru", "en"):
            if language not in found:
                raise self.complain(key, f"has no text in '{language}'.")
        for language, words in found.items():
            if not isinstance(words, str) or not words.strip():
                raise self.complain(key, f"the text in '{language}' is empty.")
        return dict(found)

    def reference(self, key: str, targets: Collection[str]) -> str:
        return self._known_target(key, self.string(key), targets)

    def reference_or_none(self, key: str, targets: Collection[str]) -> str | None:
        found = self.string_or_none(key)
        return None if found is None else self._known_target(key, found, targets)

    def references(self, key: str, targets: Collection[str]) -> tuple[str, ...]:
        return tuple(self._known_target(key, name, targets) for name in self.value(key, list, []))

    def _known_target(self, key: str, name: str, targets: Collection[str]) -> str:
        if name not in targets:
            close = get_close_matches(str(name), targets, n=1)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            raise self.complain(key, f"'{name}' does not exist.{hint}")
        return name

    def entry(self, key: str) -> Entry:
        return Entry(self.value(key, dict), f"{self.place}, {key}")

    def entries(self, key: str) -> Iterator[tuple[str, Entry]]:
        """The named entries of a section (a mapping of mappings), in the file's order."""
        for name, content in self.value(key, dict).items():
            yield name, Entry(content, f"{self.place}, {key}, {name}")

    def listed(self, key: str) -> Iterator[Entry]:
        """The entries of a section that is a list of mappings; they are numbered from 1."""
        for number, content in enumerate(self.value(key, list), start=1):
            yield Entry(content, f"{self.place}, {key}, entry {number}")

    def texts(self, key: str) -> dict[str, Text]:
        """A section whose entries are texts alone."""
        section = self.entry(key)
        return {name: section.text(name) for name in self.value(key, dict)}

    def names(self) -> tuple[str, ...]:
        return tuple(self._content)

    def done(self) -> None:
        unknown = sorted(set(self._content) - self._known)
        if unknown:
            known = ", ".join(sorted(self._known))
            raise DataError(f"{self.place}: unknown key '{unknown[0]}'. Known keys: {known}.")


def read_file(path: Path) -> Entry:
    """The top of one YAML file. Raises DataError when it is not a mapping."""
    content = yaml.load(path.read_bytes(), Loader=LOADER)  # noqa: S506 (it is a safe loader)
    return Entry(content, path.name)
