"""Reading inspections: the plans of a year with those that were drawn, and one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core.cases.models import Case
from core.db import ScopedSession
from core.errors import NotFound
from plugins.penalty.inspections.models import Inspected, InspectionPlan
from plugins.penalty.officers.models import Officer


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with those that were drawn for it, in their order."""

    plan: InspectionPlan
    rows: Sequence[Inspected]


def of_year(session: ScopedSession, year: int) -> list[Planned]:
    """The plans of a year that the session may see, the newest first."""
    query = select(InspectionPlan).where(InspectionPlan.year == year).order_by(InspectionPlan.id.desc())
    plans = session.scalars(query).all()
    wanted = select(Inspected).where(Inspected.plan_id.in_([plan.id for plan in plans]))
    found: dict[UUID, list[Inspected]] = {}
    for row in session.scalars(wanted.order_by(Inspected.place)):
        found.setdefault(row.plan_id, []).append(row)
    return [Planned(plan, found.get(plan.id, [])) for plan in plans]


def one(session: ScopedSession, inspected_id: UUID) -> tuple[InspectionPlan, Inspected]:
    """One that was drawn, with its plan.

    Raises:
        NotFound: there is none.
    """
    join = (InspectionPlan.tenant_id == Inspected.tenant_id) & (InspectionPlan.id == Inspected.plan_id)
    query = select(InspectionPlan, Inspected).join(Inspected, join).where(Inspected.id == inspected_id)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(inspected_id)
    return found[0], found[1]


def waiting(session: ScopedSession, year: int, what: str) -> InspectionPlan | None:
    """The oldest plan of a year that waits for its draw of ``objects_id`` or ``officers_id``."""
    column = getattr(InspectionPlan, what)
    query = select(InspectionPlan).where(InspectionPlan.year == year, column.is_(None))
    if what == "officers_id":
        query = query.where(InspectionPlan.objects_id.is_not(None))
    return session.scalars(query.order_by(InspectionPlan.id).limit(1)).first()


def officers_of(session: ScopedSession, planned: Sequence[Planned]) -> Mapping[UUID, Officer]:
    """The certificates that these inspections name, by id."""
    ids = {one for plan in planned for row in plan.rows for one in (row.first_id, row.second_id) if one}
    return {row.id: row for row in session.scalars(select(Officer).where(Officer.id.in_(ids)))}


def cases_of(session: ScopedSession, planned: Sequence[Planned]) -> Mapping[UUID, Case]:
    """The cases that followed, by id."""
    ids = {row.case_id for plan in planned for row in plan.rows if row.case_id}
    return {row.id: row for row in session.scalars(select(Case).where(Case.id.in_(ids)))}
