"""Reading circulars: those the county sent with how far they came, and those a township got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from core.circulars.models import Circular, CircularReceived
from core.circulars.services import KIND
from core.db import ScopedSession
from core.errors import NotFound
from core.exchange import queries as exchange
from core.exchange.models import ParcelReceived
from core.exchange.parcel import DELIVERED, RECEIVED

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A circular in the sender's list: to how many it went, and how many have signed for it."""

    circular: Circular
    to: int
    signed: int


def sent(session: ScopedSession, tenant: int) -> list[Outgoing]:
    """The newest circulars a tenant sent."""
    query = select(Circular).where(Circular.tenant_id == tenant).order_by(Circular.sent_at.desc(), Circular.id.desc())
    rows = session.scalars(query.limit(SHOWN)).all()
    counts = exchange.counts_of(session, tenant, KIND, [str(row.id) for row in rows])
    states = {row.id: counts.get(str(row.id), {}) for row in rows}
    return [Outgoing(row, sum(states[row.id].values()), states[row.id].get(RECEIVED, 0)) for row in rows]


def one_sent(session: ScopedSession, tenant: int, circular_id: UUID) -> Circular:
    """A circular a tenant sent.

    Raises:
        NotFound: it sent none of this id.
    """
    found = session.scalar(select(Circular).where(Circular.tenant_id == tenant, Circular.id == circular_id))
    if found is None:
        raise NotFound(circular_id)
    return found


def received(session: ScopedSession) -> Sequence[CircularReceived]:
    """What the session's tenant got, the unsigned first, then the newest."""
    unsigned = ParcelReceived.state == DELIVERED
    query = select(CircularReceived).join(CircularReceived.parcel)
    return session.scalars(query.order_by(unsigned.desc(), ParcelReceived.sent_at.desc()).limit(SHOWN)).all()


def one_received(session: ScopedSession, circular_id: UUID) -> CircularReceived:
    """A circular the session's tenant got.

    Raises:
        NotFound: it got none of this id.
    """
    found = session.scalar(select(CircularReceived).where(CircularReceived.id == circular_id))
    if found is None:
        raise NotFound(circular_id)
    return found


def unsigned(session: ScopedSession) -> int:
    """How many circulars wait in the session's tenant to be signed for."""
    query = select(func.count()).where(ParcelReceived.kind == KIND, ParcelReceived.state == DELIVERED)
    return session.scalar(query) or 0
