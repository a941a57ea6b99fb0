"""Which duties a tenant has: those of the measures that are on there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.contracts import DutyRule
from core.db import ScopedSession
from core.duties.own import owner_of, rule_of
from core.tenancy.models import Tenant, TenantPlugin
from core.tenancy.services import enabled_plugins


def rules_on(session: ScopedSession, tenant: int) -> tuple[str, ...]:
    """Codes of the duty rules whose measure is on for a tenant, those among them that it set itself."""
    return rules_of(enabled_plugins(session, tenant), tenant_of(session, tenant).own_duties)


def rules_of(on: Collection[str], own: Collection[str] = ()) -> tuple[str, ...]:
    """Codes of the duty rules of some measures, for a page that knows already which are on.

    Args:
        own: what the tenant set itself.
    """
    return tuple(code for code in (*plugins.registry().duties, *own) if owner_of(code) in on)


def rules_since(session: ScopedSession, tenant: int, tier: str) -> list[tuple[DutyRule, dt.date]]:
    """The duty rules of a tier whose measure is on, each with the day on which it was turned on."""
    rows = select(TenantPlugin).where(TenantPlugin.tenant_id == tenant, TenantPlugin.enabled.is_(True))
    since = {row.plugin: time.local_date(row.changed_at) for row in session.scalars(rows)}
    codes = rules_of(since, tenant_of(session, tenant).own_duties)
    return [(duty, since[owner_of(duty.code)]) for duty in map(rule_of, codes) if duty.tier == tier]


def tenant_of(session: ScopedSession, tenant: int) -> Tenant:
    """A tenant, which a page knows already."""
    return session.once(("tenant", tenant), lambda: session.get_one(Tenant, tenant))
