"""Sending a parcel with the act, and answering one: the only two things a tenant does about another.

Nothing is written in the other tenant here. What is owed goes through the outbox, and the worker carries it
(`core.exchange.delivery`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.errors import DomainError, NotFound, Problem
from core.exchange.models import ParcelReceived, ParcelSent
from core.exchange.parcel import DELIVERED, RECEIVED, REFUSED, SENT, Parcel, Receipt
from core.files.models import StoredFile
from core.files.services import Kept, attach
from core.i18n import N_
from core.jobs.services import emit
from core.tenancy.models import Tenant

# Topics of the outbox: parcels on their way, and answers on their way back.
PARCELS, ANSWERS = "exchange", "exchange.answer"
OWNER = "parcel"  # of the files that are enclosed


def send(session: ScopedSession, to_tenant: int, kind: str, parcel: Parcel, key: str) -> ParcelSent:
    """Owe a parcel to another tenant; see `send_all`."""
    return send_all(session, (to_tenant,), kind, parcel, key)[0]


def send_all(
    session: ScopedSession, to_tenants: Collection[int], kind: str, parcel: Parcel, key: str
) -> list[ParcelSent]:
    """Owe a parcel to other tenants: it goes with the sender's transaction or not at all.

    Args:
        kind: a registered receiver's kind.
        key: the sender's name for this sending; the same key to the same tenant is the same parcel.

    Returns:
        The parcels in the order of their receivers' codes.

    Raises:
        LookupError: nobody registered a receiver of the kind.
        NotFound: one of the tenants does not exist or is the sender's own.
    """
    if kind not in plugins.registry().receivers:
        raise LookupError(f"nobody receives {kind}")
    there = set(session.scalars(select(Tenant.id).where(Tenant.id.in_(to_tenants)))) - {session.tenant}
    if unknown := set(to_tenants) - there:
        raise NotFound(*unknown)
    same = select(ParcelSent).where(
        ParcelSent.kind == kind, ParcelSent.key == key, ParcelSent.to_tenant.in_(to_tenants)
    )
    found = {sent.to_tenant: sent for sent in session.scalars(same)}
    content, sha256, now = parcel.to_json(), parcel.sha256, time.now()
    for tenant in sorted(there - found.keys()):
        found[tenant] = ParcelSent(
            tenant_id=session.tenant,
            id=new_id(),
            to_tenant=tenant,
            kind=kind,
            key=key,
            content=content,
            sha256=sha256,
            state=SENT,
            sent_at=now,
        )
        session.add(found[tenant])
        _hold_files(session, found[tenant], parcel)
        emit(session, PARCELS, f"parcel:{found[tenant].id}", {"parcel": str(found[tenant].id)})
    return [found[tenant] for tenant in sorted(found)]


def acknowledge(
    session: ScopedSession,
    actor: Actor,
    parcel_id: UUID,
    *,
    number: str = "",
    reply: str = "",
    due: dt.date | None = None,
) -> ParcelReceived:
    """Sign for a parcel 签收; the receipt goes back to the sender. The second time changes nothing.

    Args:
        number: the number of the receiver's own case.
        reply: what the sender is told beside.
        due: the last day of the receiver's own limit.

    Raises:
        NotFound: no such parcel in this tenant.
        DomainError: it was refused before.
    """
    return _answer(session, actor, parcel_id, RECEIVED, Receipt(actor.title, number, _words(reply), due))


def refuse(session: ScopedSession, actor: Actor, parcel_id: UUID, reason: str) -> ParcelReceived:
    """Send a parcel back 退回 with the reason. The second time changes nothing.

    Raises:
        NotFound: no such parcel in this tenant.
        DomainError: it was signed for before.
    """
    return _answer(session, actor, parcel_id, REFUSED, Receipt(actor.title, said=_words(reason)))


def take_files(session: ScopedSession, parcel: Parcel, owner_kind: str, owner_id: UUID) -> Sequence[StoredFile]:
    """Give the files of a parcel an owner in the receiver's tenant; the bytes are shared, the rows never."""
    return [
        attach(
            session,
            Kept(file.sha256, file.size, file.media_type, file.name),
            owner_kind=owner_kind,
            owner_id=owner_id,
            at_most=len(parcel.files),
        )
        for file in parcel.files
    ]


def _hold_files(session: ScopedSession, sent: ParcelSent, parcel: Parcel) -> None:
    """Name the enclosed files as the parcel's own: their bytes stay, whatever their sender takes away meanwhile."""
    for file in parcel.files:
        kept = Kept(file.sha256, file.size, file.media_type, file.name, own=True)  # scanned where it came in
        attach(session, kept, owner_kind=OWNER, owner_id=sent.id, at_most=len(parcel.files))


def owe_answer(session: ScopedSession, received: ParcelReceived) -> None:
    """Owe the sender the news of where its parcel stands now."""
    emit(session, ANSWERS, f"parcel:{received.id}", {"parcel": str(received.id)})


def _answer(session: ScopedSession, actor: Actor, parcel_id: UUID, state: str, receipt: Receipt) -> ParcelReceived:
    received = session.get(ParcelReceived, (session.tenant, parcel_id), with_for_update=True)
    if received is None:
        raise NotFound(parcel_id)
    if received.state == state:
        return received
    if received.state != DELIVERED:
        raise DomainError(Problem(N_("这份来件已经答复过，不能再改。")))
    received.state, received.answered_at, received.answer = state, time.now(), receipt.to_json()
    record(session, actor, f"core.parcel.{state}", str(parcel_id), {"kind": received.kind, "number": receipt.number})
    owe_answer(session, received)
    session.flush()
    return received


def _words(typed: str) -> tuple[Problem, ...]:
    return (Problem(typed),) if typed else ()
