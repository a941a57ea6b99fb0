"""The dated sample cases: each shows one thing the law says, and all are made by the services under a moved clock.

Days count back from today in working days, so that the sample is as near to its limits next month as it is now.
"""

from __future__ import annotations

import datetime as dt

from core.demo import Stage
from core.errors import NotFound
from plugins.approval import commands as cmd
from plugins.approval import demo_apply
from plugins.approval.county import demo as county
from plugins.approval.demo_handling import hearing, renewal, several_units
from plugins.approval.demo_road import Road, first_lacking
from plugins.approval.items import demo as library
from plugins.approval.rules import GRANT, REFUSE
from plugins.approval.steps import demo as steps

MENGYUE, HUSA, ZHANGFENG = 533124205, 533124201, 533124101
HOUSE, BOOTH, SCHOOL, LEASE, BUILD, FELL, AID, RELIEF, ELDER = (
    "MY-XK-01",
    "MY-XK-02",
    "MY-XK-03",
    "MY-QT-04",
    "MY-CS-05",
    "MY-WT-06",
    "MY-JF-07",
    "MY-JF-08",
    "MY-GG-09",
)
FIVE_WEEKS = dt.timedelta(days=35)
REASONS = "申请材料齐全，现场核查情况与申请一致，符合法定条件。"


def play(stage: Stage) -> None:
    """Play every case; a township that left the sample, or an item it does not publish, is passed over."""
    for make in (
        _near,
        _silent,
        _last_day,
        _overdue,
        _extended,
        _paused,
        _sent_on,
        _entrusted,
        _more,
        several_units,
        hearing,
        renewal,
        _by_others,
        _let_the_law_act,
        _library,
        _steps,
    ):
        try:
            make(stage)
        except NotFound:
            continue


def _steps(stage: Stage) -> None:
    """S1 to S3: steps before and after, and a village's opinion, in a township whose edition asks for them."""
    steps.play(stage, ZHANGFENG, HOUSE)


def _library(stage: Stage) -> None:
    """The item library at work in the township of most cases."""
    library.play(stage, MENGYUE)


def _near(stage: Stage) -> None:
    """A1: two days are left of twenty, and the shorter promise was missed and explained."""
    road = Road(stage, "A1", MENGYUE, HOUSE, "排早戊", stage.back(18), note="由村级代办员代为提交", with_file=True)
    road.accept(stage.back(18)).review(stage.back(10))
    road.act(
        stage.back(2),
        "explain_overrun",
        "handler",
        cmd.ExplainOverrun,
        words="雨季道路中断，现场核查推迟三个工作日，承诺时限未能兑现，法定期限内办结。",
    )
    road.letter(stage.back(8), "请问现场核查什么时候来？我想提前在家等。", by_party=True)
    road.letter(stage.back(7), "您好，因道路中断，现场核查改在下周进行，去之前会电话联系您。", by_party=False, hour=15)
    road.letter(stage.back(1), "核查已经来过了，请问什么时候能有结果？", by_party=True, with_file=True)


def _silent(stage: Stage) -> None:
    """A2: incomplete, and nobody told the applicant in five working days: accepted by the law."""
    Road(stage, "A2", MENGYUE, HOUSE, "何样甲", stage.back(6), lacking=first_lacking(stage, MENGYUE, HOUSE))


def _last_day(stage: Stage) -> None:
    """A3: incomplete; today is the last day to tell."""
    road = Road(
        stage,
        "A3",
        MENGYUE,
        BOOTH,
        "思相戊",
        stage.back(5),
        channel="online",
        lacking=first_lacking(stage, MENGYUE, BOOTH),
    )
    road.letter(stage.back(3), "我的材料齐了吗？还缺什么请告诉我。", by_party=True)


def _overdue(stage: Stage) -> None:
    """A4: three days late, explained in public."""
    road = Road(stage, "A4", ZHANGFENG, BOOTH, "囊样戊", stage.back(23)).accept(stage.back(23))
    road.review(stage.back(9)).act(
        stage.back(8),
        "explain_overrun",
        "handler",
        cmd.ExplainOverrun,
        words="集贸市场改造方案调整，需要重新核对占用位置，超过承诺时限，特此说明。",
    )


def _extended(stage: Stage) -> None:
    """A5: ten working days more, by the head, with the reason told."""
    road = Road(stage, "A5", HUSA, HOUSE, "曹样丙", stage.back(22)).accept(stage.back(22)).review(stage.back(12))
    road.act(
        stage.back(4),
        "extend",
        "leader",
        cmd.Extend,
        hour=11,
        days=10,
        reason="相邻权利人对四至提出异议，需要补充测绘核实。",
    )
    road.act(
        stage.back(3),
        "explain_overrun",
        "handler",
        cmd.ExplainOverrun,
        words="因四至异议补充测绘，超过承诺时限，法定期限已依法延长。",
    )


def _paused(stage: Stage) -> None:
    """A6: an expert review stops the clock; four days are used, sixteen are left."""
    road = Road(stage, "A6", HUSA, HOUSE, "寸样丁", stage.back(12)).accept(stage.back(12))
    road.act(
        stage.back(8),
        "start_special",
        "handler",
        cmd.StartSpecial,
        hour=11,
        ground="专家评审",
        document="地质灾害专家评审告知书",
        told_on=stage.back(8),
        expected_days=15,
    )
    road.letter(
        stage.back(7),
        "您好，专家评审需要您指认宅基地的四至，请回复您方便的时间。",
        by_party=False,
        hour=16,
        wants_reply=True,
    )


