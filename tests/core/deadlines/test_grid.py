"""The month grid: every day of a receipt stands once in its own week, with its mark."""

from __future__ import annotations

from core.deadlines.grid import Cell, months
from core.deadlines.receipt import Mark, Receipt, paused, walk
from tests.core.deadlines.toys import CATALOGUE, D, count


def cells(receipt: Receipt) -> list[Cell]:
    return [cell for month in months(receipt) for week in month.weeks for cell in week if cell]


def test_every_day_stands_once_under_its_weekday() -> None:
    receipt = walk(count("wd", "2026-09-24", length=6), catalogue=CATALOGUE)
    grid = months(receipt)
    assert [(month.year, month.month) for month in grid] == [(2026, 9), (2026, 10)]
    dates = [cell.date for cell in cells(receipt)]
    assert dates == sorted(set(dates))
    assert (dates[0], dates[-1]) == (D("2026-09-01"), D("2026-10-31"))
    for month in grid:
        for week in month.weeks:
            assert len(week) == 7
            assert all(cell is None or cell.date.weekday() == place for place, cell in enumerate(week))
    assert [cell.line for cell in cells(receipt) if cell.line] == list(receipt.days)


def test_the_last_day_is_marked_due_and_days_outside_are_not_marked() -> None:
    receipt = walk(count("wd", "2026-11-02", "2026-11-10..2026-11-13"), catalogue=CATALOGUE)
    marks = {cell.date: cell.mark for cell in cells(receipt)}
    assert receipt.due is not None
    assert marks[receipt.due] is Mark.DUE
    assert marks[D("2026-11-02")] is Mark.START
    assert marks[D("2026-11-03")] is Mark.COUNTED
    assert marks[D("2026-11-07")] is Mark.SKIPPED
    assert marks[D("2026-11-11")] is Mark.SUSPENDED
    assert marks[D("2026-11-01")] is None


def test_a_paused_limit_has_no_due_day_and_one_over_new_year_keeps_its_order() -> None:
    proof = walk(count("wd", "2026-12-21"), catalogue=CATALOGUE)
    assert [(month.year, month.month) for month in months(proof)] == [(2026, 12), (2027, 1)]
    assert Mark.DUE not in {cell.mark for cell in cells(paused(proof, D("2026-12-28")))}


def test_a_limit_counted_back_and_none_in_force() -> None:
    assert cells(walk(count("before_nd", "2026-11-16"), catalogue=CATALOGUE))
    assert months(walk(count("old", "1990-01-01"), catalogue=CATALOGUE)) == []
