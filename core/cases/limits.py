"""How a case or one of its limits stands today, for the chip on a page and for a list that leaves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from core import clock as time
from core.cases import clocks
from core.cases.catalogue import catalogue
from core.cases.models import Case, Clock
from core.deadlines.rules import Catalogue


@dataclass(frozen=True, slots=True)
class Standing:
    """A limit today: `status` is on_time, near, at_risk, overdue, paused or none; `days` are left, below 0 over."""

    status: str
    due: dt.date | None = None
    days: int | None = None
    rule: str | None = None


def standing(case: Case | Clock) -> Standing:
    """How the limit of a case that ends first, or one limit, stands today."""
    rule = case.due_rule if isinstance(case, Case) else case.rule
    state = case.clock_state if isinstance(case, Case) else case.state
    if rule is None or state not in {"running", "suspended"}:
        return Standing("none", rule=rule)
    if state == "suspended":
        return Standing("paused", rule=rule)
    bearer = case.bearer if isinstance(case, Clock) else ""
    return _running(catalogue(), rule, case.due_on, case.safe_due_on, time.today(), bearer)


@lru_cache(4096)  # many rows of a list end on the same day
def _running(
    known: Catalogue, rule: str, due: dt.date | None, safe_due: dt.date | None, today: dt.date, bearer: str
) -> Standing:
    status = known.status(rule, due=due, safe_due=safe_due, today=today, bearer=bearer)
    return Standing(str(status), due, (due - today).days if due else None, rule)


def source_of(clock: Clock) -> str:
    """What a limit rests on, with its law: where its length comes from, else the article of its version."""
    if clock.source:
        return clock.source
    rule = clocks.version_of(clock) or catalogue().newest(clock.rule)
    return f"{rule.law}{rule.article}"
