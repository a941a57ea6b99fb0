"""Key work in numbers: one or two goals, half of the organs."""

from __future__ import annotations

import pytest

from core.contracts import Submission
from plugins.goals.rules import NOT_YET, enough_inspected, one_or_two


@pytest.mark.parametrize(("goals", "well"), [(1, True), (2, True), (3, False)])
def test_one_or_two_goals_are_selected(goals: int, well: bool) -> None:
    found = one_or_two(Submission(parts={"goals": tuple("甲乙丙"[:goals])}))
    assert (found == []) == well


@pytest.mark.parametrize(
    ("total", "inspected", "well"),
    [("4", "甲乙", True), ("5", "甲乙", False), ("５", "甲乙丙", True), ("4", "甲甲", False)],
)
def test_half_of_the_organs_rounded_up_are_inspected(total: str, inspected: str, well: bool) -> None:
    found = enough_inspected(Submission(parts={"organs": (total,), "inspected": tuple(inspected)}))
    assert (found == []) == well


def test_a_total_that_is_no_number_is_told() -> None:
    (problem,) = enough_inspected(Submission(parts={"organs": ("十",), "inspected": ("甲",)}))
    assert problem.field == "organs"


def test_a_unit_that_was_drawn_and_not_inspected_does_not_count() -> None:
    lines = ("甲：2026-12-15，好", f"乙：{NOT_YET}")
    (problem,) = enough_inspected(Submission(parts={"organs": ("4",), "inspected": lines}))
    assert problem.params["found"] == 1
