"""Legal limits as data: one `DeadlineRule` for each version of a limit, and the catalogue that finds the right one."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import pairwise

from core.deadlines.calendar import WorkCalendar, standard
from core.deadlines.errors import DeadlineError
from core.i18n import N_

# Working days before the safe day on which people are warned; the safe day itself always is one.
W1, W2, W3, W4, W5 = (1,), (2, 1), (5, 2), (10, 5, 2), (30, 10, 5)


class Unit(StrEnum):
    """In what a length is counted; a fixed calendar date has none."""

    WORKING = "working_day"
    NATURAL = "natural_day"
    MONTH = "month"
    YEAR = "year"
    FIXED = "fixed"


class Kind(StrEnum):
    """What the computed day means: act by it, wait past it, act before an event, for information, a calendar date."""

    BY = "by"
    WAIT = "wait"
    BEFORE = "before"
    INFO = "info"
    CAL = "cal"


class Roll(StrEnum):
    """Whether a limit that ends on a rest day is carried on: certain (A), by analogy only (B), never (N)."""

    NONE = "-"
    CERTAIN = "A"
    ANALOGY = "B"
    NEVER = "N"


class Bearer(StrEnum):
    """Who owes the limit; only the organ's own missed limit makes a case red."""

    ORGAN = "organ"
    PARTY = "party"
    OTHER = "other"
    COURT = "court"


class Status(StrEnum):
    """How a running limit stands today."""

    ON_TIME = "on_time"
    NEAR = "near"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Effect:
    """What the law takes silence for once a limit has passed (counting rule 18); `on_expiry` says it in words.

    Attributes:
        deemed: what it is taken for.
        from_start: it dates back to the trigger, as where papers count as accepted when they came; else it is of `due`.
        flag: it only marks the case for its handler, who judges; else the law performs a transition of the case.
        goes_on: what was owed is still owed, so that the limit runs on, overdue; else the effect ends it.
    """

    deemed: str
    from_start: bool = False
    flag: bool = False
    goes_on: bool = False

    def day(self, start: dt.date, due: dt.date) -> dt.date:
        """The law's day of the effect, whenever it is carried out."""
        return start if self.from_start else due


ACCEPTED_ON_RECEIPT = Effect("accepted", from_start=True)
ACCEPTED, RENEWED, ABANDONED, CONSENT = map(Effect, ("accepted", "renewed", "abandoned", "consent"))
# A chance is over that nobody had to take; the case goes on.
PASSED = Effect("passed")
# Nobody did anything; what follows begins to run.
UNPAID = Effect("unpaid")
# What was asked for is not decided, and can be sued over; what was kept is free again.
UNDECIDED, RELEASED = Effect("undecided", goes_on=True), Effect("released")
NO_EVIDENCE, PROMISE_BROKEN = (Effect(what, flag=True) for what in ("no_evidence", "promise_broken"))


@dataclass(frozen=True, slots=True)
class Extension:
    """One lengthening, in the unit of the limit. `most` None: a new date set by the organ, without a maximum."""

    most: int | None
    approver: str
    notice: str = ""


SPANS = {"year": 12, "half": 6, "quarter": 3, "month": 1}  # kinds of period, in months


