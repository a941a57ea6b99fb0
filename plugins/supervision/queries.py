"""Figures that the records hold already, for returns that would ask for them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select

from core import plugins
from core.cases.lists import CaseFilter, conditions
from core.cases.models import Case
from core.db import ScopedSession
from core.tenancy.models import Unit
from core.tenancy.switches import switches_of
from plugins.supervision.guidance.queries import visits_of


def cases_of_month(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """How many cases of each enabled measure a unit received and closed in a period; kinds without any are left out."""
    registry, switches = plugins.registry(), switches_of(session, unit.tenant_id)
    kinds = {
        code: kind.label for code, kind in registry.case_kinds.items() if switches.uses(registry.owner[code], unit.id)
    }
    if not kinds:
        return {}
    days = (first, last)
    received = _by_kind(session, CaseFilter(tuple(kinds), unit_id=unit.id, open_only=False, received=days))
    closed = _by_kind(session, CaseFilter(tuple(kinds), unit_id=unit.id, open_only=False, closed=days))
    found = [
        f"{label}{what}：{numbers[code]}件"
        for code, label in kinds.items()
        for what, numbers in (("收件", received), ("办结", closed))
        if numbers.get(code)
    ]
    if number := visits_of(session, unit.id, days):
        found.append(f"接受检查指导：{number}次")
    return {"figures": tuple(found)}


def _by_kind(session: ScopedSession, wanted: CaseFilter) -> dict[str, int]:
    rows = session.execute(select(Case.kind, func.count()).where(*conditions(wanted)).group_by(Case.kind))
    return dict(rows.all())
