"""Rules of members: what a mandate covers, and on which days it counts. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from core.errors import Problem
from core.i18n import N_

READ, APPLY, RECEIVE = "read", "apply", "receive"
# Reading is in every mandate: nobody applies for or receives what they may not see.
SCOPES = {
    READ: N_("查看本单位的办件和来往信件"),
    APPLY: N_("提出申请、补正、撤回、写信"),
    RECEIVE: N_("查看和领取文书"),
}
MOST_MEMBERS = 50
LONGEST = dt.timedelta(days=366)
OVER = N_("授权最早到今天，最长一年。")


def covers(scopes: Collection[str], scope: str, *, is_admin: bool) -> bool:
    """Whether a mandate covers this; the administrator's covers everything."""
    return is_admin or scope in {READ, *scopes}


def counts(day: dt.date, until: dt.date | None, *, removed: bool) -> bool:
    """Whether a member may act on a day; `until` is the last day of the mandate."""
    return not removed and (until is None or day <= until)


def invitation_problems(scopes: Collection[str], until: dt.date | None, members: int, today: dt.date) -> list[Problem]:
    """What is wrong with an invitation, each at its field."""
    problems = []
    if not scopes or not set(scopes) <= SCOPES.keys():
        problems.append(Problem(N_("请至少选择一项授权。"), "scopes"))
    if until is None or not today <= until <= today + LONGEST:
        problems.append(Problem(OVER, "until"))
    if members >= MOST_MEMBERS:
        problems.append(Problem(N_("一个单位最多%(most)d名成员，请先移除不再经办的人。"), None, {"most": MOST_MEMBERS}))
    return problems
