"""`xiaoneng jobs …`. Exit codes: 0 well, 1 something is parked, 2 called wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

import click

from core.commands import as_json, open_database
from core.db import Database, Scope
from core.jobs import queries, services

if TYPE_CHECKING:
    from core.jobs.models import Outbox

SHOWN = 1_000


@click.group()
def jobs() -> None:
    """What the worker could not do, and trying it again."""


@jobs.command("list")
@as_json
@click.pass_context
def list_parked(ctx: click.Context, as_json: bool) -> None:
    """List the effects that are parked after five failures, with the error; exit 1 if there are any."""
    rows = _parked()
    for row in rows:
        said = (str(row.tenant_id), str(row.id), row.topic, row.key, row.error)
        names = ("tenant", "id", "topic", "key", "error")
        click.echo(json.dumps(dict(zip(names, said, strict=True))) if as_json else "\t".join(said))
    ctx.exit(1 if rows else 0)


@jobs.command()
@click.argument("ids", nargs=-1, type=click.UUID)
@click.option("--all", "everything", is_flag=True, help="Everything that is parked.")
def retry(ids: tuple[UUID, ...], everything: bool) -> None:
    """Owe parked effects again: those of IDS, or all of them."""
    from core.accounts.actor import Actor

    if bool(ids) == everything:
        raise click.UsageError("give the ids that `xiaoneng jobs list` says, or --all")
    database = open_database()
    try:
        count = 0
        for tenant in _tenants(database):
            with database.write(Scope.one(tenant)) as session:
                count += services.retry(session, Actor.system(tenant), None if everything else ids)
    finally:
        database.dispose()
    click.echo(str(count))


def _parked() -> list[Outbox]:
    database = open_database()
    try:
        with database.read(Scope.system("what is parked")) as session:
            found = list(queries.parked(session, SHOWN))
            session.expunge_all()
            return found
    finally:
        database.dispose()


def _tenants(database: Database) -> list[int]:
    with database.read(Scope.system("where something is parked")) as session:
        return sorted(queries.parked_by_tenant(session))
