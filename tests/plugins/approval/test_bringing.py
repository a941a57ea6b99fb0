"""Many applications brought in at once: looked at row by row, received as at the window, and taken back."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from core.accounts.queries import actor_of
from core.cases import papers, queries
from core.cases.models import Case
from core.contracts import Sheet
from core.db import Scope
from core.sheets import importing
from core.sheets.queries import whole
from core.sheets.rules import Grid
from core.tenancy.models import Unit
from plugins.approval.bringing import APPLICATIONS
from plugins.approval.materials import MANDATE
from plugins.approval.models import Application
from plugins.approval.queries import application_of, facts
from plugins.approval.sheet import ITEMS
from tests.sample import ADMIN, CLERK, HANDLER, MENGYUE, TODAY, account
from tests.site import Page, Site

NEW = f"/w/{MENGYUE}/imports/new/approval.applications"
AGED, AID = "八十周岁以上老年人高龄津贴申报", "最低生活保障受理、审核"
HEAD = (
    *("申请人姓名或者名称", "申请事项", "申请人类型", "证件号码", "联系电话", "收件方式", "收件日期", "收到的材料"),
    *("再次申请", "所在村", "出生日期", "是否需要上门办理", "居住地址"),
    *("共同申请人", "受托的代理人", "代理人的证件号码", "代理人的电话", "授权委托书或者共同申请人的签名已收到"),
)
ELDER = {
    **dict(
        zip(HEAD, ("样甲", AGED, "自然人", "110101193503070016", "13900000000", "窗口书面", "2026-11-20"), strict=False)
    ),
    **{"收到的材料": "全部", "出生日期": "1935-03-07", "是否需要上门办理": "否", "居住地址": "样本组"},
}


def number(at: int) -> str:
    """A resident's number of its own, with its check digit (GB 11643)."""
    body = f"11010119350307{at:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def row(at: int, **given: str) -> dict[str, str]:
    return {**ELDER, "证件号码": number(at), **given}


def bring(site: Site, *rows: dict[str, str]) -> tuple[Any, str]:
    """The clerk's browser, and where the rows that were pasted are looked at."""
    browser = site.sign_in(CLERK)
    lines = ["\t".join(HEAD), *("\t".join(one.get(head, "") for head in HEAD) for one in rows)]
    answer = site.fill(browser, NEW, {"text": "\n".join(lines)})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return browser, str(answer.location)


def send(browser: Any, place: str, act: str) -> str:
    browser.post(f"{place}/{act}", data=Page(browser.get(place)).posted().held)
    return str(browser.get(place).get_data(as_text=True))


def of(site: Site, at: int) -> list[Case]:
    """The cases of a person, as they stand."""
    from core.db.crypto import blind_index

    with site.database.read(Scope.one(MENGYUE)) as session:
        query = select(Case).where(Case.party_index == blind_index(number(at), "id_number")).order_by(Case.id)
        found = list(session.scalars(query))
        session.expunge_all()
    return found


def test_a_row_is_received_as_at_the_window_on_its_own_day(site: Site) -> None:
    browser, place = bring(site, row(1, 收到的材料="居民身份证"))
    assert "已导入" in send(browser, place, "take") or of(site, 1)
    (case,) = of(site, 1)
    assert (case.state, case.channel, case.received_on) == ("received", "window", dt.date(2026, 11, 20))
    with site.database.read(Scope.one(MENGYUE)) as session:
        application, item = application_of(session, case)
        kept = session.get_one(Application, (MENGYUE, case.id))
        assert (item.name, application.on_paper) == (AGED, ["identity"])
        assert '"1935-03-07"' in kept.form
        assert [paper.code for paper in papers.of_case(session, case)] == ["approval.receipt"]
        assert [line.code for line in queries.timeline_of(session, case)] in (["open"], ["open", "assign"])


WRONG = [
    ({"收件日期": (TODAY + dt.timedelta(days=1)).isoformat()}, "收件日期不能晚于今天"),
    ({"收件日期": "2020-01-01"}, "一年以前"),
    ({"证件号码": "110101199003070012"}, "校验位不正确"),
    ({"申请人类型": "法人或者其他组织"}, "这是自然人的身份证号"),
    ({"收到的材料": "没有的材料"}, "没有材料“没有的材料”"),
    ({"是否需要上门办理": "也许"}, "不是有效的选择"),
    ({"出生日期": "不是日期"}, "看不懂这个日期"),
    ({"居住地址": ""}, "请填写“居住地址”"),
    ({"申请事项": AID}, "没有这一栏，请留空"),
    ({"收件方式": "口头申请（工作人员记录）"}, "口头申请的填写申请人口头说的内容"),
    ({"联系电话": "1"}, "请核对电话号码"),
    ({"受托的代理人": "样代"}, "请填写代理人的证件号码"),
    ({"代理人的电话": "13900000001"}, "请填写代理人的姓名"),
    ({"受托的代理人": "样代", "代理人的证件号码": "110101199003070012"}, "校验位不正确"),
    ({"共同申请人": "样乙"}, "第1人：名字后面空一格"),
    ({"授权委托书或者共同申请人的签名已收到": "是"}, "没有代理人，也没有共同申请人"),
]


def test_what_is_wrong_in_a_row_is_told_at_its_line_and_column(site: Site) -> None:
    browser, place = bring(site, *(row(20 + at, **given) for at, (given, _) in enumerate(WRONG)))
    page = browser.get(place).get_data(as_text=True)
    assert f"共{len(WRONG)}行，其中{len(WRONG)}行不能导入" in page
    for at, (given, words) in enumerate(WRONG):
        _, _, after = page.partition(f"第{at + 2}行")
        assert words in after.partition(f"第{at + 3}行")[0], given


