"""The counting rules of docs/reference/deadline-rules.md, each with its boundary cases."""

from __future__ import annotations

import datetime as dt

import pytest

from core.deadlines.counting import extended, left
from core.deadlines.errors import DeadlineError
from tests.core.deadlines.toys import CATALOGUE, D, count, due


# 2, 3, 4: working days, the trigger excluded
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-25", "2026-12-02"),  # Wednesday: five working days over one weekend
        ("2026-11-27", "2026-12-04"),  # Friday
        ("2026-11-28", "2026-12-04"),  # received on a Saturday: Monday is day 1
        ("2026-11-29", "2026-12-04"),  # and on the Sunday at 23:59 (rule 21)
        ("2026-09-29", "2026-10-12"),  # over 国庆: 30, 8, 9, Saturday 10 (made up), 12
        ("2026-02-13", "2026-02-27"),  # the made-up Saturday 02-14 counts, 春节 does not
        ("2025-12-31", "2026-01-08"),  # over New Year, with the made-up Sunday 01-04
        ("2025-07-31", "2025-08-07"),  # 08-01 is half a holiday for soldiers only
    ],
)
def test_five_working_days(start: str, end: str) -> None:
    assert due("wd5", start) == end


def test_a_limit_of_zero_ends_on_the_trigger_or_the_next_working_day() -> None:
    assert due("wd0", "2026-11-25") == "2026-11-25"
    assert due("wd0", "2026-11-28") == "2026-11-30"
    assert due("wd0", "2026-10-10") == "2026-10-10"  # a made-up Saturday
    assert due("wd0", "2026-11-28", "2026-11-30..2026-12-01") == "2026-12-02"
    assert due("nd0", "2026-11-28") == "2026-11-28"


def test_natural_days_count_rest_days() -> None:
    assert due("ndN", "2026-11-25") == "2026-12-10"
    assert due("ndN", "2026-09-25") == "2026-10-10"


# 5: months and years
@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("moN", "2026-02-28", "2026-05-28"),  # never sticks to month ends
        ("moN", "2025-11-30", "2026-02-28"),
        ("moN", "2023-11-30", "2024-02-29"),
        ("moN", "2026-10-31", "2027-01-31"),
        ("moN", "2026-12-31", "2027-03-31"),
        ("moN", "2026-01-31", "2026-04-30"),
        ("yrN", "2024-02-29", "2026-02-28"),
        ("yrN", "2024-02-28", "2026-02-28"),
        ("yrN", "2022-03-01", "2024-03-01"),
    ],
)
def test_months_and_years_end_on_the_corresponding_day(code: str, start: str, end: str) -> None:
    assert due(code, start) == end


def test_a_year_to_a_leap_day_keeps_its_day() -> None:
    assert due("yrN", "2024-02-29", length=4) == "2028-02-29"


# 6: months with suspensions
def test_a_suspended_limit_in_months_goes_on_in_natural_days() -> None:
    assert due("moN", "2026-02-28", "2026-03-10..2026-03-19") == "2026-06-07"  # 05-28 and ten days
    assert due("moN", "2026-02-28", "2026-05-29..2026-06-09") == "2026-05-28"


# 7: backwards
def test_backwards_the_event_is_excluded_and_the_last_day_never_rolls() -> None:
    assert due("before_wd", "2026-11-25") == "2026-11-16"
    assert due("before_wd", "2026-10-12") == "2026-09-24"  # 10, 9, 8, then September before 国庆
    assert due("before_nd", "2026-11-28") == "2026-11-21"
    assert due("before_nd", "2026-11-29") == "2026-11-22"  # a Sunday
    assert due("before_mo", "2026-05-31") == "2026-02-28"
    assert due("before_nd", "2026-11-28", length=30) == "2026-10-29"


def test_backwards_knows_neither_suspension_nor_extension() -> None:
    with pytest.raises(DeadlineError, match="不能中止"):
        count("before_wd", "2026-11-25", "2026-11-20..2026-11-21")
    with pytest.raises(DeadlineError, match="没有延长"):
        count("before_wd", "2026-11-25", extension=1)


