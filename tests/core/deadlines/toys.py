"""Small rules for every unit, kind and roll, none of a real statute."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core.deadlines.counting import Deadline, compute
from core.deadlines.rules import W2, W4, Bearer, Catalogue, DeadlineRule, Extension, Fixed, Kind, Roll, Unit

D = dt.date.fromisoformat
STOPS = ("鉴定",)


def toy(code: str, length: int | None, unit: Unit, **more: Any) -> DeadlineRule:
    return DeadlineRule(
        **{
            "code": code,
            "name": code,
            "law": "某法",
            "article": "1",
            "day_zero": "触发日",
            "length": length,
            "unit": unit,
            "stop_article": "某法2",
            "count_article": "某法3",
            **more,
        }
    )


WORKING, NATURAL, MONTH, YEAR = Unit.WORKING, Unit.NATURAL, Unit.MONTH, Unit.YEAR
FREE: dict[str, Any] = {"override": ("法律",), "stops": STOPS, "extension": Extension(None, "负责人")}

RULES = (
    toy("wd", 20, WORKING, **FREE | {"extension": Extension(10, "负责人")}, warn=W4),
    toy("wd0", 0, WORKING, stops=STOPS),
    toy("wd5", 5, WORKING, warn=W2),
    toy("item", None, WORKING, stops=STOPS),
    toy("ndA", 15, NATURAL, roll=Roll.CERTAIN, **FREE),
    toy("ndB", 15, NATURAL, roll=Roll.ANALOGY, **FREE, warn=W2),
    toy("ndN", 15, NATURAL, roll=Roll.NEVER, **FREE),
    toy("nd0", 0, NATURAL, roll=Roll.NEVER),
    toy("moA", 3, MONTH, roll=Roll.CERTAIN, **FREE),
    toy("moN", 3, MONTH, roll=Roll.NEVER, **FREE),
    toy("yrA", 2, YEAR, roll=Roll.CERTAIN, **FREE),
    toy("yrN", 2, YEAR, roll=Roll.NEVER, **FREE),
    toy("wait", 30, NATURAL, roll=Roll.NEVER, kind=Kind.WAIT),
    toy("party", 15, NATURAL, roll=Roll.CERTAIN, bearer=Bearer.PARTY),
    toy("before_wd", 7, WORKING, kind=Kind.BEFORE, override=("法律",), warn=W2),
    toy("before_nd", 7, NATURAL, roll=Roll.NEVER, kind=Kind.BEFORE, override=("法律",)),
    toy("before_mo", 3, MONTH, roll=Roll.NEVER, kind=Kind.BEFORE, override=("法律",)),
    toy("year_end", None, Unit.FIXED, kind=Kind.CAL, roll=Roll.NEVER, fixed=Fixed("year", 1, 31)),
    toy("next_june", None, Unit.FIXED, kind=Kind.CAL, roll=Roll.NEVER, fixed=Fixed("year", 6, 30, 1)),
    toy("quarter", None, Unit.FIXED, kind=Kind.CAL, roll=Roll.NEVER, fixed=Fixed("quarter")),
    toy("month", None, Unit.FIXED, kind=Kind.CAL, roll=Roll.NEVER, fixed=Fixed("month")),
    toy("fifth", None, Unit.FIXED, kind=Kind.CAL, roll=Roll.NEVER, fixed=Fixed("month", 0, 5, 1)),
    toy("old", 7, NATURAL, roll=Roll.NEVER, since=D("1996-10-01"), until=D("2021-07-14")),
    toy("old", 7, WORKING, since=D("2021-07-15")),
    toy("filing", 1, YEAR, roll=Roll.CERTAIN, since=D("2024-01-01"), by_filing=True),
)
CATALOGUE = Catalogue(RULES)


def count(code: str, start: str, *gaps: str, **more: Any) -> Deadline:
    """Compute a toy limit; gaps are written ``first..last``."""
    pairs = [tuple(map(D, gap.split(".."))) for gap in gaps]
    return compute(code, D(start), catalogue=CATALOGUE, suspensions=pairs, **more)  # type: ignore[arg-type]


def due(code: str, start: str, *gaps: str, **more: Any) -> str:
    """The day a toy limit ends, as ISO."""
    return str(count(code, start, *gaps, **more).due)
