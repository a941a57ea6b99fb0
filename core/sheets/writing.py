"""Writing XLSX and CSV: what people typed stays text, whatever it begins with, and never becomes a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

Cell = str | int | float | dt.date | None

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {"xlsx": XLSX_TYPE, "csv": "text/csv; charset=utf-8"}
# A cell of a sheet holds no more characters.
LONGEST = 32_767
# What makes a cell of a CSV file a formula in a spreadsheet (OWASP); a full-width sign is read as the plain one.
LIVE = tuple("=+-@\t\r\n＝＋－＠")
WIDEST, NARROWEST = 48, 8


def workbook(stream: IO[bytes], *, row_by_row: bool = True) -> Any:
    """A workbook in which text stays text: no formulas, no links, no numbers out of digits.

    Args:
        row_by_row: each row goes to disk when the next begins, so that a long list takes no memory.
    """
    return xlsxwriter.Workbook(
        stream,
        {
            "constant_memory": row_by_row,
            "tmpdir": tempfile.gettempdir(),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )


def xlsx(stream: IO[bytes], title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a list as a workbook of one sheet with a frozen head and a filter over it.

    Returns:
        How many rows it has below the head.
    """
    with workbook(stream) as book:
        sheet = book.add_worksheet(sheet_name(title))
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for column, label in enumerate(head):
            sheet.set_column(column, column, width(label))
            sheet.write_string(0, column, clean(label), bold)
        number = 0
        for row in rows:
            number += 1
            write_row(sheet, number, row, day)
        if head:
            sheet.autofilter(0, 0, number, len(head) - 1)
    return number


def write_row(sheet: Any, number: int, row: Sequence[Cell], day: Any, text: Any = None, other: Any = None) -> None:
    """Write the cells of one row by their kind.

    Args:
        day, text, other: the formats of a date, a text, and numbers and blanks; blanks are written only in a format.
    """
    for column, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(number, column, clean(value), text)
        elif isinstance(value, dt.date):
            sheet.write_datetime(number, column, dt.datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        elif value is not None:
            sheet.write_number(number, column, value, other)
        elif other is not None:
            sheet.write_blank(number, column, None, other)


def write_csv(stream: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a list as UTF-8 with a byte order mark, which Excel needs to read Chinese.

    Returns:
        How many rows it has below the head.
    """
    words = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(words, lineterminator="\r\n")
    writer.writerow([dead(clean(label)) for label in head])
    number = 0
    for row in rows:
        number += 1
        writer.writerow([_as_text(value) for value in row])
    words.detach()
    return number


def write(stream: IO[bytes], form: str, title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a list in the form ``xlsx`` or ``csv``; how many rows it has comes back."""
    return write_csv(stream, head, rows) if form == "csv" else xlsx(stream, title, head, rows)


def dead(text: str) -> str:
    """Text for a CSV file: an apostrophe stands before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(LIVE) else text


def clean(text: str) -> str:
    """Text a cell can hold: no half characters, no more than a cell takes."""
    return text.encode("utf-8", "replace").decode("utf-8")[:LONGEST]


def sheet_name(title: str) -> str:
    """A name for a sheet: Excel takes 31 characters and none of ``[]:*?/\\``, nor an apostrophe at an end."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:31] or "Sheet"


def width(label: str) -> int:
    """The width of a column by its label, in characters; a Chinese one is as wide as two."""
    return max(NARROWEST, min(WIDEST, sum(2 if ord(sign) > 0x2E80 else 1 for sign in label) + 6))


def _as_text(value: Cell) -> str:
    if value is None:
        return ""
    return dead(clean(value)) if isinstance(value, str) else str(value)
