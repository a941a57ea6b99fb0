"""A register prints as it should: A4 across, heads on every page, page x of y, and the sums in its last row."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from core.audit.models import Audit
from core.cases.models import Case
from core.db import Scope
from core.db.masks import mask_name
from core.sheets import registers
from core.sheets.registers import Page
from tests.sample import ADMIN, CLERK, HUSA, MENGYUE, TODAY
from tests.site import Site

URL = f"/w/{MENGYUE}/registers/approval.cases"


def page(rows: int = 3) -> Page:
    """A register with two columns besides the number."""
    found = tuple((n, f"=1+{n}", n) for n in range(1, rows + 1))
    return Page(
        "登记簿[1]", "2026-01-01至2026-11-24", "勐约&乡", "2026-11-24",
        ("序号", "事项", "件数"), (4, 14, 3), found, ("合计", None, rows * (rows + 1) // 2), frozenset({2}),
    )  # fmt: skip


def parts(content: bytes) -> tuple[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read("xl/worksheets/sheet1.xml").decode(), packed.read("xl/workbook.xml").decode()


def test_it_prints_across_with_heads_on_every_page_and_page_x_of_y() -> None:
    sheet, book = parts(registers.xlsx(page(), str))
    setup = re.search(r"<pageSetup[^>]*>", sheet)
    assert setup is not None
    assert 'paperSize="9"' in setup[0]
    assert 'orientation="landscape"' in setup[0]
    assert 'fitToHeight="0"' in setup[0]
    assert "<pageSetUpPr fitToPage=" in sheet
    assert re.search(r"Print_Titles[^<]*>'[^<]*'!\$3:\$3<", book)
    assert re.search(r"Print_Area[^<]*>'[^<]*'!\$A\$1:\$C\$7<", book)
    footer = re.search(r"<oddFooter>(.*?)</oddFooter>", sheet)
    assert footer is not None
    assert footer[1].replace("&amp;", "&") == "&L勐约&&乡&C第&P页，共&N页&R制表日期：2026-11-24"
    assert "<f>" not in sheet


def test_its_last_row_adds_up_and_its_cells_are_what_they_were() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(registers.xlsx(page(), str)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "登记簿[1]"
    assert rows[2] == ["序号", "事项", "件数"]
    assert rows[3:] == [[1, "=1+1", 1], [2, "=1+2", 2], [3, "=1+3", 3], ["合计", "", 6]]


def test_a_paper_is_given_the_same_as_text() -> None:
    data = page(1).to_data()
    assert data["rows"] == [["1", "=1+1", "1"]]
    assert data["totals"] == ["合计", "", "1"]
    assert [column["align"] for column in data["columns"]] == ["left", "left", "right"]
    assert {"title", "period", "organ", "columns", "rows", "totals", "made_on"} == data.keys()


def test_the_register_of_approval_has_every_application_of_the_period(site: Site) -> None:
    since, until = dt.date(2026, 1, 1), TODAY
    client = site.sign_in(CLERK)
    answer = site.post(client, URL, {"since": str(since), "until": str(until), "form": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    with site.database.read(Scope.one(MENGYUE)) as session:
        wanted = Case.received_on.between(since, until)
        cases = session.scalars(select(Case).where(wanted, Case.kind == "approval.application")).all()
        taken = session.scalars(select(Audit).where(Audit.action == "core.register.take")).all()
        session.expunge_all()
    assert {row[1] for row in rows[3:-1]} == {case.number for case in cases}
    assert len(rows[3:-1]) == len(cases) > 0
    assert rows[-1][0] == "合计"
    assert rows[-1][-2:] == [sum(case.is_open for case in cases), sum(not case.is_open for case in cases)]
    assert [row[0] for row in rows[3:-1]] == list(range(1, len(cases) + 1))
    names = {case.number: case.party for case in cases}
    assert all(row[3] == mask_name(names[str(row[1])]) for row in rows[3:-1])
    assert taken[-1].body["rows"] == len(cases)


def test_as_a_paper_it_lies_across_and_has_the_same_rows(site: Site) -> None:
    typed = {"since": "2026-01-01", "until": str(TODAY), "form": "pdf"}
    answer = site.post(site.sign_in(CLERK), URL, typed)
    assert answer.mimetype == "application/pdf"
    found = PdfReader(io.BytesIO(answer.data)).pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in found} == {(842, 595)}
    words = re.sub(r"\s", "", "".join(page.extract_text() for page in found))
    with site.database.read(Scope.one(MENGYUE)) as session:
        cases = session.scalars(select(Case).where(Case.kind == "approval.application", Case.no_year == 2026)).all()
        numbers = [case.number for case in cases if case.received_on and case.received_on.year == 2026]
    assert numbers
    assert [number for number in numbers if number not in words] == []
    for expected in ("办件登记簿", "合计", f"第1页共{len(found)}页"):
        assert expected in words


def test_a_period_the_wrong_way_round_or_none_is_told_at_its_field(site: Site) -> None:
    client = site.sign_in(CLERK)
    answer = site.post(client, URL, {"since": "2026-11-24", "until": "2026-01-01", "form": "xlsx"})
    assert answer.status_code == 422
    assert "结束日期不能早于开始日期" in answer.text
    assert site.post(client, URL, {"since": "x", "until": "9999-99-99", "form": "x"}).status_code == 422


def test_a_register_of_no_measure_here_is_none(site: Site) -> None:
    client = site.sign_in(CLERK)
    assert client.get(f"/w/{MENGYUE}/registers/none").status_code == 404
    assert client.get(f"/w/{HUSA}/registers/approval.cases").status_code == 404
    assert "办件登记簿" in client.get(f"/w/{MENGYUE}/registers/").text
    assert site.sign_in(ADMIN).get(URL).status_code == 200, "who reads applications takes their register out"


def test_too_many_rows_are_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "MOST", 1)
    answer = site.post(site.sign_in(CLERK), URL, {"since": "2020-01-01", "until": str(TODAY), "form": "xlsx"})
    assert answer.status_code == 422
    assert "超过1件" in answer.text
