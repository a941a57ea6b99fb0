"""Counting a legal limit: pure, from a rule, a trigger and what stopped or lengthened it, to a day.

Numbers in comments are those of the counting rules in ``docs/reference/deadline-rules.md``. Days are ordinals inside.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from core import clock
from core.deadlines.calendar import WorkCalendar
from core.deadlines.errors import DeadlineError
from core.deadlines.rules import Catalogue, DeadlineRule, Kind, Roll, Unit
from core.i18n import N_

Interval = tuple[dt.date, dt.date]
Gaps = Sequence[tuple[int, int]]
MAX: Literal["max"] = "max"
LAST_DAY = dt.date.max.toordinal()
WORKING, NATURAL, BEFORE, CERTAIN, NEVER = Unit.WORKING, Unit.NATURAL, Kind.BEFORE, Roll.CERTAIN, Roll.NEVER


class Deadline(NamedTuple):
    """A computed limit with its inputs, so that it can be kept, proved and computed again.

    A tuple, because a frozen dataclass of so many fields takes longer to make than the limit to count.

    Attributes:
        rule: the version in force, None when there was none: then there is no statutory limit and `due` is None.
        filed: the filing date, where the version is chosen by it; else the start unless told.
        suspensions: merged, both ends excluded from the count.
        extension: granted units; `length` the base in the unit of the rule.
        due: the last day on which the act is in time; `unrolled` the last counted day before any roll.
        safe_due: the day by which to act to be safe under every reading (rule 12); earliest for reminders.
        provisional: the calendar of some day used is not published yet.
    """

    code: str
    start: dt.date
    rule: DeadlineRule | None
    calendar: WorkCalendar
    filed: dt.date
    suspensions: tuple[Interval, ...] = ()
    extension: int = 0
    length: int | None = None
    due: dt.date | None = None
    unrolled: dt.date | None = None
    safe_due: dt.date | None = None
    provisional: bool = False

    @property
    def version(self) -> dt.date | None:
        """From when the version is in force; None for a rule without a beginning, or none in force."""
        return self.rule.since if self.rule else None

    @property
    def calendar_version(self) -> str:
        """The calendar it was counted on."""
        return self.calendar.version


class Request(NamedTuple):
    """A limit to be counted among many: the arguments of `compute`."""

    rule: str
    start: dt.date
    suspensions: Sequence[Interval] = ()
    extension: int | Literal["max"] = 0
    length: int | None = None
    filed: dt.date | None = None


def compute(
    rule: str,
    start: dt.date,
    *,
    catalogue: Catalogue,
    suspensions: Iterable[Interval] = (),
    extension: int | Literal["max"] = 0,
    length: int | None = None,
    filed: dt.date | None = None,
) -> Deadline:
    """The day on which a limit ends.

    Args:
        start: the trigger date in Asia/Shanghai, the event for kind ``before``, any day of the instance for ``cal``.
        suspensions: (first, last) excluded days, both inclusive, in any order.
        extension: granted units, or ``"max"``.
        length: the item's own length, where the rule leaves it to the item or lets other law override it.
        filed: the filing date, for versions chosen by it; today unless told.

    Raises:
        DeadlineError: the rule refuses a suspension, extension or length, or the calendar does not reach so far.
    """
    if filed is None:
        filed = clock.today() if catalogue.by_filing(rule) else start
    return _compute(rule, start, suspensions, extension, length, filed, catalogue)


def many(requests: Iterable[Request], *, catalogue: Catalogue) -> Iterator[Deadline | DeadlineError]:
    """What `compute` answers to each request, in order; a refusal stands in its place and stops no other."""
    today = clock.today()
    for rule, start, suspensions, extension, length, filed in requests:
        try:
            if filed is None:
                filed = today if catalogue.by_filing(rule) else start
            yield _compute(rule, start, suspensions, extension, length, filed, catalogue)
        except DeadlineError as refused:
            yield refused


def extended(deadline: Deadline, amount: int | Literal["max"], on: dt.date, *, catalogue: Catalogue) -> Deadline:
    """The same limit after its one extension, decided on day `on` (rule 17).

    Raises:
        DeadlineError: it was extended before, has passed already, or the amount is not the rule's to give.
    """
    if deadline.due is None or deadline.rule is None:
        raise DeadlineError(N_("没有施行中的法定期限，不能延长。"))
    if deadline.extension:
        raise DeadlineError(N_("该期限已经延长过一次，只能延长一次。"))
    if on > deadline.due:
        raise DeadlineError(N_("期限已于%(due)s届满，届满之后不能再延长。"), due=deadline.due)
    if amount == 0:
        raise DeadlineError(N_("延长的天数至少为1。"))
    own = deadline.length if deadline.length != deadline.rule.length else None
    return compute(
        deadline.code,
        deadline.start,
        catalogue=catalogue,
        suspensions=deadline.suspensions,
        extension=amount,
        length=own,
        filed=deadline.filed,
    )


def left(deadline: Deadline, on: dt.date) -> int:
    """Days of the limit still to be counted after day `on`, what a paused clock has left (rule 15).

    Working days for a limit in working days, else natural days; 0 when it is over or has no day.
    """
    if deadline.unrolled is None or deadline.rule is None:
        return 0
    after, to = max(on, deadline.start).toordinal(), deadline.unrolled.toordinal()
    between = deadline.calendar.working_between if deadline.rule.unit is WORKING else _natural_between
    excluded = sum(
        between(max(first.toordinal() - 1, after), min(last.toordinal(), to)) for first, last in deadline.suspensions
    )
    return between(after, to) - excluded


def in_order(first: dt.date, last: dt.date, part: str = "suspensions") -> None:
    """Refuse an interval that ends before it begins."""
    if last < first:
        raise DeadlineError(N_("中止期间的末日（%(last)s）早于首日（%(first)s）。"), part=part, first=first, last=last)


def _compute(
    code: str,
    start: dt.date,
    suspensions: Iterable[Interval],
    extension: int | Literal["max"],
    length: int | None,
    filed: dt.date,
    catalogue: Catalogue,
) -> Deadline:
    calendar = catalogue.calendar
    rule = catalogue.rule(code, start, filed)
    if rule is None:  # rule 20: never fall back to the newest
        return Deadline(code, start, None, calendar, filed)
    base, granted = _length(rule, length), _extension(rule, extension)
    gaps = _merged(rule, suspensions) if suspensions else ()
    last = _within(_last_counted(rule, start, base + granted, gaps, calendar))
    if rule.unit is WORKING:  # it ends on a working day under every reading
        due = safe = last
    else:
        due = _rolled(rule, last, gaps, calendar)
        safe = _safe(rule, last, due, calendar)
    unrolled = dt.date.fromordinal(last)
    return Deadline(
        code,
        start,
        rule,
        calendar,
        filed,
        _dates(gaps) if gaps else (),
        granted,
        base,
        unrolled if due == last else dt.date.fromordinal(due),
        unrolled,
        unrolled if safe == last else dt.date.fromordinal(safe),
        calendar.is_provisional(*_consulted(rule, start.toordinal(), last, due, safe)),
    )


def _length(rule: DeadlineRule, length: int | None) -> int:
    if length is None:
        if rule.length is None and rule.kind is not Kind.CAL:
            raise DeadlineError(N_("“%(name)s”由事项自定，请给出事项的期限长度。"), part="length", name=rule.name)
        return rule.length or 0
    if (rule.length is not None and not rule.override) or rule.kind is Kind.CAL:
        raise DeadlineError(
            N_("“%(name)s”的长度由%(law)s%(article)s规定，不能另行设定。"), part="length", **_source(rule)
        )
    if isinstance(length, bool) or not isinstance(length, int) or length < 0:
        raise DeadlineError(N_("期限长度应当是不小于0的整数。"), part="length")
    return length


def _extension(rule: DeadlineRule, asked: int | Literal["max"]) -> int:
    if asked == 0:
        return 0
    if rule.extension is None:
        raise DeadlineError(N_("“%(name)s”（%(law)s%(article)s）没有延长的规定。"), part="extension", **_source(rule))
    most = rule.extension.most
    if asked == MAX:
        if most is None:
            raise DeadlineError(N_("“%(name)s”的延长没有上限，请写明延长多少。"), part="extension", name=rule.name)
        return most
    if isinstance(asked, bool) or not isinstance(asked, int) or asked < 1 or (most is not None and asked > most):
        if most is None:
            raise DeadlineError(N_("延长的天数至少为1。"), part="extension")
        raise DeadlineError(N_("“%(name)s”最多延长%(most)s，最少为1。"), part="extension", name=rule.name, most=most)
    return asked


def _merged(rule: DeadlineRule, suspensions: Iterable[Interval]) -> list[tuple[int, int]]:
    """The union of the intervals, in order, adjacent ones joined (rule 13)."""
    gaps: list[tuple[int, int]] = []
    for first, last in sorted(suspensions):
        in_order(first, last)
        if gaps and first.toordinal() <= gaps[-1][1] + 1:
            gaps[-1] = (gaps[-1][0], max(gaps[-1][1], last.toordinal()))
        else:
            gaps.append((first.toordinal(), last.toordinal()))
    if gaps:
        rule.refuse_stop()
    return gaps


def _dates(gaps: Gaps) -> tuple[Interval, ...]:
    return tuple((dt.date.fromordinal(first), dt.date.fromordinal(last)) for first, last in gaps)


def _last_counted(rule: DeadlineRule, start: dt.date, total: int, gaps: Gaps, calendar: WorkCalendar) -> int:
    """The last counted day; the trigger is day 0 (rule 3)."""
    if rule.fixed is not None:
        return rule.fixed.of(start).toordinal()
    at, unit = start.toordinal(), rule.unit
    working = unit is WORKING
    if rule.kind is BEFORE:  # rule 7
        if working:
            return calendar.working_before(at, total) if total else at
        return at - total if unit is NATURAL else _months_on(start, -_months(rule, total))
    if working and total == 0:  # rule 4: the trigger itself, or the next working day
        if calendar.is_working(at):
            return at
        total = 1
    if not working and unit is not NATURAL:
        total = _months_on(start, _months(rule, total)) - at  # rule 6; without suspensions it is rule 5
    if not gaps:
        return calendar.working_after(at, total) if working else at + total
    between = calendar.working_between if working else _natural_between
    for first, last in gaps:
        if last <= at:
            continue
        free = between(at, first - 1)
        if free >= total:
            break
        total -= free
        at = last
    return calendar.working_after(at, total) if working else at + total


def _rolled(rule: DeadlineRule, day: int, gaps: Gaps, calendar: WorkCalendar) -> int:
    """Carry a limit that ends on a rest day to the next working day that is not suspended (rule 8)."""
    if rule.roll is NEVER or calendar.is_working(day):
        return day
    day = calendar.working_after(day)
    for first, last in gaps:
        if first <= day <= last:
            day = calendar.working_after(last)
    return day


def _safe(rule: DeadlineRule, unrolled: int, due: int, calendar: WorkCalendar) -> int:
    """The last working day under every reading (rule 12)."""
    if rule.roll is CERTAIN:
        return due
    return calendar.working_on_or_before(unrolled)


def _consulted(rule: DeadlineRule, start: int, unrolled: int, due: int, safe: int) -> tuple[int, int]:
    """First and last day of the stretch whose calendar the result rests on (rule 23)."""
    if rule.unit is not WORKING:
        return safe if safe < unrolled else unrolled, due
    return (due, max(due, start - 1)) if rule.kind is BEFORE else (min(start + 1, due), due)


def _natural_between(after: int, to: int) -> int:
    return max(0, to - after)


def _months(rule: DeadlineRule, total: int) -> int:
    return total * 12 if rule.unit is Unit.YEAR else total


def _months_on(start: dt.date, months: int) -> int:
    """The corresponding day, or the last of a shorter month: never "sticks" to month ends (rule 5)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise DeadlineError(N_("期限长度超出可以计算的日期。"))
    last = monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last)).toordinal()


def _within(day: int) -> int:
    if not 1 <= day <= LAST_DAY:
        raise DeadlineError(N_("期限长度超出可以计算的日期。"))
    return day


def _source(rule: DeadlineRule) -> dict[str, str]:
    return {"name": rule.name, "law": rule.law, "article": rule.article}
