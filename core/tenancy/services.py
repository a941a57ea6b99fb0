"""Turning measures on and off for a tenant, with who and when."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import record
from core.db import ScopedSession
from core.db.scope import ScopeError
from core.errors import DomainError, Forbidden, NotFound
from core.tenancy.models import Tenant, TenantPlugin
from core.tenancy.rules import switch_problems


def enabled_plugins(session: ScopedSession, tenant_id: int) -> frozenset[str]:
    """The measures that are on for a tenant; core is not among them, it always is."""
    query = select(TenantPlugin.plugin).where(TenantPlugin.tenant_id == tenant_id, TenantPlugin.enabled.is_(True))
    return frozenset(session.scalars(query))


def enabled_by_tenant(session: ScopedSession, tenants: Collection[int]) -> dict[int, frozenset[str]]:
    """The measures that are on for each of some tenants, in one query."""
    query = select(TenantPlugin.tenant_id, TenantPlugin.plugin).where(TenantPlugin.enabled.is_(True))
    on: dict[int, set[str]] = {tenant: set() for tenant in tenants}
    for tenant, plugin in session.execute(query.where(TenantPlugin.tenant_id.in_(tenants))):
        on[tenant].add(plugin)
    return {tenant: frozenset(found) for tenant, found in on.items()}


def switch(
    session: ScopedSession,
    actor: Actor,
    tenant_id: int,
    plugin: str,
    on: bool,
    *,
    open_cases: int,
    keep_open: bool = False,
) -> None:
    """Turn a measure on or off; nothing happens where it already is so.

    Args:
        tenant_id: the session's tenant.
        open_cases: how many cases of the measure are open, from `core.cases.queries.open_of_plugin`.
        keep_open: open cases stay as they are and their limits go on.

    Raises:
        Forbidden: the actor may not switch here.
        NotFound: no such tenant.
        DomainError: every reason why it can't be switched.
    """
    if tenant_id != session.tenant or tenant_id != actor.tenant:
        # The switches are a global table, so the guard does not see whose they are.
        raise ScopeError(f"switch of tenant {tenant_id} by {actor.tenant} in a session of {session.tenant}")
    if not actor.may(Perm.SWITCH):
        raise Forbidden(Perm.SWITCH)
    # Two that turn it at once come one after the other.
    if session.get(Tenant, tenant_id, with_for_update=True) is None:
        raise NotFound(tenant_id)
    enabled = enabled_plugins(session, tenant_id)
    measures = plugins.registry().switchable
    if problems := switch_problems(plugin, on, measures, enabled, open_cases, keep_open):
        raise DomainError(problems)
    if (plugin in enabled) == on:
        return
    put_switch(session, tenant_id, plugin, on=on, by=actor.name)
    body = {"on": on, "open_cases": open_cases, "keep_open": keep_open}
    record(session, actor, "core.plugin.switch", plugin, body)
    session.flush()


def put_switch(session: ScopedSession, tenant_id: int, plugin: str, *, on: bool, by: str) -> None:
    """Write a switch of the session's tenant, with who turned it and when; the rules were asked before."""
    row = session.get(TenantPlugin, (tenant_id, plugin))
    if row is None:
        row = TenantPlugin(tenant_id=tenant_id, plugin=plugin)
        session.add(row)
    row.enabled, row.changed_by, row.changed_at = on, by, time.now()
    bump(session)


def bump(session: ScopedSession) -> None:
    """Say that something the public reads of the session's tenant changed: kept pages of it are made anew.

    To be called by whatever publishes, withdraws, switches, or changes what `provide_portal_sections` shows.
    """
    session.execute(update(Tenant).where(Tenant.id == session.tenant).values(revision=Tenant.revision + 1))
