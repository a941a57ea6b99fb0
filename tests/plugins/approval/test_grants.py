"""A grant has a number and a register; it is renewed, changed and ended only as the law says."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import cases, plugins, remedies
from core.cases import papers
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.cases.sweep import sweep
from core.db import Database, Scope
from core.db.ids import new_id
from core.documents import endings
from core.errors import DomainError, Forbidden
from core.notices.models import Notice
from plugins.approval.commands import Decide, RefuseAcceptance
from plugins.approval.grants import commands as cmd
from plugins.approval.grants import queries, rules, services
from plugins.approval.grants.models import Grant
from plugins.approval.items.services import successor
from plugins.approval.models import PUBLIC, Item
from tests.plugins.approval.road import BOOTH, HOUSE, LEASE, Road, actor, day
from tests.sample import CLERK, HANDLER, LEADER, MENGYUE

D = dt.date
START, ENDS = D(2026, 11, 2), D(2026, 12, 31)
APPLY, RENEWAL, BAN, FRAUD = (
    f"licensing.{name}" for name in ("renewal_apply", "renewal_decide", "reapply_ban", "reapply_ban_fraud")
)

pytestmark = pytest.mark.usefixtures("app")


def granted(county: Database, item: str = HOUSE, until: dt.date | None = ENDS) -> tuple[Road, UUID]:
    road = Road(county, item, on=START).accept().review().propose(D(2026, 11, 4))
    road.act(LEADER, Decide, D(2026, 11, 5), decision="grant", reasons="符合条件", valid_until=until)
    with county.read(Scope.one(MENGYUE)) as session:
        return road, queries.on_case(session, road.case).id


def begin(
    county: Database, grant: UUID, who: str, on: dt.date, matter: str, ground: str = "", request: str = "查明的事实"
) -> Case:
    with day(on), county.write(Scope.one(MENGYUE)) as session:
        command = cmd.OpenMatter(matter=matter, ground=ground, request=request)
        return services.open_matter(session, actor(session, who), grant, command, new_id().hex)


def act(county: Database, case: Case, who: str, on: dt.date, command: type[Any], **given: Any) -> Case:
    kind = plugins.registry().case_kinds[case.kind]
    code = next(one.code for one in kind.transitions if one.command is command)
    with day(on), county.write(Scope.one(MENGYUE)) as session:
        made = command(version=session.get_one(Case, (MENGYUE, case.id)).version, **given)
        return cases.act(session, actor(session, who), case.id, code, made, new_id().hex)


def register(county: Database, grant: UUID) -> Grant:
    with county.read(Scope.one(MENGYUE)) as session:
        row = queries.grant_of(session, grant)
        session.expunge_all()
        return row


def limits(county: Database, case: Case) -> dict[str, Any]:
    with county.read(Scope.one(MENGYUE)) as session:
        return {clock.rule: (clock.state, clock.due_on) for clock in clocks_of(session, case)}


def test_a_licence_is_entered_with_its_number_and_a_certificate(county: Database) -> None:
    road, grant = granted(county)
    row = register(county, grant)
    assert (row.number[:3], row.holder, row.valid_until, row.published) == ("勐约证", "样*", D(2026, 12, 31), True)
    code, paper = road.papers()[-2]
    assert (code, paper["certificate"], paper["valid_until"]) == ("certificate", row.number, "2026-12-31")
    second = register(county, granted(county)[1])
    assert int(second.number[:-1].split("〕")[1]) == int(row.number[:-1].split("〕")[1]) + 1


def test_what_is_no_licence_or_refused_is_not_in_the_register(county: Database) -> None:
    roads = (
        Road(county, LEASE, on=START).accept().review().propose().decide(),
        Road(county, on=START).accept().review().propose(decision="refuse").decide(decision="refuse"),
    )
    with county.read(Scope.one(MENGYUE)) as session:
        made = set(session.scalars(select(Grant.case_id)))
    assert made.isdisjoint({road.case.id for road in roads})


def test_a_licence_does_not_end_before_it_begins(county: Database) -> None:
    road = Road(county, on=START).accept().review().propose()
    with pytest.raises(DomainError, match="晚于今天"):
        road.act(LEADER, Decide, decision="grant", reasons="符合条件", valid_until=START)


def test_a_renewal_is_decided_by_somebody_else_before_the_grant_ends(county: Database) -> None:
    _, grant = granted(county)
    case = begin(county, grant, CLERK, D(2026, 11, 20), rules.RENEW)
    assert limits(county, case) == {APPLY: ("satisfied", D(2026, 12, 1)), RENEWAL: ("running", D(2026, 12, 31))}
    with pytest.raises(DomainError, match="没有办结"):
        begin(county, grant, CLERK, D(2026, 11, 20), rules.CHANGE)
    given = {"decision": "grant", "reasons": "条件没有变化"}
    with pytest.raises(DomainError, match="晚于原有效期"):
        act(county, case, LEADER, D(2026, 11, 23), cmd.DecideAsked, until=D(2026, 12, 31), **given)
    case = act(county, case, LEADER, D(2026, 11, 23), cmd.DecideAsked, until=D(2027, 12, 31), **given)
    assert (case.state, case.is_open) == ("done", False)
    row = register(county, grant)
    assert (row.valid_until, row.article, row.standing) == (D(2027, 12, 31), "行政许可法50", "valid")


def test_a_late_application_is_taken_and_its_lateness_shows(county: Database) -> None:
    _, grant = granted(county)
    case = begin(county, grant, CLERK, D(2026, 12, 10), rules.RENEW)
    assert limits(county, case)[APPLY] == ("satisfied", D(2026, 12, 1))
    with pytest.raises(DomainError, match="届满"):
        begin(county, granted(county)[1], CLERK, D(2027, 1, 1), rules.RENEW)


def test_an_undecided_renewal_is_renewed_by_the_law(county: Database) -> None:
    _, grant = granted(county)
    case = begin(county, grant, CLERK, D(2026, 11, 20), rules.RENEW)
    with day(D(2026, 12, 31)):
        sweep(county, MENGYUE)
    assert register(county, grant).valid_until == D(2026, 12, 31)
    with day(D(2027, 1, 1), hour=1):
        sweep(county, MENGYUE)
    row = register(county, grant)
    assert (row.valid_until, row.article) == (D(2027, 2, 25), "行政许可法50②")
    with county.read(Scope.one(MENGYUE)) as session:
        now = session.get_one(Case, (MENGYUE, case.id))
        assert (now.state, now.is_open) == ("done", False)
        assert [paper.code for paper in papers.of_case(session, now)] == ["approval.grant_receipt", "approval.renewal"]
    assert limits(county, case)[RENEWAL] == ("lapsed", D(2026, 12, 31))


@pytest.mark.parametrize(
    ("matter", "ground", "article"),
    [
        (rules.WITHDRAW, "facts", "行政许可法8②"),
        (rules.REVOKE, rules.FRAUD, "行政许可法69②"),
        (rules.CANCEL, "impossible", "行政许可法70五"),
    ],
)
def test_nothing_is_taken_before_the_holder_is_told_and_heard(
    county: Database, matter: str, ground: str, article: str
) -> None:
    origin, grant = granted(county)
    on = D(2026, 11, 10)
    with pytest.raises(Forbidden):
        begin(county, grant, CLERK, on, matter, ground)
    with pytest.raises(DomainError, match="法定情形"):
        begin(county, grant, HANDLER, on, matter, "whim")
    case = begin(county, grant, HANDLER, on, matter, ground)
    given = {"decision": "grant", "reasons": "查证属实", "public_safety": True}
    with pytest.raises(DomainError, match="听取其陈述和申辩"):
        act(county, case, LEADER, on, cmd.DecideAsked, **given)
    with pytest.raises(DomainError, match="已登记"):
        act(county, case, LEADER, on, cmd.DecideMatter, **given)
    act(county, case, HANDLER, on, cmd.TellHolder, words="拟撤销，理由如下")
    act(county, case, HANDLER, on, cmd.HearHolder, said="没有意见")
    case = act(county, case, LEADER, D(2026, 11, 12), cmd.DecideMatter, **given)
    row = register(county, grant)
    assert (row.standing, row.over_on, row.article) == (matter, D(2026, 11, 12), article)
    with county.read(Scope.one(MENGYUE)) as session:
        (certificate,) = (p.id for p in papers.of_case(session, origin.case) if p.code == "approval.certificate")
        assert endings.of(session, [certificate])[certificate].state == endings.RECALLED
    with county.read(Scope.one(MENGYUE)) as session:
        codes = [paper.code for paper in papers.of_case(session, case)]
    assert codes == ["approval.grant_warning", "approval.grant_decision"]
    expected = {FRAUD: ("running", D(2029, 11, 12))} if ground == rules.FRAUD else {}
    assert limits(county, case) == expected
    with pytest.raises(DomainError, match="已经终止"):
        begin(county, grant, HANDLER, on, matter, ground)


def test_what_was_revoked_is_struck_off_for_it_and_the_paper_tells_the_items_own_remedy(county: Database) -> None:
    with county.write(Scope.one(MENGYUE)) as session:
        session.execute(update(Item).where(Item.code == HOUSE).values(remedy="review_first"))
    _, grant = granted(county)
    on = D(2026, 11, 10)
    case = begin(county, grant, HANDLER, on, rules.REVOKE, "power")
    act(county, case, HANDLER, on, cmd.TellHolder, words="拟撤销，理由如下")
    act(county, case, HANDLER, on, cmd.HearHolder, said="没有意见")
    act(county, case, LEADER, on, cmd.DecideMatter, decision="grant", reasons="超越职权")
    with pytest.raises(DomainError, match="以这一情形注销"):
        begin(county, grant, HANDLER, on, rules.CANCEL, "ended")
    with pytest.raises(DomainError, match="已经终止"):
        begin(county, grant, CLERK, on, rules.RENEW)
    case = begin(county, grant, HANDLER, on, rules.CANCEL, rules.VOID)
    act(county, case, LEADER, on, cmd.DecideAsked, decision="grant", reasons="许可已被撤销")
    row = register(county, grant)
    assert (row.standing, row.article) == (rules.CANCEL, "行政许可法70四")
    with county.read(Scope.one(MENGYUE)) as session:
        told = json.loads(papers.of_case(session, case)[-1].context)["remedies"]["words"]
    assert told == remedies.REMEDIES[remedies.REVIEW_FIRST].words
    with pytest.raises(DomainError, match="已经终止"):
        begin(county, grant, HANDLER, on, rules.CANCEL, rules.VOID)


def test_a_refused_matter_leaves_the_grant_as_it_was(county: Database) -> None:
    _, grant = granted(county, until=None)
    with pytest.raises(DomainError, match="长期有效"):
        begin(county, grant, CLERK, D(2026, 11, 10), rules.RENEW)
    with pytest.raises(DomainError, match="没有届满"):
        begin(county, grant, HANDLER, D(2026, 11, 10), rules.CANCEL, "expired")
    case = begin(county, grant, CLERK, D(2026, 11, 10), rules.CHANGE)
    act(county, case, LEADER, D(2026, 11, 12), cmd.DecideAsked, decision="refuse", reasons="不符合条件")
    assert (register(county, grant).standing, register(county, grant).article) == ("valid", "")


def test_an_expired_grant_reads_as_expired_and_is_cancelled_without_a_hearing(county: Database) -> None:
    _, grant = granted(county)
    with day(D(2027, 1, 4)):
        assert queries.said_of(register(county, grant)) == rules.EXPIRED
    case = begin(county, grant, HANDLER, D(2027, 1, 4), rules.CANCEL, "expired")
    act(county, case, LEADER, D(2027, 1, 5), cmd.DecideAsked, decision="grant", reasons="期满未延续")
    assert register(county, grant).standing == rules.CANCEL


@pytest.mark.parametrize("public_safety", [True, False])
def test_false_papers_bar_a_second_application_for_a_year_where_safety_is_at_stake(
    county: Database, public_safety: bool
) -> None:
    road = Road(county, BOOTH, on=START)
    road.act(CLERK, RefuseAcceptance, ground="false_papers", reasons="伪造证明", public_safety=public_safety)
    again = Road(county, BOOTH, on=D(2026, 11, 9))
    if not public_safety:
        assert again.accept().case.state == "accepted"
        return
    assert road.clocks()[BAN].due_on == D(2027, 11, 2)
    with pytest.raises(DomainError, match="2027-11-02之前不得再次申请"):
        again.accept()
    assert Road(county, HOUSE, on=D(2026, 11, 9)).accept().case.state == "accepted"
    with county.write(Scope.one(MENGYUE)) as session:
        former = session.scalars(select(Item).where(Item.code == BOOTH)).one()
        session.add(newer := successor(former))
        newer.name, newer.stage, newer.published = "设摊许可", PUBLIC, True
    with pytest.raises(DomainError, match="2027-11-02之前不得再次申请"):
        Road(county, BOOTH, on=D(2026, 11, 10)).accept()


def test_a_refusal_for_false_papers_names_them_and_bars_for_a_year(county: Database) -> None:
    road = Road(county, BOOTH, on=START).accept().review().propose(decision="refuse")
    given = {"decision": "refuse", "reasons": "身份证明系伪造", "public_safety": True}
    with pytest.raises(DomainError, match="请先勾选这一情形"):
        road.act(LEADER, Decide, **given)
    road.act(LEADER, Decide, D(2026, 11, 5), **given, false_papers=True)
    assert road.clocks()[BAN].due_on == D(2027, 11, 5)
    assert (road.papers()[-1][1]["false_papers"], road.papers()[-1][1]["public_safety"]) == (True, True)
    with pytest.raises(DomainError, match="2027-11-05之前不得再次申请"):
        Road(county, BOOTH, on=D(2026, 11, 9)).accept()


def test_a_holder_is_reminded_once_before_the_grant_ends(county: Database) -> None:
    road, _ = granted(county)
    asked = select(Notice).where(Notice.matter_id == road.case.id, Notice.words == services.ENDING)
    for on, told in ((D(2026, 10, 1), 0), (D(2026, 11, 6), 1), (D(2026, 11, 7), 1)):
        with day(on):
            services.remind(county, MENGYUE)
        with county.read(Scope.one(MENGYUE)) as session:
            assert len(session.scalars(asked).all()) == told, on


def test_the_public_reads_the_register_and_no_name(app: Flask, county: Database) -> None:
    _, grant = granted(county)
    row = register(county, grant)
    client = app.test_client()
    page = client.get(f"/t/{MENGYUE}/grants/?q={row.number[-3:]}")
    assert page.status_code == 200
    assert row.number in page.text
    assert "样丙" not in page.text
    assert "样*" in client.get(f"/t/{MENGYUE}/grants/{grant}").text
    assert row.number not in client.get(f"/t/{MENGYUE}/grants/?q=没有这样的").text
    for hostile in ("q=%00", "q=%ED%A0%80", "after=x", "q=%25_%5C", "q=" + "长" * 9000):
        assert client.get(f"/t/{MENGYUE}/grants/?{hostile}").status_code in {200, 400}, hostile
