"""Turning measures on and off for a tenant or one of its units, and what the county says of it; with who and when."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import record
from core.db import ScopedSession
from core.db.scope import ScopeError
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.tenancy.models import PLUGIN_RULES, PluginRule, Tenant, TenantPlugin, Unit, UnitPlugin
from core.tenancy.rules import narrow_problems, switch_problems

FREE = "free"


def enabled_plugins(session: ScopedSession, tenant_id: int) -> frozenset[str]:
    """The measures that are on for a tenant; core is not among them, it always is."""
    query = select(TenantPlugin.plugin).where(TenantPlugin.tenant_id == tenant_id, TenantPlugin.enabled.is_(True))
    return session.once(("enabled", tenant_id), lambda: frozenset(session.scalars(query)))


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
        open_cases: how many cases of the measure are open, from `core.cases.figures.open_of_plugin`.
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
    tenant = session.get(Tenant, tenant_id, with_for_update=True)
    if tenant is None:
        raise NotFound(tenant_id)
    enabled = enabled_plugins(session, tenant_id)
    measures = plugins.registry().switchable
    rule = rules_of(session, tenant.parent_id).get(plugin, FREE)
    if problems := switch_problems(plugin, on, measures, enabled, open_cases, keep_open, rule):
        raise DomainError(problems)
    if (plugin in enabled) == on:
        return
    put_switch(session, tenant_id, plugin, on=on, by=actor.title)
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
    bump(session, tenant_id)


def narrow(
    session: ScopedSession,
    actor: Actor,
    unit_id: UUID,
    plugin: str,
    on: bool,
    *,
    open_cases: int,
    keep_open: bool = False,
) -> None:
    """Turn a measure of the tenant off for one unit, or on again; nothing happens where it already is so.

    Args:
        open_cases: how many cases of the measure the unit has open, from `core.cases.figures.open_of_plugin`.
        keep_open: open cases stay as they are and their limits go on.

    Raises:
        Forbidden: the actor does not administer the unit.
        NotFound: no such unit in the tenant.
        DomainError: the tenant has it off, or cases are open and nobody said what becomes of them.
    """
    if not actor.may(Perm.NARROW, unit_id):
        raise Forbidden(Perm.NARROW)
    unit = session.get(Unit, (session.tenant, unit_id))
    if unit is None or unit.closed_on is not None:
        raise NotFound(unit_id)
    enabled, measures = enabled_plugins(session, session.tenant), plugins.registry().switchable
    if problems := narrow_problems(plugin, on, measures, enabled, open_cases, keep_open):
        raise DomainError(problems)
    row = session.scalar(select(UnitPlugin).where(UnitPlugin.unit_id == unit_id, UnitPlugin.plugin == plugin))
    if (row is not None and row.off) != on:
        return
    if row is None:
        row = UnitPlugin(unit_id=unit_id, plugin=plugin, published=True)
        session.add(row)
    row.off, row.changed_by, row.changed_at = not on, actor.title, time.now()
    bump(session)
    body = {"unit": str(unit_id), "on": on, "open_cases": open_cases, "keep_open": keep_open}
    record(session, actor, "core.unit_plugin.switch", plugin, body)
    session.flush()


def set_rule(session: ScopedSession, actor: Actor, plugin: str, rule: str) -> None:
    """Say whether the county's townships decide on a measure themselves; what is on or off there stays as it is, and
    the difference is shown until they follow.

    Raises:
        Forbidden: the actor may not say so.
        DomainError: no such measure or rule.
    """
    county = session.get(Tenant, session.tenant)
    if actor.tenant != session.tenant or county is None or not county.is_county or not actor.may(Perm.TEMPLATE):
        raise Forbidden(Perm.TEMPLATE)
    if plugin not in {info.name for info in plugins.registry().switchable} or rule not in PLUGIN_RULES:
        raise DomainError(Problem(N_("没有这个功能模块。"), "plugin"))
    row = session.get(PluginRule, (session.tenant, plugin))
    if (row.rule if row is not None else FREE) == rule:
        return
    if row is None:
        row = PluginRule(county_id=session.tenant, plugin=plugin)
        session.add(row)
    row.rule, row.changed_by, row.changed_at = rule, actor.title, time.now()
    record(session, actor, "core.plugin.template", plugin, {"rule": rule})
    session.flush()


def rules_of(session: ScopedSession, county_id: int | None) -> dict[str, str]:
    """Measure → what the county says of it, where it says anything."""
    rows = session.scalars(select(PluginRule).where(PluginRule.county_id == (county_id or 0)))
    return {row.plugin: row.rule for row in rows}


def bump(session: ScopedSession, tenant_id: int | None = None) -> None:
    """Say that something the public reads of a tenant changed (the session's, if none is named): kept pages of it are
    made anew.

    To be called by whatever publishes, withdraws, switches, or changes what `provide_portal_sections` shows.
    """
    session.execute(
        update(Tenant).where(Tenant.id == (tenant_id or session.tenant)).values(revision=Tenant.revision + 1)
    )
