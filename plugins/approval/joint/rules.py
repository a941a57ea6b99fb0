"""The rules of joint handling, pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import Problem
from core.i18n import N_
from plugins.approval.joint import commands as cmd

if TYPE_CHECKING:
    from plugins.approval.rules import Facts

DAYS, MORE = 45, 15  # 许可法 42②


@dataclass(frozen=True, slots=True)
class PartFacts:
    """What guards know of a part."""

    lead_open: bool


def shared(facts: Facts) -> list[Problem]:
    """Parts are given out once."""
    return [Problem(N_("已经确定了协办单位。"))] if facts.examined.joint else []


def share_out(facts: Facts, command: cmd.ShareOut) -> list[Problem]:
    """At least one other unit, what it is asked, and a limit within the whole (许可法 42②: 四十五日)."""
    problems = []
    if not command.units:
        problems.append(Problem(N_("请至少选择一个协办单位。"), "units"))
    if not command.asked.strip():
        problems.append(Problem(N_("请写明需要协办单位对什么提出意见。"), "asked"))
    if not 1 <= command.days <= DAYS:
        problems.append(Problem(N_("答复期限应当为1至%(most)s个工作日。"), "days", {"most": DAYS}))
    return problems


def answer_part(facts: PartFacts, command: cmd.AnswerPart) -> list[Problem]:
    """An opinion in words, whichever way it goes."""
    return [] if command.opinion.strip() else [Problem(N_("请写明意见和理由。"), "opinion")]


def extend_joint(facts: Facts, command: cmd.ExtendJoint) -> list[Problem]:
    """At most fifteen working days, with the reason told (许可法 42②)."""
    problems = []
    if not 1 <= command.days <= MORE:
        problems.append(Problem(N_("延长天数应当为1至%(most)s个工作日。"), "days", {"most": MORE}))
    if not command.reason.strip():
        problems.append(Problem(N_("请写明延长期限的理由，理由将告知申请人。"), "reason"))
    return problems
