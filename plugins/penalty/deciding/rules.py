"""Rules of review, discussion and decision, pure (行政处罚法 27, 30, 33, 57–59)."""

from __future__ import annotations

from core.errors import Problem
from core.i18n import N_
from plugins.penalty.discretion.rules import check
from plugins.penalty.ordinary import commands as cmd
from plugins.penalty.ordinary.earlier import not_again
from plugins.penalty.ordinary.rules import (
    NO_FACTS,
    NO_PENALTY,
    Facts,
    filled,
    investigated,
    known,
    no_heavier,
    not_preserving,
)


def legal_review(facts: Facts, command: cmd.LegalReview) -> list[Problem]:
    """An opinion, by somebody qualified (58②)."""
    problems = []
    if not command.qualified:
        words = N_("初次从事法制审核的，应当通过国家统一法律职业资格考试取得资格（行政处罚法58②）。")
        problems.append(Problem(words, "qualified"))
    return filled(problems, ("opinion", command.opinion, N_("请写明审核意见。")))


def discuss(facts: Facts, command: cmd.Discuss) -> list[Problem]:
    """Who discussed what, and to what end (57②)."""
    problems = []
    if command.on > facts.today:
        problems.append(Problem(N_("日期不能晚于今天。"), "on"))
    return filled(
        problems,
        ("present", command.present, N_("请写明参加讨论的负责人。")),
        ("opinions", command.opinions, N_("请写明各人的意见。")),
        ("conclusion", command.conclusion, N_("请写明讨论的结论。")),
    )


def decidable(facts: Facts) -> list[Problem]:
    """Whatever is typed: told first (44, 62), heard if asked (63), reviewed (58) and discussed (57②) where due."""
    problems = investigated(facts)
    if facts.told_on is None:
        problems.append(Problem(N_("没有告知拟作出的处罚和权利，不得作出行政处罚决定（行政处罚法44、62）。")))
    if facts.asked and not facts.heard:
        problems.append(Problem(N_("当事人要求听证的，应当先组织听证（行政处罚法63）。")))
    if facts.reviews and not facts.passed:
        problems.append(Problem(N_("未经法制审核或者审核未通过的，不得作出决定（行政处罚法58①）。")))
    if facts.grave and not facts.discussed:
        words = N_("情节复杂或者重大违法行为给予行政处罚的，应当由行政机关负责人集体讨论决定（行政处罚法57②）。")
        problems.append(Problem(words))
    problems += not_preserving(facts)
    return problems


def penalise(facts: Facts, command: cmd.Penalise) -> list[Problem]:
    """As the party was told, or lighter (45②), within the law and the standard."""
    problems = [*known(facts, command), *no_heavier(facts, command), *not_again(facts.earlier, command)]
    if facts.proposal is not None:
        problems += check(facts.proposal, command.fine, facts.reasons, facts.reviewer)
    if command.correct_by is not None and command.correct_by < facts.today:
        problems.append(Problem(N_("改正的期限不能早于今天。"), "correct_by"))
    if command.correct_by is None and not facts.corrects and not command.put_right:
        words = N_("实施处罚时应当责令改正，请填写改正的期限；已经改正或者没有可以改正的，请确认（行政处罚法28①）。")
        problems.append(Problem(words, "correct_by"))
    if (command.gains or command.stop) and not command.performance.strip():
        words = N_("请写明没收、停业整顿怎样履行、到哪一天（行政处罚法59①(四)）。")
        problems.append(Problem(words, "performance"))
    return filled(problems, ("facts", command.facts, N_("请写明查明的违法事实。")))


def leave_off(facts: Facts, command: cmd.LeaveOff) -> list[Problem]:
    """A ground of the law and reasons; education where there was an act (33③)."""
    problems = []
    if command.ground not in NO_PENALTY:
        problems.append(Problem(N_("请选择不予行政处罚的法定情形。"), "ground"))
    elif command.ground != NO_FACTS and not command.education.strip():
        problems.append(Problem(N_("请写明对当事人进行教育的情况（行政处罚法33③）。"), "education"))
    return filled(problems, ("reasons", command.reasons, N_("请写明理由。")))


def hand_over(facts: Facts, command: cmd.HandOver) -> list[Problem]:
    """To whom, by which letter, why (27)."""
    return filled(
        [],
        ("to", command.to, N_("请填写接收机关。")),
        ("document", command.document, N_("请填写移送文书的文号。")),
        ("reasons", command.reasons, N_("请写明理由。")),
    )
