"""`xiaoneng tenants`: bring the tenants' folders into the database, and list what is there."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

import tenants as data
from core.commands import open_database
from core.db import Scope
from core.moving import commands as moving
from core.tenancy import queries
from core.tenancy.merge import ADDED, CHANGED, KEPT, Change
from core.tenancy.reading import BadFiles, BadPlace
from core.tenancy.sync import sync

WORDS = {ADDED: "新增", CHANGED: "更新", KEPT: "保留（后台改过）"}


@click.group()
def tenants() -> None:
    """The county and its townships."""


for command in (moving.export, moving.import_, moving.merge):
    tenants.add_command(command)


@tenants.command("sync")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the changes, or the bad places, as JSON.")
def sync_command(folder: Path | None, as_json: bool) -> None:
    """Bring FOLDER (default: the tenants that come with the software) into the database.

    Adds and renames; never reverts what the console changed, never deletes. Bad files are named and nothing is written.
    """
    changes: list[Change] = []
    bad: tuple[BadPlace, ...] = ()
    try:
        changes = sync(open_database(), folder or data.folder())
    except BadFiles as error:
        bad = error.places
    if as_json:
        places = [{"file": str(place.file), "place": place.place, "reason": str(place.problem)} for place in bad]
        click.echo(json.dumps({"changes": [asdict(change) for change in changes], "bad": places}, ensure_ascii=False))
    else:
        for place in bad:
            click.echo(str(place), err=True)
        for change in changes:
            click.echo(f"{change.tenant} {WORDS[change.what]} {change.kind} {change.key}")
        if not changes and not bad:
            click.echo("没有变化。")
    raise SystemExit(1 if bad else 0)


@tenants.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_command(as_json: bool) -> None:
    """List the tenants with the measures that are on."""
    with open_database().read(Scope.system("list the tenants for the operator")) as session:
        found = queries.overview(session)
    if as_json:
        click.echo(json.dumps([asdict(tenant) for tenant in found], ensure_ascii=False))
        return
    for tenant in found:
        click.echo(
            f"{tenant.id}\t{tenant.name}\t{tenant.units}个单位\t{tenant.people}人\t{'、'.join(tenant.plugins) or '-'}"
            + (f"\t已并入{tenant.successor}" if tenant.successor else "")
        )
