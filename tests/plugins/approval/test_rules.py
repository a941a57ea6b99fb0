"""Each guard of the road: what it lets pass, each reason why it refuses, and all of them at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.errors import Problem
from core.serving import Service
from plugins.approval import commands as cmd
from plugins.approval import rules
from plugins.approval.deadlines import SPECIAL
from plugins.approval.limits import CONTEST
from plugins.approval.rules import GRANT, REFUSE, Facts
from plugins.approval.workflow import TRANSITIONS

D = dt.date
TODAY = D(2026, 11, 24)
EARLIER = D(2026, 11, 2)

SERVED = Service("direct", TODAY, "甲", signed_by="甲")
RECEIVED = Facts(
    licence=True,
    first_review=False,
    basis="土地管理法62④",
    received_on=EARLIER,
    corrected_on=None,
    accepted_on=None,
    today=TODAY,
    complete_on=EARLIER,
    legal_days=20,
    legal_source="",
    promised_days=15,
    materials={"application": "申请表", "household": "户口簿"},
    missing=(),
    notice_due=TODAY,
    decide_due=None,
    extended=False,
    special_told_on=None,
    overran=False,
    reviewed_by=None,
    decided_on=None,
    decision="",
    remedies={"words": "可以申请行政复议。"},
)
ACCEPTED = replace(RECEIVED, accepted_on=EARLIER, notice_due=None, decide_due=D(2026, 11, 30))

GOOD: dict[str, tuple[Callable[..., list[Problem]], Facts, Any]] = {
    "put_right": (rules.put_right, RECEIVED, cmd.PutRight(version=1, corrections=("姓名写错",))),
    "take_papers": (rules.take_papers, RECEIVED, cmd.TakePapers(version=1, on_paper=("household",))),
    "ask_correction": (rules.ask_correction, RECEIVED, cmd.AskCorrection(version=1, asked={"household": "补交"})),
    "accept": (rules.accept, RECEIVED, cmd.Accept(version=1, accepted_on=EARLIER)),
    "refuse_acceptance": (
        rules.refuse_acceptance,
        RECEIVED,
        cmd.RefuseAcceptance(version=1, ground="not_needed", reasons="不需要许可"),
    ),
    "start_special": (
        rules.start_special,
        ACCEPTED,
        cmd.StartSpecial(version=1, ground="鉴定", document="告知书", told_on=TODAY, expected_days=15),
    ),
    "end_special": (
        rules.end_special,
        replace(ACCEPTED, special_told_on=D(2026, 11, 10)),
        cmd.EndSpecial(version=1, arrived_on=TODAY, result="合格"),
    ),
    "extend": (rules.extend, ACCEPTED, cmd.Extend(version=1, days=10, reason="需要补充测绘")),
    "review": (
        rules.review,
        ACCEPTED,
        cmd.Review(version=1, substance=False, findings="属实", opinion="建议准予"),
    ),
    "propose": (rules.propose, ACCEPTED, cmd.Propose(version=1, decision=GRANT, reasons="符合条件")),
    "decide": (rules.decide, ACCEPTED, cmd.Decide(version=1, decision=REFUSE, reasons="不符合条件")),
    "send_back": (rules.send_back, ACCEPTED, cmd.SendBack(version=1, reason="请核实四至")),
    "forward": (rules.forward, replace(ACCEPTED, first_review=True), cmd.Forward(version=1, opinion="属实")),
    "relay": (
        rules.relay,
        replace(ACCEPTED, first_review=True),
        cmd.Relay(version=1, decision=GRANT, document="确认书", decided_on=TODAY, reasons="符合"),
    ),
    "deliver": (
        rules.deliver,
        replace(ACCEPTED, decided_on=D(2026, 11, 20)),
        cmd.Deliver(version=1, service=SERVED),
    ),
    "serve_refusal": (
        rules.serve_refusal,
        replace(RECEIVED, decided_on=D(2026, 11, 20)),
        cmd.ServeRefusal(version=1, service=SERVED),
    ),
    "settle": (rules.settle, RECEIVED, cmd.Settle(version=1, reasons="符合条件")),
    "explain_overrun": (
        rules.explain_overrun,
        replace(ACCEPTED, overran=True),
        cmd.ExplainOverrun(version=1, words="道路中断"),
    ),
}

# (guard, changed facts, changed command, [(field, a piece of the words)])
BAD: list[tuple[str, dict[str, Any], dict[str, Any], list[tuple[str | None, str]]]] = [
    ("put_right", {}, {"corrections": ()}, [("corrections", "当场更正了什么")]),
    ("take_papers", {}, {"on_paper": ("moon",)}, [("on_paper", "没有编码为“moon”的材料")]),
    ("take_papers", {}, {"on_paper": ()}, [("on_paper", "请勾选")]),
    ("put_right", {}, {"corrections": (" ", "")}, [("corrections", "当场更正了什么")]),
    ("ask_correction", {}, {"asked": {}}, [("asked", "请勾选")]),
    (
        "ask_correction",
        {},
        {"asked": {"household": " ", "application": "重填", "form": ""}},
        [("asked-household", "“户口簿”如何补正"), ("asked-form", "如何补正")],
    ),
    (
        "ask_correction",
        {"notice_due": D(2026, 11, 23)},
        {},
        [(None, "2026-11-23届满，依法自收到申请材料之日起即为受理")],
    ),
    ("accept", {}, {"accepted_on": D(2026, 11, 1)}, [("accepted_on", "不能早于材料齐全之日（2026-11-02）")]),
    ("accept", {"complete_on": D(2026, 11, 10)}, {}, [("accepted_on", "（2026-11-10）")]),
    ("accept", {}, {"accepted_on": D(2026, 11, 25)}, [("accepted_on", "不能晚于今天")]),
    ("accept", {"missing": ("户口簿", "公示证明")}, {}, [(None, "户口簿、公示证明")]),
    ("accept", {"notice_due": D(2026, 11, 9)}, {"accepted_on": TODAY}, [(None, "2026-11-09届满")]),
    ("refuse_acceptance", {}, {"ground": "bad mood"}, [("ground", "法定情形")]),
    ("refuse_acceptance", {}, {"reasons": " "}, [("reasons", "理由")]),
    ("refuse_acceptance", {}, {"ground": "not_competent"}, [("right_organ", "哪个行政机关")]),
    ("refuse_acceptance", {}, {"ground": "incomplete"}, [("ground", "尚未一次性告知补正")]),
    (
        "refuse_acceptance",
        {"corrected_on": D(2026, 11, 10), "notice_due": D(2026, 11, 17)},
        {"ground": "incomplete"},
        [(None, "2026-11-17届满")],
    ),
    ("start_special", {"licence": False}, {}, [(None, "不是行政许可")]),
    ("start_special", {}, {"ground": "领导出差"}, [("ground", "第四十五条列举")]),
    ("start_special", {}, {"document": ""}, [("document", "书面告知")]),
    ("start_special", {}, {"told_on": D(2026, 11, 1)}, [("told_on", "不能早于受理日期")]),
    ("start_special", {}, {"told_on": D(2026, 11, 25)}, [("told_on", "不能晚于今天")]),
    ("start_special", {"decide_due": D(2026, 11, 20)}, {}, [("told_on", "2026-11-20届满")]),
    ("start_special", {"decide_due": TODAY}, {}, [("told_on", "从告知的次日开始")]),
    ("start_special", {}, {"expected_days": 0}, [("expected_days", "天数")]),
    ("start_special", {}, {"expected_days": 366}, [("expected_days", "365")]),
    ("start_special", {}, {"expected_days": 10**30}, [("expected_days", "365")]),
    ("end_special", {}, {"arrived_on": D(2026, 11, 9)}, [("arrived_on", "不能早于特别程序告知日期")]),
    ("end_special", {}, {"arrived_on": D(2026, 11, 25)}, [("arrived_on", "不能晚于今天")]),
    ("end_special", {}, {"result": ""}, [("result", "结果")]),
    ("extend", {"licence": False}, {}, [(None, "没有法定的延长")]),
    ("extend", {"first_review": True}, {}, [(None, "初审期限不能延长")]),
    ("extend", {"extended": True}, {}, [(None, "只允许延长一次")]),
    ("extend", {}, {"days": 0}, [("days", "1至10个工作日")]),
    ("extend", {}, {"days": 11}, [("days", "1至10个工作日")]),
    ("extend", {}, {"reason": " "}, [("reason", "理由将告知申请人")]),
    ("review", {}, {"substance": True}, [("scope", "两名以上")]),
    ("review", {}, {"findings": ""}, [("findings", "核查情况")]),
    ("review", {}, {"opinion": ""}, [("opinion", "审查意见")]),
    ("propose", {}, {"decision": "maybe"}, [("decision", "准予或者不予")]),
    ("propose", {}, {"reasons": ""}, [("reasons", "理由")]),
    ("propose", {"first_review": True}, {}, [(None, "初审转报")]),
    ("decide", {}, {"decision": ""}, [("decision", "准予或者不予")]),
    ("decide", {}, {"reasons": " "}, [("reasons", "理由")]),
    ("decide", {"licence": False}, {"false_papers": True}, [("false_papers", "第七十八条")]),
    ("decide", {}, {"decision": GRANT, "false_papers": True}, [("decision", "应当不予")]),
    ("decide", {}, {"public_safety": True}, [("false_papers", "先勾选")]),
    ("send_back", {}, {"reason": ""}, [("reason", "退回的理由")]),
    ("forward", {"first_review": False}, {}, [(None, "不需要转报")]),
    ("forward", {}, {"opinion": ""}, [("opinion", "初审意见")]),
    ("relay", {}, {"decision": ""}, [("decision", "准予或者不予")]),
    ("relay", {}, {"reasons": ""}, [("reasons", "理由")]),
    ("relay", {}, {"document": ""}, [("document", "文号")]),
    ("relay", {}, {"false_papers": True}, [("decision", "应当不予")]),
    ("relay", {}, {"decided_on": D(2026, 11, 25)}, [("decided_on", "不能晚于今天")]),
    ("relay", {}, {"decided_on": D(2026, 11, 1)}, [("decided_on", "不能早于受理日期")]),
    ("deliver", {}, {"service": replace(SERVED, way="pickup")}, [("way", "送达方式")]),
    ("deliver", {}, {"service": replace(SERVED, way="left")}, [("witness", "见证人")]),
    ("deliver", {}, {"service": replace(SERVED, served_on=D(2026, 11, 25))}, [("served_on", "不晚于今天")]),
    ("deliver", {}, {"service": replace(SERVED, served_on=D(2026, 11, 19))}, [("served_on", "2026-11-20")]),
    ("serve_refusal", {}, {"service": replace(SERVED, recipient="")}, [("recipient", "受送达人")]),
    ("serve_refusal", {"served": True}, {}, [(None, "已经送达")]),
    ("settle", {}, {"reasons": " "}, [("reasons", "理由")]),
    ("settle", {}, {"valid_until": TODAY}, [("valid_until", "晚于今天")]),
    ("settle", {"missing": ("户口簿",)}, {}, [(None, "户口簿")]),
    ("explain_overrun", {"overran": False}, {}, [(None, "尚未超过")]),
    ("explain_overrun", {}, {"words": ""}, [("words", "该说明将公开")]),
    ("explain_overrun", {}, {"words": "请致电19900001111"}, [("words", "199****1111")]),
]

# For each guard: facts and command under which it has as many reasons as it can.
ALL_AT_ONCE: list[tuple[str, dict[str, Any], dict[str, Any], int]] = [
    ("ask_correction", {"notice_due": D(2026, 11, 9)}, {"asked": {"household": "", "application": ""}}, 3),
    ("accept", {"missing": ("户口簿",), "notice_due": D(2026, 11, 9)}, {"accepted_on": D(2026, 11, 25)}, 3),
    ("refuse_acceptance", {"notice_due": D(2026, 11, 9)}, {"ground": "incomplete", "reasons": ""}, 3),
    (
        "start_special",
        {"licence": False, "decide_due": D(2026, 11, 20)},
        {"ground": "", "document": "", "told_on": D(2026, 11, 25), "expected_days": 0},
        6,
    ),
    ("end_special", {"special_told_on": D(2026, 11, 26)}, {"arrived_on": D(2026, 11, 25), "result": ""}, 3),
    ("extend", {"licence": False, "first_review": True, "extended": True}, {"days": 11, "reason": ""}, 5),
    ("review", {}, {"substance": True, "findings": "", "opinion": ""}, 3),
    ("propose", {"first_review": True}, {"decision": "", "reasons": ""}, 3),
    ("decide", {}, {"decision": "", "reasons": ""}, 2),
    ("forward", {"first_review": False}, {"opinion": ""}, 2),
    ("relay", {}, {"decision": "", "reasons": "", "document": "", "decided_on": D(2026, 11, 25)}, 4),
    ("deliver", {}, {"service": Service("", D(2026, 11, 25), "")}, 3),
    ("explain_overrun", {"overran": False}, {"words": ""}, 2),
]


def checked(name: str, facts: dict[str, Any], command: dict[str, Any]) -> list[Problem]:
    guard, known, given = GOOD[name]
    told = replace(known, **facts)
    ready = next((act.ready for act in TRANSITIONS if act.guard is guard), lambda facts: [])
    return [*ready(told), *guard(told, replace(given, **command))]


@pytest.mark.parametrize("name", GOOD)
def test_what_is_right_passes(name: str) -> None:
    assert checked(name, {}, {}) == []


@pytest.mark.parametrize(("name", "facts", "command", "expected"), BAD)
def test_each_wrong_is_told_at_its_field(
    name: str, facts: dict[str, Any], command: dict[str, Any], expected: list[tuple[str | None, str]]
) -> None:
    problems = checked(name, facts, command)
    assert [problem.field for problem in problems] == [field for field, _ in expected]
    for problem, (_, words) in zip(problems, expected, strict=True):
        assert words in str(problem)


@pytest.mark.parametrize(("name", "facts", "command", "number"), ALL_AT_ONCE)
def test_every_reason_is_told_at_once(name: str, facts: dict[str, Any], command: dict[str, Any], number: int) -> None:
    problems = checked(name, facts, command)
    assert len(problems) == number


def test_every_guard_of_the_road_is_tested_here() -> None:
    guards = {act.guard.__name__ for act in TRANSITIONS if getattr(act.guard, "__module__", "") == rules.__name__}
    assert guards == set(GOOD) == {name for name, *_ in BAD}


@pytest.mark.parametrize("ground", SPECIAL)
def test_each_ground_of_article_45_stops_the_clock(ground: str) -> None:
    assert checked("start_special", {}, {"ground": ground}) == []


@pytest.mark.parametrize("days", [1, 10])
def test_one_to_ten_days_may_be_added(days: int) -> None:
    assert checked("extend", {}, {"days": days}) == []


def test_the_last_day_to_tell_is_still_in_time() -> None:
    assert checked("ask_correction", {"notice_due": TODAY}, {}) == []
    assert checked("ask_correction", {"notice_due": None}, {}) == []  # no such limit, or a day not certain yet


def test_after_silence_only_the_day_of_receipt_can_be_the_day_of_acceptance() -> None:
    assert checked("accept", {"notice_due": D(2026, 11, 9)}, {"accepted_on": EARLIER}) == []


def test_what_is_brought_after_silence_does_not_move_the_laws_day() -> None:
    late = {"notice_due": D(2026, 11, 9), "complete_on": D(2026, 11, 10)}
    assert len(checked("accept", late, {"accepted_on": D(2026, 11, 10)})) == 1


def test_papers_that_are_still_missing_after_one_notice_may_be_refused() -> None:
    assert checked("refuse_acceptance", {"corrected_on": D(2026, 11, 20)}, {"ground": "incomplete"}) == []


def test_other_grounds_of_refusal_know_no_silence() -> None:
    assert checked("refuse_acceptance", {"notice_due": D(2026, 11, 9)}, {}) == []


@pytest.mark.parametrize(
    ("days", "source", "promised", "licence", "field"),
    [
        (20, "", 20, True, None),
        (None, "", 20, True, None),
        (45, "样例条例9", 30, True, None),
        (30, "", 30, False, None),
        (None, "", 300, False, None),
        (45, " ", 30, True, "legal_source"),
        (10, "", 5, True, "legal_source"),
        (None, "", 21, True, "promised_days"),
        (15, "样例条例9", 16, True, "promised_days"),
        (30, "", 31, False, "promised_days"),
    ],
)
def test_another_length_names_its_source_and_a_promise_is_never_longer(
    days: int | None, source: str, promised: int, licence: bool, field: str | None
) -> None:
    found = [problem.field for problem in rules.limits_of(days, source, promised, licence=licence)]
    assert found == ([field] if field else [])


def test_only_who_is_refused_is_given_days_to_contest_it_by_the_ways_of_the_item() -> None:
    served = cmd.Deliver(version=1, service=SERVED)

    def begun(decision: str, remedy: str) -> list[str]:
        facts = replace(ACCEPTED, decision=decision, remedy=remedy)
        return [act.rule for act in CONTEST if act.when(facts, served)]

    assert begun("grant", "direct") == []
    assert begun("refuse", "direct") == ["reconsideration.apply", "litigation.direct"]
    assert begun("refuse", "review_first") == ["reconsideration.apply"]
    assert begun("refuse", "land_dispute") == []
    assert {act.on(ACCEPTED, served) for act in CONTEST} == {TODAY}
