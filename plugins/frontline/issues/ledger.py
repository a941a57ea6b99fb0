"""The ledger of issues 诉求台账, a page at a time: kind, place, lead, partners, limit, outcome; nobody's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.queries import readable
from core.db import ScopedSession
from core.tenancy.models import Unit
from plugins.frontline.issues import queries
from plugins.frontline.issues.models import Issue

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the ledger is asked for; empty is everything."""

    state: str = ""
    matter: str = ""
    village: UUID | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ledger; `opens` where the reader may open the case itself."""

    issue: Issue
    case: Case
    lead: str
    partners: tuple[str, ...]
    opens: bool


def page(
    session: ScopedSession, actor: Actor, wanted: Wanted, after: UUID | None = None
) -> tuple[Sequence[Row], UUID | None]:
    """A page of the ledger, the newest first, and the key of the next one."""
    query = (
        select(Issue, Case, Unit.name, readable(actor, (queries.KIND,)))
        .join(Case, (Case.tenant_id == Issue.tenant_id) & (Case.id == Issue.case_id))
        .join(Unit, (Unit.tenant_id == Case.tenant_id) & (Unit.id == Case.unit_id))
        .where(queries.own_rows(session, actor, Case.unit_id, partners=True))
        .order_by(Issue.case_id.desc())
    )
    if wanted.state:
        query = query.where(Case.state == wanted.state)
    if wanted.matter:
        query = query.where(Issue.matter == wanted.matter)
    if wanted.village is not None:
        query = query.where(Issue.village_id == wanted.village)
    if wanted.words:
        query = query.where(Case.title.contains(wanted.words, autoescape=True))
    if after is not None:
        query = query.where(Issue.case_id < after)
    rows = session.execute(query.limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    partners = _partners(session, [case.id for _issue, case, _lead, _opens in shown])
    found = [Row(issue, case, lead, partners.get(case.id, ()), bool(opens)) for issue, case, lead, opens in shown]
    return found, shown[-1][1].id if len(rows) > PAGE else None


def _partners(session: ScopedSession, ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    if not ids:
        return {}
    query = (
        select(Case.parent_id, Unit.name)
        .join(Unit, (Unit.tenant_id == Case.tenant_id) & (Unit.id == Case.unit_id))
        .where(Case.parent_id.in_(ids), Case.kind == queries.PART)
        .order_by(Case.id)
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for parent, unit in session.execute(query):
        if parent is not None and unit not in found.get(parent, ()):
            found[parent] = (*found.get(parent, ()), unit)
    return found
