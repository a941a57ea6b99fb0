"""How a case or one of its limits stands today, for the chip on a page and for a list that leaves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core import clock as time
from core.cases import clocks
from core.cases.catalogue import catalogue
from core.cases.models import Case, Clock


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
    today = time.today()
    status = catalogue().status(rule, due=case.due_on, safe_due=case.safe_due_on, today=today)
    return Standing(str(status), case.due_on, (case.due_on - today).days if case.due_on else None, rule)


def source_of(clock: Clock) -> str:
    """What a limit rests on, with its law: where its length comes from, else the article of its version."""
    if clock.source:
        return clock.source
    rule = clocks.version_of(clock) or catalogue().newest(clock.rule)
    return f"{rule.law}{rule.article}"
