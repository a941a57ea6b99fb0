"""Reading what people keep of their lists."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.db import ScopedSession
from core.filters.models import ListColumns, SavedFilter
from core.tenancy.models import Unit


def of_actor(session: ScopedSession, actor: Actor) -> Sequence[SavedFilter]:
    """The actor's filters, then those lent to the units of which they are, by name."""
    lent = SavedFilter.unit_id.in_(sorted(actor.own_units(Perm.WORK)))
    rows = session.scalars(select(SavedFilter).where(or_(SavedFilter.account_id == actor.account_id, lent)))
    return sorted(rows, key=lambda row: (row.account_id != actor.account_id, row.name))


def columns_of(session: ScopedSession, actor: Actor) -> tuple[str, ...]:
    """The columns the actor chose; empty for all."""
    found = session.get(ListColumns, (session.scope.tenant, actor.account_id))
    return tuple(found.shown) if found is not None else ()


def own_units(session: ScopedSession, actor: Actor) -> dict[str, str]:
    """The units to which the actor may lend a filter: id → name."""
    query = select(Unit).where(Unit.id.in_(sorted(actor.own_units(Perm.WORK)))).order_by(Unit.id)
    return {str(unit.id): unit.name for unit in session.scalars(query)}
