"""A yearly notice 放假安排 read, checked whole and laid into a calendar; local rest days laid over it."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from core.clock import read_day
from core.deadlines.calendar import HOLIDAYS, Entry, WorkCalendar
from core.errors import Problem
from core.i18n import N_

HEADER = ["date", "kind", "name", "source"]
HEADINGS = ("date", "日期")  # how the first line begins where it only names the columns
# What a table calls a day of rest and a made-up working day.
KINDS = {
    **dict.fromkeys(("off", "放假", "休", "休息"), "off"),
    **dict.fromkeys(("work", "上班", "班", "补班", "调休上班"), "work"),
}
NAMES = frozenset(part for name in HOLIDAYS for part in name.split("、"))
NO_SOURCE = Problem(N_("没有写明所依据的文号。"), "source")
SATURDAY = 5
DECEMBER = 12
AWAITED, LATE = 10, 12  # months in which the notice of the next year is awaited, and missed


class BadLine(NamedTuple):
    """A line that can't be used, and why; line 0 is the notice as a whole."""

    line: int
    problem: Problem

    def __str__(self) -> str:
        return f"{self.line}: {self.problem}" if self.line else str(self.problem)


class BadNotice(ValueError):
    """A notice that can't be used; `lines` holds every reason."""

    def __init__(self, lines: Sequence[BadLine]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(map(str, self.lines)))


@dataclass(frozen=True, slots=True)
class Notice:
    """The days of one year, and those at the end of the December before that the same notice moves."""

    year: int
    entries: tuple[Entry, ...]

    @property
    def source(self) -> str:
        """The documents it rests on, in words."""
        return "、".join(dict.fromkeys(entry.source for entry in self.entries))


def read(text: str, known: WorkCalendar, source: str = "") -> Notice:
    """A notice from CSV ``date,kind,name,source``, or from lines ``2027-02-05 off 春节``.

    Args:
        known: the calendar it would be laid into.
        source: its document, where the lines do not name one.

    Raises:
        BadNotice: with every line that can't be used.
    """
    bad: list[BadLine] = []
    found: dict[dt.date, tuple[int, Entry]] = {}
    for line, words in _lines(text):
        entry = _entry(words, source)
        if isinstance(entry, Problem):
            bad.append(BadLine(line, entry))
        elif entry.date in found:
            first = found[entry.date][0]
            bad.append(BadLine(line, Problem(N_("%(day)s在第%(line)s行已经有了。"), params=_of(entry, line=first))))
        else:
            found[entry.date] = line, entry
    if not found:
        raise BadNotice(bad or [BadLine(0, Problem(N_("没有一行放假或者上班的日期。")))])
    year = max(found).year
    bad += [BadLine(line, problem) for line, entry in found.values() if (problem := _misplaced(entry, year))]
    lacking = [line for line, entry in found.values() if not entry.source]
    # What no line has is missing once, at its own field.
    bad += [BadLine(line, NO_SOURCE) for line in (lacking if len(lacking) < len(found) else [0])] if lacking else []
    entries = tuple(sorted(entry for _, entry in found.values()))
    bad += [BadLine(0, problem) for problem in _wrong_as_a_whole(year, entries, known)]
    if bad:
        raise BadNotice(sorted(bad, key=lambda item: item.line))
    return Notice(year, entries)


def laid(notice: Notice, known: WorkCalendar) -> WorkCalendar:
    """The calendar with a notice in it: the notice replaces its whole year.

    Days that the next year's notice brought into this year's December stay. The version names all that went before.
    """
    published = max(dt.date.fromordinal(known.published_to).year, notice.year)
    kept = [entry for entry in known.entries.values() if entry.date.year != notice.year]
    later = {entry.source for entry in kept if entry.date.year == notice.year + 1 <= published}
    brought = [entry for date, entry in known.entries.items() if date.year == notice.year and entry.source in later]
    entries = {entry.date: entry for entry in (*kept, *brought, *notice.entries)}
    lines = "\n".join(",".join(map(str, entries[date])) for date in sorted(entries))
    digest = hashlib.sha256(f"{known.version}\n{lines}".encode()).hexdigest()
    return WorkCalendar(entries.values(), published, f"{published}-{digest[:8]}")


def notice_of(known: WorkCalendar, year: int) -> Notice:
    """The notice of a published year as a calendar holds it."""
    sources = {entry.source for date, entry in known.entries.items() if date.year == year}
    ahead = {entry.source for date, entry in known.entries.items() if date.year == year + 1} - sources
    return Notice(
        year,
        tuple(
            sorted(
                entry
                for date, entry in known.entries.items()
                if (date.year == year and entry.source not in ahead)
                or (date.year == year - 1 and date.month == DECEMBER and entry.source in sources)
            )
        ),
    )


class Missing(StrEnum):
    """How much a notice is missed that is not there yet."""

    AWAITED = "awaited"
    LATE = "late"


