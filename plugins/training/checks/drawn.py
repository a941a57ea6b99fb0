"""Units that a draw put on the list of those to be checked: what is on it, and which check takes them off."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.contracts import Drawn
from core.db import ScopedSession, new_id
from core.errors import Forbidden
from core.tenancy.models import Unit
from plugins.training.models import Check, ToCheck
from plugins.training.permissions import Perm
from plugins.training.who import may_check


def put_drawn(session: ScopedSession, actor: Actor, drawn: Drawn) -> int:
    """Put the units of a draw on its year's list of those to be checked; those on it stay as they are.

    Returns:
        How many came on the list.

    Raises:
        Forbidden: the actor is not of the general office.
    """
    if not may_check(session, actor):
        raise Forbidden(Perm.CHECK)
    there = set(session.scalars(select(ToCheck.unit_id).where(ToCheck.draw_id == drawn.draw_id)))
    units = session.scalars(select(Unit.id).where(Unit.code.in_(drawn.codes), Unit.closed_on.is_(None)))
    new = [unit_id for unit_id in units if unit_id not in there]
    given = {"year": drawn.year, "draw_id": drawn.draw_id, "drawn": drawn.title}
    for unit_id in new:
        by = {"listed_by": actor.title, "listed_at": time.now()}
        session.add(ToCheck(tenant_id=session.tenant, id=new_id(), unit_id=unit_id, **given, **by))
    if new:
        record(session, actor, "training.check.list", str(drawn.draw_id), {"units": len(new), "year": drawn.year})
    session.flush()
    return len(new)


def waiting(session: ScopedSession, year: int, unit_id: UUID | None = None) -> Sequence[tuple[ToCheck, Unit]]:
    """What is on the list of a year and not checked yet, by unit; of one unit where it is told."""
    query = (
        select(ToCheck, Unit)
        .join(Unit, (Unit.tenant_id == ToCheck.tenant_id) & (Unit.id == ToCheck.unit_id))
        .where(ToCheck.year == year, ToCheck.check_id.is_(None))
        .order_by(Unit.code, ToCheck.listed_at, ToCheck.id)
    )
    rows = session.execute(query if unit_id is None else query.where(ToCheck.unit_id == unit_id))
    return [(row, unit) for row, unit in rows]


def checked(session: ScopedSession, check: Check) -> None:
    """Take the checked unit off the list: one check answers one draw, the oldest."""
    for row, _unit in waiting(session, check.year, check.unit_id)[:1]:
        row.check_id = check.id
