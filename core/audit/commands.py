"""`xiaoneng audit …`. Exit codes: 0 well, 1 a chain does not hold, 2 called wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from core.audit import chain, heads, sealed
from core.commands import open_database
from core.config import load
from core.db import Database, Scope, crypto
from core.tenancy.queries import every


@click.group()
def audit() -> None:
    """The audit trail and the chain that seals it."""


@audit.command()
@click.option("--tenant", type=int, help="One tenant's division code; all of them unless told.")
@click.option(
    "--heads",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of kept heads; the installation's own unless told.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def verify(ctx: click.Context, tenant: int | None, folder: Path | None, as_json: bool) -> None:
    """Walk every chain and compare it with the kept heads; name the first bad row of each."""
    database = open_database()
    try:
        kept = heads.kept(folder or database.data_dir / "audit")
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        verdicts = [_verdict(database, code, kept.get(code, ())) for code in _tenants(database, tenant)]
    finally:
        database.dispose()
    for verdict in verdicts:
        if as_json:
            click.echo(json.dumps(asdict(verdict), ensure_ascii=False))
        elif verdict.good:
            click.echo(f"{verdict.tenant}\t{verdict.links}条\t完好\t{verdict.head}")
        else:
            click.echo(f"{verdict.tenant}\t第{verdict.seq}条\t{verdict.problem}", err=True)
    ctx.exit(0 if all(verdict.good for verdict in verdicts) else 1)


@audit.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key", help="The public key it must be sealed with, in hexadecimal, as `seal` of its installation says."
)
@click.pass_context
def check(ctx: click.Context, file: Path, key: str | None) -> None:
    """Say whether the sealed export FILE is as it was made; this needs no installation."""
    try:
        said = sealed.check(file)
        if key is not None and said["key"] != key:
            raise sealed.BadExport("sealed with another key")
    except sealed.BadExport as error:
        click.echo(f"{file}: {error}", err=True)
        ctx.exit(1)
    click.echo(f"{said['rows']}条\t{said['made_at']}\t{said['made_by']}\t{said['key']}")


@audit.command()
def seal() -> None:
    """Seal every row that has no seal yet, and keep today's heads."""
    config, database = load(), open_database()
    try:
        count = sum(chain.extend(database, code, config.audit_hash, whole=True) for code in _tenants(database, None))
        click.echo(f"{count}条\t{heads.export(database)}\t{crypto.seal_key()}")
    finally:
        database.dispose()


def _tenants(database: Database, wanted: int | None) -> list[int]:
    known = every(database)
    if wanted is not None and wanted not in known:
        raise click.UsageError(f"no tenant has the code {wanted}")
    return known if wanted is None else [wanted]


def _verdict(database: Database, tenant: int, kept: Sequence[chain.Head]) -> chain.Verdict:
    with database.read(Scope.one(tenant)) as session:
        return chain.verify(session, kept)
