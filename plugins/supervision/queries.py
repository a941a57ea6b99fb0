"""Figures that the records hold already, for returns that would ask for them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select

from core import plugins
from core.cases.lists import CaseFilter, conditions
from core.cases.models import Case
from core.clock import midnight
from core.db import ScopedSession
from core.duties.lines import LAW, MONTHLY, known, so_many
from core.duties.models import Duty
from core.duties.rules import ACCEPTED, SUBMITTED
from core.publishing.models import Publication
from core.tenancy.models import Unit
from core.tenancy.switches import switches_of
from plugins.supervision import plan_items
from plugins.supervision.guidance.queries import visits_of

HANDED_IN = (SUBMITTED, ACCEPTED)


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
    return {"figures": tuple(found), **_published(session, unit, days)}


def progress_of_month(
    session: ScopedSession, unit: Unit, first: dt.date, last: dt.date
) -> Mapping[str, tuple[str, ...]]:
    """What the report of progress begins with: the month's figures, and the items of the unit's plan."""
    return {
        **cases_of_month(session, unit, first, last),
        plan_items.PART: plan_items.of_month(session, unit, first, last),
    }


def figures_of_year(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """The year's figures of a unit, for its analysis and appraisal: its cases, and how it reported month by month."""
    query = select(func.count(), func.count().filter(Duty.late_reason != "")).where(
        Duty.rule == MONTHLY, Duty.unit_id == unit.id, Duty.start_on.between(first, last), Duty.state.in_(HANDED_IN)
    )
    reported, late = session.execute(query).one()
    lines = so_many((("报送进展情况：{}次", reported), ("迟报进展情况：{}次", late)))
    return {"figures": (*cases_of_month(session, unit, first, last).get("figures", ()), *lines)}


def law_of_month(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """What the unit's report of progress of the month says about law-based administration: it is entered once.

    Where none was handed in, as by the organs that owe none, it is what the records hold.
    """
    query = select(Duty).where(Duty.rule == MONTHLY, Duty.unit_id == unit.id, Duty.start_on == first)
    report = session.scalar(query)
    said = report.content if report is not None else None
    parts = known(session, unit, MONTHLY, first, last, LAW) if said is None else said.get("parts", {})
    return {LAW: tuple(parts.get(LAW, ()))}


def _published(session: ScopedSession, unit: Unit, days: tuple[dt.date, dt.date]) -> Mapping[str, tuple[str, ...]]:
    """How much a unit made public in a period, for the part ``egov``."""
    first, until = midnight(days[0]), midnight(days[1] + dt.timedelta(days=1))
    query = select(func.count()).where(
        Publication.unit_id == unit.id, Publication.published_at >= first, Publication.published_at < until
    )
    number = session.scalar(query)
    return {"egov": (f"公开信息{number}条",)} if number else {}


def _by_kind(session: ScopedSession, wanted: CaseFilter) -> dict[str, int]:
    rows = session.execute(select(Case.kind, func.count()).where(*conditions(wanted)).group_by(Case.kind))
    return dict(rows.all())
