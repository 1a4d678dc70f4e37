"""Sheets out: texts stay texts, numbers numbers, and nothing in a cell can run."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from mosty.core import sheets


def read(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def source_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil.example")',
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "http://example.org/",
        "007",
    ],
)
def test_a_text_is_never_a_formula_or_a_link(text):
    content = sheets.workbook("List", [text], [[text]])
    assert "<f>" not in source_of(content)
    assert "<hyperlink" not in source_of(content)
    assert read(content)[1] == [text]


def test_values_keep_their_kinds():
    moment = dt.datetime(2025, 12, 9, 11, 20, tzinfo=dt.UTC)
    row = [7, Decimal("1.50"), True, dt.date(2025, 12, 9), moment, None, "", "слово"]
    content = sheets.workbook("Список", [str(number) for number in range(8)], [row])
    assert read(content)[1] == [
        7,
        1.5,
        True,
        dt.date(2025, 12, 9),
        dt.datetime(2025, 12, 9, 11, 20),  # noqa: DTZ001  # a sheet knows no zones
        "",
        "",
        "слово",
    ]


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    cell = read(sheets.workbook("List", ["text"], [["x" * 40_000]]))[1][0]
    assert len(cell) == sheets.LONGEST
    assert cell.endswith("x…")


@pytest.mark.parametrize("title", ["a/b:c*d?e[f]g\\h", "x" * 50, "", "'quoted'", "   ", "Итоги"])
def test_any_title_names_a_sheet(title):
    assert read(sheets.workbook(title, ["A"], [])) == [["A"]]


def test_a_sheet_is_a_file_to_save():
    answer = sheets.download("List", "agreements", ["A"], [["b"]])
    assert answer["Content-Type"] == sheets.XLSX
    assert answer["Content-Disposition"] == 'attachment; filename="agreements.xlsx"'
