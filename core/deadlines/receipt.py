"""The proof of a limit: an independent walk, one day at a time, that must end on the computed day.

It shares no arithmetic with `counting`: days come one by one from the calendar's entries, and every one is told
counted, skipped or suspended, why, and by which article.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from core.deadlines.calendar import Day
from core.deadlines.counting import Deadline
from core.deadlines.rules import SPANS, Catalogue, DeadlineRule, Kind, Roll, Unit
from core.i18n import N_

ONE = dt.timedelta(days=1)
START_ARTICLE = "民事诉讼法85②"
ROLL_ARTICLES = {Roll.CERTAIN: "民事诉讼法85③", Roll.ANALOGY: "民法典203①"}
WEEKDAYS = "一二三四五六日"


class ReceiptMismatch(RuntimeError):
    """The walk and the computation disagree: neither may be shown as the limit."""


class Mark(StrEnum):
    """What became of a day."""

    START = "start"
    COUNTED = "counted"
    SKIPPED = "skipped"
    SUSPENDED = "suspended"
    ROLLED = "rolled"
    DUE = "due"


MARKS = {
    Mark.START: N_("起算日"),
    Mark.COUNTED: N_("计入"),
    Mark.SKIPPED: N_("不计"),
    Mark.SUSPENDED: N_("扣除"),
    Mark.ROLLED: N_("顺延"),
    Mark.DUE: N_("届满"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One day: its mark, its number if counted, why (a msgid), the holiday's name, the article or notice.

    `local` names a local rest day that changes nothing here.
    """

    date: dt.date
    mark: Mark
    number: int | None
    why: str
    name: str
    article: str
    provisional: bool = False
    local: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The days of a limit in the order walked, and the limit they prove; no days when none was in force.

    While a limit is suspended the days end before the first excluded one, and `left` says how many remain.
    """

    deadline: Deadline
    days: tuple[Line, ...]
    left: int | None = None

    @property
    def rule(self) -> DeadlineRule | None:
        """The version of the rule that was walked."""
        return self.deadline.rule

    @property
    def used(self) -> int:
        """How many days were counted."""
        return sum(line.number is not None for line in self.days)

    @property
    def due(self) -> dt.date | None:
        """The last day of the limit."""
        return self.deadline.due

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON values; dates are ISO."""
        deadline, rule = self.deadline, self.rule
        return {
            "rule": deadline.code,
            "name": rule.name if rule else None,
            "article": f"{rule.law}{rule.article}" if rule else None,
            "bearer": str(rule.bearer) if rule else None,
            "start": deadline.start.isoformat(),
            "filed": deadline.filed.isoformat(),
            "day_zero": rule.day_zero if rule else None,
            "length": deadline.length,
            "unit": str(rule.unit) if rule else None,
            "extension": deadline.extension,
            "suspensions": [[first.isoformat(), last.isoformat()] for first, last in deadline.suspensions],
            "used": self.used,
            "left": self.left,
            "due": _iso(deadline.due),
            "unrolled": _iso(deadline.unrolled),
            "safe_due": _iso(deadline.safe_due),
            "provisional": deadline.provisional,
            "version": _iso(deadline.version),
            "calendar_version": deadline.calendar_version,
            "days": [
                {
                    "date": line.date.isoformat(),
                    "mark": str(line.mark),
                    "number": line.number,
                    "why": line.why,
                    "name": line.name,
                    "article": line.article,
                    "provisional": line.provisional,
                    "local": line.local,
                }
                for line in self.days
            ],
        }

    def to_text(self) -> str:
        """A page of plain text, a line for each day."""
        deadline, rule = self.deadline, self.rule
        if rule is None:
            return f"{deadline.code} {deadline.start}：没有施行中的法定期限"
        notes = [f"日历 {deadline.calendar_version}"]
        if deadline.version:
            notes.append(f"自{deadline.version}起施行的规定")
        if deadline.provisional:
            notes.append("暂计：部分年份的放假安排尚未公布")
        if deadline.safe_due != deadline.due:
            notes.append(f"稳妥日 {deadline.safe_due}")
        end = f"届满日 {deadline.due}" if self.left is None else f"已停止计算：已用{self.used}日，剩余{self.left}日"
        head = [f"{rule.name} {rule.code}（{rule.law}{rule.article}）", end, "；".join(notes)]
        return "\n".join([*head, *map(_row, self.days)])


def walk(deadline: Deadline, *, catalogue: Catalogue) -> Receipt:
    """Walk a limit day by day from its inputs.

    Raises:
        ReceiptMismatch: the version in force, or a day the walk ends on, is not what was computed.
    """
    versions = catalogue.versions(deadline.code)
    governing = [version for version in versions if version.in_force(deadline.start, deadline.filed)]
    if governing != ([deadline.rule] if deadline.rule else []):
        raise ReceiptMismatch(f"{deadline.code} {deadline.start}: another version is in force")
    if deadline.rule is None:
        return Receipt(deadline, ())
    days = tuple(_Walk(deadline, deadline.rule).days())
    due = days[-1].date
    unrolled = [line.date for line in days if line.mark in {Mark.START, Mark.COUNTED}][-1] if len(days) > 1 else due
    found = (due, unrolled, _safe(deadline, deadline.rule, unrolled, due))
    if found != (deadline.due, deadline.unrolled, deadline.safe_due):
        raise ReceiptMismatch(f"{deadline.code} {deadline.start}: walked to {found}, computed {deadline.due}")
    return Receipt(deadline, days)


