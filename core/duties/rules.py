"""Duties, pure: which instances a unit owes, what a submission lacks, and how a duty stands today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.contracts import DutyRule, Submission
from core.deadlines.counting import Deadline
from core.deadlines.errors import DeadlineError
from core.deadlines.own import is_own
from core.deadlines.rules import SPANS, Catalogue, Fixed, Status
from core.duties.terms import NO_TERMS, OfYear, counted, quotas_of
from core.errors import Problem
from core.i18n import N_

OPEN, SUBMITTED, ACCEPTED, RETURNED = "open", "submitted", "accepted", "returned"
STATES = (OPEN, SUBMITTED, ACCEPTED, RETURNED)
OWED = (OPEN, RETURNED)  # the unit has to act
UNSETTLED = (OPEN, RETURNED, SUBMITTED)
ONCE = "once"
NEXT_YEAR_FROM = 12  # the month in which the next year's duties are made
LABELS = {OPEN: N_("待报送"), SUBMITTED: N_("已报送"), ACCEPTED: N_("已接收"), RETURNED: N_("已退回")}
# Act → (states in which it is done, the state it leads to).
ACTS = {
    "submit": (OWED, SUBMITTED),
    "nil": (OWED, SUBMITTED),
    "withdraw": ((SUBMITTED,), OPEN),
    "accept": ((SUBMITTED,), ACCEPTED),
    "return": ((SUBMITTED,), RETURNED),
}
ACT_LABELS = {
    "make": N_("生成任务"),
    "submit": N_("报送"),
    "nil": N_("零报告"),
    "withdraw": N_("撤回报送"),
    "accept": N_("接收"),
    "return": N_("退回"),
    "overdue": N_("超过期限"),
    "recompute": N_("放假安排变动"),
    "remind": N_("催报"),
    "scheme": N_("年度方案变动"),
}
LONGEST = {"text": 20_000, "note": 1_000, "late_reason": 1_000}


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a duty: its name (``2026``, ``2026H1``, ``2026Q3``, ``2026-04``, ``once``) and first day."""

    name: str
    first: dt.date


@dataclass(frozen=True, slots=True)
class Instance:
    """What is owed for one period, with its computed day."""

    period: Period
    deadline: Deadline


def periods(fixed: Fixed, year: int) -> Iterator[Period]:
    """The periods of a year in which there is such a duty, e.g. the months from April to November."""
    span = SPANS[fixed.every]
    for number in range(12 // span):
        first = dt.date(year, number * span + 1, 1)
        if fixed.within[0] <= first.month <= fixed.within[1]:
            yield Period(_name(fixed.every, year, number + 1), first)


def last_day(fixed: Fixed, first: dt.date) -> dt.date:
    """The last day of the period that begins on `first`."""
    month = first.month - 1 + SPANS[fixed.every]
    return dt.date(first.year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def instances(
    duty: DutyRule,
    since: dt.date,
    today: dt.date,
    catalogue: Catalogue,
    terms: OfYear = lambda year: NO_TERMS,
) -> list[Instance]:
    """What a unit owes of this year's periods, and of the next year's from December on, the earliest first.

    Args:
        since: from when the unit owes at all; nothing due before is owed. What a township sets itself is never made
            when its day has passed: a scheme makes nobody late.
        terms: of each year, by which its periods are counted.
    """
    fixed = catalogue.newest(duty.code).fixed
    if fixed is None:
        raise ValueError(f"{duty.code} has no calendar date")
    own = is_own(duty.code)
    since = max(since, today) if own else since
    years = (today.year, today.year + 1) if today.month >= NEXT_YEAR_FROM else (today.year,)
    found = []
    for period in (period for year in years for period in periods(fixed, year)):
        if own and duty.code not in terms(period.first.year):
            continue  # what a township sets itself is owed in the years whose scheme says so
        try:
            deadline = counted(duty.code, period.first, terms(period.first.year), catalogue)
        except DeadlineError:
            continue  # no calendar reaches so far
        if deadline.due is not None and deadline.due >= since:
            found.append(Instance(Period(ONCE, period.first) if duty.once else period, deadline))
    return found[:1] if duty.once else found


def refusals(
    duty: DutyRule,
    submission: Submission,
    late_reason: str,
    *,
    due: dt.date,
    today: dt.date,
    quotas: Mapping[str, int] | None = None,
) -> list[Problem]:
    """Every reason why a submission can't be handed in, at once.

    Args:
        quotas: of the year; the rule's own unless told.
    """
    found = []
    said = any(part.needed for part in duty.parts) or any(submission.parts.values())
    if not submission.text.strip() and not said:
        found.append(Problem(N_("请写明报送的内容。"), "text"))
    if len(submission.text) > LONGEST["text"]:
        found.append(Problem(N_("最多%(max)d个字。"), "text", {"max": LONGEST["text"]}))
    missing = [part for part in duty.parts if part.needed and not submission.parts.get(part.code)]
    found += [Problem(N_("请填写“%(part)s”，一行一项。"), part.code, {"part": part.label}) for part in missing]
    if not missing:
        found += duty.check(submission) + duty.measured(submission, quotas or quotas_of(duty, NO_TERMS))
    return found + late_refusals(duty, late_reason, due=due, today=today)


def late_refusals(duty: DutyRule, late_reason: str, *, due: dt.date, today: dt.date) -> list[Problem]:
    """The reason that is missing after the day; for a target there is no being late."""
    if today > due and not duty.target and not late_reason.strip():
        return [Problem(N_("期限已于%(due)s届满，请说明迟报的原因。"), "late_reason", {"due": due})]
    return []


def status(
    duty: DutyRule, state: str, catalogue: Catalogue, *, due: dt.date, safe_due: dt.date, today: dt.date
) -> Status:
    """How a duty stands; what was handed in is no longer late, and a target never is."""
    if state not in OWED:
        return Status.NONE
    found = catalogue.status(duty.code, due=due, safe_due=safe_due, today=today)
    return Status.NONE if duty.target and found is Status.OVERDUE else found


def lines(text: str) -> tuple[str, ...]:
    """What was typed one thing a line, without empty lines."""
    return tuple(filter(None, (line.strip() for line in text.splitlines())))


def _name(every: str, year: int, number: int) -> str:
    return {"year": f"{year}", "half": f"{year}H{number}", "quarter": f"{year}Q{number}"}.get(
        every, f"{year}-{number:02}"
    )