# 8, 9, 12: the roll and the safe day
@pytest.mark.parametrize(
    ("start", "unrolled", "rolled", "safe"),
    [
        ("2026-11-13", "2026-11-28", "2026-11-30", "2026-11-27"),  # a Saturday
        ("2026-11-12", "2026-11-27", "2026-11-27", "2026-11-27"),  # a Friday
        ("2026-09-16", "2026-10-01", "2026-10-08", "2026-09-30"),  # 国庆
        ("2026-09-25", "2026-10-10", "2026-10-10", "2026-10-10"),  # a made-up Saturday is a working day
        ("2026-02-01", "2026-02-16", "2026-02-24", "2026-02-14"),  # 春节, after a made-up Saturday
        ("2025-12-19", "2026-01-03", "2026-01-04", "2025-12-31"),  # onto a made-up Sunday
    ],
)
def test_a_limit_that_ends_on_a_rest_day(start: str, unrolled: str, rolled: str, safe: str) -> None:
    certain, analogy, never = count("ndA", start), count("ndB", start), count("ndN", start)
    assert {str(found.unrolled) for found in (certain, analogy, never)} == {unrolled}
    assert [str(found.due) for found in (certain, analogy, never)] == [rolled, rolled, unrolled]
    assert [str(found.safe_due) for found in (certain, analogy, never)] == [rolled, safe, safe]


def test_a_roll_passes_over_suspended_days() -> None:
    assert due("ndA", "2026-11-13", "2026-11-30..2026-12-01") == "2026-12-02"
    assert due("ndA", "2026-11-13", "2026-11-29..2026-12-04") == "2026-12-07"
    assert due("ndA", "2026-11-13", "2026-12-01..2026-12-04") == "2026-11-30"
    assert due("ndA", "2026-11-12", "2026-11-28..2026-12-04") == "2026-11-27"


# 11: "after N days" is allowed from the day after the due day
def test_a_waiting_time_ends_with_day_n() -> None:
    assert due("wait", "2026-11-01") == "2026-12-01"


# 13: suspensions
PLAIN = due("wd", "2026-11-02")


def test_both_ends_of_a_suspension_are_excluded() -> None:
    assert PLAIN == "2026-11-30"
    assert due("wd", "2026-11-02", "2026-11-09..2026-11-09") == "2026-12-01"
    assert due("wd", "2026-11-02", "2026-11-09..2026-11-10") == "2026-12-02"


@pytest.mark.parametrize(
    "gaps",
    [
        ("2026-11-10..2026-11-12", "2026-11-11..2026-11-13"),  # overlap
        ("2026-11-12..2026-11-13", "2026-11-10..2026-11-11"),  # adjacent, in another order
        ("2026-11-10..2026-11-13", "2026-11-11..2026-11-12", "2026-11-10..2026-11-13"),  # inside, twice
        ("2026-11-10..2026-11-15",),  # with the weekend after
    ],
)
def test_suspensions_are_a_union(gaps: tuple[str, ...]) -> None:
    assert due("wd", "2026-11-02", *gaps) == "2026-12-04"


def test_merged_suspensions_are_kept_with_the_result() -> None:
    found = count("wd", "2026-11-02", "2026-11-12..2026-11-13", "2026-11-10..2026-11-11")
    assert found.suspensions == ((D("2026-11-10"), D("2026-11-13")),)


def test_days_up_to_the_start_or_after_the_end_and_rest_days_change_nothing() -> None:
    assert due("wd", "2026-11-02", "2026-10-01..2026-11-02") == PLAIN
    assert due("wd", "2026-11-02", "2026-12-01..2026-12-31") == PLAIN
    assert due("wd", "2026-11-02", "2026-11-07..2026-11-08") == PLAIN
    assert due("ndN", "2026-11-02", "2026-10-20..2026-11-03") == "2026-11-18"  # one day lies after the start


