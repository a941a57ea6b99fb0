"""The rules of issues, pure: what each act needs. What is closed is answered; whether it is solved the person says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_
from plugins.frontline.issues import commands as cmd

MATTERS: Mapping[str, str] = {
    "road": N_("道路"),
    "drinking": N_("饮水"),
    "power": N_("用电"),
    "farming": N_("灌溉和农业"),
    "relief": N_("救助"),
    "health": N_("就医"),
    "school": N_("就学"),
    "land": N_("土地和住房"),
    "environment": N_("环境和犬只"),
    "dispute": N_("纠纷"),
    "other": N_("其他"),
}
PORTAL, VISIT = "portal", "visit"
SOURCES: Mapping[str, str] = {
    PORTAL: N_("网上反映"),
    "window": N_("窗口反映"),
    "phone": N_("电话反映"),
    "village": N_("进村收集"),
    VISIT: N_("民情日记"),
}
# How the case itself was received, by where the issue comes from.
CHANNELS: Mapping[str, str] = {
    PORTAL: "online",
    "window": "window",
    "phone": "oral",
    "village": "village",
    VISIT: "village",
}
RESULTS: Mapping[str, str] = {
    "solved": N_("已经解决"),
    "explained": N_("已经说明，暂时不能解决"),
    "passed": N_("已经转交有权处理的单位"),
}
MOST_DAYS, LONGEST = 30, 2_000


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What guards know of an issue.

    Attributes:
        at_office: it lies with the general office, which sorts and gives out.
        passed_back: a lead gave it back once already.
        waiting: names of partners whose limit still runs.
        on_spot: it was settled where it was raised.
        vetoed: the person said before that it was not solved.
    """

    at_office: bool
    passed_back: bool
    waiting: tuple[str, ...]
    on_spot: bool
    vetoed: bool
    today: dt.date


def collect(command: cmd.Collect) -> list[Problem]:
    """A kind, a place, the problem in words and whom to answer; on the spot also what was done."""
    problems = []
    if command.source not in SOURCES:
        problems.append(Problem(N_("请选择从哪里收集的。"), "source"))
    if command.matter not in MATTERS:
        problems.append(Problem(N_("请选择问题类别。"), "matter"))
    if not command.place.strip():
        problems.append(Problem(N_("请写明问题在哪里。"), "place"))
    if not command.problem.strip():
        problems.append(Problem(N_("请写明是什么问题。"), "problem"))
    if not command.name.strip():
        problems.append(Problem(N_("请填写反映人的姓名，办理结果要答复本人。"), "name"))
    if command.on_spot and not command.measures.strip():
        problems.append(Problem(N_("当场办结的，请写明怎么解决的、怎么答复的。"), "measures"))
    return problems


def on_spot(facts: IssueFacts, command: cmd.OnSpot) -> list[Problem]:
    """What was done is the answer."""
    if command.measures.strip():
        return []
    return [Problem(N_("当场办结的，请写明怎么解决的、怎么答复的。"), "measures")]


def sorting(facts: IssueFacts) -> list[Problem]:
    """Only where issues arrive are they given out: a lead can't hand its own on."""
    return [] if facts.at_office else [Problem(N_("已经分发给牵头单位；需要改派的，由领导督办时改派。"))]


def sort(facts: IssueFacts, command: cmd.Sort) -> list[Problem]:
    """A kind, a place and a lead."""
    problems = []
    if command.matter not in MATTERS:
        problems.append(Problem(N_("请选择问题类别。"), "matter"))
    if not command.place.strip():
        problems.append(Problem(N_("请写明问题在哪里。"), "place"))
    return problems


def join(facts: IssueFacts, command: cmd.Join) -> list[Problem]:
    """The number of the issue that it is the same as."""
    return [] if command.number.strip() else [Problem(N_("请填写并入哪一件的编号。"), "number")]


def redirect(facts: IssueFacts, command: cmd.Redirect) -> list[Problem]:
    """The new lead is told why."""
    return [] if command.reason.strip() else [Problem(N_("请写明改派的理由。"), "reason")]


def give_back(facts: IssueFacts) -> list[Problem]:
    """Once: a second time would be passing the buck 推诿 (实施方案四(四)4)."""
    if facts.passed_back:
        return [Problem(N_("已经退回过一次，不能再退回；确实不属于本单位的，请报领导改派。"))]
    return [Problem(N_("就在党政办公室，不用退回。"))] if facts.at_office else []


def pass_back(facts: IssueFacts, command: cmd.PassBack) -> list[Problem]:
    """Why it is not this unit's, and whose it would be."""
    return [] if command.reason.strip() else [Problem(N_("请写明为什么不属于本单位、应当由谁牵头。"), "reason")]


def share_out(facts: IssueFacts, command: cmd.ShareOut) -> list[Problem]:
    """At least one partner, what it is to do, and its limit in working days."""
    problems = []
    if not command.units:
        problems.append(Problem(N_("请至少选择一个协办单位。"), "units"))
    if not command.asked.strip():
        problems.append(Problem(N_("请写明需要协办单位做什么。"), "asked"))
    if not 1 <= command.days <= MOST_DAYS:
        problems.append(Problem(N_("协办期限应当为1至%(most)s个工作日。"), "days", {"most": MOST_DAYS}))
    return problems


def progress(facts: IssueFacts, command: cmd.Progress) -> list[Problem]:
    """What was done since."""
    return [] if command.words.strip() else [Problem(N_("请写明进展。"), "words")]


def chase(facts: IssueFacts, command: cmd.Chase) -> list[Problem]:
    """What is asked of the unit."""
    return [] if command.words.strip() else [Problem(N_("请写明督办要求。"), "words")]


def answerable(facts: IssueFacts) -> list[Problem]:
    """Partners whose limit still runs are waited for; after it the lead answers without them."""
    if not facts.waiting:
        return []
    words = N_("协办单位还没有答复：%(units)s。")
    return [Problem(words, None, {"units": facts.waiting})]


def answer(facts: IssueFacts, command: cmd.Answer) -> list[Problem]:
    """How it ended, and the words the person reads."""
    problems = []
    if command.result not in RESULTS:
        problems.append(Problem(N_("请选择办理结果。"), "result"))
    if not command.measures.strip():
        problems.append(Problem(N_("请写明给反映人的答复：办了什么、结果怎样。"), "measures"))
    return problems


def veto(facts: IssueFacts, command: cmd.Veto) -> list[Problem]:
    """What is not solved."""
    return [] if command.words.strip() else [Problem(N_("请写明哪里没有解决，我们才能继续办。"), "words")]


def answer_part(facts: PartFacts, command: cmd.AnswerPart) -> list[Problem]:
    """What the partner did."""
    return [] if command.words.strip() else [Problem(N_("请写明本单位办了什么。"), "words")]


@dataclass(frozen=True, slots=True)
class PartFacts:
    """What guards know of a partner's part."""

    lead_open: bool
