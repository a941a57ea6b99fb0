"""检查指导 and 信息报送: entered once, solved or answered later, filtered, counted, taken out as a register."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest

from core import plugins
from core.db import Scope, new_id
from core.errors import DomainError, Forbidden, NotFound
from core.tenancy.models import Unit
from plugins.supervision.guidance import queries, rules, services
from plugins.supervision.orders import rules as orders
from plugins.supervision.queries import cases_of_month
from tests.plugins.supervision.desk import MONDAY, OFFICE, Desk
from tests.sample import HEAD, HUSA, LEADER, MENGYUE
from tests.site import Page

D = dt.date
LOG = f"/w/{MENGYUE}/supervision/guidance/"
FOUND = {"by": "左相丙", "problem": "台账不全", "help": "教会填写"}
MONTH = (D(2026, 11, 1), D(2026, 11, 30))


def visit(desk: Desk, login: str = OFFICE, **given: Any) -> UUID:
    said = {
        "unit_id": desk.unit("NYZ"),
        "on": D(2026, 11, 20),
        "by": "左相丙",
        "problem": "台账不全",
        "help": "教会填写",
    }
    with desk.writing() as session:
        command = rules.NewVisit(**{**said, **given})
        return services.enter_visit(session, desk.who(login), command, new_id().hex).id


def test_a_visit_is_entered_and_solved_once_by_the_pages(desk: Desk) -> None:
    office = desk.site.sign_in(OFFICE)
    typed = {
        "unit": str(desk.unit("NYZ")),
        "on": "2026-11-20",
        "by": "左相丙",
        "problem": "没有公示牌",
        "help": "联系制作",
    }
    made = desk.site.fill(office, f"{LOG}new", typed)
    assert made.status_code == 303
    page = str(made.location)
    assert "没有公示牌" in desk.site.sign_in(LEADER).get(f"{LOG}?state=open").get_data(as_text=True)
    early = Page(desk.site.fill(office, page, {"solved_on": "2026-11-19", "solution": "挂上了"}))
    assert "检查指导之后" in early.told["solved_on"]
    assert desk.site.fill(office, page, {"solved_on": "2026-11-25", "solution": "挂上了"}).status_code == 303
    assert "没有公示牌" not in office.get(f"{LOG}?state=open").get_data(as_text=True)
    with pytest.raises(DomainError, match="已经登记过"), desk.writing() as session:
        services.solve(session, desk.who(OFFICE), UUID(page.rpartition("/")[2]), MONDAY, "再来")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"on": D(2026, 12, 1)}, "on"),
        ({"problem": " "}, "problem"),
        ({"help": ""}, "help"),
        ({"by": ""}, "by"),
        ({"solved_on": D(2026, 11, 1)}, "solved_on"),
        ({"unit_id": UUID(int=7)}, "unit"),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field(desk: Desk, given: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        visit(desk, **given)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_only_the_office_writes_the_log_and_leaders_read_it(desk: Desk) -> None:
    made = visit(desk)
    for login in (HEAD, LEADER):
        with pytest.raises(Forbidden):
            visit(desk, login)
    assert desk.site.sign_in(HEAD).get(LOG).status_code == 403
    leader = desk.site.sign_in(LEADER)
    assert leader.get(f"{LOG}{made}").status_code == 200
    assert desk.site.post(leader, f"{LOG}{made}", {"solution": "样"}).status_code == 403
    with desk.site.database.read(Scope.one(HUSA)) as session, pytest.raises(NotFound):
        queries.visit_of(session, made)


def test_a_finding_comes_from_a_visit_with_its_unit_and_problem(desk: Desk) -> None:
    made = visit(desk, problem="超期未办")
    office = desk.site.sign_in(OFFICE)
    form = Page(office.get(f"/w/{MENGYUE}/supervision/orders/new/rectify?visit={made}")).posted()
    assert (form.held["visit"], form.held["unit"]) == (str(made), str(desk.unit("NYZ")))
    assert form.held["demand"].strip() == "超期未办"
    case = desk.issue(kind=orders.RECTIFY, visit_id=made)
    assert case.number in office.get(f"{LOG}{made}").get_data(as_text=True)
    with pytest.raises(DomainError, match="不是责任单位"):
        desk.issue(kind=orders.RECTIFY, visit_id=made, unit_id=desk.unit("LYZ"))


def test_visits_of_the_month_stand_in_the_progress_report_already(desk: Desk) -> None:
    with desk.reading() as session:
        unit = session.get_one(Unit, (MENGYUE, desk.unit("SBZ")))
        before = cases_of_month(session, unit, *MONTH)["figures"]
    for day in (D(2026, 11, 3), D(2026, 11, 30), D(2026, 10, 31)):
        visit(desk, unit_id=desk.unit("SBZ"), on=day)
    with desk.reading() as session:
        unit = session.get_one(Unit, (MENGYUE, desk.unit("SBZ")))
        assert cases_of_month(session, unit, *MONTH)["figures"] == (*before, "接受检查指导：2次")


def test_a_brief_is_sent_answered_and_counted(desk: Desk) -> None:
    office, briefs = desk.site.sign_in(OFFICE), f"{LOG}briefs"
    typed = {"title": "代办员进村", "text": "全文。", "sent_to": "县委办", "sent_on": "2026-11-24"}
    late = Page(desk.site.fill(office, f"{briefs}/new", {**typed, "sent_on": "2026-12-01"}))
    assert "不能晚于今天" in late.told["sent_on"]
    assert late.values["text"].strip() == "全文。"
    pages = [str(desk.site.fill(office, f"{briefs}/new", typed).location) for _number in range(3)]
    for page, what in zip(pages, ("adopted", "declined"), strict=False):
        assert desk.site.fill(office, page, {"outcome": what, "on": "2026-11-26"}).status_code == 303
    early = Page(desk.site.fill(office, pages[2], {"outcome": "adopted", "on": "2026-11-01"}))
    assert "报送之后" in early.told["on"]
    with desk.reading() as session:
        assert queries.figures(session, MONTH) == queries.Figures(3, 1, 1)
        assert len(queries.briefs(session, "waiting")[0]) == 1
    assert desk.site.sign_in(HEAD).get(briefs).status_code == 403


def test_lists_are_paged_by_key(desk: Desk) -> None:
    for _number in range(3):
        visit(desk, unit_id=desk.unit("SBZ"))
    with desk.reading() as session:
        unit = desk.unit("SBZ")
        whole = [row.id for row, _name in queries.visits(session, unit)[0]]
        first, after = queries.visits(session, unit, limit=2)
        rest, end = queries.visits(session, unit, after=after, limit=len(whole))
        assert [row.id for row, _name in (*first, *rest)] == whole
    assert end is None


def test_each_register_holds_the_rows_of_its_period(desk: Desk) -> None:
    visit(desk, on=D(2025, 3, 4), problem="去年的")
    case = desk.issue()
    actor = desk.who(OFFICE)
    registers = plugins.registry().registers
    with desk.reading() as session:
        visits = list(registers["supervision.visits"].rows(session, actor, D(2025, 3, 1), D(2025, 3, 31)))
        issued = list(registers["supervision.orders"].rows(session, actor, MONDAY, MONDAY))
        sent = list(registers["supervision.briefs"].rows(session, actor, D(2024, 1, 1), D(2024, 12, 31)))
    assert [row[3] for row in visits] == ["去年的"]
    assert case.number in [row[0] for row in issued]
    assert sent == []
    for code, rows in (("supervision.visits", visits), ("supervision.orders", issued)):
        assert {len(row) for row in rows} == {len(registers[code].columns)}
