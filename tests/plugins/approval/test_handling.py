"""Two persons verify, those concerned are heard, and a hearing is held as the law says."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core import plugins
from core.cases import queries as kernel
from core.db import Database, Scope
from core.errors import DomainError, Forbidden
from core.publishing.models import Publication
from plugins.approval.commands import Decide, EndSpecial, Review, StartSpecial
from plugins.approval.handling import commands as cmd
from plugins.approval.handling import queries, services
from plugins.approval.handling.models import Verifier
from tests.plugins.approval.road import FACTS, FELL, LEASE, Road, actor, day
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE, account
from tests.site import Page, Site

D = dt.date
START = D(2026, 11, 2)
DECIDE, NOTICE, ASK, HOLD = (
    f"licensing.{name}" for name in ("decide", "hearing_notice", "hearing_request", "hearing_hold")
)

pytestmark = pytest.mark.usefixtures("app")


def ids(county: Database, *logins: str) -> tuple[UUID, ...]:
    with county.read(Scope.one(MENGYUE)) as session:
        return tuple(account(session, login).id for login in logins)


def sign(road: Road, who: str, login: str, on: dt.date, words: str = "四至与图一致") -> None:
    """The findings of the one named under a login, signed by somebody."""
    (named,) = ids(road.database, login)
    with day(on), road.database.write(Scope.one(MENGYUE)) as session:
        row = session.scalars(
            select(Verifier).where(Verifier.case_id == road.case.id, Verifier.account_id == named)
        ).one()
        services.sign(session, actor(session, who), row.id, services.Findings(on, words))


def assigned(county: Database, **given: Any) -> Road:
    road = Road(county, on=START, **given).accept()
    return road.act(HANDLER, cmd.AssignStaff, purpose="verify", staff=ids(county, HANDLER, HEAD))


def test_fewer_than_two_or_strangers_are_not_named(county: Database) -> None:
    road = Road(county, on=START).accept()
    with pytest.raises(DomainError, match="两名以上"):
        road.act(HANDLER, cmd.AssignStaff, purpose="verify", staff=ids(county, HANDLER, HANDLER))
    with pytest.raises(DomainError, match="承办人员中选择"):
        road.act(HANDLER, cmd.AssignStaff, purpose="verify", staff=ids(county, HANDLER, CLERK))


def test_each_signs_for_themselves_and_the_review_waits_for_all(county: Database) -> None:
    road = assigned(county)
    with pytest.raises(DomainError, match="还没有签署"):
        road.act(HANDLER, Review, **{**FACTS, "substance": True})
    sign(road, HANDLER, HANDLER, D(2026, 11, 3))
    with pytest.raises(Forbidden):
        sign(road, HANDLER, HEAD, D(2026, 11, 3))
    with pytest.raises(DomainError, match="还没有签署"):
        road.act(HANDLER, Review, D(2026, 11, 3), **{**FACTS, "substance": True})
    sign(road, HEAD, HEAD, D(2026, 11, 4))
    with pytest.raises(DomainError, match="不能再按书面审查"):
        road.act(HANDLER, Review, D(2026, 11, 4), **FACTS)
    road.act(HANDLER, Review, D(2026, 11, 4), **{**FACTS, "substance": True})
    assert len(road.application().verifiers) == 2
    assert [line.code for line in road.timeline()].count("sign_findings") == 2


def test_who_was_not_named_can_not_sign_and_nobody_signs_twice(county: Database) -> None:
    road = assigned(county)
    for stranger in (LEADER, CLERK, "wan.nuoyi"):
        with pytest.raises(Forbidden):
            sign(road, stranger, HANDLER, D(2026, 11, 3))
    sign(road, HANDLER, HANDLER, D(2026, 11, 3))
    with pytest.raises(DomainError, match="已经签署过"):
        sign(road, HANDLER, HANDLER, D(2026, 11, 3))
    with pytest.raises(DomainError) as refused:
        sign(road, HEAD, HEAD, D(2026, 11, 1), " ")
    assert {problem.field for problem in refused.value.problems} == {"findings", "present_on"}


def test_a_unit_of_one_is_helped_by_another_unit(county: Database) -> None:
    road = Road(county, FELL, on=START).accept()
    pair = ("yu.yangding", HANDLER)
    road.act("yu.yangding", cmd.AssignStaff, purpose="verify", staff=ids(county, *pair))
    sign(road, HANDLER, HANDLER, D(2026, 11, 3))
    with county.read(Scope.one(MENGYUE)) as session:
        waits = {who: [case.id for _, case in queries.mine(session, actor(session, who))] for who in pair}
    assert {who: road.case.id in found for who, found in waits.items()} == {"yu.yangding": True, HANDLER: False}


def test_who_is_concerned_is_told_and_heard_before_the_decision(county: Database) -> None:
    road = Road(county, on=START).accept()
    told = {"name": "样邻", "interest": "相邻宅基地的通风采光", "document": "告知书1号", "told_on": START}
    road.act(HANDLER, cmd.TellInterested, **told)
    assert [party.role for party in road.parties()] == ["applicant", "interested"]
    code, paper = road.papers()[-1]
    assert (code, paper["who"], paper["applicant"]) == ("interested_notice", "样邻", "样丙")
    road.review()
    with pytest.raises(DomainError, match="还没有听取利害关系人的意见：样邻"):
        road.propose()
    with pytest.raises(DomainError, match="选择一名"):
        road.act(HANDLER, cmd.Hear(version=road.case.version, who="7", said="没有意见", heard_on=START))
    said = cmd.Hear(version=road.case.version, who="0", said="要求退让两米", heard_on=D(2026, 11, 5))
    road.act(HANDLER, said, D(2026, 11, 5))
    road.propose().decide()
    assert road.case.state == "decided"


def told_of_hearing(county: Database) -> Road:
    road = Road(county, on=START).accept().review(D(2026, 11, 3))
    return road.act(HANDLER, cmd.TellHearing, interest="相邻采光", told_on=D(2026, 11, 3))


def test_nobody_decides_while_a_hearing_may_be_asked_for_and_the_right_lapses(county: Database) -> None:
    road = told_of_hearing(county)
    assert road.clocks()[ASK].due_on == D(2026, 11, 10)
    assert (road.clocks()[ASK].bearer, road.case.due_rule) == ("party", "service.promised")
    with pytest.raises(DomainError, match="申请听证的期限到2026-11-10届满"):
        road.propose(D(2026, 11, 10))
    with pytest.raises(DomainError, match="已经届满"):
        road.act(CLERK, cmd.AskHearing, D(2026, 11, 11), asked_by="样丙", reason="", asked_on=D(2026, 11, 11))
    (ask,) = road.acts_named("ask_hearing")
    with day(D(2026, 11, 11)):
        assert not ask.leads(road.facts())
    road.propose(D(2026, 11, 11))
    assert road.case.state == "proposed"
    # Posted in time and entered when it came in.
    road.act(CLERK, cmd.AskHearing, D(2026, 11, 12), asked_by="样丙", reason="", asked_on=D(2026, 11, 10))
    clocks = road.clocks()
    assert (clocks[ASK].ended_on, clocks[HOLD].start_on) == (D(2026, 11, 10), D(2026, 11, 10))
    with pytest.raises(DomainError, match="听证之后才能决定"):
        road.decide()


def test_a_hearing_is_called_seven_days_ahead_by_somebody_who_does_not_examine(county: Database) -> None:
    road = told_of_hearing(county)
    handler, leader = ids(county, HANDLER, LEADER)
    with pytest.raises(DomainError, match="申请人或者已经告知"):
        road.act(CLERK, cmd.AskHearing, D(2026, 11, 5), asked_by="路人", reason="", asked_on=D(2026, 11, 5))
    road.act(CLERK, cmd.AskHearing, D(2026, 11, 5), asked_by="样丙", reason="四至有争议", asked_on=D(2026, 11, 5))
    clocks = road.clocks()
    assert (clocks[ASK].state, clocks[HOLD].due_on) == ("satisfied", D(2026, 12, 3))
    with pytest.raises(DomainError, match="听证之后才能决定"):
        road.propose()
    given = {"held_on": D(2026, 11, 17), "place": "乡政府二楼会议室", "host": leader}
    with pytest.raises(DomainError, match="七个工作日前"):
        road.act(HANDLER, cmd.CallHearing, D(2026, 11, 9), **given)
    with pytest.raises(DomainError, match="不能担任听证主持人"):
        road.act(HANDLER, cmd.CallHearing, **{**given, "held_on": D(2026, 11, 19), "host": handler})
    with pytest.raises(DomainError, match="最迟2026-12-03"):
        road.act(HANDLER, cmd.CallHearing, **{**given, "held_on": D(2026, 12, 4)})
    road.act(HANDLER, cmd.CallHearing, **{**given, "held_on": D(2026, 11, 18)})
    clocks = road.clocks()
    assert (clocks[NOTICE].state, clocks[NOTICE].due_on) == ("satisfied", D(2026, 11, 9))
    assert (road.case.state, clocks[DECIDE].state) == ("hearing", "suspended")


def test_the_host_alone_records_and_the_decision_follows_the_record(county: Database) -> None:
    road = told_of_hearing(county)
    (leader,) = ids(county, LEADER)
    road.act(CLERK, cmd.AskHearing, D(2026, 11, 5), asked_by="样丙", reason="", asked_on=D(2026, 11, 5))
    road.act(HANDLER, cmd.CallHearing, D(2026, 11, 6), held_on=D(2026, 11, 18), place="会议室", host=leader)
    said = {"record": "双方同意退让两米。", "signed": ("样丙", "样邻"), "signed_on": D(2026, 11, 18)}
    with pytest.raises(DomainError, match="只有听证主持人"):
        road.act(HEAD, cmd.RecordHearing, D(2026, 11, 18), **said)
    with pytest.raises(DomainError, match="不能早于举行听证的日期"):
        road.act(LEADER, cmd.RecordHearing, **{**said, "signed_on": D(2026, 11, 17)})
    road.act(LEADER, cmd.RecordHearing, D(2026, 11, 19), **said)
    clock = road.clocks()[DECIDE]
    # 20 working days from 11-02 end on 11-30; the eight after 11-06 up to 11-18 are not counted.
    assert (road.case.state, clock.state, clock.due_on) == ("accepted", "running", D(2026, 12, 10))
    assert road.clocks()[HOLD].ended_on == D(2026, 11, 18), "the day of the hearing, not of the entry"
    assert [code for code, _ in road.papers()][-2:] == ["hearing_notice", "hearing_record"]
    road.review(D(2026, 11, 19)).propose()
    with pytest.raises(DomainError, match="根据听证笔录"):
        road.decide(who=LEADER)
    road.act(LEADER, Decide, decision="grant", reasons="符合条件", on_record="采纳笔录中退让两米的意见。")
    assert "退让两米" in road.papers()[-1][1]["reasons"]


def test_who_hosts_the_hearing_does_not_propose_the_decision(county: Database) -> None:
    road = told_of_hearing(county)
    (head,) = ids(county, HEAD)
    road.act(CLERK, cmd.AskHearing, D(2026, 11, 5), asked_by="样丙", reason="", asked_on=D(2026, 11, 5))
    road.act(HANDLER, cmd.CallHearing, D(2026, 11, 6), held_on=D(2026, 11, 18), place="会议室", host=head)
    held = D(2026, 11, 18)
    road.act(HEAD, cmd.RecordHearing, held, record="双方同意退让两米。", signed=("样丙",), signed_on=held)
    with pytest.raises(DomainError, match="您是本件的听证主持人"):
        road.review(held).propose()


def test_a_hearing_the_law_demands_is_announced(county: Database) -> None:
    road = Road(county, on=START).accept()
    (leader,) = ids(county, LEADER)
    given = {"held_on": D(2026, 11, 13), "place": "会议室", "host": leader}
    with pytest.raises(DomainError) as refused:
        road.act(HANDLER, cmd.AnnounceHearing, D(2026, 11, 3), ground="whim", basis=" ", **given)
    assert {problem.field for problem in refused.value.problems} == {"ground", "basis"}
    road.act(HANDLER, cmd.AnnounceHearing, ground="interest", basis="涉及全村饮水", **given)
    _code, paper = next(row for row in road.papers() if row[0] == "hearing_announcement")
    assert (paper["held_on"], paper["tell_by"]) == ("2026-11-13", "2026-11-04")
    with county.read(Scope.one(MENGYUE)) as session:
        (drafted,) = session.scalars(select(Publication).where(Publication.type == "core.hearing")).all()
        assert (drafted.stage, "涉及全村饮水" in drafted.body) == ("draft", True)
        assert "样丙" not in drafted.title + drafted.body
    (head,) = ids(county, HEAD)
    change = {"held_on": D(2026, 11, 13), "place": "会议室", "host": leader, "reason": "主持人申请回避"}
    with pytest.raises(DomainError, match="都没有变"):
        road.act(HANDLER, cmd.ChangeHearing, D(2026, 11, 9), **change)
    with pytest.raises(DomainError, match="七个工作日前"):
        road.act(HANDLER, cmd.ChangeHearing, **{**change, "held_on": D(2026, 11, 16)})
    road.act(HANDLER, cmd.ChangeHearing, **{**change, "host": head})
    assert (road.timeline()[-1].note, road.papers()[-1][0]) == ("主持人申请回避", "hearing_notice")
    with county.read(Scope.one(MENGYUE)) as session:
        titles = session.scalars(select(Publication.title).where(Publication.type == "core.hearing")).all()
        assert sorted("变更" in title for title in titles) == [False, True]
    said = {"record": "无异议", "signed": ("样丙",), "signed_on": D(2026, 11, 13)}
    with pytest.raises(DomainError, match="只有听证主持人"):
        road.act(LEADER, cmd.RecordHearing, D(2026, 11, 13), **said)
    assert road.act(HEAD, cmd.RecordHearing, D(2026, 11, 13), **said).case.state == "accepted"


def test_the_applicant_asks_for_the_hearing_online(site: Site) -> None:
    road = told_of_hearing(site.database)
    with day(D(2026, 11, 4)):
        browser, case = site.visitor(), road.now()
        at = f"/t/{MENGYUE}/case/{case.id}/act/ask_hearing"
        assert at in Page(browser.get(site.let_in(browser, case))).links
        assert site.fill(browser, at, {"reason": "四至有争议"}).status_code == 303
    clocks = road.clocks()
    assert (clocks[ASK].ended_on, clocks[HOLD].start_on) == (D(2026, 11, 4), D(2026, 11, 4))
    assert road.facts().examined.hearing.stage == "asked"


def test_two_are_named_within_five_days_to_inspect_and_sign_before_the_result_counts(county: Database) -> None:
    road = Road(county, on=START).accept()
    link = {"ground": "检测", "document": "检测告知书", "told_on": D(2026, 11, 3), "expected_days": 5}
    road.act(HANDLER, StartSpecial, D(2026, 11, 3), **link)
    clock = road.clocks()["licensing.inspection_assign"]
    assert (clock.start_on, clock.due_on, clock.state) == (START, D(2026, 11, 9), "running")
    road.act(HANDLER, cmd.AssignStaff, D(2026, 11, 5), purpose="inspect", staff=ids(county, HANDLER, HEAD))
    assert road.clocks()["licensing.inspection_assign"].state == "satisfied"
    with pytest.raises(DomainError, match="还没有签署结果"):
        road.act(HANDLER, EndSpecial, D(2026, 11, 9), arrived_on=D(2026, 11, 9), result="合格")
    for login in (HANDLER, HEAD):
        sign(road, login, login, D(2026, 11, 6), "合格")
    road.act(HANDLER, EndSpecial, D(2026, 11, 9), arrived_on=D(2026, 11, 9), result="合格")
    assert road.case.state == "accepted"


def test_an_item_that_is_no_licence_knows_no_hearing_and_no_inspection(county: Database) -> None:
    road = Road(county, LEASE, on=START).accept()
    with pytest.raises(DomainError, match="不适用行政许可法第五十五条"):
        road.act(HANDLER, cmd.AssignStaff, purpose="inspect", staff=ids(county, HANDLER, HEAD))
    with county.read(Scope.one(MENGYUE)) as session:
        kind = plugins.registry().case_kinds[road.case.kind]
        facts = kind.facts(session, kernel.get_case(session, actor(session, HANDLER), road.case.id))
        known = {act.code for act in kind.transitions if act.applies(facts)}
    assert not known & {"tell_hearing", "announce_hearing"}
