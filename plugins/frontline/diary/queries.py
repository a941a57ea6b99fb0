"""Reading the diary and the plan of visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from core.accounts.actor import Actor
from core.accounts.queries import own_people
from core.cases.models import Case
from core.db import ScopedSession
from core.errors import NotFound
from core.tenancy.models import Unit
from plugins.frontline.diary.models import DiaryEntry, PlannedVisit
from plugins.frontline.issues.models import Issue
from plugins.frontline.issues.queries import own_rows
from plugins.frontline.permissions import Perm

PAGE, VISITS = 50, 200


def entries(
    session: ScopedSession,
    actor: Actor,
    kind: str = "",
    village: UUID | None = None,
    after: UUID | None = None,
) -> tuple[Sequence[tuple[DiaryEntry, str]], UUID | None]:
    """A page of the diary with the unit of each entry, the last written first, and the key of the next page."""
    query = (
        select(DiaryEntry, Unit.name)
        .join(Unit, (Unit.tenant_id == DiaryEntry.tenant_id) & (Unit.id == DiaryEntry.unit_id))
        .where(own_rows(session, actor, DiaryEntry.unit_id))
        .order_by(DiaryEntry.id.desc())
    )
    if kind:
        query = query.where(DiaryEntry.kind == kind)
    if village is not None:
        query = query.where(DiaryEntry.village_id == village)
    if after is not None:
        query = query.where(DiaryEntry.id < after)
    rows = [(entry, unit) for entry, unit in session.execute(query.limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1][0].id if len(rows) > PAGE else None


def entry_of(session: ScopedSession, actor: Actor, entry_id: UUID) -> DiaryEntry:
    """An entry the actor reads.

    Raises:
        NotFound: there is none, or it is another unit's.
    """
    query = select(DiaryEntry).where(DiaryEntry.id == entry_id, own_rows(session, actor, DiaryEntry.unit_id))
    found = session.scalar(query)
    if found is None:
        raise NotFound(entry_id)
    return found


def raised_from(session: ScopedSession, entry: DiaryEntry) -> Case | None:
    """The issue that was raised from an entry."""
    query = select(Case).join(Issue, (Issue.tenant_id == Case.tenant_id) & (Issue.case_id == Case.id))
    return session.scalar(query.where(Issue.entry_id == entry.id))


def leaders(session: ScopedSession) -> Mapping[UUID, str]:
    """The township's leaders by name: who chases."""
    units = session.scalars(select(Unit.id).where(Unit.closed_on.is_(None))).all()
    return dict(own_people(session, (Perm.CHASE,), units))


def visits(session: ScopedSession) -> Sequence[tuple[PlannedVisit, str, UUID | None]]:
    """The plan with the village of each visit and the entry that was written on it, the latest day first."""
    query = (
        select(PlannedVisit, Unit.name, DiaryEntry.id)
        .join(Unit, (Unit.tenant_id == PlannedVisit.tenant_id) & (Unit.id == PlannedVisit.village_id))
        .outerjoin(
            DiaryEntry, (DiaryEntry.tenant_id == PlannedVisit.tenant_id) & (DiaryEntry.visit_id == PlannedVisit.id)
        )
        .order_by(PlannedVisit.planned_on.desc(), PlannedVisit.id.desc())
        .limit(VISITS)
    )
    return [(visit, village, entry) for visit, village, entry in session.execute(query)]


def visit_of(session: ScopedSession, visit_id: UUID) -> PlannedVisit:
    """A planned visit of the township.

    Raises:
        NotFound: there is none.
    """
    found = session.get(PlannedVisit, (session.tenant, visit_id))
    if found is None:
        raise NotFound(visit_id)
    return found
