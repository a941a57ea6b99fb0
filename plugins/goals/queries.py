"""Figures of key work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select

from core.db import ScopedSession
from core.draws.queries import drawn
from core.duties.who import STATIONS_AND_VILLAGES
from core.tenancy.models import Unit
from plugins.goals.draws import INSPECTION


def organs(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """How many units select key work in this township, and those that were drawn of them for the year's inspection."""
    if (found := drawn(session, INSPECTION, first, last)) is not None:
        units = tuple(one.name for one in found.drawn)
        return {"organs": (str(len(found.said.candidates)),), "inspected": units}
    query = select(func.count()).select_from(Unit).where(Unit.kind.in_(sorted(STATIONS_AND_VILLAGES.kinds)))
    return {"organs": (str(session.scalar(query) or 0),)}
