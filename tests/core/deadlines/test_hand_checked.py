"""Limits of every statute counted by hand, each with the reason in words: the cases are in hand_checked.txt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from core import plugins
from core.deadlines.counting import compute
from core.deadlines.errors import DeadlineError
from core.deadlines.receipt import walk
from core.deadlines.rules import Catalogue

D = dt.date.fromisoformat
CATALOGUE = Catalogue(plugins.registry().rules)
LINES = (Path(__file__).parent / "hand_checked.txt").read_text(encoding="utf-8").splitlines()
CASES = [tuple(cell.strip() for cell in line.split("|")) for line in LINES if not line.startswith("#")]


def changes(words: str) -> dict[str, Any]:
    """The arguments of `compute` that a case names."""
    given: dict[str, Any] = {"suspensions": []}
    parts = iter(words.split())
    for part in parts:
        if ".." in part:
            given["suspensions"].append(tuple(map(D, part.split(".."))))
        elif part == "filed":
            given["filed"] = D(next(parts))
        else:
            given["extension" if part[0] == "+" else "length"] = int(part[1:])
    return given


@pytest.mark.parametrize(("code", "start", "changed", "end", "reason"), CASES)
def test_by_hand(code: str, start: str, changed: str, end: str, reason: str) -> None:
    found = compute(code, D(start), catalogue=CATALOGUE, **changes(changed))
    due, _, safe = end.partition(" safe ")
    assert str(found.due) == due, reason
    assert str(found.safe_due) == safe or not safe, reason
    assert walk(found, catalogue=CATALOGUE).due == found.due


def test_every_limit_on_the_page_is_counted_by_hand_or_is_a_fixed_date() -> None:
    counted = {code for code, *_ in CASES} | {"service.statutory"}
    assert [code for code in CATALOGUE.codes if code not in counted and CATALOGUE.newest(code).fixed is None] == []


@pytest.mark.parametrize("month", [1, 3, 12])
def test_progress_is_reported_from_april_to_november_only(month: int) -> None:
    with pytest.raises(DeadlineError, match=f"4月至11月有期次，{month}月没有"):
        compute("scheme.progress_report.monthly", dt.date(2026, month, 1), catalogue=CATALOGUE)


def test_days_without_a_published_calendar_are_flagged() -> None:
    assert compute("licensing.deliver", D("2026-12-31"), catalogue=CATALOGUE).provisional
    assert not compute("licensing.deliver", D("2026-11-24"), catalogue=CATALOGUE).provisional
