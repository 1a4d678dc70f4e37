"""Writes docs/use/demo-figures.md: every published figure of the example and how we know it.

Run it with `python -m tools.demo_figures` after a change of the facts; a test holds the page to it.
"""

from pathlib import Path

from mosty.site.demo.facts import FactFigure, Facts, load_facts

PAGE = Path(__file__).parents[1] / "docs" / "use" / "demo-figures.md"

HOW = {
    "computed": "counted from records",
    "computed_from_generated": "counted from generated records",
    "stated": "stated by its source",
}

BEFORE_THE_NUMBER = {"more than", "about", "the first"}

INTRODUCTION = """\
# The figures of the example

What a city's authorities announced about its cooperation programme in 2023–2025, and how the
example knows it. The same table is a page of the demo: Results → Stated figures.

- *counted from records*: the published records are in the example, and the figure is their count;
- *counted from generated records*: the records were not published; the example counts generated
  ones, marks the figure, and shows beside it what was stated;
- *stated by its source*: no records are behind it here, so it is shown as it was stated.

"""


def written() -> str:
    """The whole page."""
    facts = load_facts()
    lines = [_line(figure, facts) for figure in facts.figures.values()]
    head = "| figure | about | stated | how we know | why | source |\n|---|---|---|---|---|---|\n"
    return INTRODUCTION + head + "".join(lines)


def _line(figure: FactFigure, facts: Facts) -> str:
    cells = (
        figure.title["en"],
        _about(figure, facts),
        _stated(figure, facts),
        HOW[figure.how],
        figure.why["en"],
        f"{facts.sources[figure.source].about['en']}, {facts.sources[figure.source].published}",
    )
    return f"| {' | '.join(cells)} |\n"


def _about(figure: FactFigure, facts: Facts) -> str:
    scope = figure.scope
    parts = [facts.events[key].name["en"] for key in scope.events]
    if scope.organisation:
        parts.append(facts.organisations[scope.organisation].name["en"])
    if scope.programme:
        parts.append(facts.programmes[scope.programme].name["en"])
    if scope.year:
        parts.append(str(scope.year))
    return ", ".join(parts)


def _stated(figure: FactFigure, facts: Facts) -> str:
    words = facts.qualifiers[figure.words]["en"]
    number = " ".join(part for part in (f"{figure.value:,}", figure.currency or "") if part)
    if words == "exactly":
        return number
    return f"{words} {number}" if words in BEFORE_THE_NUMBER else f"{number} ({words})"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
