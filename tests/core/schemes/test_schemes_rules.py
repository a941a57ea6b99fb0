"""The lines of a scheme: they may tighten, and never loosen."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from core.contracts import DutyRule, Quota, Units
from core.deadlines.rules import Fixed
from core.duties.terms import MONTH_END, Term, fixed_by, own_term, strictest
from core.schemes.rules import copied, differences, from_json, lines, problems, to_json

YEARLY = DutyRule("a.year", Units(), quotas=(Quota("hours", "学时", 10, most=100),))
MONTHLY = DutyRule("a.month", Units())
MEASURES = ((YEARLY, Fixed("year", 3, 31)), (MONTHLY, Fixed("month", day=25, within=(4, 11))))
PLAIN = lines(MEASURES, {})


def said(code: str, term: Term, above: dict[str, Term] | None = None) -> list[str]:
    found = problems(lines(MEASURES, above or {}), {code: term}, 2026)
    return [problem.field for problem in found]


def test_an_earlier_day_and_a_higher_quota_are_taken_with_a_reason() -> None:
    assert said("a.year", Term(3, 20, {"hours": 12}, "早报早汇总")) == []
    assert said("a.year", Term(3, 20, {"hours": 12})) == ["why_a_year"]


def test_a_later_day_is_refused_at_its_field() -> None:
    assert said("a.year", Term(4, 1, {"hours": 10}, "晚一点")) == ["month_a_year"]
    assert said("a.month", Term(1, 26, {}, "晚一点")) == ["day_a_month"]


def test_a_lower_quota_is_refused_at_its_field() -> None:
    assert said("a.year", Term(3, 31, {"hours": 9}, "少一点")) == ["hours_a_year"]
    assert said("a.year", Term(3, 31, {"hours": 101}, "太多")) == ["hours_a_year"]


def test_the_county_binds_beside_the_rule() -> None:
    above = {"a.year": Term(3, 15, {"hours": 12}, "县里的")}
    assert said("a.year", Term(3, 20, {"hours": 12}, "晚于县里"), above) == ["day_a_year"]
    assert said("a.year", Term(3, 15, {"hours": 10}, "少于县里"), above) == ["hours_a_year"]
    assert said("a.year", Term(3, 15, {"hours": 12}), above) == []


def test_a_day_that_no_month_has_is_refused() -> None:
    assert said("a.year", Term(2, 30, {"hours": 10}, "早")) == ["day_a_year"]
    assert said("a.year", Term(2, MONTH_END, {"hours": 10}, "早")) == []
    assert said("a.year", Term(3, 0, {"hours": 10}, "早")) == ["day_a_year"]


def test_what_differs_is_shown_with_what_binds_it() -> None:
    terms = copied(PLAIN, {})
    assert differences(PLAIN, terms) == []
    (found,) = differences(PLAIN, {**terms, "a.month": Term(1, 20, {}, "早")})
    assert (found.line.code, found.line.bound.day, found.term.day) == ("a.month", 25, 20)


def test_last_years_terms_are_made_as_strict_as_this_years_county() -> None:
    bound = lines(MEASURES, {"a.year": Term(3, 10, {"hours": 11})})
    terms = copied(bound, {"a.year": Term(3, 20, {"hours": 15}, "去年的")})
    assert (terms["a.year"].day, terms["a.year"].quotas) == (10, {"hours": 15})


@given(
    st.sampled_from(MEASURES),
    st.integers(1, 12),
    st.integers(1, 31),
    st.integers(1, 12),
    st.integers(2024, 2028),
)
def test_what_is_taken_is_never_later_in_any_period(
    measure: tuple[DutyRule, Fixed], month: int, day: int, start_month: int, year: int
) -> None:
    duty, fixed = measure
    term = Term(month, day, {quota.code: quota.least for quota in duty.quotas}, "理由")
    if problems(PLAIN, {duty.code: term}, year) or not fixed.within[0] <= start_month <= fixed.within[1]:
        return
    start = dt.date(year, start_month if fixed.every == "month" else 1, 1)
    assert start <= fixed_by(fixed, term).of(start) <= fixed.of(start)


def test_the_strictest_layer_counts_for_each_number_alone() -> None:
    own = {"a.year": own_term(*MEASURES[0])}
    found = strictest([own, {"a.year": Term(3, 1, {"hours": 10})}, {"a.year": Term(3, 31, {"hours": 20})}])
    assert (found["a.year"].month, found["a.year"].day, found["a.year"].quotas) == (3, 1, {"hours": 20})


def test_terms_are_kept_as_they_are() -> None:
    terms = {"a.year": Term(3, 1, {"hours": 12}, "理由")}
    assert from_json(to_json(terms)) == terms
