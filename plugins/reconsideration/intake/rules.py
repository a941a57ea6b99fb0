"""Rules of an intake point, pure: what fails is a note to the county, never a reason to keep an application."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.cases.reviews import CHANGED, REVOKED
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

OWN_CHANGES: Mapping[str, str] = {
    REVOKED: N_("撤销处罚决定"),
    CHANGED: N_("变更处罚决定"),
}


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """What guards and clocks know of it.

    Attributes:
        fined: the fine that the office's own case decided, in yuan; None where it is not known here.
    """

    today: dt.date
    received_on: dt.date
    role: str
    fined: Decimal | None = None


def take_in(command: cmd.TakeIn, today: dt.date) -> list[Problem]:
    """What an application must say; who takes it in had no part in the act; only some acts go through their office."""
    problems = review.apply(command.application, today)
    if command.role not in ROLES:
        problems.append(Problem(N_("请选择以什么身份接收。"), "role"))
    if command.role == AGENT and not command.uninvolved:
        words = N_("审查或者办理过该行政行为的人不能接收，请由其他人接收。")
        problems.append(Problem(words, "uninvolved"))
    here = law.ON_SPOT in command.application.first or command.by_device
    if command.role == ORGAN and (command.application.act != law.PENALTY or not here):
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
    if command.outcome not in OWN_CHANGES:
        problems.append(Problem(N_("请选择怎样改变。"), "outcome"))
    return [*problems, *(review.sums(command, "fine") or _own_fine(facts, command))]


def _own_fine(facts: IntakeFacts, command: cmd.ChangeOwn) -> list[Problem]:
    """Of a changed decision, a lower fine; the office lightens what it decided, or sends the application on (32②)."""
    fine = review.yuan_of(command.fine)
    if command.outcome != CHANGED:
        return [Problem(N_("变更处罚决定的才填写罚款。"), "fine")] if fine is not None else []
    if fine is None:
        return [Problem(N_("请填写变更以后的罚款。"), "fine")]
    if facts.fined is not None and fine >= facts.fined:
        words = N_("原决定是%(fined)s元；认为需要维持的，应当转送县人民政府（行政复议法32②）。")
        return [Problem(words, "fine", {"fined": facts.fined})]
    return []
