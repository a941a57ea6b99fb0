"""Rules as data, the catalogue, the colours and the warnings; and that the engine stays pure."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import core.deadlines
from core.deadlines.errors import DeadlineError
from core.deadlines.rules import W5, Bearer, Catalogue, Extension, Fixed, Kind, Roll, Status, Unit
from tests.core.deadlines.toys import CATALOGUE, RULES, D, count, toy


@pytest.mark.parametrize(
    ("today", "status"),
    [
        ("2026-11-24", Status.ON_TIME),
        ("2026-11-25", Status.NEAR),  # two working days before the safe day
        ("2026-11-27", Status.NEAR),  # the safe day
        ("2026-11-28", Status.AT_RISK),  # the roll to Monday is not certain
        ("2026-11-30", Status.AT_RISK),
        ("2026-12-01", Status.OVERDUE),
    ],
)
def test_colours_come_from_the_safe_day(today: str, status: Status) -> None:
    found = count("ndB", "2026-11-13")
    assert CATALOGUE.status("ndB", due=found.due, safe_due=found.safe_due, today=D(today)) is status


def test_only_the_organs_own_missed_limit_is_overdue() -> None:
    due, later = D("2026-11-30"), D("2026-12-01")
    assert CATALOGUE.status("wd", due=due, safe_due=due, today=later) is Status.OVERDUE
    assert CATALOGUE.status("party", due=due, safe_due=due, today=later) is Status.NONE
    assert CATALOGUE.status("wait", due=due, safe_due=due, today=later) is Status.NONE
    assert CATALOGUE.status("wd", due=None, safe_due=None, today=later) is Status.NONE
    assert CATALOGUE.bearer("party") is Bearer.PARTY
    assert str(CATALOGUE.bearer("wd")) == "organ"


def test_warnings_come_working_days_before_the_safe_day_and_on_it() -> None:
    days = CATALOGUE.warning_days("wd", D("2026-09-01"), D("2026-10-13"))
    assert days == {D("2026-09-22"), D("2026-09-30"), D("2026-10-10"), D("2026-10-13")}


def test_no_warning_comes_before_the_trigger_but_before_an_event_it_does() -> None:
    assert min(CATALOGUE.warning_days("wd", D("2026-11-25"), D("2026-11-30"))) == D("2026-11-26")
    assert CATALOGUE.warning_days("before_wd", D("2026-11-25"), D("2026-11-16")) == {
        D("2026-11-12"),
        D("2026-11-13"),
        D("2026-11-16"),
    }
    assert CATALOGUE.warning_days("old", D("1990-01-01"), D("1990-01-08")) == frozenset()


def test_warnings_outside_the_calendar_keep_the_safe_day() -> None:
    known = Catalogue([toy("x", 5, Unit.YEAR, roll=Roll.NEVER, warn=W5)])
    assert known.warning_days("x", D("2010-01-01"), D("2018-12-28")) == {D("2018-12-28")}


def test_the_newest_version_is_for_names_only() -> None:
    assert CATALOGUE.newest("old").since == D("2021-07-15")
    assert [version.since for version in CATALOGUE.versions("old")] == [D("1996-10-01"), D("2021-07-15")]
    assert CATALOGUE.rule("old", D("2000-01-01"), D("2026-01-01")) is CATALOGUE.versions("old")[0]
    assert CATALOGUE.codes[0] == RULES[0].code
    with pytest.raises(DeadlineError, match="没有登记"):
        CATALOGUE.bearer("nope")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: toy("x", 5, Unit.WORKING, roll=Roll.CERTAIN),
        lambda: toy("x", 5, Unit.NATURAL),
        lambda: toy("x", 5, Unit.NATURAL, roll=Roll.NEVER, kind=Kind.CAL),
        lambda: toy("x", 5, Unit.FIXED, roll=Roll.NEVER),
        lambda: toy("x", 5, Unit.WORKING, kind=Kind.BEFORE, stops=("鉴定",)),
        lambda: toy("x", 5, Unit.WORKING, kind=Kind.BEFORE, extension=Extension(1, "负责人")),
        lambda: Catalogue([toy("x", 5, Unit.WORKING), toy("x", 7, Unit.WORKING)]),
        lambda: Catalogue(
            [
                toy("x", 5, Unit.WORKING, until=D("2020-01-01")),
                toy("x", 5, Unit.WORKING, since=D("2020-01-02"), bearer=Bearer.COURT),
            ]
        ),
    ],
)
def test_a_rule_that_contradicts_itself_is_a_start_up_error(wrong: object) -> None:
    with pytest.raises(ValueError, match="^x: "):
        wrong()  # type: ignore[operator]


def test_fixed_dates_keep_to_short_months() -> None:
    assert Fixed("month", 0, 31).of(D("2026-02-03")) == D("2026-02-28")
    assert Fixed("quarter", 0, 15, 1).of(D("2026-11-03")) == D("2027-03-15")


def test_the_engine_imports_nothing_but_the_standard_library_and_the_foundation() -> None:
    allowed = {"core.deadlines", "core.i18n", "core.errors", "core.clock"}
    folder = Path(core.deadlines.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"core.{alias.name}" for alias in node.names] if node.module == "core" else [node.module or ""]
            more = {"click", "core.commands", "core.plugins"} if path.name == "commands.py" else set()
            for name in names:
                known = name.split(".")[0] in sys.stdlib_module_names or name in allowed | more
                assert known or name.startswith("core.deadlines."), f"{path.name} imports {name}"
