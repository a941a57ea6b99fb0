"""Limits in hours, and hours in which an act is forbidden. Pure; instants are aware and read in Asia/Shanghai."""

from __future__ import annotations

import datetime as dt

from core.clock import SHANGHAI
from core.deadlines.calendar import WorkCalendar
from core.errors import Problem
from core.i18n import N_

# Night as 生态环境法典 572③ names it, from 22:00 to 06:00; 行政强制法 43 itself gives no hours (design).
NIGHT = (dt.time(22), dt.time(6))


def hours_after(at: dt.datetime, hours: int = 24) -> dt.datetime:
    """The instant by which something is due so many hours after `at` (行政强制法 19); rest days don't matter."""
    return at.astimezone(SHANGHAI) + dt.timedelta(hours=hours)


def execution_problems(
    at: dt.datetime,
    calendar: WorkCalendar,
    *,
    urgent: bool = False,
    night: tuple[dt.time, dt.time] = NIGHT,
) -> list[Problem]:
    """Why compulsory execution may not take place at `at` (行政强制法 43①): at night, or on a public holiday.

    A day counts as a public holiday when a notice lists it as a day off (design); a plain weekend does not.

    Args:
        urgent: the exception for urgent circumstances; the caller keeps the reason.

    Raises:
        DeadlineError: the calendar does not reach the day.
    """
    if urgent:
        return []
    local = at.astimezone(SHANGHAI)
    problems = []
    begins, ends = night
    if local.time() >= begins or local.time() < ends:
        words = N_("不得在夜间（%(begins)s至次日%(ends)s）实施行政强制执行，情况紧急的除外。")
        problems.append(Problem(words, params={"begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}))
    day = calendar.day(local.date())
    if not calendar.is_working(local.date().toordinal()) and day.name:
        words = N_("%(day)s是法定节假日（%(name)s），不得实施行政强制执行，情况紧急的除外。")
        problems.append(Problem(words, params={"day": day.date, "name": day.name}))
    return problems
