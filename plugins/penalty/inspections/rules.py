"""Rules of inspections, pure (优化营商环境条例54; 行政处罚法42、55)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.errors import Problem
from core.i18n import N_

T = TypeVar("T")
CLEAN, FIXED, OFFENCE, AWAY = "clean", "fixed", "offence", "away"
RESULTS: Mapping[str, str] = {
    CLEAN: N_("未发现问题"),
    FIXED: N_("发现问题，已当场改正"),
    OFFENCE: N_("发现违法线索，另案处理"),
    AWAY: N_("查无下落或者已经停业"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is inspected, and on which basis."""

    title: str
    matters: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What two officers found, on which day."""

    version: int
    held_on: dt.date
    result: str
    record: str
    cards_shown: bool


def plan_problems(plan: Plan) -> list[Problem]:
    """A title, the matters, and the law that lets the township inspect them."""
    asked = (
        ("title", plan.title, N_("请填写抽查计划的名称。")),
        ("matters", plan.matters, N_("请写明抽查事项。")),
        ("basis", plan.basis, N_("请写明检查的依据。")),
    )
    return [Problem(words, name) for name, typed, words in asked if not typed.strip()]


def pairs(officers: Sequence[T], number: int) -> list[tuple[T, T]]:
    """Two officers for each of so many, in the drawn order, beginning anew where it ends.

    Raises:
        ValueError: fewer than two officers.
    """
    if len(officers) < 2:
        raise ValueError("two officers inspect")
    of = len(officers)
    return [(officers[2 * place % of], officers[(2 * place + 1) % of]) for place in range(number)]


def record_problems(command: Found, drawn_on: dt.date | None, today: dt.date) -> list[Problem]:
    """Since the draw, not in the future, with cards shown and something written down."""
    problems = []
    if not (drawn_on or today) <= command.held_on <= today:
        problems.append(Problem(N_("检查日期应当在抽取以后，不晚于今天。"), "held_on"))
    if command.result not in RESULTS:
        problems.append(Problem(N_("请选择检查结果。"), "result"))
    if not command.cards_shown:
        problems.append(Problem(N_("执法人员应当主动出示执法证件（行政处罚法55①）。"), "cards_shown"))
    if not command.record.strip():
        problems.append(Problem(N_("请写明检查的情况。"), "record"))
    return problems
