"""The rules of campaigns, pure: what a plan holds, that two different persons sign it, and when it may be closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from core.errors import Problem
from core.i18n import N_

STATES: Mapping[str, str] = {"plan": N_("方案待签"), "running": N_("正在开展"), "closed": N_("已经结束")}
SIGNERS: Mapping[str, str] = {"government": N_("乡人民政府"), "supervision": N_("监察室")}
# In the order of the report; the open and the sent ones are counted with all.
FIGURES: Mapping[str, str] = {
    "all": N_("收到投诉"),
    "yes": N_("属实"),
    "partly": N_("部分属实"),
    "no": N_("不属实"),
    "sent": N_("转县纪委监委"),
    "found": N_("发现问题"),
    "done": N_("完成整改"),
}
LONGEST = 4000
SHORT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A campaign as it is planned."""

    title: str
    subject: str
    plan: str
    leader: str
    unit_id: UUID
    from_on: dt.date
    to_on: dt.date


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found in a unit."""

    unit_id: UUID
    found: str
    found_on: dt.date


def plan_problems(plan: Plan) -> list[Problem]:
    """Every reason why a plan is none yet."""
    needed = {
        "title": (plan.title, N_("请填写名称。")),
        "subject": (plan.subject, N_("请写明整治什么。")),
        "plan": (plan.plan, N_("请写明方案：范围、步骤和要求。")),
        "leader": (plan.leader, N_("请填写负责人。")),
    }
    found = [Problem(words, field) for field, (value, words) in needed.items() if not value.strip()]
    if plan.to_on < plan.from_on:
        found.append(Problem(N_("结束日期不能早于开始日期。"), "to_on"))
    return found


def sign_problems(state: str, own: UUID | None, other: UUID | None, account_id: UUID) -> list[Problem]:
    """Why somebody can't sign in one of the two places.

    Args:
        own, other: who signed in this place and in the other.
    """
    if state != "plan":
        return [Problem(N_("方案已经签过，不能再签。"))]
    if own is not None:
        return [Problem(N_("这一方已经签过。"))]
    if other == account_id:
        return [Problem(N_("政府和监察室应当由两个人分别签字。"))]
    return []


def finding_problems(state: str, finding: Finding, today: dt.date) -> list[Problem]:
    """Why a finding can't be entered."""
    found = []
    if state != "running":
        found.append(Problem(N_("专项整治没有在开展，不能登记。")))
    if not finding.found.strip():
        found.append(Problem(N_("请写明发现的问题。"), "found"))
    if finding.found_on > today:
        found.append(Problem(N_("日期不能晚于今天。"), "found_on"))
    return found


def close_problems(state: str, open_complaints: int, open_findings: int, report: str) -> list[Problem]:
    """Why a campaign can't be closed: every complaint is answered, every finding put right, and the report says how."""
    found = []
    if state != "running":
        found.append(Problem(N_("专项整治没有在开展，不能结束。")))
    if open_complaints:
        found.append(Problem(N_("还有%(number)d件投诉没有答复。"), params={"number": open_complaints}))
    if open_findings:
        found.append(Problem(N_("还有%(number)d个问题没有登记整改。"), params={"number": open_findings}))
    if not report.strip():
        found.append(Problem(N_("请写明总结。"), "report"))
    return found
