"""The rules of diary and visits, pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from core.errors import Problem
from core.i18n import N_
from plugins.frontline.diary import commands as cmd
from plugins.frontline.issues.rules import MATTERS

# 实施方案四(四): what is to happen on the front line, in the scheme's own words.
TAGS: Mapping[str, str] = {
    "decide": N_("决策在一线制定"),
    "work": N_("工作在一线落实"),
    "solve": N_("问题在一线解决"),
    "innovate": N_("创新在一线体现"),
}
PLANNED, DONE, DROPPED = "planned", "done", "dropped"
STAGES: Mapping[str, str] = {PLANNED: N_("未走访"), DONE: N_("已走访"), DROPPED: N_("已取消")}
LONGEST = 2_000


def write(command: cmd.Write, today: dt.date) -> list[Problem]:
    """A day that is not to come, a place, one of the four tags, what was seen; a problem names whose it is."""
    problems = []
    if command.visited_on > today:
        problems.append(Problem(N_("走访日期不能晚于今天。"), "visited_on"))
    if command.kind not in TAGS:
        problems.append(Problem(N_("请选择属于哪一类一线工作。"), "kind"))
    if not command.words.strip():
        problems.append(Problem(N_("请写明走访的情况。"), "words"))
    if command.problem.strip() and not command.people.strip():
        problems.append(Problem(N_("有问题的，请填写是谁提出的，办理结果要答复本人。"), "people"))
    if command.problem.strip() and command.matter not in MATTERS:
        problems.append(Problem(N_("请选择问题类别。"), "matter"))
    return problems


def plan(command: cmd.Plan, today: dt.date) -> list[Problem]:
    """A day from today on, and what for."""
    problems = []
    if command.planned_on < today:
        problems.append(Problem(N_("走访日期不能早于今天。"), "planned_on"))
    if not command.purpose.strip():
        problems.append(Problem(N_("请写明走访的内容。"), "purpose"))
    return problems


def drop(stage: str, reason: str) -> list[Problem]:
    """Only what is still to come is called off, with the reason."""
    if stage != PLANNED:
        return [Problem(N_("这次走访已经完成或者取消。"))]
    return [] if reason.strip() else [Problem(N_("请写明取消的理由。"), "reason")]