def _sent_on(stage: Stage) -> None:
    """A7: an oral application, first review, sent on, with the county now; no silence effect."""
    road = Road(
        stage,
        "A7",
        MENGYUE,
        AID,
        "李腊翁样",
        stage.back(20),
        channel="oral",
        note="口头申请，工作人员记录并宣读确认",
        oral="我和老伴都干不动活了，地也没人种，孩子不在身边，想申请低保。",
    )
    road.accept(stage.back(20)).review(stage.back(9)).act(
        stage.back(5),
        "forward",
        "station_head",
        cmd.Forward,
        hour=16,
        opinion="家庭收入核对低于标准，入户调查属实，建议纳入最低生活保障。",
    )
    county.sent(road, stage.back(5))


def _entrusted(stage: Stage) -> None:
    """A8: granted in the name of the county's department, within the mandate."""
    road = Road(stage, "A8", MENGYUE, FELL, "勒排·诺样庚", stage.back(30)).accept(stage.back(30)).review(stage.back(28))
    road.decide(stage.back(27), stage.back(26), GRANT, "符合采伐限额和技术规程，准予采伐。").deliver(stage.back(24))


def _more(stage: Stage) -> None:
    """Every other end of the road, over the three townships."""
    for code, tenant, who in (("B1", MENGYUE, "金样乙"), ("B2", HUSA, "曹样丙"), ("B3", ZHANGFENG, "方样己")):
        road = Road(stage, code, tenant, BOOTH, who, stage.back(16)).accept(stage.back(15)).review(stage.back(13))
        until = stage.today + FIVE_WEEKS
        road.decide(stage.back(12), stage.back(11), GRANT, REASONS, until).deliver(stage.back(9))
    road = Road(stage, "B4", ZHANGFENG, HOUSE, "囊样戊", stage.back(17)).accept(stage.back(16)).review(stage.back(11))
    road.decide(
        stage.back(8), stage.back(7), REFUSE, "申请人户在本集体已有一处宅基地，不符合“一户一宅”的规定。"
    ).deliver(stage.back(5))
    Road(stage, "B5", MENGYUE, SCHOOL, "排早戊", stage.back(3), channel="online").accept(stage.back(2))
    Road(stage, "B6", ZHANGFENG, LEASE, "方样己", stage.back(4)).accept(stage.back(4))
    Road(stage, "B7", HUSA, ELDER, "寸样丁", stage.back(6)).accept(stage.back(6))
    road = Road(stage, "B8", MENGYUE, HOUSE, "思相戊", stage.back(4), lacking=first_lacking(stage, MENGYUE, HOUSE))
    asked = dict.fromkeys(first_lacking(stage, MENGYUE, HOUSE), "请补交原件或者复印件")
    road.act(stage.back(3), "ask_correction", "window_clerk", cmd.AskCorrection, asked=asked)
    Road(stage, "B9", HUSA, FELL, "曹样丙", stage.back(3)).act(
        stage.back(2),
        "refuse_acceptance",
        "window_clerk",
        cmd.RefuseAcceptance,
        ground="not_needed",
        reasons="采伐房前屋后个人所有的零星林木，不需要申请采伐许可证（森林法第五十六条第二款）。",
    )
    Road(stage, "B10", MENGYUE, ELDER, "李腊翁样", stage.back(1), channel="online")
    road = Road(stage, "B11", MENGYUE, AID, "何样甲", stage.back(28)).accept(stage.back(28)).review(stage.back(20))
    road.act(stage.back(18), "forward", "station_head", cmd.Forward, hour=16, opinion="符合条件，建议确认。")
    county.sent(road, stage.back(18))
    county.decided(road, stage.back(9), stage.back(7), GRANT, "经确认符合最低生活保障条件。")
    road = Road(stage, "B12", MENGYUE, HOUSE, "金样乙", stage.back(9)).accept(stage.back(9)).review(stage.back(3))
    road.act(stage.back(1), "propose", "station_head", cmd.Propose, decision=GRANT, reasons=REASONS)


def _by_others(stage: Stage) -> None:
    """D1 and D2, an elder's application by a village agent and a promise; then ratings of B1 and B2, bad and good."""
    demo_apply.by_an_agent(stage, MENGYUE, BOOTH)
    demo_apply.promised(stage, MENGYUE, HOUSE, "plan")
    for code, tenant, who, grade, words in (
        ("B1", MENGYUE, "金样乙", 2, "跑了三趟才办好，第一次没有告诉我要带什么。"),
        ("B2", HUSA, "曹样丙", 5, ""),
    ):
        road = Road(stage, code, tenant, BOOTH, who, stage.back(16))
        demo_apply.rated(stage, code, road.case, grade, words)


def _let_the_law_act(stage: Stage) -> None:
    """A2 again. It comes last, so that a sample that was cut off is completed before the law looks at its halves."""
    stage.sweep(MENGYUE, stage.today)
