"""Reading what was sent: to whom, how far it came, and what could not be delivered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select

from core.db import ScopedSession
from core.exchange.models import ParcelSent
from core.exchange.services import PARCELS
from core.jobs.models import Outbox


def sent_under(session: ScopedSession, tenant: int, kind: str, key: str) -> Sequence[ParcelSent]:
    """The parcels one sending made, by receiver."""
    query = select(ParcelSent).where(ParcelSent.tenant_id == tenant, ParcelSent.kind == kind, ParcelSent.key == key)
    return session.scalars(query.order_by(ParcelSent.to_tenant)).all()


def counts_of(session: ScopedSession, tenant: int, kind: str, keys: Collection[str]) -> dict[str, dict[str, int]]:
    """How many parcels of each sending are in which state: ``{key: {state: number}}``."""
    found: dict[str, dict[str, int]] = {}
    rows = session.execute(
        select(ParcelSent.key, ParcelSent.state, func.count())
        .where(ParcelSent.tenant_id == tenant, ParcelSent.kind == kind, ParcelSent.key.in_(keys))
        .group_by(ParcelSent.key, ParcelSent.state)
    )
    for key, state, number in rows:
        found.setdefault(key, {})[state] = number
    return found


def parked(session: ScopedSession, tenant: int, parcels: Sequence[ParcelSent]) -> set[UUID]:
    """Of these parcels, those whose delivery failed again and again and waits for the operator."""
    keys = {f"parcel:{parcel.id}": parcel.id for parcel in parcels}
    query = select(Outbox.key).where(
        Outbox.tenant_id == tenant, Outbox.topic == PARCELS, Outbox.parked.is_(True), Outbox.key.in_(list(keys))
    )
    return {keys[key] for key in session.scalars(query)}
