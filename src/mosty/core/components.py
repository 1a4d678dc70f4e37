"""What the larger components of a page are drawn from: plain frozen records, no markup.

A view builds them, a tag of `mosty` draws them. `docs/extend/look.md` shows each with an example.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class GridCell:
    """A meeting in the grid of a day. `must` gives it the red edge."""

    title: str
    second: str = ""
    note: str = ""
    url: str = ""
    must: bool = False


@dataclass(frozen=True)
class GridRow:
    """One slot: its time as text and a cell (or None for a free table) for every column."""

    label: str
    cells: Sequence[GridCell | None]


@dataclass(frozen=True)
class DayGrid:
    """Tables across, slots down. Every row has as many cells as there are columns."""

    columns: Sequence[str]
    rows: Sequence[GridRow]
    caption: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                message = f"{row.label}: {len(row.cells)} cells under {len(self.columns)} tables"
                raise ValueError(message)
