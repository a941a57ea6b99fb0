"""Rules of the respondent's desk, pure: an answer is whole and in the head's name, and what is owed is reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from core.errors import Problem
from core.i18n import N_
from plugins.reconsideration import parcels
from plugins.reconsideration.reply import commands as cmd
from plugins.reconsideration.review.rules import said

NEWS: Mapping[str, str] = {
    parcels.HALTED: N_("停止执行行政行为（行政复议法42）"),
    parcels.STAYED: N_("复议中止"),
    parcels.RESUMED: N_("恢复审理"),
    parcels.PROLONGED: N_("审理期限延长"),
    parcels.HEARING: N_("通知听证，负责人应当参加（行政复议法51③）"),
    parcels.ORDERED: N_("责令限期履行（行政复议法77②）"),
}


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What guards and clocks know of an answer.

    Attributes:
        received_on: the day on which the copy came.
        over: nothing was left to do; an opinion opens it again.
    """

    today: dt.date
    received_on: dt.date
    summary: bool
    drafted_by: UUID | None
    owed: bool
    opinion: bool
    redo_days: int | None
    over: bool


def draft(facts: AnswerFacts, command: cmd.Draft) -> list[Problem]:
    """A written answer with the evidence and rules of the act (48)."""
    problems = said(command.reply, N_("请写明答复。"), "reply")
    return problems + said(command.evidence, N_("请列出作出行政行为的证据、依据和其他有关材料。"), "evidence")


def report(facts: AnswerFacts, command: cmd.Report) -> list[Problem]:
    """When and what was done."""
    problems = said(command.words, N_("请写明履行情况。"), "words")
    if command.performed_on > facts.today:
        problems.append(Problem(N_("日期不能晚于今天。"), "performed_on"))
    return problems