@dataclass(frozen=True, slots=True)
class Fixed:
    """A calendar date of the period that holds the start.

    Attributes:
        every: the kind of period, of `SPANS`.
        month: counted from the period's first, 0 = its last; 7 of a half year lies in the half after it.
        day: 0 = the month's last.
        shift: whole periods further on.
        within: months of the year, both inclusive, in which there is such a duty at all (April to November).
    """

    every: str
    month: int = 0
    day: int = 0
    shift: int = 0
    within: tuple[int, int] = (1, 12)

    def of(self, start: dt.date) -> dt.date:
        """The date for the instance that `start` lies in.

        Raises:
            DeadlineError: there is no instance in that month.
        """
        first_month, last_month = self.within
        if not first_month <= start.month <= last_month:
            words = N_("这一期限只在每年%(first)s月至%(last)s月有期次，%(month)s月没有。")
            raise DeadlineError(words, first=first_month, last=last_month, month=start.month)
        span = SPANS[self.every]
        period = (start.year * 12 + start.month - 1) // span + self.shift
        year, month = divmod(period * span + (self.month or span) - 1, 12)
        last = monthrange(year, month + 1)[1]
        return dt.date(year, month + 1, min(self.day, last) or last)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """One version of a limit.

    Attributes:
        code: ``<area>.<limit>``; several versions share it.
        law, article: the source, several divided by ``；``; `count_article` says why the unit is what it is.
        formerly: the article of an earlier text that gave the same limit, where this version covers it too.
        day_zero: the trigger, never counted itself.
        length: in `unit`; None when each item brings its own.
        fixed: the date of a limit of kind ``cal``.
        stops: legal grounds that exclude days, `stop_article` their source; empty: a suspension is refused.
        on_expiry: what the law makes of the day's passing; `effect` where that is an act or a finding of its own.
        since, until: in force, both inclusive, None = without end; matched with the trigger, or with the filing
            date when `by_filing` (counting rule 20).
        warn: working days before the safe day.
        override: kinds of source that may give an item another length; empty: none may (counting rule 19).
        used_by: what will use the limit; empty once a transition or a duty names it.
    """

    code: str
    name: str
    law: str
    article: str
    day_zero: str
    length: int | None
    unit: Unit
    count_article: str = ""
    formerly: str = ""
    kind: Kind = Kind.BY
    roll: Roll = Roll.NONE
    bearer: Bearer = Bearer.ORGAN
    extension: Extension | None = None
    stops: tuple[str, ...] = ()
    stop_article: str = ""
    on_expiry: str = ""
    effect: Effect | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    by_filing: bool = False
    warn: tuple[int, ...] = ()
    override: tuple[str, ...] = ()
    fixed: Fixed | None = None
    used_by: str = ""

    def __post_init__(self) -> None:
        if (self.kind is Kind.CAL) != (self.fixed is not None) or (self.unit is Unit.FIXED) != (self.fixed is not None):
            raise ValueError(f"{self.code}: a fixed date goes with kind cal and unit fixed")
        if self.unit is Unit.WORKING and self.roll is not Roll.NONE:
            raise ValueError(f"{self.code}: a limit in working days ends on one and has no roll")
        if self.unit is not Unit.WORKING and self.roll is Roll.NONE:
            raise ValueError(f"{self.code}: say whether the limit is carried past rest days")
        if self.kind in {Kind.BEFORE, Kind.CAL} and (self.stops or self.extension):
            raise ValueError(f"{self.code}: kind {self.kind} knows neither suspension nor extension")

    def refuse_stop(self, ground: str | None = None, document: str | None = None) -> None:
        """Refuse excluded days of a limit that knows none, and those without a legal ground or its document.

        Args:
            ground, document: what is to stop it; None where only days are asked about, without a case.

        Raises:
            DeadlineError: with the row's article, or the grounds there are (counting rule 14).
        """
        if not self.stops:
            words = N_("“%(name)s”（%(law)s%(article)s）依法不能中止或者扣除时间。")
            raise DeadlineError(words, part="suspensions", name=self.name, law=self.law, article=self.article)
        if ground is not None and ground not in self.stops:
            words = N_("“%(name)s”只因%(grounds)s停止计算（%(article)s）。")
            raise DeadlineError(words, part="ground", name=self.name, grounds=self.stops, article=self.stop_article)
        if document is not None and not document.strip():
            raise DeadlineError(N_("停止计算期限应当写明所依据的文书。"), part="document")

    def in_force(self, trigger: dt.date, filed: dt.date) -> bool:
        """True when this version governs a limit triggered and filed on these days."""
        day = filed if self.by_filing else trigger
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


# A calendar date is not counted and not carried past rest days.
dated = partial(DeadlineRule, length=None, unit=Unit.FIXED, kind=Kind.CAL, roll=Roll.NEVER)


