"""Sending a circular to chosen townships, taking it in there, and signing for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.accounts.queries import people_for
from core.audit.services import record
from core.circulars.models import Circular, CircularReceived
from core.contracts import Matter, NoticeKind, Receiver
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived
from core.exchange.parcel import DELIVERED, Parcel
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News

KIND = "core.circular"
CAME = N_("收到上级通知：%(title)s。")


@dataclass(frozen=True, slots=True)
class Draft:
    """A circular as it was written; `sign_by` is the last day on which it should be signed for."""

    title: str
    body: str
    to: Collection[int]
    sign_by: dt.date | None = None


def send(session: ScopedSession, actor: Actor, draft: Draft, key: str) -> Circular:
    """Send a circular from the session's tenant; the same form a second time is the same circular.

    Raises:
        Forbidden: the actor may not send.
        DomainError: it goes nowhere, or should be signed for before it is sent.
        NotFound: one of the townships does not exist.
    """
    if not actor.may(Perm.SEND):
        raise Forbidden(Perm.SEND)
    queue(session, f"circular:{key}")
    if (known := session.scalar(select(Circular).where(Circular.form_key == key))) is not None:
        return known
    problems = []
    if not draft.to:
        problems.append(Problem(N_("请至少选择一个乡镇。"), "to"))
    if draft.sign_by is not None and draft.sign_by < time.today():
        problems.append(Problem(N_("签收期限不能早于今天。"), "sign_by"))
    if problems:
        raise DomainError(problems)
    circular = Circular(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        title=draft.title,
        body=draft.body,
        sign_by=draft.sign_by,
        sent_at=time.now(),
        sent_by=actor.title,
    )
    session.add(circular)
    details = {"sign_by": draft.sign_by.isoformat() if draft.sign_by else None}
    parcel = Parcel(title=draft.title, summary=draft.body, details=details)
    exchange.send_all(session, draft.to, KIND, parcel, str(circular.id))
    record(session, actor, "core.circular.send", str(circular.id), {"title": draft.title, "to": sorted(set(draft.to))})
    session.flush()
    return circular


def receive(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Keep a circular that came, and tell those who sign for it."""
    day = parcel.details["sign_by"]
    circular = CircularReceived(
        tenant_id=received.tenant_id,
        id=new_id(),
        parcel_id=received.id,
        title=parcel.title,
        body=parcel.summary,
        sign_by=dt.date.fromisoformat(day) if day else None,
    )
    session.add(circular)
    session.flush()
    news = News(CIRCULAR.code, circular.id, CAME, {"title": circular.title})
    notices.tell(session, news, people_for(session, Perm.SIGN))


def sign(session: ScopedSession, actor: Actor, circular_id: UUID, reply: str = "") -> CircularReceived:
    """Sign for a circular 签收, with a reply where there is one to give. The second time changes nothing.

    Raises:
        Forbidden: the actor may not sign here.
        NotFound: no such circular in this tenant.
    """
    if not actor.may(Perm.SIGN):
        raise Forbidden(Perm.SIGN)
    circular = session.get(CircularReceived, (session.tenant, circular_id))
    if circular is None:
        raise NotFound(circular_id)
    exchange.acknowledge(session, actor, circular.parcel_id, reply=reply)
    return circular


def _waiting(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    query = select(CircularReceived.id).join(CircularReceived.parcel)
    return set(session.scalars(query.where(CircularReceived.id.in_(ids), ParcelReceived.state == DELIVERED)))


def _visible(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    return set(ids) if actor.may(Perm.SIGN) else set()


RECEIVER = Receiver(KIND, receive)
CIRCULAR = NoticeKind(
    KIND, N_("上级通知"), Matter("circular", "/w/{tenant}/circulars/{id}", _waiting, _visible), default="now"
)
