"""Reading parts of a joint handling, and the units that can take part."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.accounts.queries import placed
from core.cases.models import Case
from core.db import ScopedSession
from core.tenancy.models import Unit
from plugins.approval.joint.models import Part
from plugins.approval.joint.rules import PartFacts
from plugins.approval.permissions import Perm

KIND = "approval.part"


def units(session: ScopedSession, but: UUID) -> dict[UUID, str]:
    """The units in which somebody handles applications, without the lead's own."""
    names = {
        unit.id: unit.name
        for unit in session.scalars(select(Unit).where(Unit.closed_on.is_(None)).order_by(Unit.id))
        if unit.id != but
    }
    able = {unit for unit, _account, _name in placed(session, (Perm.HANDLE,), names.keys())}
    return {unit: name for unit, name in names.items() if unit in able}


def part_of(session: ScopedSession, case: Case) -> tuple[Part, Case]:
    """What a part holds, with the application it belongs to."""

    def ask() -> tuple[Part, Case]:
        part = session.get_one(Part, (case.tenant_id, case.id))
        return part, session.get_one(Case, (case.tenant_id, case.parent_id))

    return session.once(("approval.part", case.id), ask)


def facts(session: ScopedSession, case: Case) -> PartFacts:
    """What guards know of a part."""
    return PartFacts(lead_open=part_of(session, case)[1].is_open)


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of a part shows: the question, and the application it is about."""
    from plugins.approval import queries as applications
    from plugins.approval.queries import uploads

    part, lead = part_of(session, case)
    found = applications.detail(session, lead)
    came = uploads(session, "case", case.id)
    return {
        "part": part,
        "lead": lead,
        "item": found["item"],
        "rows": found["rows"],
        "files": [file for files in came.values() for file in files],
    }
