"""What a scheme of the year 年度方案 asks for beside the rule, pure: an earlier day, a higher quota; never less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from core.contracts import DutyRule
from core.deadlines.counting import Deadline, compute
from core.deadlines.rules import SPANS, Catalogue, Fixed

MONTH_END = 31  # as a day: the last of the month, however long it is


@dataclass(frozen=True, slots=True)
class Term:
    """The day and the quotas of one duty in a year.

    Attributes:
        month: of the period, from 1; day: of that month, `MONTH_END` its last.
        quotas: by code, no less than the rule's own.
        why: why it differs from what it was measured against.
    """

    month: int
    day: int
    quotas: Mapping[str, int] = field(default_factory=dict)
    why: str = ""


Terms = Mapping[str, Term]  # by the code of the duty
NO_TERMS: Terms = {}
# The terms of a year.
OfYear = Callable[[int], Terms]


def own_term(duty: DutyRule, fixed: Fixed) -> Term:
    """What the rule itself says."""
    quotas = {quota.code: quota.least for quota in duty.quotas}
    return Term(fixed.month or SPANS[fixed.every], fixed.day or MONTH_END, quotas)


def fixed_by(fixed: Fixed, term: Term) -> Fixed:
    """The calendar date that a term sets, in the same periods."""
    return replace(fixed, month=term.month, day=term.day)


def strictest(layers: Iterable[Terms]) -> Terms:
    """The earliest day and the highest quotas of each duty: what one layer asks for, no other can lower."""
    found: dict[str, Term] = {}
    for layer in layers:
        for code, term in layer.items():
            known = found.get(code)
            found[code] = term if known is None else _both(known, term)
    return found


def counted(code: str, start: dt.date, terms: Terms, catalogue: Catalogue) -> Deadline:
    """The day of the duty whose period holds `start`: the rule's, or an earlier one of the year's terms.

    Raises:
        DeadlineError: as `core.deadlines.counting.compute`.
    """
    result = compute(code, start, catalogue=catalogue)
    term, fixed = terms.get(code), catalogue.newest(code).fixed
    if term is None or fixed is None or result.due is None:
        return result
    due = fixed_by(fixed, term).of(start)
    if due >= result.due:
        return result
    safe = catalogue.calendar.working_on_or_before(due.toordinal())
    provisional = catalogue.calendar.is_provisional(safe, due.toordinal())
    return result._replace(due=due, unrolled=due, safe_due=dt.date.fromordinal(safe), provisional=provisional)


def quotas_of(duty: DutyRule, terms: Terms) -> dict[str, int]:
    """What a submission is measured by in a year."""
    own = {quota.code: quota.least for quota in duty.quotas}
    given = terms[duty.code].quotas if duty.code in terms else {}
    return {code: max(least, given.get(code, least)) for code, least in own.items()}


def _both(first: Term, second: Term) -> Term:
    earlier = min(first, second, key=lambda term: (term.month, term.day))
    codes = {*first.quotas, *second.quotas}
    quotas = {code: max(first.quotas.get(code, 0), second.quotas.get(code, 0)) for code in codes}
    return replace(earlier, quotas=quotas)
