"""Reading registrations: of one case, and the own ones of an agent."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core.cases.models import Case
from core.db import ScopedSession
from plugins.approval.agency.models import Agency

SHOWN = 50


def of_case(session: ScopedSession, case: Case) -> Agency | None:
    """The registration of a case; None where no village agent registered it."""
    if case.channel != "village":
        return None
    return session.get(Agency, (case.tenant_id, case.id))


def of_village(session: ScopedSession, village_id: UUID) -> Sequence[tuple[Agency, Case]]:
    """What was registered in a village lately, the newest first: an agent who follows another sees what waits."""
    query = (
        select(Agency, Case)
        .join(Case, (Case.tenant_id == Agency.tenant_id) & (Case.id == Agency.case_id))
        .where(Agency.village_id == village_id)
        .order_by(Agency.registered_on.desc(), Agency.case_id.desc())
        .limit(SHOWN)
    )
    return [(row, case) for row, case in session.execute(query)]
