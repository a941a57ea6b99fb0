"""The rules of a consultation, pure (重大行政决策程序暂行条例 15, 18, 42)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.comments.rules import SHOWN, TAKEN, WAITING
from core.errors import Problem
from core.i18n import N_
from plugins.frontline.consult import commands as cmd

# 条例 15: generally not shorter, in natural days; a shorter one says why.
MAJOR_DAYS, LEAST, MOST = 30, 5, 180
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Period:
    """From the day of publication to the last day, both inclusive; comments are taken while it runs."""

    opened_on: dt.date
    last_on: dt.date

    def runs(self, today: dt.date) -> bool:
        """Whether comments are taken."""
        return self.opened_on <= today <= self.last_on


@dataclass(frozen=True, slots=True)
class Said:
    """How a comment stands: looked at, and answered."""

    standing: str
    taken: str


def content(command: cmd.Content) -> list[Problem]:
    """A title, the draft, what it is about, how to comment; thirty days for a major decision, or why not (15)."""
    problems = []
    for name, words in (
        ("title", N_("请填写征求意见的事项。")),
        ("draft", N_("请写明决策草案。")),
        ("explanation", N_("请写明草案的说明。")),
    ):
        if not getattr(command, name).strip():
            problems.append(Problem(words, name))
    if not LEAST <= command.days <= MOST:
        problems.append(Problem(N_("期限应当为%(least)d至%(most)d日。"), "days", {"least": LEAST, "most": MOST}))
    elif command.major and command.days < MAJOR_DAYS and not command.reason.strip():
        words = N_("重大决策公开征求意见一般不少于%(days)d日；需要缩短的，请写明理由，理由会一并公布（条例第十五条）。")
        problems.append(Problem(words, "reason", {"days": MAJOR_DAYS}))
    return problems


def comment(period: Period | None, today: dt.date) -> list[Problem]:
    """Within the period."""
    return [] if period is not None and period.runs(today) else [Problem(N_("现在不在征求意见的期限内。"))]


def answer(standing: str, command: cmd.AnswerComment) -> list[Problem]:
    """Taken up or not, and why not (条例 18: 充分采纳合理意见)."""
    problems = [] if standing == SHOWN else [Problem(N_("只有公开的意见才写采纳情况。"))]
    if command.taken not in TAKEN:
        problems.append(Problem(N_("请选择是否采纳。"), "taken"))
    if command.taken in {"part", "no"} and not command.why.strip():
        problems.append(Problem(N_("没有全部采纳的，请写明理由。"), "why"))
    return problems


def report(period: Period | None, comments: Sequence[Said], today: dt.date) -> list[Problem]:
    """After the last day, once every comment was looked at and every one that is shown was answered."""
    if period is None:
        return [Problem(N_("征求意见的公告还没有发布。"))]
    problems = []
    if today <= period.last_on:
        problems.append(Problem(N_("%(day)s期满以后才能公布采纳情况。"), None, {"day": period.last_on}))
    if any(one.standing == WAITING for one in comments):
        problems.append(Problem(N_("还有意见没有审看。")))
    if any(one.standing == SHOWN and not one.taken for one in comments):
        problems.append(Problem(N_("还有意见没有写采纳情况。")))
    return problems
