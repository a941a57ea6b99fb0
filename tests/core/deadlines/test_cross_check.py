"""Our calendar against the `chinese_calendar` package, day by day, for every year both know from a notice."""

from __future__ import annotations

import datetime as dt

import chinese_calendar
import pytest
from chinese_calendar.constants import holidays, workdays

from core.deadlines.calendar import standard

PUBLISHED = dt.date.fromordinal(standard().published_to).year
YEARS = sorted({date.year for date in (*holidays, *workdays)} & set(range(standard().years[0], PUBLISHED + 1)))


def test_every_published_year_is_known_to_both() -> None:
    assert list(range(standard().years[0], PUBLISHED + 1)) == YEARS


@pytest.mark.parametrize("year", YEARS)
def test_each_day_of_the_year_is_the_same_in_both(year: int) -> None:
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    days = [dt.date.fromordinal(day) for day in range(first, last + 1)]
    differ = {  # a difference is named with the notice ours rests on
        f"{standard().day(day)}, theirs works: {chinese_calendar.is_workday(day)}"
        for day in days
        if not chinese_calendar.is_workday(day) == standard().day(day).working == standard().is_working(day.toordinal())
    }
    assert differ == set()