def test_the_last_day_itself_can_be_suspended() -> None:
    assert due("wd", "2026-11-02", "2026-11-30..2026-11-30") == "2026-12-01"


def test_a_reversed_suspension_and_a_rule_without_grounds_are_refused_in_words() -> None:
    with pytest.raises(DeadlineError, match="早于首日"):
        count("wd", "2026-11-02", "2026-11-10..2026-11-09")
    with pytest.raises(DeadlineError, match="依法不能中止"):
        count("wd5", "2026-11-02", "2026-11-10..2026-11-11")


# 15: an open suspension
def test_a_paused_limit_says_what_is_left() -> None:
    assert left(count("wd", "2026-11-02"), D("2026-11-09")) == 15
    assert left(count("wd", "2026-11-02", "2026-11-10..2026-11-13"), D("2026-11-13")) == 15
    assert left(count("wd", "2026-11-02", "2026-11-10..2026-11-13"), D("2026-11-09")) == 15
    assert left(count("ndN", "2026-11-02"), D("2026-11-04")) == 13
    assert left(count("wd", "2026-11-02"), D("2026-10-01")) == 20
    assert left(count("wd", "2026-11-02"), D("2027-01-01")) == 0
    assert left(count("old", "1990-01-01"), D("1990-01-02")) == 0


# 17: extension
def test_an_extension_is_one_run_with_the_base_and_rolls_once() -> None:
    assert due("wd", "2026-11-02", extension=10) == due("wd", "2026-11-02", extension="max") == "2026-12-14"
    assert due("ndA", "2026-11-13", extension=1) == "2026-11-30"  # 29 is a Sunday; not counted on from Monday
    assert due("wd", "2026-11-02", "2026-12-02..2026-12-03", extension=10) == "2026-12-16"


@pytest.mark.parametrize("amount", [11, -1, True, 1.5])
def test_an_extension_outside_its_range_is_refused(amount: int) -> None:
    with pytest.raises(DeadlineError, match="最多延长10"):
        count("wd", "2026-11-02", extension=amount)


def test_an_extension_without_a_maximum_needs_a_number() -> None:
    assert due("ndN", "2026-11-02", extension=100) == "2027-02-25"
    with pytest.raises(DeadlineError, match="没有上限"):
        count("ndN", "2026-11-02", extension="max")
    with pytest.raises(DeadlineError, match="至少为1"):
        count("ndN", "2026-11-02", extension=-3)
    with pytest.raises(DeadlineError, match="没有延长"):
        count("wd5", "2026-11-02", extension="max")


def test_an_extension_comes_once_and_not_after_the_due_day() -> None:
    base = count("wd", "2026-11-02", "2026-11-10..2026-11-10", length=15)
    longer = extended(base, 5, D("2026-11-24"), catalogue=CATALOGUE)
    assert (str(base.due), str(longer.due)) == ("2026-11-24", "2026-12-01")
    with pytest.raises(DeadlineError, match="延长过一次"):
        extended(longer, 5, D("2026-11-24"), catalogue=CATALOGUE)
    with pytest.raises(DeadlineError, match="届满之后"):
        extended(base, 5, D("2026-11-25"), catalogue=CATALOGUE)
    with pytest.raises(DeadlineError, match="至少为1"):
        extended(base, 0, D("2026-11-24"), catalogue=CATALOGUE)
    with pytest.raises(DeadlineError, match="没有施行中"):
        extended(count("old", "1990-01-01"), 1, D("1990-01-01"), catalogue=CATALOGUE)


# 19: lengths
def test_a_length_comes_from_the_item_only_where_the_rule_says_so() -> None:
    assert due("item", "2026-11-02", length=3) == "2026-11-05"
    assert due("item", "2026-11-07", length=0) == "2026-11-09"
    with pytest.raises(DeadlineError, match="由事项自定"):
        count("item", "2026-11-02")
    with pytest.raises(DeadlineError, match="不能另行设定"):
        count("wd5", "2026-11-02", length=3)
    with pytest.raises(DeadlineError, match="不能另行设定"):
        count("month", "2026-11-02", length=3)


