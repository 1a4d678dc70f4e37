"""Translations of every area: `python -m tools.messages [extract|compile|check]`.

Each area keeps its own catalogue, `src/mosty/<area>/locale/<language>/LC_MESSAGES/django.po`, with
the compiled `django.mo` beside it. Everything is done by Babel, so that a machine without the
gettext programs can do it too. English is the language of the source and has no catalogue.

    extract   carries the texts found in Python and templates into the catalogues; a new text comes
              in empty, one that is no longer used goes
    compile   writes the .mo files; the same catalogue always gives the same bytes
    check     names every text that is missing, empty, fuzzy or wrongly translated, and every .mo
              that is older than its catalogue

Without a word it extracts and compiles, then says what is left to translate.
"""

from __future__ import annotations

import io
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tokenize import TokenError

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "mosty"
LANGUAGES = ("ru",)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_ENDINGS = {".html", ".txt", ".xml", ".svg", ".ics"}
PERCENT = re.compile(r"%(?:\((?P<name>\w+)\))?[-+#0]*(?:\d+|\*)?(?:\.\d+)?[sdifrx]")
BRACE = re.compile(r"\{(?P<name>\w*)(?:![rsa])?(?::[^{}]*)?\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")

Key = tuple[str, str | None]


class Catalogue(Catalog):
    """A catalogue whose header holds nothing that changes by itself: no dates, no program names."""

    def __init__(self, language: str, area: str) -> None:
        super().__init__(
            locale=language,
            header_comment=f"# The texts of mosty.{area} in the language {language}.",
            fuzzy=False,
        )

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header: language, plural forms and encoding."""
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one text of one catalogue (or with the catalogue, when text is empty)."""

    file: Path
    text: str
    what: str

    def __str__(self) -> str:
        """The line that is shown: file, text, what is wrong."""
        shown = self.file.relative_to(ROOT) if self.file.is_relative_to(ROOT) else self.file
        text = f" “{self.text}”:" if self.text else ""
        return f"{shown}:{text} {self.what}"


def areas(house: Path = HOUSE) -> list[Path]:
    """The folders that are Django applications, by name."""
    return sorted(entry.parent for entry in house.glob("*/apps.py"))


def catalogue_path(area: Path, language: str) -> Path:
    """Where the catalogue of an area lies."""
    return area / "locale" / language / "LC_MESSAGES" / "django.po"


def sources(area: Path) -> Iterator[Path]:
    """Every file of an area that may hold texts for people."""
    for path in sorted(area.rglob("*")):
        inside = path.relative_to(area).parts
        if {"migrations", "static", "engine", "__pycache__"} & set(inside):
            continue
        if path.suffix == ".py" or ("templates" in inside and path.suffix in TEMPLATE_ENDINGS):
            yield path


def as_python(path: Path) -> bytes:
    """The file as Python that calls gettext; Django translates its templates into such calls.

    The lines of a template lose their indentation: it means nothing there and a lot in Python.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    return text.encode()


def found_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    """The texts of one file with their translator's comments and context.

    Raises SyntaxError, naming the file, when it cannot be read as Python.
    """
    try:
        for _line, ids, comments, context in extract(
            "python",
            io.BytesIO(as_python(path)),
            KEYWORDS,
            ("Translators:",),
            {"encoding": "utf-8"},
        ):
            if ids and (ids if isinstance(ids, str) else ids[0]):
                yield ids, comments, context
    except (SyntaxError, TokenError) as error:
        message = f"{path}: the texts cannot be read, the file is not whole: {error}"
        raise SyntaxError(message) from error


def texts_of(area: Path, language: str) -> Catalogue:
    """The texts an area uses now, all of them untranslated."""
    found = Catalogue(language, area.name)
    for path in sources(area):
        place = path.relative_to(area).as_posix()
        for ids, comments, context in found_in(path):
            found.add(ids, None, [(place, 0)], auto_comments=comments, context=context)
    return found


def key(message: Message) -> Key:
    """What tells one text from another: its English (singular) and its context."""
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def texts(catalog: Catalog) -> dict[Key, Message]:
    """The texts of a catalogue without its header."""
    return {key(message): message for message in catalog if message.id}


def read(path: Path, language: str) -> Catalogue:
    """The catalogue as it lies on the disk; an absent one is empty."""
    catalogue = Catalogue(language, path.parents[3].name)
    if path.exists():
        with path.open("rb") as file:
            for message in texts(read_po(file, locale=language)).values():
                catalogue[message.id] = message
    return catalogue


def merged(area: Path, language: str) -> Catalogue:
    """The texts used now with the translations there are; nothing is guessed from similar texts."""
    used = texts_of(area, language)
    known = texts(read(catalogue_path(area, language), language))
    for message in list(texts(used).values()):
        old = known.get(key(message))
        if old is None:
            continue
        message.user_comments = list(old.user_comments)
        if message.pluralizable == old.pluralizable:
            message.string = old.string
        if old.fuzzy:
            message.flags.add("fuzzy")
    return used


def as_po(catalogue: Catalogue) -> bytes:
    """The catalogue as a .po file, in the order of the English texts."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, sort_output=True, include_lineno=False)
    return buffer.getvalue()