class Catalogue:
    """Every limit by its code, and the calendar it is counted on.

    Args:
        others: reads the codes that say themselves what they are, which nobody registers.

    Raises:
        ValueError: two versions of a limit are in force on one day, or name different bearers.
    """

    def __init__(
        self,
        rules: Iterable[DeadlineRule],
        calendar: WorkCalendar | None = None,
        others: Callable[[str], DeadlineRule | None] = lambda code: None,
    ) -> None:
        self.calendar = calendar or standard()
        self._others = others
        found: dict[str, list[DeadlineRule]] = {}
        for rule in rules:
            found.setdefault(rule.code, []).append(rule)
        self._versions: Mapping[str, tuple[DeadlineRule, ...]] = {
            code: tuple(sorted(versions, key=lambda rule: rule.since or dt.date.min))
            for code, versions in found.items()
        }
        for code, versions in self._versions.items():
            self._check(code, versions)
        self._by_filing = {code: any(rule.by_filing for rule in found) for code, found in self._versions.items()}

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in the order in which plugins gave them."""
        return tuple(self._versions)

    def versions(self, code: str) -> tuple[DeadlineRule, ...]:
        """Every version of a limit, oldest first.

        Raises:
            DeadlineError: no plugin registered the code; so in every method below.
        """
        try:
            return self._versions[code]
        except (KeyError, TypeError):
            if isinstance(code, str) and (found := self._others(code)) is not None:
                return (found,)
            raise _unknown(code) from None

    def newest(self, code: str) -> DeadlineRule:
        """The latest version, for names and articles only; never to count by."""
        return self.versions(code)[-1]

    def rule(self, code: str, trigger: dt.date, filed: dt.date) -> DeadlineRule | None:
        """The version in force, or None (counting rule 20: never the newest instead)."""
        for version in self.versions(code):
            if version.in_force(trigger, filed):
                return version
        return None

    def by_filing(self, code: str) -> bool:
        """Whether the filing date has a say in which version governs."""
        if isinstance(code, str) and code in self._by_filing:
            return self._by_filing[code]
        return any(rule.by_filing for rule in self.versions(code))

    def bearer(self, code: str) -> Bearer:
        """Who owes the limit."""
        return self.newest(code).bearer

    def status(
        self,
        code: str,
        *,
        due: dt.date | None,
        safe_due: dt.date | None,
        today: dt.date,
        bearer: str = "",
    ) -> Status:
        """How a running limit stands. Passed waiting times and limits of others are no one's delay: ``none``.

        Args:
            bearer: who owes this one; as the rule says where it is empty.
        """
        rule = self.newest(code)
        if due is None:
            return Status.NONE
        if today > due:
            owed = Bearer(bearer or rule.bearer) is Bearer.ORGAN and rule.kind not in {Kind.WAIT, Kind.INFO}
            return Status.OVERDUE if owed else Status.NONE
        safe = safe_due or due
        if today > safe:
            return Status.AT_RISK
        first = min(self.calendar.reminder_day(day) for day in (*self._ahead(rule, safe), safe))
        return Status.NEAR if today >= first else Status.ON_TIME

    def warning_days(
        self, code: str, start: dt.date, safe_due: dt.date, filed: dt.date | None = None
    ) -> frozenset[dt.date]:
        """The days on which people are warned: some working days before the safe day, and that day.

        Args:
            start: the trigger; no warning comes before it, except before an event.
            filed: the filing date; the trigger's day unless told.
        """
        rule = self.rule(code, start, filed or start)
        if rule is None:
            return frozenset()
        days = (day for day in self._ahead(rule, safe_due) if rule.kind is Kind.BEFORE or day >= start)
        return frozenset(self.calendar.reminder_day(day) for day in (*days, safe_due))

    def _ahead(self, rule: DeadlineRule, safe_due: dt.date) -> Iterator[dt.date]:
        for ahead in rule.warn:
            try:
                yield dt.date.fromordinal(self.calendar.working_before(safe_due.toordinal(), ahead))
            except DeadlineError:  # no calendar for that year: the safe day alone must do
                continue

    @staticmethod
    def _check(code: str, versions: tuple[DeadlineRule, ...]) -> None:
        if len({version.bearer for version in versions}) > 1:
            raise ValueError(f"{code}: versions name different bearers")
        for older, newer in pairwise(versions):
            if older.until is None or newer.since is None or newer.since <= older.until:
                raise ValueError(f"{code}: two versions are in force on {newer.since}")


def _unknown(code: object) -> DeadlineError:
    return DeadlineError(N_("没有登记期限规则“%(code)s”。"), part="rule", code=code)