def test_who_applies_together_and_who_acts_for_them_come_as_at_the_window(site: Site) -> None:
    given = {
        "共同申请人": f"样乙 {number(91)}；样丙 {number(92)}",
        "受托的代理人": "样代",
        "代理人的证件号码": number(93),
        "代理人的电话": "139 0000 0001",
    }
    signed = {**given, "授权委托书或者共同申请人的签名已收到": "是"}
    browser, place = bring(site, row(7, **given), row(8, **signed))
    send(browser, place, "take")
    with site.database.read(Scope.one(MENGYUE)) as session:
        for at, missing in ((7, [MANDATE["name"]]), (8, [])):
            (case,) = of(site, at)
            people = [
                (one.role, one.name, one.id_number, one.phone or "")
                for one in queries.parties_of(session, case)
                if one.role != "applicant"
            ]
            assert people == [
                ("cosigner", "样乙", number(91), ""),
                ("cosigner", "样丙", number(92), ""),
                ("agent", "样代", number(93), "13900000001"),
            ]
            assert list(facts(session, case).missing) == missing


def test_the_same_person_and_item_within_thirty_days_is_shown_and_taken_only_when_meant(site: Site) -> None:
    browser, place = bring(site, row(3), row(3), row(4))
    assert "表中前面已经有同一人、同一事项的申请" in browser.get(place).get_data(as_text=True)
    send(browser, place, "take-good")
    (first,) = of(site, 3)
    assert len(of(site, 4)) == 1
    browser, place = bring(site, row(3))
    page = browser.get(place).get_data(as_text=True)
    assert first.number in page
    assert "30天内申请过同一事项" in page
    browser, place = bring(site, row(3, 再次申请="是"))
    send(browser, place, "take")
    assert len(of(site, 3)) == 2


def test_what_was_brought_in_by_mistake_ends_as_such_and_keeps_its_number(site: Site) -> None:
    browser, place = bring(site, row(5), row(6))
    send(browser, place, "take")
    begun, wrong = of(site, 5)[0], of(site, 6)[0]
    with site.database.write(Scope.one(MENGYUE)) as session:
        from core import cases
        from plugins.approval import commands as cmd
        from tests.plugins.approval.road import actor

        command = cmd.PutRight(version=begun.version, corrections=("姓名",))
        cases.act(session, actor(session, CLERK), begun.id, "put_right", command, "0" * 32)
    assert f"{begun.number}已经开始办理" in send(browser, place, "undo")
    (wrong,) = of(site, 6)
    assert (wrong.state, wrong.is_open, wrong.clock_state) == ("struck", False, None)
    assert of(site, 5)[0].state == "received"
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert [clock.state for clock in queries.clocks_of(session, wrong) if clock.state == "running"] == []
    again, place = bring(site, row(6))
    assert "都可以导入" in again.get(place).get_data(as_text=True)


def test_the_template_of_an_item_has_its_own_columns(site: Site) -> None:
    browser = site.sign_in(CLERK)
    answer = browser.get(f"{NEW}/template", query_string={"of": AID})
    head = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data())).get_sheet_by_index(0).to_python()[0]
    assert "家庭月收入（元）" in head
    assert "出生日期" not in head
    assert browser.get(f"{NEW}/template", query_string={"of": "没有"}).status_code == 404


def test_who_does_not_receive_brings_none_in(site: Site) -> None:
    assert site.sign_in(HANDLER).get(NEW).status_code == 403


def looked(site: Site, login: str, sheet: Sheet, rows: list[dict[str, str]]) -> importing.Looked:
    head = tuple(dict.fromkeys(name for row in rows for name in row))
    lines = [(1, head), *((line, tuple(row.get(name, "") for name in head)) for line, row in enumerate(rows, 2))]
    with site.app.test_request_context(), site.database.read(Scope.one(MENGYUE)) as session:
        me = actor_of(session, account(session, login))
        every = whole(session, sheet)
        words = {column.name: column.label for column in every.columns}
        return importing.look(session, me, every, Grid(tuple(lines), frozenset()), words)


@pytest.mark.deep
def test_five_thousand_applications_are_looked_at_and_every_fault_stands_at_its_row_and_column(site: Site) -> None:
    people = [
        row(0, 证件号码=numbers(at), 收件日期="2027-01-01" if at % 50 == 0 else "2026-11-20") for at in range(5000)
    ]
    found = looked(site, CLERK, APPLICATIONS, people)
    assert [one.line for one in found.bad] == [at + 2 for at in range(0, 5000, 50)]
    assert {bad.column for one in found.bad for bad in one.bad} == {"received_on"}


def test_five_thousand_items_are_looked_at_and_every_fault_stands_at_its_row_and_column(site: Site) -> None:
    with site.database.read(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit.name).where(Unit.closed_on.is_(None)).order_by(Unit.code)).first()
    items = [
        {
            "编码": f"YB-{at}" if at % 100 else "有 空格",
            **{"事项名称": f"样本事项{at}", "事项类型": "公共服务", "实施机关": "勐约乡人民政府", "行使方式": "法定"},
            **{"设定和实施依据": "样本依据", "承办单位": str(unit), "承诺办结时限": "10"},
        }
        for at in range(5000)
    ]
    found = looked(site, ADMIN, ITEMS, items)
    assert [one.line for one in found.bad] == [at + 2 for at in range(0, 5000, 100)]
    assert {bad.column for one in found.bad for bad in one.bad} == {"code"}


def numbers(at: int) -> str:
    """A resident's number, of 5,000 that all differ."""
    body = f"1101011935{at // 900 % 12 + 1:02d}07{at % 900 + 100:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
