"""The rules of projects, pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_
from plugins.frontline.projects import commands as cmd

DRAFT, RUNNING, FINISHED, STOPPED = "draft", "running", "finished", "stopped"
STANDINGS: Mapping[str, str] = {
    DRAFT: N_("未公开"),
    RUNNING: N_("实施中"),
    FINISHED: N_("已完成"),
    STOPPED: N_("已终止"),
}
ON_SITE = "site"
RECORDS: Mapping[str, str] = {
    ON_SITE: N_("现场办公"),
    "inspect": N_("挂牌督办"),
    "progress": N_("进展"),
}
MOST_STAGES, LONGEST = 12, 2_000


@dataclass(frozen=True, slots=True)
class Planned:
    """A stage 阶段 as it is planned and done."""

    no: int
    goal: str
    due_on: dt.date
    done_on: dt.date | None = None


def content(command: cmd.Content) -> list[Problem]:
    """A name, what it is good for, who leads and who watches, days in order, and at least one stage within them."""
    problems = []
    for name, words in (
        ("name", N_("请填写项目名称。")),
        ("purpose", N_("请写明解决什么问题。")),
        ("led_by", N_("请填写领衔主办的人。")),
        ("watched_by", N_("请填写挂牌督办的人或者单位。")),
    ):
        if not getattr(command, name).strip():
            problems.append(Problem(words, name))
    if command.ends_on < command.begins_on:
        problems.append(Problem(N_("完成日期不能早于开始日期。"), "ends_on"))
    if not command.stages:
        problems.append(Problem(N_("请至少写一个阶段。"), "stages"))
    if len(command.stages) > MOST_STAGES:
        problems.append(Problem(N_("阶段不能超过%(most)d个。"), "stages", {"most": MOST_STAGES}))
    days = [day for _goal, day in command.stages]
    if any(day < command.begins_on or day > command.ends_on for day in days):
        problems.append(Problem(N_("各阶段的日期应当在项目的开始和完成日期之间。"), "stages"))
    if days != sorted(days):
        problems.append(Problem(N_("各阶段的日期应当依次排列。"), "stages"))
    return problems


def editable(standing: str) -> list[Problem]:
    """What the public reads already keeps its plan: goals and days are not rewritten in silence."""
    return [] if standing == DRAFT else [Problem(N_("项目已经公开，计划不能再改。进展和变化请记在办理记录里。"))]


def publish(standing: str, own: bool) -> list[Problem]:
    """By another than who wrote it."""
    problems = [] if standing == DRAFT else [Problem(N_("项目已经公开。"))]
    return [*problems, *([Problem(N_("编写人不能自己公开，请由另一名领导公开。"))] if own else [])]


def stage_done(
    standing: str, stages: Sequence[Planned], no: int, command: cmd.StageDone, today: dt.date
) -> list[Problem]:
    """In their order, on a day that has come, with what shows it."""
    found = next((stage for stage in stages if stage.no == no), None)
    problems = [] if standing == RUNNING else [Problem(N_("项目不在实施中。"))]
    if found is None or found.done_on is not None:
        problems.append(Problem(N_("这个阶段已经完成。")))
    if any(stage.no < no and stage.done_on is None for stage in stages):
        problems.append(Problem(N_("前面的阶段还没有完成。")))
    if command.done_on > today:
        problems.append(Problem(N_("完成日期不能晚于今天。"), "done_on"))
    if not command.proof.strip():
        problems.append(Problem(N_("请写明完成的情况和凭据。"), "proof"))
    return problems


def note(standing: str, command: cmd.Note, today: dt.date) -> list[Problem]:
    """Of one of the three kinds, on a day that has come, in words; what was done on the spot names the place."""
    problems = [] if standing == RUNNING else [Problem(N_("项目不在实施中。"))]
    if command.kind not in RECORDS:
        problems.append(Problem(N_("请选择记录的类别。"), "kind"))
    if command.noted_on > today:
        problems.append(Problem(N_("日期不能晚于今天。"), "noted_on"))
    if command.kind == ON_SITE and not command.place.strip():
        problems.append(Problem(N_("现场办公请写明地点。"), "place"))
    if not command.words.strip():
        problems.append(Problem(N_("请写明内容。"), "words"))
    return problems


def end(standing: str, stages: Sequence[Planned], command: cmd.End) -> list[Problem]:
    """Finished once every stage is done; stopped at any time, with the reason."""
    problems = [] if standing == RUNNING else [Problem(N_("项目不在实施中。"))]
    if command.outcome not in {FINISHED, STOPPED}:
        problems.append(Problem(N_("请选择结果。"), "outcome"))
    if command.outcome == FINISHED and any(stage.done_on is None for stage in stages):
        problems.append(Problem(N_("还有阶段没有完成。"), "outcome"))
    if not command.words.strip():
        problems.append(Problem(N_("请写明完成或者终止的情况。"), "words"))
    return problems
