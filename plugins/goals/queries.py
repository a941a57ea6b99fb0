"""Figures of key work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select

from core.db import ScopedSession
from core.duties.who import STATIONS_AND_VILLAGES
from core.tenancy.models import Unit


def organs(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """How many units select key work in this township: those of which half are inspected."""
    query = select(func.count()).select_from(Unit).where(Unit.kind.in_(sorted(STATIONS_AND_VILLAGES.kinds)))
    return {"organs": (str(session.scalar(query) or 0),)}
