"""Rules of the hearing, pure: who may ask for it, when the party knows of it, and its record (行政处罚法 63–65)."""

from __future__ import annotations

import datetime as dt

from core.errors import Problem
from core.i18n import N_
from plugins.penalty.ordinary import commands as cmd
from plugins.penalty.ordinary.rules import Facts, filled


def ask_hearing(facts: Facts, command: cmd.AskHearing) -> list[Problem]:
    """A right to it (63), within five working days of being told (64(一))."""
    if not facts.hearing_due:
        return [Problem(N_("拟作出的处罚不属于应当告知听证权利的情形（行政处罚法63）。"))]
    assert facts.told_on is not None
    if facts.ask_until is None:
        return [Problem(N_("请先登记告知书送达，要求听证的五日从送达起算（行政处罚法64(一)）。"), "on")]
    if not facts.told_on <= command.on <= min(facts.today, facts.ask_until):
        words = N_("要求听证应当在告知后五日内（至%(until)s）提出，日期不能晚于今天（行政处罚法64(一)）。")
        return [Problem(words, "on", {"until": facts.ask_until})]
    return []


def call_hearing(facts: Facts, command: cmd.CallHearing, notice_by: dt.date | None) -> list[Problem]:
    """The party knows seven working days before (64(二)).

    Args:
        notice_by: the last day on which the notice is in time; None where the day can't be counted.
    """
    problems = []
    if command.on <= facts.today or notice_by is None or facts.today > notice_by:
        words = N_("应当在举行听证的七日前通知当事人（行政处罚法64(二)），请另定听证日期。")
        problems.append(Problem(words, "on"))
    return filled(
        problems,
        ("at", command.at, N_("请填写听证的时间。")),
        ("place", command.place, N_("请填写听证的地点。")),
    )


def record_hearing(facts: Facts, command: cmd.RecordHearing) -> list[Problem]:
    """It was held; what was said stands in the record, which the party looked at and signed (64(八))."""
    problems = []
    if facts.hearing_on is None or facts.today < facts.hearing_on:
        problems.append(Problem(N_("还没有到举行听证的日期。")))
    if not command.absent and not command.signed:
        words = N_("听证笔录应当交当事人核对无误后签字或者盖章；拒绝的，在笔录中注明（行政处罚法64(八)）。")
        problems.append(Problem(words, "signed"))
    return filled(
        problems,
        ("said", command.said, N_("请写明听证的情况。")),
        ("opinion", command.opinion, N_("请写明主持人的意见。")),
    )
