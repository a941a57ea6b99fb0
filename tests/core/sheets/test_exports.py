"""Export what I see: order, filter and columns kept; names in full for a reason and on record; a long list waits."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import clock
from core.accounts.models import Account
from core.audit.models import Audit
from core.audit.services import REVEAL
from core.cases.queries import CaseFilter
from core.db import Scope
from core.files.models import StoredFile
from core.jobs.worker import Worker
from core.sheets import cases, exporting
from core.sheets.cases import Listing
from core.sheets.models import SheetExport
from tests.sample import CLERK, COUNTY_ADMIN, HANDLER, HUSA, MENGYUE, NOON, OTHER_CLERK
from tests.site import Page, Site

NEW = f"/w/{MENGYUE}/exports/new"


@pytest.fixture
def own(app: Flask) -> Site:
    """A site of one's own, since these tests act."""
    return Site(app)


def table(answer: TestResponse) -> list[list[Any]]:
    assert answer.status_code == 200, answer.get_data(as_text=True)[:2000]
    content = answer.get_data()
    answer.close()
    if answer.mimetype == "text/csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def work(site: Site) -> None:
    worker = Worker(site.config)
    worker.run_dry()
    worker.database.dispose()


def audited(site: Site, action: str, tenant: int = MENGYUE) -> list[Audit]:
    with site.database.read(Scope.one(tenant)) as session:
        rows = list(session.scalars(select(Audit).where(Audit.action == action).order_by(Audit.id)))
        session.expunge_all()
    return rows


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_file_holds_the_rows_of_the_list_in_its_order(own: Site, form: str) -> None:
    browser = own.sign_in(CLERK)
    for query in ("", "?sort=received", "?state=received", "?closed=1&sort=received"):
        seen = Page(browser.get(f"/w/{MENGYUE}/cases{query}")).source
        rows = table(own.fill(browser, NEW + query, {"form": form}))
        numbers = [row[0] for row in rows[1:]]
        assert numbers
        places = [seen.index(f">{number}</a>") for number in numbers]
        assert places == sorted(places)
        assert len(numbers) == seen.count("data-choose>") or len(numbers) == seen.count('<th scope="row">')


def test_a_file_holds_the_columns_its_reader_chose(own: Site) -> None:
    browser = own.sign_in(CLERK)
    assert table(own.fill(browser, NEW, {}))[0] == [
        "编号",
        "事项",
        "当事人",
        "状态",
        "到期日",
        "剩余天数",
        "时限",
        "收件日期",
        "承办",
    ]
    own.post(browser, f"/w/{MENGYUE}/filters/columns", {"column": ["received", "state"]})
    assert "names" not in Page(browser.get(NEW)).forms[-1].fields
    assert table(own.fill(browser, NEW, {}))[0] == ["编号", "事项", "状态", "收件日期"]


def test_names_are_masked_unless_a_reason_is_given(own: Site) -> None:
    browser = own.sign_in(CLERK)
    masked = table(own.fill(browser, NEW, {}))
    assert all("*" in row[2] for row in masked[1:] if row[2])
    answer = own.fill(browser, NEW, {"names": "y"})
    assert answer.status_code == 422
    assert "请写明用途" in answer.get_data(as_text=True)
    assert not audited(own, REVEAL)
    full = table(own.fill(browser, NEW, {"names": "y", "reason": "入户核查"}))
    told = [row[0] for row in full[1:] if row[2] and "*" not in row[2]]
    assert told
    rows = audited(own, REVEAL)
    assert sorted(row.body["number"] for row in rows) == sorted(told)
    assert {row.body["reason"] for row in rows} == {"入户核查"}


def test_that_a_list_was_taken_is_in_the_audit(own: Site) -> None:
    rows = table(own.fill(own.sign_in(CLERK), NEW, {"form": "csv"}))
    [row] = audited(own, "core.export.cases")
    assert row.body["cases"] == len(rows) - 1
    assert (row.body["form"], row.body["names"]) == ("csv", False)


def test_a_reader_gets_only_what_the_list_shows_them(own: Site) -> None:
    mine = {row[0] for row in table(own.fill(own.sign_in(CLERK), NEW, {}))[1:]}
    url = f"/w/{HUSA}/exports/new"
    assert mine.isdisjoint({row[0] for row in table(own.fill(own.sign_in(OTHER_CLERK), url, {}))[1:]})


