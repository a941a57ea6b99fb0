"""Files that leave: text stays text whatever it begins with, and what a cell can't hold breaks nothing."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from core.sheets import writing

LIVE = [
    "=1+1",
    '=HYPERLINK("http://a.example","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\r=1",
    "\n=1",
    "＝1+1",
    "http://a.example",
]


def sheet_xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read("xl/worksheets/sheet1.xml").decode()


def made(form: str, rows: list[list[writing.Cell]], head: list[str] | None = None) -> bytes:
    stream = io.BytesIO()
    writing.write(stream, form, "案件", head or ["列"], rows)
    return stream.getvalue()


@pytest.mark.parametrize("text", LIVE)
def test_what_begins_like_a_formula_or_a_link_stays_text(text: str) -> None:
    book = made("xlsx", [[text]], [text])
    xml = sheet_xml(book)
    assert "<f>" not in xml
    assert "<hyperlink" not in xml.lower()
    assert re.search(r'<c r="A2"[^>]*t="(inlineStr|s)"', xml)


@pytest.mark.parametrize("text", LIVE[:-1])
def test_an_apostrophe_stands_before_what_a_spreadsheet_would_run_in_a_csv_file(text: str) -> None:
    assert made("csv", [[text]]).decode("utf-8-sig").split("\r\n", 1)[1].lstrip('"').startswith("'")


def test_numbers_below_zero_are_numbers_and_days_are_days() -> None:
    rows: list[list[writing.Cell]] = [[-3, dt.date(2026, 11, 24), None, "勐约"]]
    assert made("csv", rows).decode("utf-8-sig").splitlines()[1] == "-3,2026-11-24,,勐约"
    [row] = (
        CalamineWorkbook.from_filelike(io.BytesIO(made("xlsx", rows, ["a", "b", "c", "d"])))
        .get_sheet_by_index(0)
        .to_python()[1:]
    )
    assert row == [-3.0, dt.date(2026, 11, 24), "", "勐约"]


def test_an_id_number_keeps_all_its_digits() -> None:
    book = made("xlsx", [["533124199001010012"]])
    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[1] == [
        "533124199001010012"
    ]


def test_a_csv_file_begins_with_the_mark_that_excel_needs() -> None:
    assert made("csv", [["勐约"]]).startswith(b"\xef\xbb\xbf")


def test_what_no_cell_can_hold_is_cut_and_not_refused() -> None:
    text = "长" * 40_000 + "\ud800"
    book = made("xlsx", [[text], ["\ud800\x00"]])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert len(str(rows[1][0])) == writing.LONGEST
    assert made("csv", [["\ud800"]])


def test_a_name_that_excel_does_not_take_becomes_one_that_it_takes() -> None:
    assert writing.sheet_name("a/b:c[d]*?\\'") == "a b c d"
    assert len(writing.sheet_name("名" * 50)) == 31
    assert writing.sheet_name("///") == "Sheet"
