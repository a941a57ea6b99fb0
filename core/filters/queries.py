"""Reading what people keep of their lists."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, or_, select

from core.accounts.actor import Actor
from core.accounts.models import Account
from core.accounts.permissions import Perm
from core.db import ScopedSession
from core.filters.models import ListColumns, SavedFilter

# Asked by every list: made once, because making a statement takes longer than it runs.
KEPT = (
    select(SavedFilter, ListColumns)
    .select_from(Account)
    .outerjoin(
        SavedFilter,
        or_(SavedFilter.account_id == Account.id, SavedFilter.unit_id.in_(bindparam("units", expanding=True))),
    )
    .outerjoin(ListColumns, ListColumns.account_id == Account.id)
    .where(Account.id == bindparam("account"))
)


def kept_of(session: ScopedSession, actor: Actor) -> tuple[Sequence[SavedFilter], tuple[str, ...]]:
    """What the actor keeps, in one query: own filters, then those lent to the units of which they are, by name; and
    the columns they chose, empty for all."""
    own = sorted(actor.own_units(Perm.WORK))
    rows = session.execute(KEPT, {"account": actor.account_id, "units": own}).all()
    filters = [found for found, _columns in rows if found is not None]
    shown = next((tuple(columns.shown) for _found, columns in rows if columns is not None), ())
    return sorted(filters, key=lambda row: (row.account_id != actor.account_id, row.name)), shown
