"""The calendar: notices, provisional years, and the edges of the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from core.deadlines.calendar import HOLIDAYS, Entry, assemble, standard
from core.deadlines.errors import DeadlineError
from tests.core.deadlines import naive

D = dt.date.fromisoformat


def n(day: str) -> int:
    return D(day).toordinal()


def test_every_day_of_the_data_agrees_with_the_notices() -> None:
    calendar, passed = standard(), 0
    for ordinal in range(calendar.first, calendar.last + 1):
        day = dt.date.fromordinal(ordinal)
        assert calendar.is_working(ordinal) == naive.works(day) == calendar.day(day).working
        passed += naive.works(day)
        assert calendar.working_between(calendar.first - 1, ordinal) == passed


def test_every_holiday_of_the_data_can_be_named_in_another_language() -> None:
    assert {entry.name for entry in standard().entries.values()} <= {*HOLIDAYS, ""}


def test_a_make_up_saturday_works_and_a_half_day_holiday_too() -> None:
    assert standard().is_working(n("2026-10-10"))
    assert standard().is_working(n("2024-03-08"))  # 妇女节, half a day


def test_an_unpublished_year_has_the_thirteen_statutory_days_and_no_make_up_days() -> None:
    days = {str(date)[5:] for date, entry in standard().entries.items() if date.year == 2027}
    listed = "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03"
    assert days == set(listed.split())
    assert {entry.kind for entry in standard().entries.values() if entry.date.year > 2026} == {"off"}


@pytest.mark.parametrize("year", range(2027, 2051))
def test_later_years_hold_the_festivals_of_the_law(year: int) -> None:
    names = [name for date, entry in standard().entries.items() if date.year == year for name in entry.name.split("、")]
    expected = {"元旦": 1, "春节": 4, "清明节": 1, "劳动节": 2, "端午节": 1, "中秋节": 1, "国庆节": 3}
    assert {name: names.count(name) for name in names} == expected


def test_a_notice_replaces_its_whole_provisional_year() -> None:
    notice = [Entry(D("2027-01-01"), "off", "元旦", "国办发明电〔2026〕1号")]
    statutory = [Entry(D("2027-02-05"), "off", "春节", "放假办法2"), Entry(D("2028-01-01"), "off", "元旦", "放假办法2")]
    calendar = assemble(notice, statutory, "x")
    assert calendar.is_working(n("2027-02-05"))
    assert not calendar.is_provisional(n("2027-01-01"), n("2027-12-31"))
    assert calendar.is_provisional(n("2027-12-31"), n("2028-01-01"))
    assert calendar.version == "2027-x"


def test_days_outside_the_data_are_refused_in_words() -> None:
    calendar = standard()
    asks: list[Callable[[], object]] = [
        lambda: calendar.is_working(n("2018-12-31")),
        lambda: calendar.working_after(n("2018-12-30")),
        lambda: calendar.working_after(n("2050-12-30"), 9),
        lambda: calendar.working_after(n("2050-12-31")),
        lambda: calendar.working_before(n("2019-01-03"), 9),
        lambda: calendar.working_between(n("2018-12-01"), n("2019-02-01")),
    ]
    for ask in asks:
        with pytest.raises(DeadlineError, match="超出日历数据"):
            ask()
    assert calendar.working_after(n("2018-12-31")) == n("2019-01-02")
    assert calendar.working_between(n("2051-01-01"), n("2052-01-01")) == 0


def test_outside_the_data_the_last_working_day_knows_weekends_only() -> None:
    assert standard().working_on_or_before(n("2018-10-07")) == n("2018-10-05")
    assert standard().working_on_or_before(n("2019-01-01")) == n("2018-12-31")
    assert standard().working_on_or_before(n("2051-01-01")) == n("2050-12-30")


def test_a_county_lays_its_festival_over_the_calendar_with_a_document() -> None:
    festival = Entry(D("2026-04-13"), "off", "泼水节", "德政发〔2026〕1号")
    calendar = standard().overlaid([festival], "dh1")
    assert not calendar.is_working(n("2026-04-13"))
    assert standard().is_working(n("2026-04-13"))
    assert calendar.version == f"{standard().version}+dh1"
    assert calendar.day(D("2026-04-13")).source == "德政发〔2026〕1号"
