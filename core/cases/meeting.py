"""What of the cases is for the joint meeting 联席会议: those whose limit passed and that are not closed yet."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.cases.models import Case
from core.contracts import MeetingItem
from core.db import ScopedSession
from core.tenancy.models import Unit

MOST = 20


def overdue(session: ScopedSession, kinds: Collection[str]) -> list[MeetingItem]:
    """The open cases of some kinds whose limit has passed, the longest overdue first; of persons they say nothing.

    A case that missed another limit since it was talked about is another matter.
    """
    rows = session.execute(
        select(Case, Unit.name)
        .join(Unit, (Unit.tenant_id == Case.tenant_id) & (Unit.id == Case.unit_id))
        .where(Case.is_open == True, Case.listed_on < time.today(), Case.kind.in_(kinds))  # noqa: E712
        .order_by(Case.listed_on, Case.id)
        .limit(MOST)
    )
    registry = plugins.registry()
    return [
        MeetingItem(
            f"{registry.owner[case.kind]}.overdue:{case.id}:{case.listed_on}",
            f"{registry.case_kinds[case.kind].label}{case.number}逾期未办结（{unit}，期限{case.listed_on}）",
            f"/w/{case.tenant_id}/cases/{case.id}",
        )
        for case, unit in rows
    ]
