"""The working calendar 工作日历: which days are working days, by the State Council's yearly notices.

Days are proleptic ordinals inside (``date.toordinal``), so that counting looks prefix counts up and never loops.
Years without a notice hold the statutory holidays only and are provisional (counting rule 23).
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress
from pathlib import Path
from typing import NamedTuple

from core.deadlines.errors import DeadlineError
from core.i18n import N_

DATA = Path(__file__).parent / "data"
NOTICES, STATUTORY = "holidays-cn.csv", "holidays-statutory.csv"
OUTSIDE = N_("计算需要用到%(day)s的工作日历，该年份超出日历数据（%(first)s至%(last)s）。")
HOLIDAYS = (
    N_("元旦"),
    N_("春节"),
    N_("清明节"),
    N_("劳动节"),
    N_("端午节"),
    N_("中秋节"),
    N_("国庆节"),
    N_("中秋节、国庆节"),
    N_("国庆节、中秋节"),
)
WEEK = (1, 1, 1, 1, 1, 0, 0)  # ordinal 1 is a Monday


class Entry(NamedTuple):
    """A day unlike the plain week: `off` rests, `work` is a made-up working day; `source` is its document."""

    date: dt.date
    kind: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of one day. `published` is False where no yearly notice covers it.

    `local` names the county's or township's own rest day; where it counts as one, `name` is the same.
    """

    date: dt.date
    working: bool
    name: str
    source: str
    published: bool
    local: str = ""


class WorkCalendar:
    """Working days of whole years, with prefix counts.

    Args:
        entries: days that differ from the plain week, in any order.
        published_to: the last year that a notice covers; later years are provisional.
        version: names the data, and is kept with every result.
    """

    def __init__(self, entries: Iterable[Entry], published_to: int, version: str) -> None:
        self.entries = {entry.date: entry for entry in entries}
        self.local: Mapping[dt.date, Entry] = {}
        self.version = version
        self.years = range(min(self.entries).year, max(self.entries).year + 1)
        self.first = dt.date(self.years[0], 1, 1).toordinal()
        self.last = dt.date(self.years[-1], 12, 31).toordinal()
        self.published_to = dt.date(published_to, 12, 31).toordinal()
        size = self.last - self.first + 1
        lead = (self.first - 1) % 7
        working = bytearray((bytes(WEEK) * (size // 7 + 2))[lead : lead + size])
        for date, entry in self.entries.items():
            working[date.toordinal() - self.first] = entry.kind == "work"
        self._working = bytes(working)
        self._before = tuple(accumulate(working, initial=0))
        self._nth = tuple(compress(range(self.first, self.last + 1), working))

    def is_working(self, day: int) -> bool:
        """True on a working day.

        Raises:
            DeadlineError: the day lies outside the data, here and in the methods below.
        """
        self._need(day, day)
        return bool(self._working[day - self.first])

    def working_between(self, after: int, to: int) -> int:
        """How many working days lie after `after`, up to and with `to`; 0 when `to` is not later."""
        to = min(to, self.last)
        if to <= after:
            return 0
        self._need(after + 1, to)
        return self._before[to + 1 - self.first] - self._before[after + 1 - self.first]

    def working_after(self, day: int, n: int = 1) -> int:
        """The n-th working day after `day` (n ≥ 1)."""
        self._need(day + 1, day + 1)
        at = self._before[day + 1 - self.first] + n - 1
        if at >= len(self._nth):
            raise self._outside(self.last + 1)
        return self._nth[at]

    def working_before(self, day: int, n: int = 1) -> int:
        """The n-th working day before `day` (n ≥ 1)."""
        self._need(day - 1, day - 1)
        at = self._before[day - self.first] - n
        if at < 0:
            raise self._outside(self.first - 1)
        return self._nth[at]

    def working_on_or_before(self, day: int) -> int:
        """The last working day up to `day`; outside the data only weekends are known (counting rule 23)."""
        if self.first <= day <= self.last:
            if known := self._before[day + 1 - self.first]:
                return self._nth[known - 1]
            day = self.first - 1
        return day - max(0, (day - 1) % 7 - 4)

    def is_provisional(self, first: int, last: int) -> bool:
        """True when a day of [first, last] has no published calendar."""
        return first < self.first or last > self.published_to

    def day(self, date: dt.date) -> Day:
        """One day, read from the notices themselves and not from the counts."""
        ordinal = date.toordinal()
        published = self.first <= ordinal <= self.published_to
        own = self.local.get(date)
        local = own.name if own else ""
        if entry := self.entries.get(date):
            return Day(date, entry.kind == "work", entry.name, entry.source, published, local)
        return Day(date, date.weekday() < 5, "", "", published, local)

    def covers(self, date: dt.date) -> bool:
        """True when the data holds the day, published or provisional."""
        return self.first <= date.toordinal() <= self.last

    def reminder_day(self, date: dt.date) -> dt.date:
        """The day on which to remind of `date`: the working day before, while it is a local rest day (rule 24)."""
        while date in self.local:
            date = dt.date.fromordinal(self.working_on_or_before(date.toordinal() - 1))
        return date

    def showing(self, entries: Iterable[Entry]) -> WorkCalendar:
        """This calendar with local rest days that are shown and change no limit (counting rule 24, 放假办法 4)."""
        shown = copy(self)
        shown.local = {entry.date: entry for entry in entries}
        return shown

    def overlaid(self, entries: Iterable[Entry], version: str) -> WorkCalendar:
        """This calendar with local rest days that count, each with its document (counting rule 24, 放假办法 4)."""
        local = {entry.date: entry for entry in entries}
        resting = {date: entry for date, entry in self.entries.items() if entry.kind == "off"}
        published = dt.date.fromordinal(self.published_to).year
        made = WorkCalendar({**self.entries, **local, **resting}.values(), published, f"{self.version}+{version}")
        made.local = local
        return made

    def _need(self, first: int, last: int) -> None:
        if first < self.first:
            raise self._outside(first)
        if last > self.last:
            raise self._outside(last)

    def _outside(self, day: int) -> DeadlineError:
        year = dt.date.fromordinal(day).year if 0 < day <= dt.date.max.toordinal() else "9999"
        return DeadlineError(OUTSIDE, day=f"{year}年", first=f"{self.years[0]}年", last=f"{self.years[-1]}年")


def read(path: Path) -> list[Entry]:
    """Entries of a calendar file, ``date,kind,name,source`` with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Entry(dt.date.fromisoformat(row["date"]), row["kind"], row["name"], row["source"])
            for row in csv.DictReader(file)
        ]


def assemble(notices: Sequence[Entry], statutory: Sequence[Entry], digest: str) -> WorkCalendar:
    """Published years from the notices, later ones from the statutory holidays; a notice replaces its whole year."""
    published_to = max(entry.date.year for entry in notices)
    later = [entry for entry in statutory if entry.date.year > published_to]
    return WorkCalendar([*notices, *later], published_to, f"{published_to}-{digest}")


@lru_cache(maxsize=1)
def standard() -> WorkCalendar:
    """The calendar of the whole country that the package carries, read once."""
    paths = (DATA / NOTICES, DATA / STATUTORY)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    return assemble(read(paths[0]), read(paths[1]), digest[:8])
