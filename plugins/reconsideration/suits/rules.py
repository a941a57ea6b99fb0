"""Rules of a court case, pure: what is entered of it, and how it can end (行政诉讼法)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_
from plugins.reconsideration.review.rules import said
from plugins.reconsideration.suits import commands as cmd

# 行政诉讼法 62, 69, 70, 72–78, 49.
JUDGEMENTS: Mapping[str, str] = {
    "rejected": N_("驳回诉讼请求"),
    "not_taken": N_("裁定驳回起诉、不予立案"),
    "withdrawn": N_("原告撤诉"),
    "revoked": N_("判决撤销或者部分撤销"),
    "ordered": N_("判决履行、给付"),
    "unlawful": N_("判决确认违法"),
    "void": N_("判决确认无效"),
    "changed": N_("判决变更"),
    "mediated": N_("行政调解书结案"),
}


@dataclass(frozen=True, slots=True)
class SuitFacts:
    """What guards and clocks know of a court case."""

    today: dt.date
    copied_on: dt.date
    defended: bool


def enter(command: cmd.Enter, today: dt.date) -> list[Problem]:
    """What is known when the copy comes."""
    problems = said(command.plaintiff, N_("请填写原告。"), "plaintiff")
    problems += said(command.court, N_("请填写人民法院。"), "court")
    problems += said(command.court_number, N_("请填写法院的案号。"), "court_number")
    problems += said(command.claim, N_("请写明诉讼请求。"), "claim")
    if command.copied_on is None or command.copied_on > today:
        problems.append(Problem(N_("请填写收到起诉状副本的日期，不晚于今天。"), "copied_on"))
    return problems


def defend(facts: SuitFacts, command: cmd.Defend) -> list[Problem]:
    """An answer with the evidence and rules of the act (67①, 34)."""
    problems = said(command.defence, N_("请写明答辩意见。"), "defence")
    problems += said(command.evidence, N_("请列出证据和所依据的规范性文件。"), "evidence")
    if not facts.copied_on <= command.defended_on <= facts.today:
        problems.append(Problem(N_("日期应当在收到起诉状副本以后、不晚于今天。"), "defended_on"))
    return problems


def appear(facts: SuitFacts, command: cmd.Appear) -> list[Problem]:
    """The head appears, or says why not and sends staff (3③)."""
    return said(command.words, N_("请写明出庭的人员；负责人没有出庭的，写明理由。"), "words")


def judge(facts: SuitFacts, command: cmd.Judge) -> list[Problem]:
    """How it ended, when, and what follows."""
    problems = said(command.words, N_("请写明裁判的内容和履行的安排。"), "words")
    if command.result not in JUDGEMENTS:
        problems.append(Problem(N_("请选择裁判结果。"), "result"))
    if not facts.copied_on <= command.judged_on <= facts.today:
        problems.append(Problem(N_("日期应当在收到起诉状副本以后、不晚于今天。"), "judged_on"))
    return problems
