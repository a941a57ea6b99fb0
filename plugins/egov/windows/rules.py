"""The rules of the queue, pure: who comes first, who is called next, and how long one waits."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_

# Who is called before others (老年人权益保障法, 无障碍环境建设法): a ground, or none.
BOOKED = "booked"
PRIORITIES: Mapping[str, str] = {
    "elderly": N_("老年人"),
    "disabled": N_("残疾人"),
    "pregnant": N_("孕妇、带婴幼儿"),
    "soldier": N_("现役军人、退役军人"),
    "urgent": N_("急事"),
    BOOKED: N_("已预约"),
}
WAITING, CALLED, SERVED, ABSENT = "waiting", "called", "served", "absent"
STATES: Mapping[str, str] = {
    WAITING: N_("等候"),
    CALLED: N_("正在办理"),
    SERVED: N_("办完"),
    ABSENT: N_("过号"),
}
USUAL = 6.0  # minutes, until the day knows better
RECENT = 20
# Hours of a visit that may be booked, how many people an hour takes, and how many working days ahead.
HOURS: Mapping[str, str] = {
    "0900": "9:00—10:00",
    "1000": "10:00—11:00",
    "1100": "11:00—12:00",
    "1400": "14:00—15:00",
    "1500": "15:00—16:00",
    "1600": "16:00—17:00",
}
PLACES, AHEAD = 4, 10
EXPECTED, ARRIVED, CANCELLED = "expected", "arrived", "cancelled"
BOOKINGS: Mapping[str, str] = {EXPECTED: N_("未到"), ARRIVED: N_("已到，已取号"), CANCELLED: N_("已取消")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A visit as its person books it."""

    day: dt.date | None
    hour: str
    errand: str
    name: str
    phone: str


def book(given: Book, days: Sequence[dt.date], taken: int) -> list[Problem]:
    """One of the days and hours on offer that is not full, what for, and who comes.

    Args:
        days: those that may be booked.
        taken: how many come in that hour already.
    """
    problems = []
    if given.day not in days:
        problems.append(Problem(N_("请选择可以预约的日期。"), "day"))
    if given.hour not in HOURS:
        problems.append(Problem(N_("请选择时间。"), "hour"))
    elif taken >= PLACES:
        problems.append(Problem(N_("这个时间已经约满，请另选时间。"), "hour"))
    for field, words in (
        ("errand", N_("请填写办什么事。")),
        ("name", N_("请填写姓名。")),
        ("phone", N_("请填写电话。")),
    ):
        if not str(getattr(given, field)).strip():
            problems.append(Problem(words, field))
    return problems


def expected(ahead: int, served: Sequence[dt.timedelta], desks: int) -> int:
    """Minutes that somebody waits.

    Args:
        ahead: how many wait before.
        served: how long the last ones of today took.
        desks: how many windows are at work; at least one.
    """
    minutes = [one.total_seconds() / 60 for one in served[:RECENT]]
    each = sum(minutes) / len(minutes) if minutes else USUAL
    return math.ceil(ahead * each / max(desks, 1))


def share(minutes: int, ahead: int, waiting: int) -> int:
    """Of the minutes the whole queue takes, those until one's turn."""
    return math.ceil(minutes * ahead / waiting) if waiting else 0
