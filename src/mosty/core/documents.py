"""PDF documents from typst templates.

A template is a file of an area's `typst/` folder, named like a Django template:
"meetings/participant.typ". What it shows is handed over as data and never pasted into the text of
the template, so nothing a person wrote can become a command.

Fonts are the ones kept with the program, Golos Text and Noto Sans Arabic, and those a host puts
into `fonts/` of the data folder (a Chinese one, say). A character that none of them has is named in
the log and at the foot of the document: a name with holes in it must not pass unnoticed.
"""

import json
import logging
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_info, gettext, override

from mosty.core import languages, wording

log = logging.getLogger(__name__)

PACKAGE = Path(__file__).resolve().parent.parent
FONTS = Path(__file__).parent / "typst" / "fonts"
FAMILIES = ("Golos Text", "Noto Sans Arabic")
SHOWN_MISSING = 12  # characters named at the foot of a document


def pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    language: str | None = None,
    fonts: Sequence[str] = (),
    source: str = "",
) -> bytes:
    """The document as PDF in `language` (the reader's by default).

    `data` is anything JSON can hold; in the template it is `data`. `fonts` are families tried
    before those of the house. `source` stands at the head of every page: what the document is made
    from. Raises `LookupError` for a template that is not there, typst's error for a broken one.
    """
    import typst  # reason: 30 MB that only documents need

    language = language or languages.current()
    with override(language):
        words = _words(title, language, source, data, fonts)
    made: bytes = typst.compile(
        path_of(template),
        root=PACKAGE,
        font_paths=[folder for folder in font_folders() if folder.is_dir()],
        ignore_system_fonts=True,
        sys_inputs={
            "data": json.dumps(data, ensure_ascii=False),
            "words": json.dumps(words, ensure_ascii=False),
        },
    )
    return made


def path_of(template: str) -> Path:
    """The file of "area/name.typ"."""
    area, _, name = template.partition("/")
    file = Path(apps.get_app_config(area).path) / "typst" / name
    if not file.is_file():
        message = f"there is no document template {template!r} (looked for {file})"
        raise LookupError(message)
    return file


def font_folders() -> tuple[Path, Path]:
    """The program's own fonts and the host's."""
    return FONTS, Path(settings.DATA) / "fonts"


def missing_characters(texts: Iterable[str]) -> str:
    """The characters of `texts` that no font has, each once, in order of appearance."""
    known = frozenset[int]().union(*(_characters(file) for file in _font_files()))
    found = dict.fromkeys(letter for text in texts for letter in text)
    return "".join(letter for letter in found if letter.isprintable() and ord(letter) not in known)


def _words(
    title: str,
    language: str,
    source: str,
    data: Mapping[str, Any],
    fonts: Sequence[str],
) -> dict[str, Any]:
    missing = missing_characters([title, source, *_texts(data)])
    if missing:
        log.warning("no font has these characters of %r: %s", title, missing)
    return {
        "title": title,
        "language": language.split("-", maxsplit=1)[0],
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "source": source,
        "fonts": [*fonts, *FAMILIES, *_host_families()],
        "printed": gettext("Printed %(date)s") % {"date": wording.date(timezone.localdate())},
        "missing": gettext("No font here has these characters: %(characters)s")
        % {"characters": " ".join(_code_points(missing))}
        if missing
        else "",
    }


def _code_points(characters: str) -> list[str]:
    """As code points: the characters themselves could not be printed."""
    shown = [f"U+{ord(character):04X}" for character in characters[:SHOWN_MISSING]]
    return [*shown, "…"] if len(characters) > SHOWN_MISSING else shown


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        # A picture is no text to print.
        if not value.startswith("<svg"):
            yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _font_files() -> list[Path]:
    return [
        file
        for folder in font_folders()
        if folder.is_dir()
        for file in sorted(folder.rglob("*"))
        if file.suffix.lower() in {".ttf", ".otf"}
    ]


def _host_families() -> list[str]:
    """The family names of the host's own fonts, so that typst falls back to them in order."""
    folder = font_folders()[1]
    files = [file for file in _font_files() if folder in file.parents]
    return list(dict.fromkeys(name for file in files if (name := _family(file))))


@cache
def _characters(file: Path) -> frozenset[int]:
    """The code points a TrueType or OpenType file has glyphs for (its `cmap` table)."""
    font = file.read_bytes()
    table = _tables(font).get(b"cmap")
    if table is None:
        return frozenset()
    count = struct.unpack_from(">H", font, table + 2)[0]
    known: set[int] = set()
    for index in range(count):
        start = table + struct.unpack_from(">I", font, table + 4 + 8 * index + 4)[0]
        form = struct.unpack_from(">H", font, start)[0]
        if form == 4:
            known |= _segments(font, start)
        elif form == 12:
            known |= _groups(font, start)
    return frozenset(known)


@cache
def _family(file: Path) -> str:
    """The family a font calls itself in English (its `name` table, typographic name first)."""
    font = file.read_bytes()
    table = _tables(font).get(b"name")
    if table is None:
        return ""
    _, count, texts = struct.unpack_from(">HHH", font, table)
    names: dict[int, str] = {}
    for index in range(count):
        platform, _, language, kind, length, offset = struct.unpack_from(
            ">HHHHHH", font, table + 6 + 12 * index
        )
        if platform == 3 and language == 0x409 and kind in {1, 16}:
            start = table + texts + offset
            names[kind] = font[start : start + length].decode("utf-16-be")
    return names.get(16) or names.get(1, "")


def _tables(font: bytes) -> dict[bytes, int]:
    """Where each table of the file begins."""
    count = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    return {tag: offset for tag, _check, offset, _length in entries}


def _segments(font: bytes, start: int) -> set[int]:
    """Format 4: ends and starts of ranges within the first 65,536 characters."""
    double = struct.unpack_from(">H", font, start + 6)[0]
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + double)
    return {
        point
        for first, last in zip(starts, ends, strict=True)
        if first != 0xFFFF
        for point in range(first, last + 1)
    }


def _groups(font: bytes, start: int) -> set[int]:
    """Format 12: ranges of any character."""
    count = struct.unpack_from(">I", font, start + 12)[0]
    groups = (struct.unpack_from(">III", font, start + 16 + 12 * index) for index in range(count))
    return {point for first, last, _glyph in groups for point in range(first, last + 1)}
