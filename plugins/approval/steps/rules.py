"""The rules of steps and village opinions, pure: nothing is received before what comes first is done or needless."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import Problem
from core.i18n import N_

if TYPE_CHECKING:
    from plugins.approval.rules import Facts
    from plugins.approval.steps import commands as cmd

PRE, POST = "pre", "post"
PHASES = (PRE, POST)
VILLAGE, STATION = "village", "station"
DOERS: Mapping[str, str] = {VILLAGE: N_("村"), STATION: N_("站所")}
OPEN, DONE, UNNEEDED = "open", "done", "unneeded"
STATES = (OPEN, DONE, UNNEEDED)
# What can be recorded of a step → the state it leads to.
ACTS: Mapping[str, str] = {
    DONE: N_("已经完成"),
    UNNEEDED: N_("不需要办理"),
    "planned": N_("改定计划日期"),
    "reopened": N_("更正：还没有完成"),
}
LEADS = {DONE: DONE, UNNEEDED: UNNEEDED, "planned": OPEN, "reopened": OPEN}
# What may be recorded while a step stands so: what was found is put right by a later entry.
FITS = {OPEN: (DONE, UNNEEDED, "planned"), DONE: (DONE, UNNEEDED, "reopened"), UNNEEDED: (DONE, "reopened")}
MOST_DAYS = 365  # of publicity, and until what is planned
MOST_OPINION_DAYS = 60


@dataclass(frozen=True, slots=True)
class Steps:
    """What guards know of a case's steps and of its village.

    Attributes:
        waiting: the case waits for its steps before, and the township has not received it.
        open_before: names of the steps before that are neither done nor found not needed.
        by_agent: a village agent brings it up once these are done; no window of the township registered it.
        opinion_days: working days within which the village answers; None where the item does not ask it.
        opinion: ``""`` not asked, ``asked``, ``answered`` or ``passed``: gone on without.
        opinion_due: the village's last day while it is asked.
    """

    waiting: bool = False
    open_before: Sequence[str] = ()
    by_agent: bool = False
    opinion_days: int | None = None
    opinion: str = ""
    opinion_due: dt.date | None = None


def came_first(facts: Facts) -> list[Problem]:
    """What comes before the application is done or found not needed, each by an entry (土地管理法实施条例 34①)."""
    if not facts.steps.open_before:
        return []
    words = N_("前置环节还没有完成：%(names)s。完成并登记，或者登记不需要办理以后，才能受理。")
    return [Problem(words, None, {"names": tuple(facts.steps.open_before)})]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a step when something is recorded: as its columns have it, with the day before which nothing
    of it can lie, None where there is none."""

    phase: str
    state: str
    days: int | None
    proof: bool
    since: dt.date | None
    today: dt.date


def record(step: Standing, command: cmd.Record, files: int) -> list[Problem]:
    """A step that is done has its days and its proof, one that is not needed its reason.

    Args:
        files: how many are there as proof, with those that came just now.
    """
    if command.act not in FITS[step.state] or (command.act == "planned" and step.phase == PRE):
        return [Problem(N_("请选择登记什么。"), "act")]
    if command.act == DONE:
        return _done(step, command, files)
    if command.act == "planned":
        if command.on is None:
            return [Problem(N_("请填写计划日期。"), "on")]
        if not 0 <= (command.on - step.today).days <= MOST_DAYS:
            return [Problem(N_("计划日期应当从今天起，在%(most)s天之内。"), "on", {"most": MOST_DAYS})]
        return []
    return [] if command.words.strip() else [Problem(N_("请写明理由。"), "words")]


def _done(step: Standing, command: cmd.Record, files: int) -> list[Problem]:
    problems = []
    if command.on is None:
        problems.append(Problem(N_("请填写完成的日期。"), "on"))
    elif command.on > step.today:
        problems.append(Problem(N_("完成的日期不能晚于今天。"), "on"))
    elif step.since is not None and command.on < step.since:
        problems.append(Problem(N_("完成的日期不能早于送达日期（%(day)s）。"), "on", {"day": step.since}))
    if step.phase == PRE and step.days:
        problems += _public(step.days, command)
    if step.proof and not files:
        problems.append(Problem(N_("请上传证明材料。"), "proof"))
    return problems


def _public(days: int, command: cmd.Record) -> list[Problem]:
    if command.began_on is None:
        return [Problem(N_("请填写公示开始的日期。"), "began_on")]
    if command.on is not None and (command.on - command.began_on).days < days:
        words = N_("公示不少于%(days)s天，从开始之日的次日起算。")
        return [Problem(words, "on", {"days": days})]
    return []


def not_asked(facts: Facts) -> list[Problem]:
    """A village is asked once."""
    return [Problem(N_("已经征求过村级意见。"))] if facts.steps.opinion else []


def ask_village(facts: Facts, command: cmd.AskVillage) -> list[Problem]:
    """A village, and what it is asked."""
    problems = []
    if command.village is None:
        problems.append(Problem(N_("请选择申请人所在的村。"), "village"))
    if not command.asked.strip():
        problems.append(Problem(N_("请写明请村里对什么提出意见。"), "asked"))
    return problems


def over(facts: Facts) -> list[Problem]:
    """The village has its days first; after them the township may go on, and says so."""
    due = facts.steps.opinion_due
    if facts.steps.opinion != "asked":
        return [Problem(N_("没有正在等待的村级意见。"))]
    if due is None or facts.today > due:
        return []
    return [Problem(N_("村级意见的期限到%(due)s，期限没有过，不能先继续办理。"), None, {"due": due})]


def go_on(facts: Facts, command: cmd.GoOn) -> list[Problem]:
    """Why it goes on without the village."""
    return [] if command.words.strip() else [Problem(N_("请写明怎样催办过，为什么继续办理。"), "words")]


def answered(facts: Facts) -> list[Problem]:
    """Only an answer is returned."""
    return [] if facts.steps.opinion == "answered" else [Problem(N_("没有可以退回的村级意见。"))]


def return_opinion(facts: Facts, command: cmd.ReturnOpinion) -> list[Problem]:
    """The village is told what to complete."""
    return [] if command.lacking.strip() else [Problem(N_("请写明需要补充什么。"), "lacking")]


def heard(facts: Facts) -> list[Problem]:
    """Where the item asks the village, nobody proposes before it answered or its days were over."""
    if facts.steps.opinion_days is None or facts.steps.opinion in {"answered", "passed"}:
        return []
    if not facts.steps.opinion:
        return [Problem(N_("还没有征求村级意见。"))]
    words = N_("村级意见还没有答复，期限到%(due)s；期限过了，可以说明情况后继续办理。")
    return [Problem(words, None, {"due": facts.steps.opinion_due or ""})]


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """What guards know when a village answers."""

    asked_on: dt.date
    today: dt.date


def answer(facts: AskedFacts, command: cmd.AnswerVillage) -> list[Problem]:
    """Who presided and when, with proof; a refusal gives its reasons."""
    problems = []
    if not command.agrees and not command.reasons.strip():
        problems.append(Problem(N_("不同意的，请写明理由。"), "reasons"))
    if not command.presided_by.strip():
        problems.append(Problem(N_("请填写会议主持人的姓名。"), "presided_by"))
    if command.met_on > facts.today:
        problems.append(Problem(N_("会议日期不能晚于今天。"), "met_on"))
    if not command.proofs:
        problems.append(Problem(N_("请上传会议记录或者签字的照片。"), "proof"))
    return problems
