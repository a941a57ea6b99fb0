"""Which measures are on: for a tenant, and within it for a unit that turned one off for itself. One predicate.

Whoever shows rows of a unit asks `Switches.uses` where the row is at hand, and `in_use` where it is a condition.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from core import plugins
from core.db import ScopedSession
from core.tenancy.models import TenantPlugin, Unit, UnitPlugin

# In the place of a unit, in the tokens of a document for which none answers.
NO_UNIT = "-"


@dataclass(frozen=True, slots=True)
class Switches:
    """The measures on in a tenant.

    Attributes:
        on: their names; core is not among them, it always is.
        shut: (measure, unit) where a unit turned off one of them for itself.
        units: every unit of the tenant, where anything is shut and `with_units` was asked; empty otherwise.
    """

    on: frozenset[str] = frozenset()
    shut: frozenset[tuple[str, UUID]] = frozenset()
    units: frozenset[UUID] = frozenset()

    def uses(self, measure: str, unit_id: UUID | None = None) -> bool:
        """Whether a measure is on, in a unit if one is given."""
        return measure in self.on and (unit_id is None or (measure, unit_id) not in self.shut)

    def users(self, measure: str) -> frozenset[UUID] | None:
        """The units that use a measure that is on, as `with_units` knows them; None for all of them."""
        off = {unit_id for name, unit_id in self.shut if name == measure}
        return self.units - off if off else None


def switches_of(session: ScopedSession, tenant_id: int) -> Switches:
    """The measures on in a tenant, in one query."""
    return switches_by_tenant(session, [tenant_id])[tenant_id]


def switches_by_tenant(session: ScopedSession, tenants: Collection[int]) -> dict[int, Switches]:
    """The same for each of some tenants, in one query."""
    rows = session.execute(
        select(TenantPlugin.tenant_id, TenantPlugin.plugin, UnitPlugin.unit_id)
        .outerjoin(
            UnitPlugin,
            (UnitPlugin.tenant_id == TenantPlugin.tenant_id)
            & (UnitPlugin.plugin == TenantPlugin.plugin)
            & UnitPlugin.off.is_(True),
        )
        .where(TenantPlugin.tenant_id.in_(tenants), TenantPlugin.enabled.is_(True))
    ).all()
    on: dict[int, set[str]] = {tenant: set() for tenant in tenants}
    shut: dict[int, set[tuple[str, UUID]]] = {tenant: set() for tenant in tenants}
    for tenant, plugin, off in rows:
        on[tenant].add(plugin)
        if off is not None:
            shut[tenant].add((plugin, off))
    return {tenant: Switches(frozenset(on[tenant]), frozenset(shut[tenant])) for tenant in tenants}


def with_units(session: ScopedSession, found: Mapping[int, Switches]) -> dict[int, Switches]:
    """The same with the tenant's units where one has narrowed a measure: for the index, which knows no "all but"."""
    narrowed = [tenant for tenant, switches in found.items() if switches.shut]
    units: dict[int, set[UUID]] = {}
    if narrowed:
        for tenant, unit_id in session.execute(select(Unit.tenant_id, Unit.id).where(Unit.tenant_id.in_(narrowed))):
            units.setdefault(tenant, set()).add(unit_id)
    return {tenant: replace(each, units=frozenset(units.get(tenant, ()))) for tenant, each in found.items()}


def in_use(measures: str | Collection[str], row: type[Any]) -> ColumnElement[bool]:
    """The condition that the unit of a row has none of some measures off for itself; the tenant's switch is asked
    elsewhere.

    Args:
        row: a mapped class with `tenant_id` and `unit_id`.
    """
    names = [measures] if isinstance(measures, str) else sorted(measures)
    off = aliased(UnitPlugin)
    return ~exists().where(
        off.tenant_id == row.tenant_id, off.unit_id == row.unit_id, off.plugin.in_(names), off.off.is_(True)
    )


def published_tokens(tenant: int, switches: Switches) -> Iterable[str]:
    """The tokens of what a tenant published, for a query: of core, and by measure; by unit where some have it off."""
    for measure in {plugins.CORE, *switches.on}:
        users = switches.users(measure)
        if users is None:
            yield f"{tenant}|pub:{measure}"
        else:
            yield f"{tenant}|pub:{measure}:{NO_UNIT}"
            yield from (f"{tenant}|pub:{measure}:{unit_id.hex}" for unit_id in users)


def document_tokens(tenant: int, measure: str, unit_id: UUID | None = None) -> frozenset[str]:
    """The tokens of a published document: of its measure, and of the unit that answers for it, if one does."""
    unit = unit_id.hex if unit_id is not None else NO_UNIT
    return frozenset({f"{tenant}|pub:{measure}", f"{tenant}|pub:{measure}:{unit}"})
