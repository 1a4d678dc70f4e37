"""docs/use/roles.md tells the table as it is."""

from pathlib import Path

import pytest

from tests.site.access import table
from tests.site.access.world import ROLES

DOC = Path(__file__).parents[3] / "docs" / "use" / "roles.md"


@pytest.mark.parametrize("file", [table.PAGES, table.CALLS], ids=["pages", "calls"])
def test_the_table_of_the_docs_is_the_one_that_is_tested(file: Path) -> None:
    assert table.told(file) in DOC.read_text(encoding="utf-8")


def test_every_role_is_explained() -> None:
    text = DOC.read_text(encoding="utf-8")
    assert [role for role in ROLES if f"**{role}**" not in text] == []
