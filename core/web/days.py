"""Days as people type them, and what kind of day each is: 11.24, 2026年2月6日, 今天+5工作日."""

from __future__ import annotations

import calendar as months
import datetime as dt
import re
import unicodedata

from flask_babel import gettext

from core import clock
from core.deadlines.calendar import WorkCalendar
from core.errors import DomainError
from core.i18n import N_

UNREADABLE = N_("看不懂这个日期，可以写2026-11-24、11.24、2026年2月6日或者今天+5工作日。")
WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))
NEAR = {"今天": 0, "今日": 0, "明天": 1, "后天": 2, "昨天": -1, "前天": -2, "today": 0, "tomorrow": 1, "yesterday": -1}
SHORT = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?")
STEP = re.compile(r"(?P<base>.*?)(?P<sign>[+-])(?P<n>\d{1,4})(?P<unit>\D*)")
UNITS = {
    **dict.fromkeys(("工作日", "个工作日", "workingday", "workingdays", "wd"), "working"),
    **dict.fromkeys(("天", "日", "day", "days", "d"), "natural"),
    **dict.fromkeys(("月", "个月", "month", "months"), "month"),
}


def read(words: str, today: dt.date, calendar: WorkCalendar) -> dt.date:
    """The day that was typed.

    A day without a year is the one nearest to `today`; months end on their last day where the day does not exist.

    Raises:
        ValueError: no day can be read from the words, or the calendar holds no working days that far.
    """
    typed = re.sub(r"\s", "", unicodedata.normalize("NFKC", words)).lower()
    try:
        if step := STEP.fullmatch(typed):
            unit = UNITS.get(step["unit"])
            if unit is not None:
                base = _named(step["base"], today) if step["base"] else today
                return _moved(base, int(step["sign"] + step["n"]), unit, calendar)
        return _named(typed, today)
    except (DomainError, OverflowError) as error:
        raise ValueError(words) from error


def about(day: dt.date, calendar: WorkCalendar) -> str:
    """The day with its weekday and its nature, e.g. ``2026-10-01 周四，国庆节放假``; in the reader's language."""
    weekday, nature = gettext(WEEKDAYS[day.weekday()]), _nature(day, calendar)
    return str(gettext("%(day)s %(weekday)s，%(nature)s", day=day.isoformat(), weekday=weekday, nature=nature))


def _named(typed: str, today: dt.date) -> dt.date:
    if typed in NEAR:
        return today + dt.timedelta(days=NEAR[typed])
    if clock.WHOLE.fullmatch(typed):
        return clock.read_day(typed)
    if found := SHORT.fullmatch(typed):
        return _nearest(int(found[1]), int(found[2]), today)
    raise ValueError(typed)


def _nearest(month: int, day: int, today: dt.date) -> dt.date:
    years = [year for year in range(today.year - 1, today.year + 2) if _exists(year, month, day)]
    if not years:
        raise ValueError(f"{month}.{day}")
    return min((dt.date(year, month, day) for year in years), key=lambda date: abs(date - today))


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= months.monthrange(year, month)[1]


def _moved(base: dt.date, by: int, unit: str, calendar: WorkCalendar) -> dt.date:
    if unit == "natural" or by == 0:
        return base + dt.timedelta(days=by)
    if unit == "month":
        year, month = divmod(base.year * 12 + base.month - 1 + by, 12)
        return dt.date(year, month + 1, min(base.day, months.monthrange(year, month + 1)[1]))
    start = base.toordinal()
    return dt.date.fromordinal(
        calendar.working_after(start, by) if by > 0 else calendar.working_before(start, -by),
    )


def _nature(day: dt.date, calendar: WorkCalendar) -> str:
    found = calendar.day(day)
    name = gettext(found.name) if found.name else ""
    if found.working:
        words = gettext("%(name)s调休，上班", name=name) if name else gettext("工作日")
    else:
        words = gettext("%(name)s放假", name=name) if name else gettext("休息日")
    if found.local and found.local != found.name:
        words += gettext("；地方放假（%(name)s）", name=found.local)
    return str(words if found.published else words + gettext("（该年放假安排尚未公布）"))
