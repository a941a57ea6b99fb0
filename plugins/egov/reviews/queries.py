"""Reading reviews of petitions: the facts of one, its page, the register, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.cases import lists
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.cases.queries import clocks_of, readable
from core.contracts import Card
from core.db import ScopedSession
from core.i18n import N_
from core.tenancy.models import Tenant
from plugins.egov.permissions import Perm
from plugins.egov.reviews import rules
from plugins.egov.reviews.models import PetitionReview

KIND, NEWS = "egov.review", "egov.review_outcome"
RECHECK_REQUEST = "petition.recheck_request"
PAGE = 50


def review_of(session: ScopedSession, case: Case) -> PetitionReview:
    """What a review holds beyond its case."""
    return session.get_one(PetitionReview, (case.tenant_id, case.id))


def facts(session: ScopedSession, case: Case) -> rules.ReviewFacts:
    """What guards know of a review."""
    row = review_of(session, case)
    return rules.ReviewFacts(
        level=row.level,
        late=row.late,
        recheck_runs=any(clock.rule == RECHECK_REQUEST for clock in clocks_of(session, case)),
        heard_since=row.heard_since if row.heard_until is None else None,
        received_on=case.received_on,
        today=time.today(),
    )


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of a review shows."""
    row = review_of(session, case)
    return {"review": row, "level": rules.LEVELS[row.level], "outcome": rules.OUTCOMES.get(row.outcome, "")}


def townships(session: ScopedSession) -> dict[int, str]:
    """The townships below, by code."""
    rows = session.execute(select(Tenant.id, Tenant.name).where(Tenant.parent_id == session.tenant).order_by(Tenant.id))
    return dict(rows.all())


def page(
    session: ScopedSession, actor: Actor, state: str, after: UUID | None
) -> tuple[Sequence[tuple[PetitionReview, Case]], UUID | None]:
    """A page of the register, the newest first, and the key of the next one."""
    query = (
        select(PetitionReview, Case)
        .join(Case, (Case.tenant_id == PetitionReview.tenant_id) & (Case.id == PetitionReview.case_id))
        .where(readable(actor, (KIND,)))
        .order_by(Case.id.desc())
    )
    if state:
        query = query.where(Case.state == state)
    if after is not None:
        query = query.where(Case.id < after)
    rows = [(row, case) for row, case in session.execute(query.limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1][1].id if len(rows) > PAGE else None


def cards(actor: Actor) -> list[Card]:
    """How many wait for an opinion; left out where none does."""
    if not actor.may(Perm.REVIEW):
        return []
    waiting = lists.number_of(actor, CaseFilter(kinds=(KIND,), states=("review_received",)))
    return [Card(N_("待答复的信访复查、复核"), waiting, "state=review_received", order=99, mine=True, if_any=True)]
