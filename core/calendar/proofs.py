"""Calendars that limits from elsewhere were counted on: kept so that their proofs hold, and never counted on here.

A version is made of the country's days and of local rest days, each kept under its own name; rows kept for proof have
numbers below 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import func, insert, select

from core import clock as time
from core.calendar import services
from core.calendar.models import CalendarDay, CalendarVersion, OverlayDay, OverlayVersion
from core.db import ScopedSession
from core.deadlines.calendar import standard

COUNTRY, LOCAL = "country", "local"
SAID = ("version", "counts", "document", "basis", "proposed_by", "confirmed_by")


def pack(session: ScopedSession, versions: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What the calendars of `versions` are made of, each part once, in JSON values.

    Raises:
        UnknownCalendar: one was never kept.
    """
    countries, locals_ = set(), set()
    for version in versions:
        country, _, names = version.partition("+")
        countries.add(country)
        locals_ |= {name for name in names.split(".") if name}
    for version in sorted(countries):
        calendar = services.of_version(session, version)
        year = dt.date.fromordinal(calendar.published_to).year
        days = [{**day._asdict(), "date": day.date.isoformat()} for day in calendar.entries.values()]
        yield {"kind": COUNTRY, "version": version, "published_to": year, "days": days}
    for row in session.scalars(select(OverlayVersion).where(OverlayVersion.version.in_(locals_))):
        found = session.scalars(select(OverlayDay).where(OverlayDay.number == row.number).order_by(OverlayDay.date))
        days = [
            {"date": day.date.isoformat(), "name": day.name, "document": day.document, "basis": day.basis}
            for day in found
        ]
        yield {"kind": LOCAL, "days": days, **{name: getattr(row, name) for name in SAID}}


def keep(session: ScopedSession, part: Mapping[str, Any]) -> bool:
    """Keep a part for the proof of limits of the session's tenant.

    Returns:
        whether it was new here.
    """
    country = part["kind"] == COUNTRY
    kept: Any = CalendarVersion if country else OverlayVersion
    there = session.scalar(select(kept.number).where(kept.version == part["version"]))
    if there is not None or part["version"] == standard().version:
        return False
    number = min(session.scalar(select(func.min(kept.number))) or 1, 1) - 1
    row = {name: value for name, value in part.items() if name not in ("kind", "days")}
    if country:
        session.add(CalendarVersion(number=number, at=time.now(), **row))
    else:
        session.add(OverlayVersion(number=number, tenant_id=session.tenant, whole=False, at=time.now(), **row))
    session.flush()
    days = [{**day, "number": number, "date": dt.date.fromisoformat(day["date"])} for day in part["days"]]
    if days:
        session.execute(insert(CalendarDay if country else OverlayDay), days)
    return True
