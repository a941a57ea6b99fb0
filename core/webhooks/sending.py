"""The worker's part: one message to one address, outside every write turn, to where the county lets things go today.

A name is looked up once and what was looked at is what is called, so that it cannot lead elsewhere in between (SSRF).
"""

from __future__ import annotations

import datetime as dt
import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult
from uuid import UUID

from core import clock as time
from core.accounts.models import Account
from core.accounts.queries import actor_of
from core.contracts import Owed
from core.db import Database, Scope, ScopedSession
from core.i18n import N_
from core.notices.channels import Declined, hand_over
from core.webhooks import queries, rules
from core.webhooks.models import Webhook, WebhookDelivery
from core.webhooks.queries import TOPIC

TIMEOUT = 5.0
# An address that did not answer is left alone for as long: its row of messages keeps no other effect waiting.
REST = dt.timedelta(seconds=20)
SILENT = N_("对方没有应答")
OFF_LIST = N_("这个域名已经不在县级允许推送的地址里")
ENDED, NO_RIGHT = N_("推送地址已经停用"), N_("登记推送地址的人已经没有查看这类案件的权限")


class Unsent(RuntimeError):
    """A message that did not go; its words are a msgid or a status."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way."""

    url: SplitResult
    secret: bytes
    event_id: UUID
    body: bytes
    listed: rules.Allowed


def deliver(database: Database, tenant: int, payload: Mapping[str, Any]) -> None:
    """Send one message, once or again.

    Raises:
        Unsent: it did not go; the outbox tries again later, and gives up after five tries.
    """
    delivery_id = UUID(payload["delivery"])
    with database.write(Scope.one(tenant)) as session:
        going = _begin(session, delivery_id)
    if going is None:
        return
    try:
        said = post(going)
    except (OSError, http.client.HTTPException, Declined, Unsent) as error:
        told = _said(error)
        with database.write(Scope.one(tenant)) as session:
            _note(session, delivery_id, rules.FAILED, told, unanswered=isinstance(error, OSError))
        raise Unsent(told) from error
    with database.write(Scope.one(tenant)) as session:
        _note(session, delivery_id, rules.SENT, said)


EFFECT = Owed(TOPIC, None, N_("推送办件变化"), apart=deliver)


def post(going: Outgoing) -> str:
    """Send a message to what its host leads to now.

    Returns:
        What was answered, e.g. ``HTTP 200``.

    Raises:
        OSError: nobody answers.
        Declined: it was answered with something else than 2xx; a redirect is not followed.
        Unsent: the host may not be reached.
    """
    host, secure = str(going.url.hostname), going.url.scheme == "https"
    port = going.url.port or (443 if secure else 80)
    if not going.listed.has(host):
        raise Unsent(OFF_LIST)
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(map(going.listed.reaches, found)):
        raise Unsent(rules.PRIVATE)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    connection.sock = socket.create_connection((found[0], port), TIMEOUT)
    try:
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        return hand_over(connection, going.url, going.secret, going.event_id, going.body)
    finally:
        connection.close()


def _said(error: Exception) -> str:
    """What the log says of a failure, as a msgid or a status."""
    if isinstance(error, Declined):
        return f"HTTP {error.status}"
    return str(error) if isinstance(error, Unsent) else SILENT


def _begin(session: ScopedSession, delivery_id: UUID) -> Outgoing | None:
    """A message that is to go now, counted as tried; None where it need not, or may not any more."""
    row = session.get(WebhookDelivery, (session.tenant, delivery_id))
    if row is None or row.state in {rules.SENT, rules.DROPPED}:
        return None
    hook = queries.one(session, row.webhook_id)
    if why := ENDED if hook.ended_at is not None else "" if _may(session, hook, row) else NO_RIGHT:
        row.state, row.why = rules.DROPPED, why
        return None
    if hook.down_until is not None and time.now() < hook.down_until:
        raise Unsent(f"{hook.id} rests")
    row.attempts += 1
    url = rules.split(hook.url)
    assert url is not None, "looked at when it was registered"
    told = {"id": str(row.event_id), "event": row.event, "at": row.at.isoformat(), "tenant": row.tenant_id}
    body = json.dumps({**told, **row.payload}, ensure_ascii=False).encode()
    return Outgoing(url, hook.secret.encode(), row.event_id, body, queries.listed(session))


def _may(session: ScopedSession, hook: Webhook, row: WebhookDelivery) -> bool:
    """Whether whoever registered the address may see today what it would be told."""
    if not row.needs:
        return True
    account = session.get(Account, hook.maker_id)
    if account is None or account.state != "active":
        return False
    maker = actor_of(session, account)
    return maker.may(row.needs) if row.unit_id is None else maker.may(row.needs, row.unit_id)


def _note(session: ScopedSession, delivery_id: UUID, state: str, why: str, *, unanswered: bool = False) -> None:
    row = session.get(WebhookDelivery, (session.tenant, delivery_id))
    if row is None:
        return
    row.state, row.why = state, why[:200]
    row.sent_at = time.now() if state == rules.SENT else None
    queries.one(session, row.webhook_id).down_until = time.now() + REST if unanswered else None
