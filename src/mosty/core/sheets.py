"""Sheets out: any list as an Excel workbook whose cells can never run as formulas."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters in a cell of Excel
WIDTH = 24  # characters; a reader may widen it


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet: headings, then rows. Texts are written as texts, whatever they begin with."""
    out = io.BytesIO()
    options = {"in_memory": True, "remove_timezone": True, "constant_memory": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(headings) - 1, 0), WIDTH)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, str(heading), bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, day=day, moment=moment)
    return out.getvalue()


def download(
    title: str, filename: str, headings: Sequence[str], rows: Iterable[Any]
) -> HttpResponse:
    """The workbook as a file to save."""
    response = HttpResponse(workbook(title, headings, rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{filename}.xlsx"'
    return response


def _write(sheet: Any, row: int, column: int, value: Any, *, day: Any, moment: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(row, column, value, moment)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, day)
    else:
        text = str(value)
        # A longer text would be left out without a word.
        sheet.write_string(row, column, text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def _sheet_name(title: str) -> str:
    r"""Excel allows 31 characters, none of []:*?/\ and no apostrophe at an end."""
    name = "".join(" " if sign in "[]:*?/\\" else sign for sign in title)
    return name.strip(" '")[:31].strip(" '") or "1"
