"""What approval gives the monthly report of progress: its part about law-based administration, in numbers of cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select

from core.cases.lists import CaseFilter, conditions
from core.cases.models import Case
from core.db import ScopedSession
from core.duties.lines import LAW, counted, so_many
from core.tenancy.models import Unit
from plugins.approval.models import Application
from plugins.approval.rules import REFUSE
from plugins.approval.stats import KIND


def of_month(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """Lines of the part ``law`` for a unit's month; what did not happen has no line."""

    def count(*, late: bool = False) -> int:
        wanted = CaseFilter(unit_id=unit.id, open_only=False, closed=(first, last), late=late)
        query = select(func.count()).select_from(Case).where(Case.kind == KIND, *conditions(wanted))
        return session.scalar(query) or 0

    (refused,) = counted(
        session, unit, Application, (Application.decision == REFUSE) & Application.decided_on.between(first, last)
    )
    numbers = (
        ("按期办结审批事项{}件", (closed := count()) - (late := count(late=True) if closed else 0)),
        ("逾期办结审批事项{}件", late),
        ("不予许可并说明理由{}件", refused),
    )
    return {LAW: so_many(numbers)}
