"""The rules of the queue, pure: who comes first, who is called next, and how long one waits."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

from core.i18n import N_

# Who is called before others (老年人权益保障法, 无障碍环境建设法): a ground, or none.
PRIORITIES: Mapping[str, str] = {
    "elderly": N_("老年人"),
    "disabled": N_("残疾人"),
    "pregnant": N_("孕妇、带婴幼儿"),
    "soldier": N_("现役军人、退役军人"),
    "urgent": N_("急事"),
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
