"""The duties board, pure: its periods, and the mark of a cell."""

from __future__ import annotations

import datetime as dt

import pytest

from core.contracts import DutyRule, Units
from core.deadlines.rules import Fixed
from core.duties import board_rules
from core.duties.rules import STATES

MONTHLY = (DutyRule("m", Units()), Fixed("month", day=25, within=(4, 11)))
YEARLY = (DutyRule("y", Units()), Fixed("year", 12, 5))
ONCE = (DutyRule("o", Units(), once=True), Fixed("month", day=5))
D = dt.date


def test_the_newest_period_stands_first_and_a_month_before_the_year_that_begins_with_it() -> None:
    january = (DutyRule("j", Units()), Fixed("month", day=1))
    names = [choice.period.name for choice in board_rules.choices([january, YEARLY], D(2026, 11, 24))]
    assert names[10:14] == ["2026-02", "2026-01", "2026", "2025-12"]


def test_a_duty_owed_once_is_a_column_of_its_year() -> None:
    found = {choice.period.name: choice.codes for choice in board_rules.choices([ONCE, YEARLY], D(2026, 5, 1))}
    assert found == {"2026": ("o", "y"), "2025": ("o", "y")}


def test_the_next_year_is_there_when_its_duties_are_made() -> None:
    assert [board_rules.choices([YEARLY], day)[0].period.name for day in (D(2026, 11, 30), D(2026, 12, 1))] == [
        "2026",
        "2027",
    ]


@pytest.mark.parametrize(
    ("day", "name", "told"),
    [(D(2026, 5, 2), "", "2026-05"), (D(2026, 2, 1), "", "2026"), (D(2026, 5, 2), "2026-04", "2026-04"),
     (D(2026, 5, 2), "1999", "2026-05")],
)  # fmt: skip
def test_the_period_asked_for_is_shown_else_the_newest_that_has_begun(day: dt.date, name: str, told: str) -> None:
    found = board_rules.chosen(board_rules.choices([MONTHLY, YEARLY], day), name, day)
    assert found is not None
    assert found.period.name == told


def test_every_state_has_a_mark_and_only_what_is_owed_is_late() -> None:
    found = {(state, late): board_rules.mark(state, nil=False, late=late) for state in STATES for late in (False, True)}
    assert {key for key, mark in found.items() if mark == "late"} == {("open", True), ("returned", True)}
    assert set(found.values()) | {board_rules.mark("submitted", nil=True, late=True)} == set(board_rules.MARKS)
