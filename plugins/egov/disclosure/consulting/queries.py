"""Reading whom the organ asked for an opinion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from core.cases.models import Case, Clock
from core.db import ScopedSession
from plugins.egov.disclosure.consulting import rules
from plugins.egov.disclosure.models import Consultation


def of_request(session: ScopedSession, case: Case) -> Sequence[Consultation]:
    """Whoever was asked, in order."""
    return session.scalars(select(Consultation).where(Consultation.case_id == case.id).order_by(Consultation.id)).all()


def last(rows: Sequence[Consultation], clocks: Iterable[Clock]) -> rules.Asked | None:
    """Whoever was asked last, with the limit that runs for them."""
    if not rows:
        return None
    row = rows[-1]
    due = [clock.due_on for clock in clocks if clock.rule == rules.LIMITS[row.whom]] if row.received_on else []
    return rules.Asked(row.whom, row.sent_on, row.received_on, due[-1] if due else None, row.opinion)


def against(rows: Iterable[Consultation]) -> list[Consultation]:
    """Third parties that said no."""
    return [row for row in rows if row.whom == rules.THIRD_PARTY and row.opinion in rules.AGAINST]
