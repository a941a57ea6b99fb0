"""The calendar that counts for a tenant: the country's newest version with the local rest days laid over it.

Versions never change once they are kept, so each process holds those it has met. Which ones hold is asked with one
small query by every request, every act on a clock and every run of a job: nobody needs to be told of a new one.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache

from sqlalchemy import bindparam, insert, or_, select
from sqlalchemy.orm import Session

from core import clock as time
from core.calendar import rules
from core.calendar.models import CalendarDay, CalendarVersion, OverlayDay, OverlayVersion
from core.calendar.rules import LocalDay, Notice, Overlay, Parts
from core.db import ScopedSession
from core.db.queue import queue
from core.deadlines.calendar import Entry, WorkCalendar, standard

IMPORTED, LOCAL = "全国年节及纪念日放假办法7", "全国年节及纪念日放假办法4"

# Numbers from 1 on count; what is kept for proof only (core.calendar.proofs) has none of them.
_overlays = (
    select(OverlayVersion.version).where(OverlayVersion.number > 0).order_by(OverlayVersion.number.desc()).limit(1)
)
# Asked by every request, so it is made once.
NEWEST = select(
    select(CalendarVersion.version)
    .where(CalendarVersion.number > 0)
    .order_by(CalendarVersion.number.desc())
    .limit(1)
    .scalar_subquery(),
    _overlays.where(OverlayVersion.whole.is_(True)).scalar_subquery(),
    _overlays.where(OverlayVersion.whole.is_(False), OverlayVersion.tenant_id == bindparam("tenant")).scalar_subquery(),
)

_met: dict[str, WorkCalendar] = {}
_met_overlays: dict[str, Overlay] = {}
_counts: ContextVar[WorkCalendar | None] = ContextVar("xiaoneng_calendar", default=None)


class UnknownCalendar(LookupError):
    """No calendar of this version was kept."""


def current(session: ScopedSession, tenant: int | None = None) -> WorkCalendar:
    """The calendar that counts for a tenant; from now on `latest` answers it too.

    Args:
        tenant: the session's own unless told; one that is of no tenant has the county's.
    """
    found = rules.made_of(parts(session, tenant))
    _counts.set(found)
    return found


def parts(session: ScopedSession, tenant: int | None = None) -> Parts:
    """What a tenant's calendar is made of now; `tenant` as in `current`."""
    given = {"tenant": tenant or session.scope.tenant or session.scope.root or 0}
    question = ("calendar", given["tenant"])
    version, county, own = session.once(question, lambda: session.execute(NEWEST, given).one())
    national = standard() if version is None else _national(session, version)
    return Parts(national, county and _overlay(session, county), own and _overlay(session, own))


def latest() -> WorkCalendar:
    """The calendar that `current` last answered to this request or job."""
    return _counts.get() or standard()


def of_version(session: Session | None, version: str) -> WorkCalendar:
    """The calendar of a version; without a session only among those this process has met.

    Raises:
        UnknownCalendar: no such version was kept.
    """
    country, _, overlays = version.partition("+")
    national = _national(session, country)
    if not overlays:
        return national
    return rules.made_of(Parts(national, *(_overlay(session, name) for name in overlays.split("."))))


def shown(session: Session | None, version: str) -> WorkCalendar:
    """The calendar of a version for a receipt: where it knew no local rest days, those of now are shown in it.

    Raises:
        UnknownCalendar: no such version was kept.
    """
    found, now = of_version(session, version), latest()
    return found if found.local or not now.local else _showing(found, now)


def grounds(session: ScopedSession, old: str, new: str) -> tuple[str, str]:
    """The document that made the version `new` out of `old` for the session's tenant, and the article it rests on."""
    country, _, _ = new.partition("+")
    if old.partition("+")[0] != country:
        query = select(CalendarVersion.source).where(CalendarVersion.version == country)
        return session.scalar(query) or "", IMPORTED
    here = or_(OverlayVersion.whole.is_(True), OverlayVersion.tenant_id == session.tenant)
    query = select(OverlayVersion.document).where(here).order_by(OverlayVersion.number.desc()).limit(1)
    return session.scalar(query) or "", LOCAL


def add(session: ScopedSession, notice: Notice, *, imported_by: str, confirmed_by: str) -> WorkCalendar:
    """Keep the version that a notice makes; it counts from the commit on."""
    calendar = rules.laid(notice, parts(session).national)
    row = CalendarVersion(year=notice.year, source=notice.source, imported_by=imported_by, confirmed_by=confirmed_by)
    _keep(session, row, calendar)
    return calendar


def put_overlay(
    session: ScopedSession,
    overlay: Overlay,
    *,
    whole: bool,
    document: str,
    basis: str,
    proposed_by: str,
    confirmed_by: str,
) -> None:
    """Keep the next state of the session's tenant's local rest days; it holds from the commit on."""
    row = OverlayVersion(
        tenant_id=session.tenant,
        whole=whole,
        version=overlay.version,
        counts=overlay.counts,
        document=document,
        basis=basis,
        at=time.now(),
        proposed_by=proposed_by,
        confirmed_by=confirmed_by,
    )
    session.add(row)
    session.flush()
    if overlay.days:
        session.execute(insert(OverlayDay), [{"number": row.number, **day._asdict()} for day in overlay.days])


def adopt(session: ScopedSession) -> None:
    """Keep the package's own data when it is new here; years that were imported stay as they were imported."""
    queue(session, "calendar")
    known = set(session.scalars(select(CalendarVersion.version)))
    if standard().version in known:
        return
    calendar = standard()
    before = parts(session).national
    published = rules.published_year(calendar)
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
    row.published_to = rules.published_year(calendar)
    session.add(row)
    session.flush()
    days = [{"number": row.number, **entry._asdict()} for entry in calendar.entries.values()]
    session.execute(insert(CalendarDay), days)


@lru_cache(maxsize=64)
def _showing(found: WorkCalendar, now: WorkCalendar) -> WorkCalendar:
    return found.showing(now.local.values())


def _national(session: Session | None, version: str) -> WorkCalendar:
    if version == standard().version:
        return standard()
    if version not in _met:
        _met[version] = _read(session, version)
    return _met[version]


def _overlay(session: Session | None, version: str) -> Overlay:
    if version not in _met_overlays:
        _met_overlays[version] = _read_overlay(session, version)
    return _met_overlays[version]


def _read(session: Session | None, version: str) -> WorkCalendar:
    row = None
    if session is not None:
        row = session.scalar(select(CalendarVersion).where(CalendarVersion.version == version))
    if session is None or row is None:
        raise UnknownCalendar(version)
    days = session.scalars(select(CalendarDay).where(CalendarDay.number == row.number).order_by(CalendarDay.date))
    entries = [Entry(day.date, day.kind, day.name, day.source) for day in days]
    return WorkCalendar(entries, row.published_to, version)


def _read_overlay(session: Session | None, version: str) -> Overlay:
    row = None
    if session is not None:
        row = session.scalar(select(OverlayVersion).where(OverlayVersion.version == version))
    if session is None or row is None:
        raise UnknownCalendar(version)
    days = session.scalars(select(OverlayDay).where(OverlayDay.number == row.number).order_by(OverlayDay.date))
    return Overlay(version, tuple(LocalDay(day.date, day.name, day.document, day.basis) for day in days), row.counts)
