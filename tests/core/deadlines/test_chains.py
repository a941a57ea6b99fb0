"""What follows when a limit passes (counting rules 25 and 27), hours and the bans on execution (强制法 19, 43)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import plugins
from core.clock import SHANGHAI
from core.deadlines.calendar import standard
from core.deadlines.chains import Link, chain, follow, latest, surcharge
from core.deadlines.counting import compute
from core.deadlines.errors import DeadlineError
from core.deadlines.hours import execution_problems, hours_after
from core.deadlines.rules import Catalogue
from plugins.penalty import rules as penalty
from plugins.penalty.deadlines.penalty import LINKS as PENALTY
from plugins.reconsideration.deadlines import LINKS as RECONSIDERATION

D = dt.date.fromisoformat
CATALOGUE = Catalogue(plugins.registry().rules)
LINKS = (*RECONSIDERATION, *PENALTY)
TEN = Decimal("1000.00")
RATE = Decimal("0.03")


def days(first: str, start: str) -> list[tuple[str, str]]:
    found = chain(compute(first, D(start), catalogue=CATALOGUE), LINKS, catalogue=CATALOGUE)
    return [(deadline.code, str(deadline.due)) for deadline in found]


def test_every_link_joins_two_limits_of_the_catalogue() -> None:
    for link in LINKS:
        assert {link.rule, link.then} <= set(CATALOGUE.codes)
        assert link.article


def test_silence_on_a_request_leads_to_the_limit_for_applying() -> None:
    assert days("reconsideration.nonaction_wait", "2026-09-25") == [
        ("reconsideration.nonaction_wait", "2026-11-24"),
        ("reconsideration.apply", "2027-01-25"),
    ]


def test_a_decision_that_never_came_may_be_sued_from_the_rolled_day() -> None:
    # Day 60 is Saturday 3 October; the fifteen days run from Thursday the 8th, to which it is carried.
    assert days("reconsideration.decide", "2026-08-04") == [
        ("reconsideration.decide", "2026-10-08"),
        ("litigation.after_reconsideration", "2026-10-23"),
    ]


def test_when_nobody_sued_the_organ_has_three_months_for_the_court() -> None:
    assert days("litigation.direct", "2026-05-24")[1] == ("compulsion.court_apply", "2027-02-24")


def test_the_surcharge_begins_when_payment_was_due() -> None:
    assert days("penalty.pay", "2026-11-13") == [("penalty.pay", "2026-11-30"), ("penalty.surcharge_cap", "2027-01-03")]


def test_a_chain_ends_where_no_limit_is_in_force() -> None:
    assert days("litigation.direct", "2014-01-01") == [("litigation.direct", "None")]


def test_days_excluded_from_the_next_limit_are_its_own() -> None:
    paid = compute("penalty.pay", D("2026-11-13"), catalogue=CATALOGUE)
    stayed = follow(PENALTY[0], paid, catalogue=CATALOGUE, suspensions=[(D("2026-12-10"), D("2026-12-19"))])
    assert stayed.due == D("2027-01-13")


def test_a_link_follows_its_own_limit_only() -> None:
    other = compute("penalty.decide", D("2026-11-13"), catalogue=CATALOGUE)
    with pytest.raises(ValueError, match=r"does not follow penalty\.decide"):
        follow(Link("penalty.pay", "penalty.surcharge_cap", ""), other, catalogue=CATALOGUE)


def test_demolition_waits_for_the_later_of_both_remedies() -> None:
    known = D("2026-05-25")
    remedies = [compute(code, known, catalogue=CATALOGUE) for code in ("reconsideration.apply", "litigation.direct")]
    assert latest(remedies) == D("2026-11-25")
    with pytest.raises(DeadlineError, match="没有届满日"):
        latest([*remedies, compute("penalty.decide", D("2020-01-01"), catalogue=CATALOGUE)])


@pytest.mark.parametrize(
    ("paid_on", "added"),
    [
        ("2026-11-27", "0.00"),  # before the day
        ("2026-11-30", "0.00"),  # on the day
        ("2026-12-01", "30.00"),
        ("2026-12-10", "300.00"),
        ("2027-01-02", "990.00"),  # day 33
        ("2027-01-03", "1000.00"),  # day 34: 102 %, cut to the fine
        ("2028-01-01", "1000.00"),
    ],
)
def test_three_per_cent_a_day_up_to_the_fine(paid_on: str, added: str) -> None:
    assert penalty.surcharge(TEN, D("2026-11-30"), D(paid_on)) == Decimal(added)


def test_reconsideration_and_lawsuit_add_nothing() -> None:
    stayed = [
        (D("2026-12-06"), D("2026-12-10")),
        (D("2026-12-03"), D("2026-12-06")),
        (D("2026-12-20"), D("2027-01-20")),
    ]
    assert penalty.surcharge(TEN, D("2026-11-30"), D("2026-12-12"), stayed) == Decimal("120.00")  # 1, 2, 11, 12
    early = [(D("2026-11-01"), D("2026-12-02"))]
    assert penalty.surcharge(TEN, D("2026-11-30"), D("2026-12-03"), early) == Decimal("30.00")
    with pytest.raises(DeadlineError, match="早于首日"):
        penalty.surcharge(TEN, D("2026-11-30"), D("2026-12-03"), [(D("2026-12-02"), D("2026-12-01"))])


def test_fractions_of_a_fen_are_dropped() -> None:
    assert penalty.surcharge(Decimal("33.33"), D("2026-11-30"), D("2026-12-01")) == Decimal("0.99")


@given(
    late=st.integers(-5, 60),
    gaps=st.lists(st.tuples(st.integers(-10, 60), st.integers(0, 20)), max_size=4),
)
def test_the_surcharge_is_a_count_of_the_days_that_are_left(late: int, gaps: list[tuple[int, int]]) -> None:
    due = D("2026-11-30")
    pairs = [(due + dt.timedelta(first), due + dt.timedelta(first + more)) for first, more in gaps]
    ahead = [due + dt.timedelta(day) for day in range(1, late + 1)]
    counted = [day for day in ahead if not any(first <= day <= last for first, last in pairs)]
    expected = min(TEN, len(counted) * 30)
    assert surcharge(TEN, due, due + dt.timedelta(late), pairs, rate=RATE) == expected


def at(words: str) -> dt.datetime:
    return dt.datetime.fromisoformat(words).replace(tzinfo=SHANGHAI)


def test_twenty_four_hours_run_through_the_holiday() -> None:
    assert hours_after(at("2026-09-30 15:40")) == at("2026-10-01 15:40")
    assert hours_after(at("2026-09-30 15:40").astimezone(ZoneInfo("UTC"))) == at("2026-10-01 15:40")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-11-24 10:00", []),
        ("2026-11-24 06:00", []),
        ("2026-11-24 05:59", ["夜间（22:00至次日06:00）"]),
        ("2026-11-24 22:00", ["夜间"]),
        ("2026-11-28 10:00", []),  # a plain Saturday is no public holiday
        ("2026-10-10 10:00", []),  # made-up working day
        ("2026-10-01 10:00", ["2026-10-01是法定节假日（国庆节）"]),
        ("2026-10-01 23:00", ["夜间", "法定节假日"]),
        ("2027-01-01 10:00", ["法定节假日"]),  # provisional, but a holiday by statute
    ],
)
def test_no_execution_at_night_or_on_a_public_holiday(when: str, words: list[str]) -> None:
    found = [str(problem) for problem in execution_problems(at(when), standard())]
    assert len(found) == len(words)
    assert all(part in problem for part, problem in zip(words, found, strict=True))


def test_urgency_lifts_the_ban_and_an_unknown_year_is_refused() -> None:
    assert execution_problems(at("2026-10-01 23:00"), standard(), urgent=True) == []
    with pytest.raises(DeadlineError, match="超出日历数据"):
        execution_problems(at("2060-01-04 10:00"), standard())