def test_an_empty_list_makes_no_file(own: Site) -> None:
    browser = own.sign_in(CLERK)
    page = browser.get(f"{NEW}?q=没有这样的件").get_data(as_text=True)
    assert "没有可以导出的案件" in page


def test_the_county_takes_its_list_with_every_name_masked(own: Site) -> None:
    browser = own.sign_in(COUNTY_ADMIN)
    rows = table(own.fill(browser, "/county/exports/new?closed=1", {}))
    assert rows[0][:3] == ["乡镇", "编号", "事项"]
    assert len({row[0] for row in rows[1:]}) > 1
    assert all("*" in row[3] for row in rows[1:] if row[3])
    one = table(own.fill(browser, f"/county/exports/new?figure=open&township={MENGYUE}", {}))
    assert {row[0] for row in one[1:]} == {"勐约乡"}
    assert browser.get("/county/exports/new?figure=open&township=1").status_code == 404
    assert browser.get(f"/county/exports/new?figure=nothing&township={MENGYUE}").status_code == 404


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    monkeypatch.setattr(cases, "PAGE", 2)


@pytest.mark.usefixtures("long")
def test_a_long_list_is_made_by_the_worker_and_expires(own: Site) -> None:
    browser = own.sign_in(CLERK)
    assert "names" not in Page(browser.get(NEW)).forms[-1].fields
    answer = own.fill(browser, f"{NEW}?sort=received", {})
    assert answer.status_code == 303
    shown = browser.get(answer.location)
    assert "后台正在生成" in shown.get_data(as_text=True)
    assert browser.get(f"{answer.location}/file").status_code == 404
    assert browser.get(f"{answer.location}/progress").get_json()[0]["running"]
    work(own)
    rows = table(browser.get(f"{answer.location}/file"))
    assert len(rows) > 3
    assert [str(row[7]) for row in rows[1:]] == sorted(str(row[7]) for row in rows[1:])
    assert not browser.get(f"{answer.location}/progress").get_json()[0]["running"]
    assert answer.location in browser.get(NEW).get_data(as_text=True)
    assert own.sign_in(HANDLER).get(answer.location).status_code == 404
    with clock.moved(NOON + exporting.KEPT + dt.timedelta(hours=1)):
        assert own.sign_in(CLERK).get(f"{answer.location}/file").status_code == 404
        with own.database.write(Scope.one(MENGYUE)) as session:
            exporting.sweep(session)
    with own.database.read(Scope.one(MENGYUE)) as session:
        assert not session.scalars(select(SheetExport)).all()
        assert not session.scalars(select(StoredFile).where(StoredFile.owner_kind == exporting.OWNER)).all()


@pytest.mark.usefixtures("long")
def test_a_long_list_of_the_county_holds_every_township(own: Site) -> None:
    browser = own.sign_in(COUNTY_ADMIN)
    answer = own.fill(browser, "/county/exports/new?closed=1", {"form": "csv"})
    work(own)
    assert len({row[0] for row in table(browser.get(f"{answer.location}/file"))[1:]}) > 1


@pytest.mark.usefixtures("long")
def test_one_who_was_seen_off_meanwhile_gets_an_empty_list(own: Site) -> None:
    browser = own.sign_in(CLERK)
    answer = own.fill(browser, NEW, {})
    with own.database.write(Scope.one(MENGYUE)) as session:
        row = session.scalars(select(SheetExport)).one()
        session.get_one(Account, row.account_id).state = "suspended"
    work(own)
    with own.database.write(Scope.one(MENGYUE)) as session:
        row = session.scalars(select(SheetExport)).one()
        session.get_one(Account, row.account_id).state = "active"
    assert len(table(browser.get(f"{answer.location}/file"))) == 1


def test_what_the_worker_reads_back_is_the_list_that_was_ordered() -> None:
    day = dt.date(2026, 11, 24)
    wanted = CaseFilter(
        ("a",),
        ("b", "c"),
        unit_id=uuid4(),
        handler_id=uuid4(),
        open_only=False,
        due_from=day,
        due_to=day,
        paused=True,
        tenant_id=5,
        words="词",
        order="received",
        received=(day, day),
        closed=(day, day),
        late=True,
        county=True,
    )
    listing = Listing(wanted, ("party", "due"), {"当事人": "Party"}, {5: "镇"}, "office")
    assert cases.from_json(json.loads(json.dumps(cases.to_json(listing)))) == listing
