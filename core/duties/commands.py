"""`xiaoneng duties`: what the units owe, and making what is missing now instead of with the daily job."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click
from sqlalchemy import select

from core.commands import as_json, open_database
from core.db import Database, Scope
from core.duties import rules
from core.duties.making import make
from core.duties.measures import rules_on
from core.duties.models import Duty
from core.tenancy.models import Tenant, Unit

of_tenant = click.option("--tenant", type=int, help="The division code of one tenant; all tenants without it.")


@click.group()
def duties() -> None:
    """What the units of a tenant owe by calendar dates."""


@duties.command("list")
@of_tenant
@as_json
def list_command(tenant: int | None, as_json: bool) -> None:
    """List the duties that are still owed, the earliest first."""
    found = [row for rows in _each(tenant, _owed).values() for row in rows]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        click.echo("\t".join(str(row[name]) for name in ("tenant", "due", "unit", "rule", "period", "state")))


@duties.command("make")
@of_tenant
@as_json
def make_command(tenant: int | None, as_json: bool) -> None:
    """Make the duties of this year that are missing, and from December on those of the next."""
    made = _each(tenant, make)
    if as_json:
        click.echo(json.dumps({str(code): number for code, number in made.items()}))
        return
    for code, number in made.items():
        click.echo(f"{code}\t{number}")


def _each(tenant: int | None, run: Callable[[Database, int], Any]) -> dict[int, Any]:
    database = open_database()
    try:
        with database.read(Scope.system("the tenants whose duties are asked for")) as session:
            codes = list(session.scalars(select(Tenant.id).order_by(Tenant.id)))
        if tenant is not None and tenant not in codes:
            raise click.UsageError(f"no tenant has the code {tenant}")
        return {code: run(database, code) for code in codes if tenant in {None, code}}
    finally:
        database.dispose()


def _owed(database: Database, tenant: int) -> list[dict[str, Any]]:
    with database.read(Scope.one(tenant)) as session:
        rows = session.execute(
            select(Duty, Unit.code)
            .join(Unit, (Unit.tenant_id == Duty.tenant_id) & (Unit.id == Duty.unit_id))
            .where(Duty.rule.in_(rules_on(session, tenant)), Duty.state.in_(rules.OWED))
            .order_by(Duty.due_on, Unit.code, Duty.rule)
        )
        return [
            {
                "tenant": tenant,
                "unit": unit,
                "rule": duty.rule,
                "period": duty.period,
                "due": str(duty.due_on),
                "safe_due": str(duty.safe_due_on),
                "provisional": duty.provisional,
                "state": duty.state,
            }
            for duty, unit in rows
        ]
