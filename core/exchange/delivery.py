"""The worker's part: a parcel is put into the receiver's tenant once, and its answers come back to the sender's.

Each parcel is one transaction of the receiver: the plugin's rows, the effect key and the answer that is owed stand or
fall together. Killed before the outbox row is closed, the worker finds the key on the next run and does nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.contracts import Receiver
from core.db import Database, Scope, ScopedSession
from core.errors import DomainError, Problem
from core.exchange.models import ParcelReceived, ParcelSent
from core.exchange.parcel import DELIVERED, RECEIVED, REFUSED, SENT, STEPS, Parcel, Receipt, opened
from core.exchange.services import ANSWERS, PARCELS, owe_answer
from core.i18n import N_
from core.jobs.models import Outbox
from core.tenancy.queries import standing
from core.tenancy.services import enabled_plugins


def deliver(database: Database, session: ScopedSession, rows: Sequence[Outbox]) -> None:
    """Deliver the parcels that `rows` of the sender's outbox owe, the oldest first."""
    waiting = select(ParcelSent).where(ParcelSent.id.in_(_named(rows)), ParcelSent.state == SENT)
    for sent in session.scalars(waiting.order_by(ParcelSent.sent_at, ParcelSent.id)).all():
        _put(database, sent, standing(session, sent.to_tenant))


def bring_back(database: Database, session: ScopedSession, rows: Sequence[Outbox]) -> None:
    """Tell the senders where the parcels stand that `rows` of the receiver's outbox name."""
    answered = session.scalars(select(ParcelReceived).where(ParcelReceived.id.in_(_named(rows)))).all()
    senders = {received.id: standing(session, received.from_tenant) for received in answered}
    for tenant in sorted(set(senders.values())):
        with database.write(Scope.one(tenant)) as sender:
            for received in answered:
                if senders[received.id] == tenant:
                    _mark(sender, sender.get_one(ParcelSent, (tenant, received.source_id)), received)


def carry(database: Database, tenant: int) -> None:
    """Carry whatever parcels and answers a tenant owes now, for the sample; the worker closes their rows later."""
    for topic, take in ((PARCELS, deliver), (ANSWERS, bring_back)):
        with database.read(Scope.one(tenant)) as session:
            owed = select(Outbox).where(Outbox.topic == topic, Outbox.is_open.is_(True))
            take(database, session, session.scalars(owed).all())


def _named(rows: Iterable[Outbox]) -> set[UUID]:
    return {UUID(row.payload["parcel"]) for row in rows}


def _put(database: Database, sent: ParcelSent, to_tenant: int) -> None:
    receiver = plugins.registry().receivers[sent.kind]
    parcel = opened(sent.content, sent.sha256)
    known = select(ParcelReceived.id).where(
        ParcelReceived.from_tenant == sent.tenant_id, ParcelReceived.source_id == sent.id
    )
    with database.write(Scope.one(to_tenant)) as session:
        if session.scalar(known) is not None:
            return
        received = ParcelReceived(
            tenant_id=to_tenant,
            from_tenant=sent.tenant_id,
            source_id=sent.id,
            kind=sent.kind,
            key=sent.key,
            sha256=sent.sha256,
            state=DELIVERED,
            sent_at=sent.sent_at,
            delivered_at=time.now(),
        )
        session.add(received)
        session.flush()
        if refusal := _refusal(session, receiver, received, parcel):
            received.state, received.answered_at = REFUSED, time.now()
            received.answer = Receipt(said=refusal).to_json()
        if received.state != RECEIVED:  # a receiver that signed at once owes its answer already
            owe_answer(session, received)


def _refusal(
    session: ScopedSession, receiver: Receiver, received: ParcelReceived, parcel: Parcel
) -> tuple[Problem, ...]:
    """Let the plugin take the parcel in; why it does not, if it does not."""
    owner = plugins.registry().owner[receiver.kind]
    if owner != plugins.CORE and owner not in enabled_plugins(session, session.tenant):
        label = plugins.registry().plugins[owner].label
        return (Problem(N_("对方没有开启“%(label)s”，不能接收。"), params={"label": label}),)
    try:
        # What the receiver wrote before it refused is undone, the refusal is not.
        with session.begin_nested():
            receiver.receive(session, received, parcel)
    except DomainError as error:
        return tuple(error.problems)
    return ()


def _mark(session: ScopedSession, sent: ParcelSent, received: ParcelReceived) -> None:
    first = STEPS[received.state] > STEPS[sent.state]
    if not first and (received.state != sent.state or received.answer == sent.answer):
        return
    sent.state, sent.delivered_at = received.state, received.delivered_at
    sent.answered_at, sent.answer = received.answered_at, received.answer
    if first and sent.state == REFUSED:
        plugins.registry().receivers[sent.kind].sent_back(session, sent)