@pytest.mark.parametrize("length", [-1, True, 2.0, "5"])
def test_a_bad_length_is_refused(length: int) -> None:
    with pytest.raises(DeadlineError, match="不小于0的整数"):
        count("item", "2026-11-02", length=length)


@pytest.mark.parametrize("code", ["ndN", "moN", "yrN", "before_nd", "before_mo"])
def test_a_length_beyond_the_calendar_of_the_world_is_refused(code: str) -> None:
    with pytest.raises(DeadlineError, match="超出可以计算的日期"):
        count(code, "2026-11-02", length=10**9)


# 20: versions
def test_the_version_of_the_trigger_governs() -> None:
    assert due("old", "2021-07-14") == "2021-07-21"
    assert due("old", "2021-07-15") == "2021-07-26"
    assert count("old", "2021-07-14").version == D("1996-10-01")


def test_without_a_version_in_force_there_is_no_limit_and_no_error() -> None:
    found = count("old", "1996-09-30")
    assert (found.due, found.unrolled, found.safe_due, found.version, found.provisional) == (*[None] * 4, False)


def test_a_version_may_be_chosen_by_the_filing_date() -> None:
    assert due("filing", "2023-03-01", filed=D("2024-01-01")) == "2024-03-01"
    assert due("filing", "2023-03-01", filed=D("2023-12-31")) == "None"
    assert count("filing", "2023-03-01").version == D("2024-01-01")  # filed today


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(DeadlineError, match="没有登记期限规则“nope”"):
        count("nope", "2026-11-02")


# calendar dates
@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("year_end", "2026-11-02", "2026-01-31"),
        ("next_june", "2026-11-02", "2027-06-30"),
        ("quarter", "2026-11-02", "2026-12-31"),
        ("quarter", "2026-01-01", "2026-03-31"),
        ("month", "2024-02-10", "2024-02-29"),
        ("fifth", "2026-12-02", "2027-01-05"),
    ],
)
def test_calendar_dates(code: str, start: str, end: str) -> None:
    assert due(code, start) == end


def test_a_calendar_date_never_rolls_and_its_safe_day_comes_before() -> None:
    found = count("year_end", "2026-06-01")
    assert (str(found.due), str(found.safe_due)) == ("2026-01-31", "2026-01-30")


# 23: years without a notice
def test_a_limit_that_rests_on_an_unpublished_year_is_provisional() -> None:
    assert not count("wd5", "2026-12-24").provisional  # ends on 2026-12-31
    assert count("wd5", "2026-12-25").provisional
    assert due("wd5", "2027-02-04") == "2027-02-15"  # the seventh and eighth are 春节, without make-up days
    assert not count("ndA", "2026-12-16").provisional  # ends on Thursday 2026-12-31
    assert count("ndN", "2026-12-17").provisional
    assert count("before_wd", "2027-01-04").provisional
    assert not count("before_wd", "2027-01-01").provisional


def test_before_the_data_only_fixed_days_can_be_computed() -> None:
    found = count("ndN", "2018-09-22")
    assert (str(found.due), str(found.safe_due), found.provisional) == ("2018-10-07", "2018-10-05", True)
    for code in ("wd5", "ndA", "ndB"):
        with pytest.raises(DeadlineError, match="2018年的工作日历"):
            count(code, "2018-09-22")
    assert due("wd5", "2018-12-31") == "2019-01-08"


def test_beyond_the_data_is_refused() -> None:
    with pytest.raises(DeadlineError, match="2051年的工作日历"):
        count("wd5", "2050-12-29")
    assert count("ndN", "2051-01-01").provisional


def test_the_calendar_version_is_kept() -> None:
    assert count("wd5", "2026-11-02").calendar_version == CATALOGUE.calendar.version


def test_suspensions_to_the_end_of_time_are_refused_and_no_crash() -> None:
    for code in ("wd", "ndN", "moA"):
        with pytest.raises(DeadlineError):
            count(code, "2026-11-02", f"2026-11-03..{dt.date.max}")
