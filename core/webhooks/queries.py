"""Reading addresses and what was sent to them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core.contracts import Setting
from core.db import ScopedSession
from core.errors import NotFound
from core.i18n import N_
from core.jobs.models import Outbox
from core.settings import queries as settings
from core.webhooks.models import Webhook, WebhookDelivery
from core.webhooks.rules import FAILED, Allowed, allowed

HOSTS = Setting(
    "core.webhook_hosts",
    "text",
    N_("允许推送的地址"),
    N_(
        "乡镇只能把办件变化推送到这里列出的域名或者地址，用逗号分隔；内部网络的要写地址，例如10.20.0.0/16。空着就不推送。"
    ),
    "",
    "county",
    longest=1000,
)
TOPIC = "core.webhook"
SHOWN = 100


def listed(session: ScopedSession) -> Allowed:
    """Where the county lets the session's tenant send things."""
    return allowed(str(settings.value(session, HOSTS.code) or ""))


def every(session: ScopedSession) -> Sequence[Webhook]:
    """Every address of the tenant, those that count first, then the newest."""
    query = select(Webhook).order_by(Webhook.ended_at.is_not(None), Webhook.made_at.desc(), Webhook.id)
    return session.scalars(query).all()


def one(session: ScopedSession, webhook_id: UUID) -> Webhook:
    """An address of the tenant.

    Raises:
        NotFound: it has no such.
    """
    found = session.get(Webhook, (session.tenant, webhook_id))
    if found is None:
        raise NotFound(webhook_id)
    return found


def log(session: ScopedSession, webhook_id: UUID) -> Sequence[WebhookDelivery]:
    """What was last sent to an address, the newest first."""
    query = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    return session.scalars(query.order_by(WebhookDelivery.at.desc(), WebhookDelivery.id.desc()).limit(SHOWN)).all()


def given_up(session: ScopedSession, rows: Sequence[WebhookDelivery]) -> set[UUID]:
    """Of some messages those that are tried no more until somebody asks."""
    keys = [str(row.id) for row in rows if row.state == FAILED]
    parked = select(Outbox.key).where(Outbox.parked == True, Outbox.topic == TOPIC, Outbox.key.in_(keys))  # noqa: E712
    return {UUID(key) for key in session.scalars(parked)} if keys else set()


def delivery(session: ScopedSession, webhook_id: UUID, delivery_id: UUID) -> WebhookDelivery:
    """One message to an address.

    Raises:
        NotFound: the address had no such.
    """
    found = session.get(WebhookDelivery, (session.tenant, delivery_id))
    if found is None or found.webhook_id != webhook_id:
        raise NotFound(delivery_id)
    return found