def missing(published: int, today: dt.date) -> Missing | None:
    """Next year's notice comes out in October or November: from October on it is awaited, in December it is late.

    Args:
        published: the last year that a notice covers.
    """
    if published >= today.year + (today.month >= AWAITED):
        return None
    return Missing.LATE if published < today.year or today.month >= LATE else Missing.AWAITED


def published_year(calendar: WorkCalendar) -> int:
    """The last year that a notice covers."""
    return dt.date.fromordinal(calendar.published_to).year


class LocalDay(NamedTuple):
    """A local rest day 地方放假 with its document; `basis` says on what ground it was ordered."""

    date: dt.date
    name: str
    document: str
    basis: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """One state of a tenant's local rest days; `counts` is the county's word for all of them."""

    version: str
    days: tuple[LocalDay, ...] = ()
    counts: bool = False


class Parts(NamedTuple):
    """What a tenant's calendar is made of: the country's days, the county's rest days and the township's own."""

    national: WorkCalendar
    county: Overlay | None = None
    own: Overlay | None = None

    @property
    def version(self) -> str:
        """Names all three, also while local days count for nothing."""
        overlays = (overlay.version if overlay else "" for overlay in (self.county, self.own))
        return "+".join((self.national.version, *overlays))


@lru_cache(maxsize=64)
def made_of(parts: Parts) -> WorkCalendar:
    """The calendar of a tenant: local rest days change limits only where the county says so (counting rule 24).

    Its version is the country's, and where local days count ``<country's>+<county's>[.<township's>]``.
    """
    overlays = [overlay for overlay in (parts.county, parts.own) if overlay]
    days = [Entry(day.date, "off", day.name, day.document) for overlay in overlays for day in overlay.days]
    if not days:
        return parts.national
    if parts.county is None or not parts.county.counts:
        return parts.national.showing(days)
    return parts.national.overlaid(days, ".".join(overlay.version for overlay in overlays))


def successor(before: Overlay | None, days: Iterable[LocalDay], counts: bool, tenant: int) -> Overlay:
    """The next state of a tenant's local rest days; its version names all that went before."""
    kept = tuple(sorted(days))
    lines = "\n".join(",".join(map(str, day)) for day in kept)
    said = f"{tenant}\n{before.version if before else ''}\n{counts}\n{lines}"
    return Overlay(hashlib.sha256(said.encode()).hexdigest()[:8], kept, counts)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that says something, cut into day, kind, name and source."""
    lines = text.removeprefix("\ufeff").splitlines()
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    heading = lines[first].strip() if lines else ""
    is_headed = heading.lower().startswith(HEADINGS)
    is_csv = is_headed and "," in heading
    for number, line in enumerate(lines, start=1):
        if line.strip() and not (is_headed and number == first + 1):
            yield number, [word.strip() for word in _cut(line, is_csv)]


def _cut(line: str, is_csv: bool) -> list[str]:
    """The cells of a line: of a pasted table between tabs, of CSV between commas, else words between blanks."""
    if "\t" in line:
        return line.rstrip("\t").split("\t")
    return next(csv.reader([line])) if is_csv else line.split(maxsplit=3)


def _entry(words: Sequence[str], source: str) -> Entry | Problem:
    if not 3 <= len(words) <= len(HEADER):
        return Problem(N_("应当写作“日期 off或者work 节日名称 文号”。"))
    day, kind, name = words[:3]
    own = words[3] if len(words) > 3 and words[3] else source
    try:
        date = read_day(day)
    except ValueError:
        return Problem(N_("“%(value)s”不是有效的日期，应当写作2027-02-05。"), params={"value": day})
    if kind not in KINDS:
        return Problem(N_("“%(value)s”应当是off（放假）或者work（上班）。"), params={"value": kind})
    kind = KINDS[kind]
    if not name or not set(name.split("、")) <= NAMES:
        return Problem(N_("“%(value)s”不是法定节日的名称。"), params={"value": name})
    if kind == "work" and date.weekday() < SATURDAY:
        return Problem(N_("%(day)s不是周六、周日，不能列为调休上班日。"), params={"day": date})
    return Entry(date, kind, name, own)


def _misplaced(entry: Entry, year: int) -> Problem | None:
    if entry.date.year == year or (entry.date.year == year - 1 and entry.date.month == DECEMBER):
        return None
    return Problem(N_("%(day)s不在%(year)s年。"), params=_of(entry, year=year))


def _wrong_as_a_whole(year: int, entries: Iterable[Entry], known: WorkCalendar) -> Iterator[Problem]:
    published = dt.date.fromordinal(known.published_to).year
    if not known.years[0] <= year <= published + 1:
        yield Problem(
            N_("%(year)s年不能导入：请从%(next)s年起逐年导入。"), params={"year": year, "next": published + 1}
        )
        return
    resting = {entry.date for entry in entries if entry.kind == "off"}
    if year > published:
        for date in sorted(known.entries):
            if date.year == year and date not in resting:
                holiday = known.entries[date]
                yield Problem(N_("缺少%(day)s（%(name)s）：法定节日应当放假。"), params=_of(holiday, name=holiday.name))


def _of(entry: Entry, **more: object) -> dict[str, object]:
    return {"day": entry.date, **more}
