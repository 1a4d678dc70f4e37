"""The table of roles as data: `pages.txt` and `calls.txt`, one line a page or call and a record.

    GET   agreement        agreement of A    | in 200 404 404 200 200 404 200 200 200

The columns after the bar are the roles of `world.ROLES`. `in` is the way to the sign-in page,
`go` a change that was made and leads on, a number is the status of HTTP.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.site.access.world import ROLES

HERE = Path(__file__).parent
PAGES, CALLS = HERE / "pages.txt", HERE / "calls.txt"
OPEN = ("200", "201", "go")
SHUT = ("in", "401", "403", "404", "405")


@dataclass(frozen=True)
class Line:
    """What one page (or call) answers to each role, for one record or for none."""

    section: str
    method: str
    page: str
    record: str
    answers: tuple[str, ...]

    def answer(self, role: str) -> str:
        return self.answers[ROLES.index(role)]

    @property
    def title(self) -> str:
        return " ".join(part for part in (self.method, self.page, self.record) if part)


def lines(file: Path) -> list[Line]:
    """All lines of a table in their order. Raises ValueError for one that is not whole."""
    return list(_read(file))


def sections(file: Path) -> list[str]:
    return list(dict.fromkeys(line.section for line in lines(file)))


def _read(file: Path) -> Iterator[Line]:
    section = ""
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not text.strip() or text.startswith("#"):
            continue
        if text.startswith("["):
            section = text.strip("[]")
            continue
        what, bar, answers = text.partition("|")
        method, page, *record = what.split(maxsplit=2)
        found = tuple(answers.split())
        if not bar or len(found) != len(ROLES):
            message = f"{file.name}:{number}: {len(found)} answers for {len(ROLES)} roles"
            raise ValueError(message)
        yield Line(section, method, page, record[0].strip() if record else "", found)


def told(file: Path) -> str:
    """The table as docs/use/roles.md shows it, a part for each area."""
    return "\n\n".join(
        "\n".join(
            [
                f"### {section}",
                "",
                f"| page | record | {' | '.join(ROLES)} |",
                "|---|---|" + "---|" * len(ROLES),
                *(_row(line) for line in lines(file) if line.section == section),
            ]
        )
        for section in sections(file)
    )


def _row(line: Line) -> str:
    return f"| {line.method} `{line.page}` | {line.record} | {' | '.join(line.answers)} |"
