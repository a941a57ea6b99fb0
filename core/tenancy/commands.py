"""`xiaoneng tenants`: bring the tenants' folders into the database, and list what is there."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

import tenants as data
from core import config, plugins
from core.db import Database, Scope
from core.tenancy import queries
from core.tenancy.merge import ADDED, CHANGED, KEPT
from core.tenancy.reading import BadFiles
from core.tenancy.sync import sync

WORDS = {ADDED: "新增", CHANGED: "更新", KEPT: "保留（后台改过）"}


@click.group()
def tenants() -> None:
    """The county and its townships."""


@tenants.command("sync")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the changes, or the bad places, as JSON.")
def sync_command(folder: Path | None, as_json: bool) -> None:
    """Bring FOLDER (default: the tenants that come with the software) into the database.

    Adds and renames; never reverts what the console changed, never deletes. Bad files are named and nothing is written.
    """
    try:
        changes = sync(_database(), folder or data.folder())
    except BadFiles as error:
        if as_json:
            bad = [{"file": str(p.file), "place": p.place, "reason": str(p.problem)} for p in error.places]
            click.echo(json.dumps({"changes": [], "bad": bad}, ensure_ascii=False))
        else:
            click.echo(str(error), err=True)
        raise SystemExit(1) from error
    if as_json:
        click.echo(json.dumps({"changes": [asdict(change) for change in changes], "bad": []}, ensure_ascii=False))
        return
    for change in changes:
        click.echo(f"{change.tenant} {WORDS[change.what]} {change.kind} {change.key}")
    click.echo("没有变化。" if not changes else f"共{len(changes)}项。")


@tenants.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_command(as_json: bool) -> None:
    """List the tenants with the measures that are on."""
    with _database().read(Scope.system("list the tenants for the operator")) as session:
        found = queries.overview(session)
    if as_json:
        click.echo(json.dumps([asdict(tenant) for tenant in found], ensure_ascii=False))
        return
    for tenant in found:
        click.echo(
            f"{tenant.id}\t{tenant.name}\t{tenant.units}个单位\t{tenant.people}人\t{'、'.join(tenant.plugins) or '-'}"
        )


def _database() -> Database:
    try:
        settings = config.load()
    except config.ConfigError as error:
        raise click.UsageError(str(error)) from error
    # Loading the models tells the read-only engines which rows belong to whom.
    _ = plugins.registry().models
    return Database(settings.url, settings.data)
