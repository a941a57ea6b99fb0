"""Registering addresses, renewing their secrets, ending them; and owing them a message with what happened."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.jobs.models import Outbox
from core.jobs.rules import KEPT
from core.jobs.services import emit
from core.jobs.services import retry as owe_again
from core.webhooks import queries, rules
from core.webhooks.models import Webhook, WebhookDelivery
from core.webhooks.queries import TOPIC

PREFIX, SECRET_BYTES = "xnh_", 32
AFTER_OTHERS = 150


@dataclass(frozen=True, slots=True)
class Order:
    """An address as it was asked for."""

    name: str
    url: str
    events: tuple[str, ...]


def register(session: ScopedSession, actor: Actor, order: Order, key: str) -> str | None:
    """Register an address.

    Returns:
        The secret that signs what is sent there, told this once; None where the same form registered it before.

    Raises:
        Forbidden: the actor may not.
        DomainError: nothing is told, the address may not be used, or there are too many.
    """
    _check(actor)
    queue(session, f"webhook:{key}")
    if session.scalar(select(Webhook.id).where(Webhook.form_key == key)) is not None:
        return None
    problems = []
    if not order.events or not set(order.events) <= rules.EVENTS.keys():
        problems.append(Problem(N_("请至少选择一种要推送的变化。"), "events"))
    if found := rules.problem(order.url, queries.listed(session)):
        problems.append(Problem(found[0], "url", found[1]))
    used = session.scalar(select(func.count()).select_from(Webhook).where(Webhook.ended_at.is_(None))) or 0
    if used >= rules.MOST:
        problems.append(Problem(N_("最多%(most)d个推送地址，请先停用不用的。"), None, {"most": rules.MOST}))
    if problems:
        raise DomainError(problems)
    secret = _secret()
    hook = Webhook(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        name=order.name,
        url=order.url,
        events=sorted(order.events),
        secret=secret,
        maker_id=actor.account_id,
        maker=actor.title,
        made_at=time.now(),
    )
    session.add(hook)
    record(session, actor, "core.webhook.register", str(hook.id), {"name": hook.name, "events": hook.events})
    session.flush()
    return secret


def renew(session: ScopedSession, actor: Actor, webhook_id: UUID) -> str:
    """Give an address a new secret, which signs from the next message on; it is told this once.

    Raises:
        Forbidden, NotFound, DomainError: as `end`.
    """
    hook = _open(session, actor, webhook_id)
    hook.secret = secret = _secret()
    record(session, actor, "core.webhook.renew", str(hook.id), {"name": hook.name})
    session.flush()
    return secret


def end(session: ScopedSession, actor: Actor, webhook_id: UUID) -> Webhook:
    """Tell an address nothing more; what waits for it is dropped.

    Raises:
        Forbidden: the actor may not.
        NotFound: no such address in this tenant.
        DomainError: it was ended before.
    """
    hook = _open(session, actor, webhook_id)
    hook.ended_at, hook.ended_by = time.now(), actor.title
    record(session, actor, "core.webhook.end", str(hook.id), {"name": hook.name})
    session.flush()
    return hook


def try_out(session: ScopedSession, actor: Actor, webhook_id: UUID) -> WebhookDelivery:
    """Send an address a message that says nothing, to see whether it arrives.

    Raises:
        Forbidden, NotFound, DomainError: as `end`.
    """
    return _owe(session, _open(session, actor, webhook_id), rules.PING, {}, new_id())


def retry(session: ScopedSession, actor: Actor, webhook_id: UUID, delivery_id: UUID) -> WebhookDelivery:
    """Send again what was given up after all its tries.

    Raises:
        Forbidden, NotFound, DomainError: as `end`; it was not given up.
    """
    hook = _open(session, actor, webhook_id)
    row = queries.delivery(session, hook.id, delivery_id)
    owed = session.scalars(select(Outbox.id).where(Outbox.topic == TOPIC, Outbox.key == str(row.id))).all()
    if row.state != rules.FAILED or not owe_again(session, actor, owed):
        raise DomainError(Problem(N_("这一条还在自动重试，或者已经送到。")))
    row.state, row.attempts, row.why, hook.down_until = rules.WAITING, 0, "", None
    session.flush()
    return row


def announce(
    session: ScopedSession,
    event: str,
    payload: Mapping[str, Any],
    *,
    needs: str,
    unit_id: UUID,
    held: dt.timedelta | None = None,
) -> list[UUID]:
    """Owe a message to every address that is told of an event; it goes with the transaction or not at all.

    Args:
        payload: what is told, JSON values; never a name, a number of a person, or a word of a case.
        needs: the permission for the unit that the maker of an address must hold when it is sent.
        held: how long it stays in the house, because it may be taken back.

    Returns:
        The messages.
    """
    query = select(Webhook).where(Webhook.ended_at.is_(None)).order_by(Webhook.id)
    hooks = session.once(("webhooks",), lambda: session.scalars(query).all())
    event_id = new_id()
    told = [hook for hook in hooks if event in hook.events]
    return [_owe(session, hook, event, payload, event_id, needs, unit_id, held).id for hook in told]


def take_back(session: ScopedSession, ids: Collection[UUID]) -> bool:
    """Take messages back that were held; False, and nothing happens, where one was tried already."""
    gone = (WebhookDelivery.id.in_(ids), (WebhookDelivery.state != rules.WAITING) | (WebhookDelivery.attempts > 0))
    if session.scalar(select(WebhookDelivery.id).where(*gone).limit(1)) is not None:
        return False
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.id.in_(ids)))
    return True


def forget(session: ScopedSession) -> None:
    """Forget what was sent or given up 30 days ago."""
    before = (WebhookDelivery.at < time.now() - KEPT, WebhookDelivery.state != rules.WAITING)
    session.execute(delete(WebhookDelivery).where(*before))


def _owe(
    session: ScopedSession,
    hook: Webhook,
    event: str,
    payload: Mapping[str, Any],
    event_id: UUID,
    needs: str = "",
    unit_id: UUID | None = None,
    held: dt.timedelta | None = None,
) -> WebhookDelivery:
    row = WebhookDelivery(
        tenant_id=session.tenant,
        id=new_id(),
        webhook_id=hook.id,
        event_id=event_id,
        event=event,
        payload=dict(payload),
        needs=needs,
        unit_id=unit_id,
        state=rules.WAITING,
        attempts=0,
        at=time.now(),
    )
    session.add(row)
    at = time.now() + held if held is not None else None
    emit(session, TOPIC, str(row.id), {"delivery": str(row.id)}, AFTER_OTHERS, at)
    return row


def _open(session: ScopedSession, actor: Actor, webhook_id: UUID) -> Webhook:
    _check(actor)
    hook = queries.one(session, webhook_id)
    if hook.ended_at is not None:
        raise DomainError(Problem(N_("这个推送地址已经停用。")))
    return hook


def _check(actor: Actor) -> None:
    if actor.visiting is not None or not actor.may(Perm.TOKENS):
        raise Forbidden(Perm.TOKENS)


def _secret() -> str:
    return PREFIX + secrets.token_urlsafe(SECRET_BYTES)
