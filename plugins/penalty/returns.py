"""What penalties give the monthly report of progress: its part about law-based administration, in numbers of cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select

from core.cases.lists import CaseFilter, conditions
from core.cases.models import Case
from core.db import ScopedSession
from core.duties.lines import LAW, counted, so_many
from core.tenancy.models import Unit
from plugins.penalty.ordinary.models import Inquiry
from plugins.penalty.summary.services import KIND as ON_SPOT


def of_month(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """Lines of the part ``law`` for a unit's month; what did not happen has no line."""
    days = (first, last)
    received = conditions(CaseFilter(unit_id=unit.id, open_only=False, received=days))
    spot = select(func.count()).select_from(Case).where(Case.kind == ON_SPOT, *received)
    filed, decided, reviewed, heard = counted(
        session,
        unit,
        Inquiry,
        Inquiry.filed_on.between(*days),
        Inquiry.decided_on.between(*days),
        Inquiry.decided_on.between(*days) & (Inquiry.legal_reviewer != ""),
        Inquiry.hearing_on.between(*days),
    )
    numbers = (
        ("当场处罚{}件", session.scalar(spot)),
        ("行政处罚立案{}件", filed),
        ("作出处罚决定{}件", decided),
        ("经过法制审核的处罚决定{}件", reviewed),
        ("举行听证{}次", heard),
    )
    return {LAW: so_many(numbers)}
