"""Reading tenants: what an operator sees of each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from core.accounts.models import Person
from core.db import Database, Scope, ScopedSession
from core.tenancy.models import Tenant, TenantPlugin, Unit


@dataclass(frozen=True, slots=True)
class Overview:
    """A tenant with its measures that are on, and how many units and people it has."""

    id: int
    name: str
    tier: str
    parent: int | None
    plugins: tuple[str, ...]
    units: int
    people: int
    successor: int | None


def every(database: Database) -> list[int]:
    """Every tenant's code, for work that is done tenant by tenant."""
    with database.read(Scope.system("which tenants there are")) as session:
        return list(session.scalars(select(Tenant.id).order_by(Tenant.id)))


def standing(session: ScopedSession, tenant: int) -> int:
    """The tenant that stands for `tenant` now: itself, or where it went 撤并."""
    while (found := session.get(Tenant, tenant)) is not None and found.successor_id is not None:
        tenant = found.successor_id
    return tenant


def county_id(database: Database) -> int | None:
    """The county that deploys this installation; None before it is set up."""
    with database.read(Scope.system("find the county of this installation")) as session:
        return county(session)


def county(session: ScopedSession) -> int | None:
    """The same, asked in a session that is open."""
    return session.scalar(select(Tenant.id).where(Tenant.tier == "county"))


def overview(session: ScopedSession) -> list[Overview]:
    """Every tenant, the county first.

    Args:
        session: of the system scope.
    """
    units = _count(session, Unit)
    people = _count(session, Person)
    on: dict[int, list[str]] = {}
    for tenant_id, plugin in session.execute(
        select(TenantPlugin.tenant_id, TenantPlugin.plugin)
        .where(TenantPlugin.enabled.is_(True))
        .order_by(TenantPlugin.plugin)
    ):
        on.setdefault(tenant_id, []).append(plugin)
    return [
        Overview(
            tenant.id,
            tenant.name,
            tenant.tier,
            tenant.parent_id,
            tuple(on.get(tenant.id, ())),
            units.get(tenant.id, 0),
            people.get(tenant.id, 0),
            tenant.successor_id,
        )
        for tenant in session.scalars(select(Tenant).order_by(Tenant.tier, Tenant.id))
    ]


def _count(session: ScopedSession, model: type[Unit] | type[Person]) -> dict[int, int]:
    rows = session.execute(select(model.tenant_id, func.count()).group_by(model.tenant_id))
    return {row[0]: row[1] for row in rows}
