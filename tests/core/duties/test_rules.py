"""Which instances a unit owes, and how a duty stands, without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import plugins
from core.cases.catalogue import catalogue
from core.contracts import DutyRule, Submission, Units
from core.deadlines.rules import Kind, Status
from core.duties import rules
from tests.core.duties.conftest import PLAN_PARTS

D = dt.date
LONG_AGO = D(2000, 1, 1)
DUTIES = plugins.registry().duties
MONTHLY, RETURN, COMPILE = (
    "scheme.progress_report.monthly",
    "scheme.reconsideration.return",
    "scheme.law_report.compile",
)
CENTRALISE = "scheme.approval.centralise"


def owed(code: str, today: dt.date, since: dt.date = LONG_AGO) -> dict[str, dt.date | None]:
    found = rules.instances(DUTIES[code], since, today, catalogue())
    return {instance.period.name: instance.deadline.due for instance in found}


def test_a_monthly_report_is_owed_from_april_to_november_only() -> None:
    found = owed(MONTHLY, D(2026, 3, 1))
    assert list(found) == [f"2026-{month:02}" for month in range(4, 12)]
    assert found["2026-07"] == D(2026, 7, 25)  # a Saturday: calendar dates are never carried on


def test_a_half_year_is_returned_in_the_half_after_it() -> None:
    assert owed(RETURN, D(2026, 6, 1)) == {"2026H1": D(2026, 7, 10), "2026H2": D(2027, 1, 10)}


def test_a_month_is_compiled_in_the_month_after_it() -> None:
    assert owed(COMPILE, D(2026, 6, 1))["2026-12"] == D(2027, 1, 5)


def test_what_is_there_once_falls_due_in_the_year_after() -> None:
    assert owed(CENTRALISE, D(2026, 6, 1)) == {rules.ONCE: D(2027, 6, 30)}


def test_the_next_years_periods_come_from_december_on() -> None:
    assert "2027-04" not in owed(MONTHLY, D(2026, 11, 30))
    assert list(owed(MONTHLY, D(2026, 12, 1)))[-8:] == [f"2027-{month:02}" for month in range(4, 12)]


def test_nothing_due_before_the_unit_owes_is_owed() -> None:
    assert next(iter(owed(MONTHLY, D(2026, 7, 20), D(2026, 7, 20)))) == "2026-07"
    assert next(iter(owed(MONTHLY, D(2026, 7, 26), D(2026, 7, 26)))) == "2026-08"


def test_what_is_there_once_waits_for_the_next_year_where_its_day_has_passed() -> None:
    assert owed("scheme.plan", D(2026, 7, 1), D(2026, 7, 1)) == {}
    assert owed("scheme.plan", D(2026, 12, 1), D(2026, 7, 1)) == {rules.ONCE: D(2027, 3, 31)}


def test_the_safe_day_is_the_last_working_day_up_to_the_date() -> None:
    july = next(
        one
        for one in rules.instances(DUTIES[MONTHLY], LONG_AGO, D(2026, 7, 1), catalogue())
        if one.period.name == "2026-07"
    )
    assert july.deadline.safe_due == D(2026, 7, 24)


@given(
    code=st.sampled_from(sorted(DUTIES)),
    today=st.dates(D(2020, 1, 1), D(2045, 12, 31)),
    back=st.integers(0, 900),
)
def test_every_period_is_owed_exactly_once_and_none_is_missing(code: str, today: dt.date, back: int) -> None:
    duty, since = DUTIES[code], today - dt.timedelta(days=back)
    found = rules.instances(duty, since, today, catalogue())
    names = [instance.period.name for instance in found]
    assert len(names) == len(set(names))
    fixed = catalogue().newest(code).fixed
    assert fixed is not None
    days = [D(year, month, 1) for year in (today.year, today.year + (today.month == 12)) for month in range(1, 13)]
    wanted = {fixed.of(day) for day in days if fixed.within[0] <= day.month <= fixed.within[1]}
    due = sorted(day for day in wanted if day >= since)
    assert [instance.deadline.due for instance in found] == (due[:1] if duty.once else due)


def test_a_period_ends_before_the_next_begins() -> None:
    for code in DUTIES:
        fixed = catalogue().newest(code).fixed
        assert fixed is not None
        for period in rules.periods(fixed, 2026):
            assert fixed.of(period.first) == fixed.of(rules.last_day(fixed, period.first))


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        (rules.OPEN, D(2026, 7, 1), Status.ON_TIME),
        (rules.OPEN, D(2026, 7, 24), Status.NEAR),
        (rules.RETURNED, D(2026, 7, 25), Status.AT_RISK),
        (rules.RETURNED, D(2026, 7, 26), Status.OVERDUE),
        (rules.SUBMITTED, D(2026, 7, 26), Status.NONE),
        (rules.ACCEPTED, D(2026, 7, 26), Status.NONE),
    ],
)
def test_only_what_is_still_owed_becomes_overdue_and_only_after_the_date(
    state: str, day: dt.date, expected: Status
) -> None:
    days = {"due": D(2026, 7, 25), "safe_due": D(2026, 7, 24), "today": day}
    assert rules.status(DUTIES[MONTHLY], state, catalogue(), **days) is expected


def test_a_target_is_never_overdue() -> None:
    days = {"due": D(2027, 6, 30), "safe_due": D(2027, 6, 30), "today": D(2027, 7, 1)}
    assert rules.status(DUTIES[CENTRALISE], rules.OPEN, catalogue(), **days) is Status.NONE
    assert rules.late_refusals(DUTIES[CENTRALISE], "", due=D(2027, 6, 30), today=D(2027, 7, 1)) == []


def test_everything_that_is_missing_is_told_at_once() -> None:
    found = rules.refusals(DUTIES["scheme.plan"], Submission(), "", due=D(2026, 3, 31), today=D(2026, 4, 1))
    assert [problem.field for problem in found] == [*PLAN_PARTS, "late_reason"]


def test_a_unit_is_named_by_its_kind_or_by_its_function() -> None:
    units = Units(frozenset({"village"}), frozenset({"general_office"}))
    assert units.hold("village", "")
    assert units.hold("office", "general_office")
    assert not units.hold("office", "")


def test_every_duty_says_who_owes_it() -> None:
    silent = [duty.code for duty in DUTIES.values() if not duty.owes.kinds and not duty.owes.functions]
    assert silent == []


def test_every_calendar_date_is_somebodys_duty() -> None:
    assert {rule.code for rule in plugins.registry().rules if rule.kind is Kind.CAL} == set(DUTIES)


def test_names_of_parts_are_no_names_of_the_form() -> None:
    taken = {"text", "late_reason", "note", "act", "key", "version", "csrf_token"}
    assert [duty.code for duty in DUTIES.values() if taken & {part.code for part in duty.parts}] == []


def test_a_duty_without_a_calendar_rule_is_a_start_up_error() -> None:
    import types

    from core.contracts import PluginInfo
    from core.hookspecs import hookimpl

    toy = types.SimpleNamespace(
        register_plugin=hookimpl(lambda: PluginInfo("toy", "玩具", "玩具", "1")),
        register_duties=hookimpl(lambda: (DutyRule("toy.report", Units(frozenset({"village"}))),)),
    )
    with plugins.using({"toy": toy}) as registry, pytest.raises(plugins.PluginError, match="toy.report"):
        registry.check()


def test_a_village_publishes_quarterly_and_its_accounts_monthly() -> None:
    assert list(owed("village.publication", D(2026, 6, 1)).values()) == [
        D(2026, 3, 31),
        D(2026, 6, 30),
        D(2026, 9, 30),
        D(2026, 12, 31),
    ]
    assert len(owed("village.finance", D(2026, 6, 1))) == 12
    assert owed("disclosure.annual_report", D(2026, 6, 1)) == {"2026": D(2026, 1, 31)}
