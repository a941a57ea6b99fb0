"""The calendar that counts: the newest version of the table, or the package's own data where there is none.

Versions never change once they are kept, so each process holds those it has met. Which one counts is asked with one
small query by every request, every act on a clock and every run of a job: nobody needs to be told of a new one.
"""

from __future__ import annotations

import datetime as dt
from contextvars import ContextVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core import clock as time
from core.calendar import rules
from core.calendar.models import CalendarDay, CalendarVersion
from core.calendar.rules import Notice
from core.db import ScopedSession
from core.db.queue import queue
from core.deadlines.calendar import Entry, WorkCalendar, standard

_met: dict[str, WorkCalendar] = {}
_counts: ContextVar[WorkCalendar | None] = ContextVar("xiaoneng_calendar", default=None)


class UnknownCalendar(LookupError):
    """No calendar of this version was kept."""


def current(session: ScopedSession) -> WorkCalendar:
    """The calendar that counts; from now on `latest` answers it too."""
    version = session.scalar(select(CalendarVersion.version).order_by(CalendarVersion.number.desc()).limit(1))
    found = standard() if version is None else of_version(session, version)
    _counts.set(found)
    return found


def latest() -> WorkCalendar:
    """The calendar that `current` last answered to this request or job."""
    return _counts.get() or standard()


def of_version(session: Session | None, version: str) -> WorkCalendar:
    """The calendar of a version; without a session only among those this process has met.

    Raises:
        UnknownCalendar: no such version was kept.
    """
    if version == standard().version:
        return standard()
    if version not in _met:
        _met[version] = _read(session, version)
    return _met[version]


def add(session: ScopedSession, notice: Notice, *, imported_by: str, confirmed_by: str) -> WorkCalendar:
    """Keep the version that a notice makes; it counts from the commit on."""
    calendar = rules.laid(notice, current(session))
    row = CalendarVersion(year=notice.year, source=notice.source, imported_by=imported_by, confirmed_by=confirmed_by)
    _keep(session, row, calendar)
    return calendar


def adopt(session: ScopedSession) -> None:
    """Keep the package's own data when it is new here; years that were imported stay as they were imported."""
    queue(session, "calendar")
    known = set(session.scalars(select(CalendarVersion.version)))
    if standard().version in known:
        return
    calendar = standard()
    before = current(session)
    published = dt.date.fromordinal(calendar.published_to).year
    _keep(session, CalendarVersion(source=rules.notice_of(calendar, published).source), calendar)
    if known:
        imported = select(CalendarVersion).where(CalendarVersion.year.is_not(None)).order_by(CalendarVersion.number)
        for row in {row.year: row for row in session.scalars(imported)}.values():
            assert row.year is not None
            calendar = rules.laid(rules.notice_of(before, row.year), calendar)
            kept = CalendarVersion(
                year=row.year, source=row.source, imported_by=row.imported_by, confirmed_by=row.confirmed_by
            )
            _keep(session, kept, calendar)


def _keep(session: ScopedSession, row: CalendarVersion, calendar: WorkCalendar) -> None:
    row.version, row.at = calendar.version, time.now()
    row.published_to = dt.date.fromordinal(calendar.published_to).year
    session.add(row)
    session.flush()
    days = [{"number": row.number, **entry._asdict()} for entry in calendar.entries.values()]
    session.execute(insert(CalendarDay), days)


def _read(session: Session | None, version: str) -> WorkCalendar:
    row = None
    if session is not None:
        row = session.scalar(select(CalendarVersion).where(CalendarVersion.version == version))
    if session is None or row is None:
        raise UnknownCalendar(version)
    days = session.scalars(select(CalendarDay).where(CalendarDay.number == row.number).order_by(CalendarDay.date))
    entries = [Entry(day.date, day.kind, day.name, day.source) for day in days]
    return WorkCalendar(entries, row.published_to, version)
