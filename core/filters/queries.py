"""Reading what people keep of their lists."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from core.accounts.actor import Actor
from core.accounts.models import Account
from core.accounts.permissions import Perm
from core.db import ScopedSession
from core.filters.models import ListColumns, SavedFilter


def kept_of(session: ScopedSession, actor: Actor) -> tuple[Sequence[SavedFilter], tuple[str, ...]]:
    """What the actor keeps, in one query: own filters, then those lent to the units of which they are, by name; and
    the columns they chose, empty for all."""
    lent = SavedFilter.unit_id.in_(sorted(actor.own_units(Perm.WORK)))
    rows = session.execute(
        select(SavedFilter, ListColumns)
        .select_from(Account)
        .outerjoin(SavedFilter, or_(SavedFilter.account_id == Account.id, lent))
        .outerjoin(ListColumns, ListColumns.account_id == Account.id)
        .where(Account.id == actor.account_id)
    ).all()
    filters = [found for found, _columns in rows if found is not None]
    shown = next((tuple(columns.shown) for _found, columns in rows if columns is not None), ())
    return sorted(filters, key=lambda row: (row.account_id != actor.account_id, row.name)), shown
