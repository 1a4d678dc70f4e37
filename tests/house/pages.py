"""The written documentation as the tests read it: its pages, their blocks and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house import drawing

FENCE = re.compile(r"^```(?P<language>[\w-]*)[^\n]*\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?P<target>[^)\s#]+)[^)]*\)")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page and the line on which its text begins."""

    language: str
    text: str
    line: int


def all_pages() -> list[Path]:
    """Every page for people: at the top, in docs and beside the code."""
    tops = [path for path in drawing.ROOT.glob("*.md") if path.name != "THIRD_PARTY.md"]
    inside = [*(drawing.ROOT / "docs").rglob("*.md"), *drawing.HOUSE.rglob("README.md")]
    return sorted([*tops, *inside])


def text_of_docs() -> str:
    """Everything that README and docs say, as one text."""
    pages = [*drawing.ROOT.glob("README.md"), *(drawing.ROOT / "docs").rglob("*.md")]
    return "\n".join(page.read_text(encoding="utf-8") for page in sorted(pages))


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page."""
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start("text")) + 1
        yield Block(match["language"], match["text"], line)


def links(text: str) -> list[str]:
    """Where the links of a page lead, as far as they lead to files of the project."""
    plain = FENCE.sub("", text)
    targets = (match["target"] for match in LINK.finditer(plain))
    return [target for target in targets if "://" not in target and ":" not in target]


def commands(text: str) -> list[tuple[str, str]]:
    """The commands shown to be typed: those behind a `$` in console blocks, program and rest."""
    found = []
    for block in blocks(text):
        if block.language == "console":
            typed = block.text.replace("\\\n", " ")
            found += re.findall(r"^\$ (\S+)(?: +(.*))?$", typed, re.MULTILINE)
    return found