def paused(proof: Receipt, since: dt.date) -> Receipt:
    """The receipt of a limit that is suspended from `since` on, its first excluded day (counting rule 15)."""
    total = sum(line.number is not None for line in proof.days)
    days = tuple(line for line in proof.days if line.date < since)
    open_ended = proof.deadline._replace(due=None, unrolled=None, safe_due=None)
    found = Receipt(open_ended, days)
    return replace(found, left=total - found.used)


class _Walk:
    def __init__(self, deadline: Deadline, rule: DeadlineRule) -> None:
        self.deadline = deadline
        self.rule = rule
        self.excluded = deadline.suspensions
        self.total = (deadline.length or 0) + deadline.extension
        self.step = -ONE if rule.kind is Kind.BEFORE else ONE

    def days(self) -> Iterator[Line]:
        """Lines from the trigger to the last day of the limit."""
        if self.rule.fixed is not None:
            yield Line(self._fixed(), Mark.DUE, None, N_("法定日期"), "", self._article())
            return
        start = self.deadline.start
        yield Line(start, Mark.START, None, N_("起算当日不计入"), "", START_ARTICLE)
        last = start
        for line in self._counted(start):
            yield line
            last = line.date
        yield from self._rolled(last)

    def _counted(self, start: dt.date) -> Iterator[Line]:
        working = self.rule.unit is Unit.WORKING
        target = self._natural_total(start)
        if working and target == 0 and self.step == ONE and not self._day(start).working:
            target = 1
        date, number = start, 0
        while number < target:
            date += self.step
            day = self._day(date)
            if self._is_excluded(date):
                yield self._line(day, Mark.SUSPENDED, None, N_("依法扣除的时间"), self.rule.stop_article)
            elif working and not day.working:
                yield self._line(day, Mark.SKIPPED, None, _rest(day), day.source or self.rule.count_article)
            else:
                number += 1
                why = N_("调休上班日") if day.working and day.name else N_("工作日") if working else N_("自然日")
                yield self._line(
                    day, Mark.COUNTED, number, why, day.source if working and day.name else self._article()
                )

    def _natural_total(self, start: dt.date) -> int:
        """Days of a length in months or years, found by walking to the corresponding day."""
        if self.rule.unit not in {Unit.MONTH, Unit.YEAR}:
            return self.total
        months = self.total * (12 if self.rule.unit is Unit.YEAR else 1)
        date, days, passed = start, 0, 0
        while passed != months or not _corresponds(date, start.day):
            date += self.step
            days += 1
            passed = abs((date.year - start.year) * 12 + date.month - start.month)
        return days

    def _rolled(self, date: dt.date) -> Iterator[Line]:
        article = ROLL_ARTICLES.get(self.rule.roll)
        if article is None or self._day(date).working:
            return
        while True:
            date += ONE
            day = self._day(date)
            if self._is_excluded(date):
                yield self._line(day, Mark.ROLLED, None, N_("依法扣除的时间"), self.rule.stop_article)
            elif not day.working:
                yield self._line(day, Mark.ROLLED, None, _rest(day), day.source or article)
            else:
                yield self._line(day, Mark.DUE, None, N_("末日为休假日，顺延至其后第一个工作日"), article)
                return

    def _fixed(self) -> dt.date:
        """The fixed date, found by walking on from the first day of its period."""
        rule, start = self.rule.fixed, self.deadline.start
        assert rule is not None
        span = SPANS[rule.every]
        period = (start.year * 12 + start.month - 1) // span + rule.shift
        date, month = dt.date(period * span // 12, period * span % 12 + 1, 1), 1
        while month != (rule.month or span) or not _corresponds(date, rule.day or 31):
            date += ONE
            month += date.day == 1
        return date

    def _is_excluded(self, date: dt.date) -> bool:
        return any(first <= date <= last for first, last in self.excluded)

    def _day(self, date: dt.date) -> Day:
        return self.deadline.calendar.day(date)

    def _article(self) -> str:
        return f"{self.rule.law}{self.rule.article}"

    def _line(self, day: Day, mark: Mark, number: int | None, why: str, article: str) -> Line:
        name = "" if mark is Mark.SUSPENDED else day.name
        local = "" if day.local == day.name else day.local
        return Line(day.date, mark, number, why, name, article, not day.published, local)


def _corresponds(date: dt.date, day: int) -> bool:
    """True on that day of the month, or on the last of a month that has no such day."""
    return date.day == day or (date.day < day and (date + ONE).day == 1)


def _safe(deadline: Deadline, rule: DeadlineRule, unrolled: dt.date, due: dt.date) -> dt.date:
    if rule.unit is Unit.WORKING or rule.roll is Roll.CERTAIN:
        return due
    date = unrolled
    while not deadline.calendar.day(date).working:
        date -= ONE
    return date


def _rest(day: Day) -> str:
    if day.local and day.local == day.name:
        return N_("地方放假日")
    return N_("法定节假日") if day.name else N_("周末休息日")


def _row(line: Line) -> str:
    number = f"第{line.number}日" if line.number else ""
    name = f"（{line.name}）" if line.name else ""
    flag = " 暂计" if line.provisional else ""
    local = f"；地方放假（{line.local}），不影响期限" if line.local else ""
    words = f"{MARKS[line.mark]} {number} {line.why}{name}{local} {line.article}".replace("  ", " ")
    return f"{line.date} 周{WEEKDAYS[line.date.weekday()]} {words}{flag}"


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None
