"""Rules of an intake point, pure: what fails is a note to the county, never a reason to keep an application."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_
from plugins.reconsideration import words as law
from plugins.reconsideration.intake import commands as cmd
from plugins.reconsideration.review import rules as review
from plugins.reconsideration.review.commands import Apply

AGENT, ORGAN = "agent", "organ"
ROLES: Mapping[str, str] = {
    AGENT: N_("代办点代为接收，当日转交"),
    ORGAN: N_("作出处罚决定的机关接收（当场处罚、电子监控处罚，行政复议法32）"),
}


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """What guards and clocks know of it."""

    today: dt.date
    received_on: dt.date
    role: str


def take_in(command: cmd.TakeIn, today: dt.date) -> list[Problem]:
    """What an application must say; who takes it in had no part in the act; only some acts go through their office."""
    problems = review.apply(command.application, today)
    if command.role not in ROLES:
        problems.append(Problem(N_("请选择以什么身份接收。"), "role"))
    if command.role == AGENT and not command.uninvolved:
        words = N_("审查或者办理过该行政行为的人不能接收，请由其他人接收。")
        problems.append(Problem(words, "uninvolved"))
    if command.role == ORGAN and command.application.act != law.PENALTY:
        words = N_("只有当场作出或者依据电子技术监控设备作出的处罚决定可以由原机关接收（行政复议法32①）。")
        problems.append(Problem(words, "role"))
    return problems


def notes(command: Apply, last_day: dt.date | None) -> list[str]:
    """What the county is told to look at: too late, another organ, review before the court."""
    found = []
    if last_day is not None and command.applied_on > last_day:
        found.append(f"申请期限到{last_day.isoformat()}，可能已经超过（行政复议法20）。")
    if law.FORUMS[command.forum].organ:
        found.append("可能不属于县人民政府管辖（行政复议法24至28）。")
    return [
        *found,
        *(f"应当先申请复议：{law.FIRST[code]}（行政复议法23①）。" for code in law.review_first(command.first)),
    ]


def change_own(facts: IntakeFacts, command: cmd.ChangeOwn) -> list[Problem]:
    """Only the office that made the act can change it, and says how."""
    problems = review.said(command.words, N_("请写明怎样改变处罚决定、申请人的意见。"), "words")
    if facts.role != ORGAN:
        problems.append(Problem(N_("代办点只转交，不能处理申请（行政复议法4）。")))
    return problems