def as_mo(catalogue: Catalogue, area: Path, language: str) -> bytes:
    """The catalogue as a .mo file; the same translations always give the same bytes."""
    plain = Catalogue(language, area.name)
    for message in texts(catalogue).values():
        if not message.fuzzy and translated(message):
            plain.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, plain)
    return buffer.getvalue()


def forms(message: Message) -> list[str]:
    """The translation: one string, or one for each plural form."""
    if isinstance(message.string, str):
        return [message.string]
    return list(message.string or ())


def translated(message: Message) -> bool:
    """Whether every form of the text has a translation."""
    return bool(forms(message)) and all(forms(message))


def placeholders(text: str) -> Counter[str]:
    """The places in a text that a program fills: by name once, unnamed ones counted."""
    plain = text.replace("%%", "")
    named: set[str] = set()
    unnamed: Counter[str] = Counter()
    for match in PERCENT.finditer(plain):
        if match["name"]:
            named.add(f"%({match['name']})")
        else:
            unnamed[match[0]] += 1
    for match in BRACE.finditer(plain):
        if match["name"]:
            named.add(f"{{{match['name']}}}")
        else:
            unnamed["{}"] += 1
    return Counter(named) + unnamed


def faults(message: Message, plurals: int, language: str) -> Iterator[str]:
    """What is wrong with one translation, in words."""
    if message.fuzzy:
        yield "is marked as fuzzy: read it again and remove the mark"
    if message.pluralizable and len(forms(message)) != plurals:
        yield f"has {len(forms(message))} plural forms; the language has {plurals}"
    if not translated(message):
        yield "is not translated"
        return
    source = message.id if isinstance(message.id, str) else message.id[1]
    for form in forms(message):
        if placeholders(form) != placeholders(source):
            given, wanted = sorted(placeholders(form)), sorted(placeholders(source))
            yield f"fills {given or 'nothing'} in “{form}”; the source fills {wanted or 'nothing'}"
        if Counter(TAG.findall(form)) != Counter(TAG.findall(source)):
            yield f"has other markup than the source in “{form}”"
        if language == "ru" and '"' in TAG.sub("", form):
            yield f"has straight quotes in “{form}”: Russian has «ёлочки»"


def check_area(area: Path, language: str) -> Iterator[Problem]:
    """Everything that is wrong with one catalogue."""
    path = catalogue_path(area, language)
    used, known = texts(texts_of(area, language)), read(path, language)
    if not used and not path.exists():
        return
    have, plurals = texts(known), Catalogue(language, area.name).num_plurals
    for name, message in used.items():
        if name not in have or have[name].pluralizable != message.pluralizable:
            yield Problem(path, name[0], "is not in the catalogue: run make messages")
    for name, message in have.items():
        if name not in used:
            yield Problem(path, name[0], "is no longer used: run make messages")
            continue
        for what in faults(message, plurals, language):
            yield Problem(path, name[0], what)
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != as_mo(known, area, language):
        yield Problem(compiled, "", "does not match its catalogue: run make messages")


def disagreements(found: Sequence[Path], language: str) -> Iterator[Problem]:
    """Texts that two areas translate differently: Django would show the first everywhere."""
    seen: dict[Key, dict[tuple[str, ...], Path]] = defaultdict(dict)
    for area in found:
        path = catalogue_path(area, language)
        for name, message in texts(read(path, language)).items():
            if translated(message):
                seen[name].setdefault(tuple(forms(message)), path)
    for (text, _context), translations in seen.items():
        if len(translations) > 1:
            ways = "; ".join(
                f"{path.parents[3].name}: “{' / '.join(way)}”" for way, path in translations.items()
            )
            first = next(iter(translations.values()))
            yield Problem(first, text, f"is translated in several ways ({ways}); give a context")


def run_extract(found: Iterable[Path]) -> None:
    """Carry the texts of every area into its catalogues."""
    for area in found:
        for language in LANGUAGES:
            catalogue, path = merged(area, language), catalogue_path(area, language)
            if not texts(catalogue) and not path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            write_changed(path, as_po(catalogue))


def run_compile(found: Iterable[Path]) -> None:
    """Write the .mo beside every catalogue."""
    for area in found:
        for language in LANGUAGES:
            path = catalogue_path(area, language)
            if path.exists():
                write_changed(path.with_suffix(".mo"), as_mo(read(path, language), area, language))


def write_changed(path: Path, content: bytes) -> None:
    """Write a file only when that changes it, so that nothing looks newer than it is."""
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def run_check(found: Sequence[Path]) -> list[Problem]:
    """Everything that is wrong with the catalogues of these areas."""
    problems: list[Problem] = []
    for language in LANGUAGES:
        for area in found:
            problems.extend(check_area(area, language))
        problems.extend(disagreements(found, language))
    return problems


def main(words: Sequence[str]) -> int:
    """Do what the words say; the exit code is 1 when a check found something."""
    known = {"extract", "compile", "check"}
    if set(words) - known:
        print(__doc__)
        return 2
    found = areas()
    if not words or "extract" in words:
        run_extract(found)
    if not words or "compile" in words:
        run_compile(found)
    if words and "check" not in words:
        return 0
    problems = run_check(found)
    for problem in problems:
        print(problem)
    total = sum(len(texts(texts_of(area, language))) for area in found for language in LANGUAGES)
    print(f"{total} texts in {len(found)} areas, {len(problems)} problems")
    return 1 if problems and "check" in words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
