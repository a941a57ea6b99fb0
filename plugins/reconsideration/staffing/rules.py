"""Rules of staff and means, pure: the number the scheme asks, the qualification the law asks, and the load of each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.errors import Problem
from core.i18n import N_
from plugins.reconsideration.review.rules import said, yuan_of

LEAST = 3  # 实施方案四(二)3(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """What the office has in a year; funds in yuan, as typed."""

    year: int
    staff: int
    newcomers: int
    qualified: int
    funds: str
    rooms: str
    devices: str


def enter(command: Enter, this_year: int) -> list[Problem]:
    """Whole numbers that fit each other, a year that has begun."""
    problems = said(command.rooms, N_("请写明办案场所。"), "rooms")
    problems += said(command.devices, N_("请写明装备。"), "devices")
    problems += said(command.funds, N_("请填写列入预算的经费。"), "funds")
    if not 2024 <= command.year <= this_year:
        problems.append(Problem(N_("请填写2024年到今年之间的年份。"), "year"))
    if not 0 <= command.qualified <= command.newcomers <= command.staff:
        problems.append(Problem(N_("取得资格的不能多于初次从事的，初次从事的不能多于总人数。"), "qualified"))
    try:
        yuan_of(command.funds)
    except ValueError:
        problems.append(Problem(N_("请填写数字，最多九位整数、两位小数。"), "funds"))
    return problems


def lacks(staff: int, newcomers: int, qualified: int) -> list[Problem]:
    """What is missing: three who handle cases (实施方案), and the qualification of each newcomer (6②)."""
    found = []
    if staff < LEAST:
        found.append(Problem(N_("办案人员少于%(least)d人（实施方案四(二)3(4)）。"), params={"least": LEAST}))
    if qualified < newcomers:
        words = N_("初次从事的人员没有全部取得法律职业资格、参加职前培训（行政复议法6②）。")
        found.append(Problem(words))
    return found


def load(cases: int, staff: int) -> Decimal | None:
    """Cases for each of the staff, to one digit; None where there is nobody."""
    return (Decimal(cases) / staff).quantize(Decimal("0.1"), ROUND_HALF_UP) if staff else None
