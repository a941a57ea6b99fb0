"""The road of an import in the workspace: template, upload or paste, look, take, the bad rows back, undo."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from core.accounts.models import Person
from core.db import Scope
from core.jobs.worker import Worker
from core.sheets import importing
from core.tenancy.models import Unit
from tests.sample import ADMIN, CLERK, MENGYUE, account
from tests.site import Page, Site

NEW = f"/w/{MENGYUE}/imports/new/core.people"
HEAD = "姓名\t登录名\t单位\t职务\t电话"


@pytest.fixture
def own(app: Flask) -> Site:
    """A site of one's own, since these tests act."""
    return Site(app)


@pytest.fixture
def unit(own: Site) -> str:
    """The name of the administrator's unit."""
    with own.database.read(Scope.one(MENGYUE)) as session:
        person = session.scalars(select(Person).where(Person.account_id == account(session, ADMIN).id)).one()
        return session.get_one(Unit, (MENGYUE, person.unit_id)).name


def paste(site: Site, browser: FlaskClient, *rows: str) -> str:
    answer = site.fill(browser, NEW, {"text": "\n".join((HEAD, *rows))})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def people(site: Site) -> set[str]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return set(session.scalars(select(Person.name)))


def test_the_template_that_was_filled_in_is_read_as_it_was_meant(own: Site, unit: str) -> None:
    browser = own.sign_in(ADMIN)
    content = browser.get(f"{NEW}/template").get_data()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["人员名单", "填写说明", "选项"]
    assert book.get_sheet_by_index(0).to_python() == [["姓名", "登录名", "单位", "职务", "电话"]]
    assert unit in [row[0] for row in book.get_sheet_by_name("选项").to_python()]
    told = own.fill(browser, NEW, {"file": (io.BytesIO(content), "人员名单.xlsx")})
    assert told.status_code == 422
    assert "表头下面没有内容" in told.get_data(as_text=True)


def test_every_bad_cell_is_shown_and_comes_back_as_a_file_that_can_be_sent_again(own: Site, unit: str) -> None:
    browser = own.sign_in(ADMIN)
    where = paste(own, browser, f"李样本\tli.yangben\t{unit}\t科员\t", "=1+1\t坏\t没有\t\t1")
    page = browser.get(where).get_data(as_text=True)
    for words in ("共2行，其中1行不能导入", "登录名", "没有", "只能填写", "请核对电话号码", "只导入没有问题的1行"):
        assert words in page
    content = browser.get(f"{where}/bad").get_data()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][:5] == ["=1+1", "坏", "没有", "", "1"]
    assert "登录名：" in rows[1][5]
    again = own.fill(browser, NEW, {"file": (io.BytesIO(content), "改.xlsx")})
    assert again.status_code == 303
    assert "没有用到的列：原因" in browser.get(again.location).get_data(as_text=True)


def test_good_rows_are_taken_and_the_undoing_is_offered(own: Site, unit: str) -> None:
    browser, before = own.sign_in(ADMIN), people(own)
    where = paste(own, browser, f"李样本\tli.yangben\t{unit}\t科员\t", "\tx\t没有\t\t")
    assert people(own) == before
    key = Page(browser.get(where)).posted().held
    answer = browser.post(f"{where}/take", data=key)
    assert answer.status_code == 422
    assert "有1行不能导入" in answer.get_data(as_text=True)
    assert browser.post(f"{where}/take-good", data=key).status_code == 303
    assert people(own) - before == {"李样本"}
    page = browser.get(where).get_data(as_text=True)
    for words in ("新增1行，更新0行，没有变化0行，没有导入1行", "授予角色", "撤销这次导入", "必须填写"):
        assert words in page
    assert browser.post(f"{where}/undo", data=key).status_code == 303
    assert people(own) == before
    assert "已撤销1行，0行没有撤销" in browser.get(where).get_data(as_text=True)


def test_many_rows_go_on_when_the_page_is_left(own: Site, unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    browser, before = own.sign_in(ADMIN), people(own)
    where = paste(own, browser, f"李样本\tli.yangben\t{unit}\t\t", f"王样本\twang.yangben\t{unit}\t\t")
    assert "在后台导入" in browser.get(where).get_data(as_text=True)
    browser.post(f"{where}/take", data=Page(browser.get(where)).posted().held)
    bar = browser.get(f"{where}/progress").get_json()
    assert [(row["done"], row["total"], row["running"]) for row in bar] == [(0, 2, True)]
    assert "后台正在逐行办理" in browser.get(where).get_data(as_text=True)
    worker = Worker(own.config)
    worker.run_dry()
    worker.database.dispose()
    assert people(own) - before == {"李样本", "王样本"}
    assert where in browser.get(NEW).get_data(as_text=True)
    assert "新增2行" in browser.get(where).get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "请选择文件"),
        ({"text": "甲\t乙"}, "没有找到表头"),
        ({"text": '姓名\t"登录名'}, "引号"),
        ({"file": (io.BytesIO(b"MZ"), "a.exe")}, "只接收 .xlsx 和 .csv"),
        ({"file": (io.BytesIO(b"PK"), "a.xlsm")}, "宏"),
    ],
)
def test_what_can_not_be_read_is_told_and_what_was_pasted_stays(
    own: Site, typed: dict[str, object], words: str
) -> None:
    if "file" in typed:
        content, name = typed["file"]  # type: ignore[misc]
        typed = {"file": (io.BytesIO(content.getvalue()), name)}
    answer = own.fill(own.sign_in(ADMIN), NEW, typed)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert words in page
    assert str(typed.get("text", "")).replace('"', "&#34;") in page


def test_a_sheet_nobody_registered_and_one_that_is_not_ones_own_are_closed(own: Site) -> None:
    assert own.sign_in(ADMIN).get(f"/w/{MENGYUE}/imports/new/core.nothing").status_code == 404
    assert own.sign_in(CLERK).get(NEW).status_code == 403
    assert own.sign_in(CLERK).get(f"{NEW}/template").status_code == 403


def test_no_upload_is_left_on_the_disk(own: Site, unit: str) -> None:
    browser = own.sign_in(ADMIN)
    content = f"姓名,登录名,单位\n李样本,li.yangben,{unit}\n".encode("gb18030")
    assert own.fill(browser, NEW, {"file": (io.BytesIO(content), "名单.csv")}).status_code == 303
    assert not [
        path for path in Path(own.config.files).rglob("*") if path.is_file() and b"li.yangben" in path.read_bytes()
    ]
