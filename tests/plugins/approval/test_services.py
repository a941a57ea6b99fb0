"""The road of an application from hand to hand: states, days, limits, papers and answers at each step."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from core import plugins
from core.cases import queries, serving
from core.cases.sweep import sweep
from core.db import Database, Scope
from core.errors import DomainError, Forbidden
from core.tenancy.services import put_switch
from core.web.filters import remedy_words
from plugins.approval import commands as cmd
from plugins.approval import rules, services
from plugins.approval.documents import PAPERS
from plugins.approval.items.services import successor
from plugins.approval.models import PUBLIC, Item, Law
from tests.plugins.approval.road import (
    AID,
    APPLICANT,
    BOOTH,
    BUILD,
    FACTS,
    FELL,
    HOUSE,
    LEASE,
    PARTY,
    SYSTEM,
    Road,
    actor,
    day,
    handed_over,
)
from tests.sample import CLERK, COUNTY, HANDLER, HEAD, LEADER, MENGYUE, TODAY

D = dt.date
NOTICE, DECIDE, FIRST, DELIVER = (
    f"licensing.{name}" for name in ("correction_notice", "decide", "first_review", "deliver")
)
STATUTORY, PROMISED = "service.statutory", "service.promised"
START = D(2026, 11, 2)
ACT = 18  # statements of an act, BEGIN among them; each more is paid in the turn that all writers wait for

pytestmark = pytest.mark.usefixtures("app")


def test_handing_in_gives_a_number_a_receipt_and_five_days_for_the_notice(county: Database) -> None:
    road = Road(county, lacking=("notice", "plan"), on=START)
    assert (road.case.state, road.case.channel, road.case.series) == ("received", "window", "勐约许")
    assert (road.case.due_on, road.case.due_rule) == (D(2026, 11, 9), NOTICE)
    ((code, receipt),) = road.papers()
    assert code == "receipt"
    assert (receipt["number"], receipt["applicant"], receipt["organ"]) == (road.case.number, "样丙", "勐约乡人民政府")
    assert receipt["code"].replace(" ", "") == road.case.code
    assert receipt["materials"] == ["申请表", "户口簿", "集体讨论记录"]
    assert receipt["deferred"] == ["建房平面图"]
    assert receipt["missing"] == ["公示证明"]
    assert receipt["notice_due"] == "2026-11-09"
    assert [line.code for line in road.timeline()] == ["open"]


def test_an_item_that_is_not_published_takes_no_application(county: Database) -> None:
    with county.write(Scope.one(MENGYUE)) as session:
        item = session.scalars(select(Item).where(Item.code == HOUSE)).one()
        item.published = False
        with pytest.raises(DomainError, match="没有公布"):
            services.submit(session, actor(session, CLERK), services.Submission(item, (PARTY,), {}), "k")
        item.published = True
        for parties in ((), (services.Party("applicant", "  "),)):
            with pytest.raises(DomainError, match="姓名"):
                services.submit(session, actor(session, CLERK), services.Submission(item, parties, {}), "k")
        session.rollback()


def test_what_can_be_put_right_is_put_right_on_the_spot(county: Database) -> None:
    road = Road(county, on=START).act(CLERK, cmd.PutRight, corrections=("姓名写错", " "))
    road.act(CLERK, cmd.PutRight, corrections=("日期写错",))
    assert road.application().put_right == ["姓名写错", "日期写错"]
    assert (road.case.state, road.case.due_rule) == ("received", NOTICE)
    assert [code for code, _ in road.papers()] == ["receipt"]


def test_papers_brought_later_are_receipted_piece_by_piece(county: Database) -> None:
    road = Road(county, lacking=("notice", "discussion"), on=START)
    road.act(CLERK, cmd.TakePapers, D(2026, 11, 4), on_paper=("notice",), pieces={"notice": 2})
    code, paper = road.papers()[-1]
    assert (code, paper["way"], paper["date"], paper["total"]) == ("materials_receipt", "window", "2026-11-04", 2)
    assert (paper["materials"], paper["missing"]) == ([{"name": "公示证明", "pieces": 2}], ["集体讨论记录"])
    road.act(CLERK, cmd.TakePapers, D(2026, 11, 5), on_paper=("discussion",))
    with pytest.raises(DomainError, match="不能早于材料齐全之日"):
        road.act(CLERK, cmd.Accept, accepted_on=D(2026, 11, 4))
    asked = Road(county, lacking=("notice",), on=START).act(CLERK, cmd.AskCorrection, asked={"notice": "补交"})
    asked.act(CLERK, cmd.Correct, D(2026, 11, 5), on_paper=("notice",), pieces={"notice": 3})
    assert [code for code, _ in asked.papers()] == ["receipt", "correction_notice", "materials_receipt"]
    assert asked.papers()[-1][1]["total"] == 3
    asked.accept(D(2026, 11, 5))


def test_one_notice_tells_everything_and_ends_its_limit(county: Database) -> None:
    road = Road(county, lacking=("notice", "discussion"), on=START)
    road.act(CLERK, cmd.AskCorrection, D(2026, 11, 9), asked={"notice": "补公示证明", "discussion": "补签名"})
    assert (road.case.state, road.case.due_on) == ("correcting", None)
    assert (road.clocks()[NOTICE].state, road.clocks()[NOTICE].ended_on) == ("satisfied", D(2026, 11, 9))
    code, notice = road.papers()[-1]
    assert code == "correction_notice"
    assert notice["asked"] == [
        {"material": "公示证明", "what": "补公示证明"},
        {"material": "集体讨论记录", "what": "补签名"},
    ]
    with pytest.raises(DomainError, match="案件现在是“待补正”"):
        road.act(CLERK, cmd.AskCorrection, asked={"household": "再补"})


def test_after_the_correction_nothing_more_may_be_asked_and_a_new_limit_runs(county: Database) -> None:
    road = Road(county, lacking=("notice",), on=START).act(CLERK, cmd.AskCorrection, asked={"notice": "补交"})
    road.act(APPLICANT, cmd.Correct, D(2026, 11, 16), on_paper=("notice",))
    assert (road.case.state, road.application().corrected_on) == ("corrected", D(2026, 11, 16))
    assert (road.case.due_on, road.clocks()[NOTICE].start_on) == (D(2026, 11, 23), D(2026, 11, 16))
    with pytest.raises(DomainError, match="案件现在是“已补正待受理”"):
        road.act(CLERK, cmd.AskCorrection, asked={"household": "再补"})
    with pytest.raises(DomainError, match="不能早于材料齐全之日"):
        road.act(CLERK, cmd.Accept, D(2026, 11, 17), accepted_on=D(2026, 11, 13))
    road.accept(D(2026, 11, 17))
    assert road.case.state == "accepted"


def test_papers_that_are_missing_are_not_accepted(county: Database) -> None:
    with pytest.raises(DomainError, match="还缺少材料：户口簿"):
        Road(county, lacking=("household",), on=START).accept()


def test_acceptance_starts_both_limits_and_says_so(county: Database) -> None:
    road = Road(county, on=START).accept(D(2026, 11, 4))
    clocks = road.clocks()
    assert (clocks[DECIDE].start_on, clocks[DECIDE].due_on) == (D(2026, 11, 4), D(2026, 12, 2))
    assert (clocks[PROMISED].length, clocks[PROMISED].due_on) == (15, D(2026, 11, 25))
    code, paper = road.papers()[-1]
    assert (code, paper["accepted_on"], paper["by_silence"]) == ("acceptance", "2026-11-04", False)
    assert (paper["decide_due"], paper["promised_due"]) == ("2026-12-02", "2026-11-25")
    assert [reply.act for reply in road.replies()] == ["accept"]


def test_silence_accepts_and_nothing_can_be_asked_afterwards(county: Database) -> None:
    road = Road(county, lacking=("notice",), on=START)
    with pytest.raises(DomainError, match="2026-11-09届满"):
        road.act(CLERK, cmd.AskCorrection, D(2026, 11, 10), asked={"notice": "补交"})
    with day(D(2026, 11, 10), 1):
        sweep(county, MENGYUE)
    assert (road.now().state, road.application().accepted_on) == ("accepted", START)
    assert road.application().accepted_by_silence
    assert road.clocks()[DECIDE].start_on == START
    assert (road.papers()[-1][0], road.papers()[-1][1]["by_silence"]) == ("acceptance", True)
    assert road.replies()[-1].act == "accept_by_silence"


def test_silence_after_a_correction_accepts_from_the_correction(county: Database) -> None:
    road = Road(county, lacking=("notice",), on=START).act(CLERK, cmd.AskCorrection, asked={"notice": "补交"})
    road.act(CLERK, cmd.Correct, D(2026, 11, 10))
    with day(D(2026, 11, 18), 1):
        sweep(county, MENGYUE)
    assert road.application().accepted_on == D(2026, 11, 10)


def test_a_refused_acceptance_names_ground_organ_and_remedies(county: Database) -> None:
    road = Road(county, on=START)
    given = {"ground": "not_competent", "reasons": "不属于本机关职权", "right_organ": "县自然资源局"}
    road.act(CLERK, cmd.RefuseAcceptance, **given)
    assert (road.case.state, road.case.is_open, road.case.due_on) == ("not_accepted", False, None)
    code, paper = road.papers()[-1]
    assert (code, paper["right_organ"], paper["reasons"]) == ("non_acceptance", "县自然资源局", "不属于本机关职权")
    assert "陇川县人民政府" in remedy_words(paper["remedies"])
    assert road.replies()[-1].words == "不属于本机关职权"


def test_a_refused_acceptance_is_served_once_and_can_be_contested_from_then_on(county: Database) -> None:
    road = Road(county, on=START)
    given = {"ground": "not_competent", "reasons": "不属于本机关职权", "right_organ": "县自然资源局"}
    ended = road.act(CLERK, cmd.RefuseAcceptance, **given).case.closed_at
    with pytest.raises(DomainError, match="文书出具"):
        road.act(CLERK, cmd.ServeRefusal, service=handed_over(START - dt.timedelta(days=1)))
    road.act(CLERK, cmd.ServeRefusal, D(2026, 11, 4), service=handed_over(D(2026, 11, 4)))
    with county.read(Scope.one(MENGYUE)) as session:
        (kept,) = serving.records_of(session, road.case)
        assert (kept.way, kept.served_on, kept.signed_by) == ("direct", D(2026, 11, 4), "样丙")
        assert serving.paper_of(session, road.case, kept.paper_id).code == "approval.non_acceptance"
    assert (road.case.state, road.case.is_open, road.case.closed_at) == ("not_accepted", False, ended)
    limits = {rule: (clock.start_on, clock.due_on) for rule, clock in road.clocks().items() if clock.state == "running"}
    assert limits == {
        "reconsideration.apply": (D(2026, 11, 4), D(2027, 1, 4)),
        "litigation.direct": (D(2026, 11, 4), D(2027, 5, 4)),
    }
    code, paper = road.papers()[-1]
    assert (code, paper["not_accepted"], paper["delivered_on"]) == ("delivery", True, "2026-11-04")
    with pytest.raises(DomainError, match="已经送达"):
        road.act(CLERK, cmd.ServeRefusal, service=handed_over(D(2026, 11, 4)))


def test_an_item_with_a_length_of_its_own_runs_that_and_names_its_source(county: Database) -> None:
    with county.write(Scope.one(MENGYUE)) as session:
        item = session.scalars(select(Item).where(Item.code == HOUSE)).one()
        item.legal_days, item.legal_source = 10, "样例条例9"
    clock = Road(county, on=START).accept().clocks()[DECIDE]
    assert (clock.length, clock.source, clock.due_on) == (10, "样例条例9", D(2026, 11, 16))


def test_the_ledger_of_a_limit_names_the_paper_of_each_act(county: Database) -> None:
    road = Road(county, on=START).accept()
    told = {"ground": "鉴定", "document": "鉴定告知书", "told_on": D(2026, 11, 6), "expected_days": 10}
    road.act(HANDLER, cmd.StartSpecial, D(2026, 11, 6), **told)
    road.act(HANDLER, cmd.EndSpecial, D(2026, 11, 20), arrived_on=D(2026, 11, 20), result="合格")
    road.act(LEADER, cmd.Extend, days=3, reason="补充测绘")
    clock = road.clocks()[DECIDE]
    with county.read(Scope.one(MENGYUE)) as session:
        found = [(entry.act, entry.document) for entry in queries.entries_of(session, clock)]
    assert found == [
        ("start", "受理通知书"),
        ("suspend", "鉴定告知书"),
        ("resume", ""),
        ("extend", "延长办理期限告知书"),
    ]


def test_a_special_link_stops_both_limits_and_is_told_in_writing(county: Database) -> None:
    with county.write(Scope.one(MENGYUE)) as session:
        item = session.scalars(select(Item).where(Item.code == HOUSE)).one()
        item.special_links = [{"name": "房屋鉴定", "days": 20}]
    road = Road(county, on=START).accept()
    told = {"ground": "鉴定", "document": "鉴定告知书", "told_on": D(2026, 11, 6), "expected_days": 10}
    road.act(HANDLER, cmd.StartSpecial, D(2026, 11, 6), **told)
    assert (road.case.state, road.case.due_on, road.case.clock_state) == ("special", None, "suspended")
    code, paper = road.papers()[-1]
    assert (code, paper["ground"], paper["expected_days"], paper["told_on"]) == ("special", "鉴定", 10, "2026-11-06")
    road.act(HANDLER, cmd.EndSpecial, D(2026, 11, 20), arrived_on=D(2026, 11, 20), result="合格")
    clocks = road.clocks()
    assert road.case.state == "accepted"
    assert clocks[DECIDE].due_on == D(2026, 12, 14)  # four days used, sixteen after the 20th
    assert clocks[PROMISED].due_on == D(2026, 12, 7)
    assert road.application().special["result"] == "合格"


def test_a_link_that_the_guide_does_not_leave_out_stops_the_law_and_not_the_promise(county: Database) -> None:
    road = Road(county, on=START).accept()
    due = road.clocks()[PROMISED].due_on
    told = {"ground": "鉴定", "document": "鉴定告知书", "told_on": D(2026, 11, 6), "expected_days": 10}
    road.act(HANDLER, cmd.StartSpecial, D(2026, 11, 6), **told)
    assert {rule: clock.state for rule, clock in road.clocks().items() if clock.state != "satisfied"} == {
        DECIDE: "suspended",
        PROMISED: "running",
    }
    road.act(HANDLER, cmd.EndSpecial, D(2026, 11, 20), arrived_on=D(2026, 11, 20), result="合格")
    assert (road.clocks()[DECIDE].due_on, road.clocks()[PROMISED].due_on) == (D(2026, 12, 14), due)


def test_nothing_is_granted_on_a_repealed_law_and_it_goes_on_under_the_edition_of_today(county: Database) -> None:
    road = Road(county, on=START).accept().review()
    with county.write(Scope.one(MENGYUE)) as session:
        law = session.scalars(select(Law).where(Law.code == "土地管理法")).one()
        law.in_force_to = D(2026, 11, 3)
        former = session.scalars(select(Item).where(Item.code == HOUSE)).one()
    road.propose(D(2026, 11, 3))
    with pytest.raises(DomainError, match="依据“土地管理法”已经失效"):
        road.decide(D(2026, 11, 4))
    with pytest.raises(DomainError, match="还没有公布依据现行有效的版本"):
        road.act(HANDLER, cmd.AdoptEdition, D(2026, 11, 4))
    with county.write(Scope.one(MENGYUE)) as session:
        former = session.get_one(Item, (MENGYUE, former.id))
        session.add(newer := successor(former))
        newer.stage, newer.published, newer.basis = PUBLIC, True, "土地管理法实施条例34①"
        former.valid_to, newer.valid_from = D(2026, 11, 3), D(2026, 11, 4)
    road.act(HANDLER, cmd.AdoptEdition, D(2026, 11, 4))
    road.decide(D(2026, 11, 4))
    assert road.papers()[-1][1]["basis"] == "土地管理法实施条例34①"


def test_an_explained_overrun_is_read_by_the_number_alone(app: Flask, county: Database) -> None:
    road = Road(county, BOOTH, on=START).accept()
    road.act(road.handler, cmd.ExplainOverrun, D(2026, 11, 12), words="市场改造期间暂停现场勘验")
    page = app.test_client().get(f"/t/{MENGYUE}/track", query_string={"number": road.case.number}).text
    assert "超过办理时间的理由" in page
    assert "市场改造期间暂停现场勘验" in page
    assert "样丙" not in page


def test_the_head_alone_extends_once_with_the_reason_told(county: Database) -> None:
    road = Road(county, on=START).accept()
    for who in (CLERK, HANDLER, HEAD):
        with pytest.raises(Forbidden):
            road.act(who, cmd.Extend, days=10, reason="补充测绘")
    road.act(LEADER, cmd.Extend, D(2026, 11, 30), days=10, reason="补充测绘")  # the last of twenty days
    assert road.clocks()[DECIDE].due_on == D(2026, 12, 14)
    code, paper = road.papers()[-1]
    assert (code, paper["days"], paper["reason"], paper["decide_due"]) == ("extension", 10, "补充测绘", "2026-12-14")
    with pytest.raises(DomainError, match="只允许延长一次"):
        road.act(LEADER, cmd.Extend, days=1, reason="再延长")
    late = Road(county, on=START).accept()
    with pytest.raises(DomainError, match="2026-11-30届满"):
        late.act(LEADER, cmd.Extend, D(2026, 12, 1), days=10, reason="补充测绘")


def test_one_person_reviews_the_papers_and_handles_the_case(county: Database) -> None:
    road = Road(county, on=START).accept()
    with pytest.raises(DomainError, match="两名以上"):
        road.act(HANDLER, cmd.Review, **{**FACTS, "substance": True})
    road.review()
    row = road.application()
    assert (row.verifiers, row.findings, row.opinion) == ([], "属实", "建议准予")
    assert road.case.handler_id == row.reviewed_by


def test_a_grant_is_proposed_decided_and_delivered_with_its_papers(county: Database) -> None:
    road = Road(county, on=START).accept().review().propose(D(2026, 11, 10)).decide(D(2026, 11, 12))
    assert (road.case.state, road.application().decided_on) == ("decided", D(2026, 11, 12))
    clocks = road.clocks()
    assert {clocks[rule].state for rule in (DECIDE, PROMISED)} == {"satisfied"}
    assert (road.case.due_rule, road.case.due_on) == (DELIVER, D(2026, 11, 26))
    code, grant = road.papers()[-1]
    assert (code, grant["granted"], grant["organ"], grant["acting"]) == ("grant", True, "勐约乡人民政府", "")
    assert grant["basis"] == "土地管理法62④；土地管理法实施条例34①"
    assert grant["reasons"] == "符合法定条件"
    assert grant["result"]
    assert road.replies()[-1].words == "符合法定条件"
    late = D(2026, 11, 27)  # handed over in time, entered after the limit
    road.act(CLERK, cmd.Deliver, late, service=handed_over(D(2026, 11, 13)))
    assert (road.case.state, road.case.is_open, road.case.due_on) == ("delivered", False, None)
    clock = road.clocks()[DELIVER]
    assert (clock.state, clock.ended_on) == ("satisfied", D(2026, 11, 13))
    code, receipt = road.papers()[-1]
    assert (code, receipt["recipient"], receipt["way"]) == ("delivery", "样丙", "直接送达")
    assert receipt["delivered_on"] == "2026-11-13"


def test_a_refusal_gives_reasons_and_remedies_and_runs_no_limit_of_delivery(county: Database) -> None:
    road = Road(county, on=START).accept().review().propose(decision="refuse").decide(decision="refuse")
    assert DELIVER not in road.clocks()
    code, paper = road.papers()[-1]
    assert (code, paper["granted"], paper["reasons"]) == ("refusal", False, "符合法定条件")
    assert "六十日内向陇川县人民政府申请行政复议" in remedy_words(paper["remedies"])
    assert "六个月内向陇川县人民法院提起行政诉讼" in remedy_words(paper["remedies"])


def test_who_reviewed_or_proposed_does_not_decide(county: Database) -> None:
    for column in ("reviewed_by", "proposed_by"):
        road = Road(county, on=START).accept().review().propose()
        with county.write(Scope.one(MENGYUE)) as session:
            row = session.merge(road.application())
            setattr(row, column, actor(session, LEADER).account_id)
        with pytest.raises(DomainError, match="不能同时作出决定"):
            road.decide()
        assert road.now().state == "proposed"
        road.decide(who="pai.nuoyi")
        assert road.case.state == "decided"


def test_the_leader_sends_back_with_the_reason_and_the_limit_runs_on(county: Database) -> None:
    road = Road(county, on=START).accept().review().propose().act(LEADER, cmd.SendBack, reason="四至不清")
    assert (road.case.state, road.timeline()[-1].note) == ("accepted", "四至不清")
    assert road.clocks()[DECIDE].state == "running"
    assert road.review().propose().decide().case.state == "decided"


def outside(county: Database) -> None:
    """The organ above does not work on the platform: it gets paper, and its decision is entered by hand."""
    with county.write(Scope.one(COUNTY)) as session:
        put_switch(session, COUNTY, "approval", on=False, by="测试")


def test_an_item_of_first_review_is_sent_on_and_its_decision_relayed(county: Database) -> None:
    outside(county)
    road = Road(county, BUILD, on=START).accept()
    clocks = road.clocks()
    assert set(clocks) == {NOTICE, FIRST, PROMISED}
    assert (clocks[FIRST].due_on, clocks[PROMISED].length) == (D(2026, 11, 30), 7)
    assert road.papers()[-1][1]["decide_due"] == "2026-11-30"
    road.review()
    with pytest.raises(DomainError, match="请办理初审转报"):
        road.propose()
    with pytest.raises(DomainError, match="不能延长"):
        road.act(LEADER, cmd.Extend, days=5, reason="补充测绘")
    road.forward(D(2026, 11, 9))
    assert (road.case.state, road.case.due_on) == ("forwarded", None)
    assert road.clocks()[FIRST].state == "satisfied"
    code, letter = road.papers()[-1]
    assert (code, letter["to"], letter["opinion"]) == ("forwarding", "县自然资源局", "初审属实")
    assert len(letter["materials"]) == 4
    decided = {
        "decision": "refuse",
        "document": "陇自然资〔2026〕1号",
        "decided_on": D(2026, 11, 20),
        "reasons": "不符",
    }
    road.act(CLERK, cmd.Relay, D(2026, 11, 23), **decided)
    code, paper = road.papers()[-1]
    assert (code, paper["decided_by"], paper["document"]) == ("relay", "县自然资源局", "陇自然资〔2026〕1号")
    assert (paper["granted"], paper["reasons"], paper["decided_on"]) == (False, "不符", "2026-11-20")
    assert paper["remedies"]
    assert road.application().decided_on == D(2026, 11, 20)
    assert DELIVER not in road.clocks()
    assert road.deliver().case.state == "delivered"


def test_an_item_of_ones_own_is_not_sent_on(county: Database) -> None:
    with pytest.raises(DomainError, match="不需要转报"):
        Road(county, on=START).accept().review().forward()


@pytest.mark.parametrize("item", [LEASE, AID])
def test_an_item_that_is_no_licence_runs_no_limit_of_the_licensing_law(county: Database, item: str) -> None:
    road = Road(county, item, lacking=("consent",), on=START)
    assert (road.case.series, road.clocks(), road.case.due_on) == ("勐约办", {}, None)
    road.act(CLERK, cmd.AskCorrection, asked={"consent": "补交"})
    road.act(APPLICANT, cmd.Correct, D(2026, 11, 4), on_paper=("consent",))
    assert road.clocks() == {}
    with day(D(2026, 11, 24), 1):
        sweep(county, MENGYUE)
    assert road.now().state == "corrected"  # no silence effect
    road.accept(D(2026, 11, 5)).review()
    assert set(road.clocks()) == {STATUTORY, PROMISED}
    for who, command, given in (
        (road.handler, cmd.StartSpecial, {"ground": "鉴定", "document": "书", "told_on": road.on, "expected_days": 5}),
        (LEADER, cmd.Extend, {"days": 5, "reason": "补充"}),
    ):
        with pytest.raises(DomainError, match="不是行政许可"):
            road.act(who, command, **given)
    if item == LEASE:
        road.propose().decide()
        assert road.papers()[-1][0] == "result"
        road.deliver()
    else:
        road.forward()
    assert not [rule for rule in road.clocks() if rule.startswith("licensing.")]
    assert {clock.state for clock in road.clocks().values()} == {"satisfied"}


def test_an_entrusted_item_speaks_in_the_entrusting_organs_name(county: Database) -> None:
    road = Road(county, FELL, on=START).accept()
    road.act(road.handler, cmd.Review, **FACTS).propose(decision="refuse").decide(decision="refuse")
    for code, paper in road.papers():
        assert (paper["organ"], paper["acting"]) == ("陇川县林业和草原局", "勐约乡人民政府"), code
    remedies = remedy_words(road.papers()[-1][1]["remedies"])
    assert "陇川县人民政府" in remedies
    assert "被申请人、被告是陇川县林业和草原局" in remedies


@pytest.mark.parametrize("who", [APPLICANT, CLERK])
def test_an_application_can_be_withdrawn_until_it_is_decided(county: Database, who: str) -> None:
    for road in (
        Road(county, on=START),
        Road(county, on=START).accept(),
        Road(county, on=START).accept().review().propose(),
        Road(county, AID, on=START).accept().review().forward(),
    ):
        road.act(who, cmd.Withdraw, reason="不建了")
        assert (road.case.state, road.case.is_open, road.case.due_on) == ("withdrawn", False, None)
        assert {clock.state for clock in road.clocks().values()} <= {"satisfied"}
        assert road.replies()[-1].act == "withdraw"
    with pytest.raises(DomainError, match="案件现在是“已决定待送达”"):
        Road(county, on=START).accept().review().propose().decide().act(who, cmd.Withdraw)


@pytest.mark.only_on("sqlite", "what is asked is the same on either; BEGIN is a statement here alone")
def test_an_act_asks_nothing_twice(county: Database) -> None:
    road = Road(county, on=START).accept()
    sent: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(" ".join(statement.split()))

    event.listen(county.engine, "before_cursor_execute", note)
    try:
        road.act(APPLICANT, cmd.Withdraw, reason="不建了")
    finally:
        event.remove(county.engine, "before_cursor_execute", note)
    assert len(sent) == ACT, "\n".join(sent)
    assert len(set(sent)) == len(sent)


def test_a_missed_promise_is_explained_once_it_is_missed(county: Database) -> None:
    road = Road(county, BOOTH, on=START).accept()
    promised = road.clocks()[PROMISED].due_on
    assert promised == D(2026, 11, 11)
    with pytest.raises(DomainError, match="尚未超过"):
        road.act(road.handler, cmd.ExplainOverrun, promised, words="市场改造")
    road.act(road.handler, cmd.ExplainOverrun, D(2026, 11, 12), words="市场改造")
    assert (road.application().overrun, road.clocks()[PROMISED].state) == ("市场改造", "lapsed")
    assert (road.case.due_rule, road.case.state) == (DECIDE, "accepted")
    with pytest.raises(DomainError, match="尚未超过"):
        road.act(road.handler, cmd.ExplainOverrun, words="再说明")


def test_an_overrun_is_explained_after_a_late_decision_and_where_only_the_law_gives_a_limit(county: Database) -> None:
    late, after = Road(county, BOOTH, on=START).accept(), D(2026, 11, 13)
    late.review(D(2026, 11, 12)).propose().decide().act(late.handler, cmd.ExplainOverrun, after, words="市场改造")
    assert (late.application().overrun, late.case.state) == ("市场改造", "decided")
    in_time = Road(county, BOOTH, on=START).accept().review().propose().decide(D(2026, 11, 11))
    with pytest.raises(DomainError, match="尚未超过"):
        in_time.act(in_time.handler, cmd.ExplainOverrun, after, words="没有超过")
    with county.write(Scope.one(MENGYUE)) as session:
        session.execute(update(Item).where(Item.code == LEASE).values(promised_days=None, legal_days=3))
    lawful = Road(county, LEASE, on=START).accept()
    assert PROMISED not in lawful.clocks()
    with pytest.raises(DomainError, match="尚未超过"):
        lawful.act(lawful.handler, cmd.ExplainOverrun, D(2026, 11, 5), words="没有超过")
    lawful.act(lawful.handler, cmd.ExplainOverrun, D(2026, 11, 6), words="补充勘察")
    assert (lawful.application().overrun, lawful.case.due_rule) == ("补充勘察", "service.statutory")


def test_service_is_not_recorded_before_the_decision(county: Database) -> None:
    road = Road(county, on=START).accept().review().propose().decide(D(2026, 11, 12))
    with pytest.raises(DomainError, match="文书出具（2026-11-12）以后"):
        road.act(CLERK, cmd.Deliver, service=handed_over(D(2026, 11, 11)))


def test_only_the_system_accepts_by_silence(county: Database) -> None:
    road = Road(county, on=TODAY)
    for who in (CLERK, HANDLER, HEAD, LEADER, APPLICANT):
        with pytest.raises(Forbidden):
            road.act(who, cmd.AcceptBySilence)
    assert road.act(SYSTEM, cmd.AcceptBySilence).case.state == "accepted"


def test_every_paper_of_the_road_holds_what_the_law_wants_on_it(county: Database, app: Flask) -> None:
    outside(county)
    special = {"ground": "鉴定", "document": "告知书", "told_on": START, "expected_days": 10}
    relayed = {"decision": "grant", "document": "确认书", "decided_on": START, "reasons": "符合"}
    roads = (
        Road(county, lacking=("notice",), on=START).act(CLERK, cmd.AskCorrection, asked={"notice": "补交"}),
        Road(county, on=START).act(CLERK, cmd.RefuseAcceptance, ground="not_needed", reasons="不需要许可"),
        Road(county, on=START).accept().act(HANDLER, cmd.StartSpecial, **special),
        Road(county, on=START).accept().act(LEADER, cmd.Extend, days=3, reason="补充").review().propose().decide(),
        Road(county, on=START).accept().review().propose(decision="refuse").decide(decision="refuse").deliver(),
        Road(county, LEASE, on=START).accept().review().propose().decide(),
        Road(county, AID, on=START).accept().review().forward().act(CLERK, cmd.Relay, **relayed),
    )
    registered = plugins.registry().papers
    seen = set()
    for road in roads:
        for code, context in road.papers():
            seen.add(f"approval.{code}")
            required = registered[f"approval.{code}"].required
            assert [name for name in required if not context.get(name)] == [], code
    # Those of agents, of promises, by word of mouth and of steps are looked at where these are tried.
    others = {
        f"approval.{code}" for code in ("slip", "promise", "materials_receipt", "oral_record", "waiting", "settled")
    }
    assert seen | others == {*(paper.code for paper in PAPERS), "approval.certificate"}


def test_what_is_settled_on_the_spot_is_received_accepted_and_decided_in_one_act(county: Database) -> None:
    road = Road(county, on=START)
    assert not rules.on_the_spot(road.facts())
    with county.write(Scope.one(MENGYUE)) as session:
        session.execute(update(Item).where(Item.code == HOUSE).values(instant=True))
    assert rules.on_the_spot(road.facts())
    assert not rules.on_the_spot(replace(road.facts(), deferred=("样例",)))
    lacking = Road(county, lacking=("notice",), on=START)
    with pytest.raises(DomainError, match="还缺少材料"):
        lacking.act(CLERK, cmd.Settle, reasons="材料齐全，符合法定条件")
    road.act(CLERK, cmd.Settle, reasons="材料齐全，符合法定条件")
    assert (road.case.state, road.case.is_open) == ("decided", True)
    said = road.papers()[-1][1]
    assert [said[name] for name in ("received_on", "accepted_on", "decided_on")] == ["2026-11-02"] * 3
    ended = {rule: (clock.state, clock.start_on, clock.ended_on) for rule, clock in road.clocks().items()}
    assert ended[DECIDE] == ended[PROMISED] == ("satisfied", START, START)
    assert road.deliver().case.state == "delivered"
