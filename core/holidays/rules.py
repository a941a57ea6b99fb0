"""The changes of a calendar: what each holds, why it would be refused, and the calendar it makes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, assert_never

from core.calendar import rules as calendar
from core.calendar.rules import BadNotice, LocalDay, Overlay, Parts
from core.errors import Problem
from core.i18n import N_

LONGEST = 31  # days that one entry may add
BASES = {
    "ethnic": N_("少数民族习惯节日（《全国年节及纪念日放假办法》第四条）"),
    "emergency": N_("突发事件停止办公"),
}


@dataclass(frozen=True, slots=True)
class Bring:
    """Bring in a yearly notice: its lines, and its document where they do not name it."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Add:
    """Add local rest days 地方放假 from `first` to `last`."""

    first: dt.date
    last: dt.date
    name: str
    document: str
    basis: str

    @property
    def days(self) -> list[LocalDay]:
        """Each day of the stretch."""
        ordinals = range(self.first.toordinal(), self.last.toordinal() + 1)
        return [LocalDay(dt.date.fromordinal(day), self.name, self.document, self.basis) for day in ordinals]


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take local rest days back."""

    days: tuple[dt.date, ...]
    document: str


@dataclass(frozen=True, slots=True)
class Count:
    """Say whether local rest days count as rest days for statutory limits (counting rule 24)."""

    on: bool
    document: str
    basis: str


Change = Bring | Add | Withdraw | Count
KINDS: dict[type[Change], str] = {Bring: "notice", Add: "add", Withdraw: "withdraw", Count: "count"}
LOCAL = ("add", "withdraw", "count")
LABELS = {
    "notice": N_("年度放假安排"),
    "add": N_("增加地方放假"),
    "withdraw": N_("撤销地方放假"),
    "count": N_("地方放假是否影响期限"),
}


def to_json(change: Change) -> dict[str, Any]:
    """The change as JSON values; dates are ISO."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(change), default=str))
    return found


def from_json(kind: str, content: Mapping[str, Any]) -> Change:
    """The change that `to_json` wrote."""
    if kind == KINDS[Add]:
        days = {name: dt.date.fromisoformat(content[name]) for name in ("first", "last")}
        return Add(**{**content, **days})
    if kind == KINDS[Withdraw]:
        return Withdraw(tuple(map(dt.date.fromisoformat, content["days"])), content["document"])
    return Bring(**content) if kind == KINDS[Bring] else Count(**content)


def is_national(change: Change) -> bool:
    """Whether the change is the county's alone to make, for every township."""
    return isinstance(change, Bring | Count)


def document(change: Change) -> str:
    """The document a change rests on; a notice names its own."""
    return change.source if isinstance(change, Bring) else change.document


def problems(change: Change, parts: Parts, whole: bool) -> list[Problem]:
    """Every reason why a change can't be made.

    Args:
        whole: the county makes it, for all its townships.
    """
    if isinstance(change, Bring):
        return _notice_problems(change, parts)
    found = [] if change.document.strip() else [Problem(N_("请填写文号。"), "document")]
    held = {day.date for day in _held(parts, whole)}
    if isinstance(change, Add):
        found += _added_problems(change, parts, held)
    elif isinstance(change, Withdraw):
        if not change.days or not set(change.days) <= held:
            found.append(Problem(N_("请勾选要撤销的日期。"), "days"))
    elif change.on == bool(parts.county and parts.county.counts):
        found.append(Problem(N_("现在已经是这样，不用更改。")))
    elif change.on and not change.basis.strip():
        found.append(Problem(N_("请写明影响法定期限的依据。"), "basis"))
    return found


def applied(change: Change, parts: Parts, whole: bool, tenant: int) -> Parts:
    """The parts of a tenant's calendar after a change that has no problems.

    Args:
        tenant: whose change it is.
    """
    if isinstance(change, Bring):
        notice = calendar.read(change.text, parts.national, change.source)
        return parts._replace(national=calendar.laid(notice, parts.national))
    before = parts.county if whole else parts.own
    held = _held(parts, whole)
    counts = bool(before and before.counts)
    match change:
        case Add():
            after = calendar.successor(before, [*held, *change.days], counts, tenant)
        case Withdraw():
            kept = [day for day in held if day.date not in change.days]
            after = calendar.successor(before, kept, counts, tenant)
        case Count():
            after = calendar.successor(before, held, change.on, tenant)
        case _:
            assert_never(change)
    return parts._replace(county=after) if whole else parts._replace(own=after)


def _held(parts: Parts, whole: bool) -> tuple[LocalDay, ...]:
    overlay: Overlay | None = parts.county if whole else parts.own
    return overlay.days if overlay else ()


def _notice_problems(change: Bring, parts: Parts) -> list[Problem]:
    try:
        notice = calendar.read(change.text, parts.national, change.source)
    except BadNotice as refused:
        return [_at_line(bad) for bad in refused.lines]
    after, before = calendar.laid(notice, parts.national), parts.national
    if (after.entries, after.published_to) == (before.entries, before.published_to):
        return [Problem(N_("与现行日历完全相同，不用导入。"), "text")]
    return []


def _at_line(bad: calendar.BadLine) -> Problem:
    if not bad.line:
        return Problem(bad.problem.message, bad.problem.field or "text", bad.problem.params)
    return Problem(N_("第%(line)s行：%(reason)s"), "text", {"line": bad.line, "reason": bad.problem})


def _added_problems(change: Add, parts: Parts, held: set[dt.date]) -> list[Problem]:
    found = []
    if not change.name.strip():
        found.append(Problem(N_("请填写名称。"), "name"))
    if change.basis not in BASES:
        found.append(Problem(N_("请选择放假的依据。"), "basis"))
    if change.last < change.first:
        found.append(Problem(N_("末日不能早于首日。"), "last"))
    elif (change.last - change.first).days >= LONGEST:
        found.append(Problem(N_("一次最多增加%(days)s天。"), "last", {"days": LONGEST}))
    elif not (parts.national.covers(change.first) and parts.national.covers(change.last)):
        found.append(Problem(N_("日期超出日历数据的年份。"), "first"))
    else:
        twice = [day.date for day in change.days if day.date in held]
        found += [Problem(N_("%(day)s已经是地方放假。"), "first", {"day": day}) for day in twice]
    return found
