"""Which duties a tenant has: those of the measures that are on there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.contracts import DutyRule
from core.db import ScopedSession
from core.tenancy.models import TenantPlugin
from core.tenancy.services import enabled_plugins


def rules_on(session: ScopedSession, tenant: int) -> tuple[str, ...]:
    """Codes of the duty rules whose measure is on for a tenant."""
    return rules_of(enabled_plugins(session, tenant))


def rules_of(on: Collection[str]) -> tuple[str, ...]:
    """Codes of the duty rules of some measures, for a page that knows already which are on."""
    registry = plugins.registry()
    return tuple(code for code in registry.duties if registry.owner[code] in on)


def rules_since(session: ScopedSession, tenant: int, tier: str) -> list[tuple[DutyRule, dt.date]]:
    """The duty rules of a tier whose measure is on, each with the day on which it was turned on."""
    rows = select(TenantPlugin).where(TenantPlugin.tenant_id == tenant, TenantPlugin.enabled.is_(True))
    since = {row.plugin: time.local_date(row.changed_at) for row in session.scalars(rows)}
    registry = plugins.registry()
    return [
        (duty, since[registry.owner[code]])
        for code, duty in registry.duties.items()
        if registry.owner[code] in since and duty.tier == tier
    ]
