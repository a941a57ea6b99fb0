"""`xiaoneng tenants export|import|merge`. Exit codes: 0 well, 1 it can't be done, 2 called wrong."""

from __future__ import annotations

from pathlib import Path

import click

from core.accounts.actor import Actor
from core.accounts.directory import account_by_login
from core.backup.stream import Damaged, WrongKey
from core.commands import open_database
from core.config import load
from core.db import Database, Scope, crypto
from core.files import stores
from core.moving import exporting, importing, merging
from core.moving.exporting import Refused
from core.moving.merging import Plan

A_KEY = click.option(
    "--key",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The key file of this journey: `xiaoneng backup --new-key FILE` makes one. Send it by another way.",
)
IN_THE_WAY = (Refused, Damaged, WrongKey, crypto.KeyMissing, FileExistsError)
AFTER_IMPORT = """the worker puts it into the search index; then: xiaoneng audit verify --tenant {tenant};
xiaoneng invite LOGIN for each of: {people}"""
AFTER_MERGER = """then: take the folder of {source} out of the tenants' folders;
end the roles that nobody holds any more (leader, administrator of the old township);
the worker brings the search index up to date"""


@click.command()
@click.argument("code", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@A_KEY
def export(code: int, file: Path, key: Path) -> None:
    """Export the township CODE into the sealed FILE, with ids, numbers, files and audit as they are.

    Drafts that nobody sent stay behind. The township goes on here until you turn its measures off.
    """
    database = open_database()
    try:
        done = exporting.export(database, stores.of(load()), code, file, key)
    except IN_THE_WAY as error:
        raise click.ClickException(str(error)) from error
    finally:
        database.dispose()
    click.echo(f"{done.path}\t{done.rows} rows\t{done.files} files\t{done.drafts} drafts stay here")
    for sha256 in done.wanting:
        click.echo(f"files/{sha256}: its bytes are gone or changed", err=True)
    raise SystemExit(1 if done.wanting else 0)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@A_KEY
def import_(file: Path, key: Path) -> None:
    """Import the township that `tenants export` wrote into FILE; all of it, or nothing.

    People come without passwords; who has an account here keeps it. Refused where the township is here already.
    """
    database = open_database()
    try:
        done = importing.import_(database, stores.of(load()), file, key)
    except IN_THE_WAY as error:
        raise click.ClickException(f"{file}: {error}") from error
    finally:
        database.dispose()
    click.echo(f"{done.tenant}\t{done.name}\t{done.rows} rows")
    for login, now in done.renamed.items():
        click.echo(f"{login} is somebody else here: the one who came is called {now}")
    for version in done.calendars:
        click.echo(f"calendar {version}: kept as the proof of limits counted on it; it does not count here")
    click.echo(AFTER_IMPORT.format(tenant=done.tenant, people=", ".join(done.people) or "nobody"))


@click.command()
@click.argument("code", type=int)
@click.option("--into", required=True, type=int, help="The division code of the township that takes over.")
@click.option("--plan", "only_plan", is_flag=True, help="Only say what would happen.")
@click.option("--by", help="The login of who answers for it.")
def merge(code: int, into: int, only_plan: bool, by: str | None) -> None:
    """Let the township CODE go into another 撤并: cases, people, units and items move, numbers stay as issued.

    Old addresses lead to the successor; nothing is done in CODE any more; its audit stays and can be verified.
    """
    if not only_plan and not by:
        raise click.UsageError("merging needs --by; --plan shows what would happen")
    database = open_database()
    try:
        planned = merging.plan(database, code, into) if only_plan else _merge(database, code, into, str(by))
    except Refused as error:
        raise click.ClickException(str(error)) from error
    finally:
        database.dispose()
    _say(planned)
    if not only_plan:
        click.echo(AFTER_MERGER.format(source=code))
    raise SystemExit(1 if planned.refused else 0)


def _merge(database: Database, source: int, target: int, by: str) -> Plan:
    with database.read(Scope.system("who answers for a merger")) as session:
        found = account_by_login(session, by)
        if found is None or found.state != "active":
            raise click.UsageError(f"no active account is called {by}")
        actor = Actor(found.id, found.display_name, target)
    return merging.merge(database, source, target, actor)


def _say(planned: Plan) -> None:
    for table, count in planned.moved.items():
        if count:
            click.echo(f"moves\t{table}\t{count}")
    for table, code, new in planned.codes:
        click.echo(f"code\t{table}\t{code} is used by {planned.target}: becomes {new}")
    for name in planned.people:
        click.echo(f"person\t{name} serves both: keeps the entry in {planned.target}")
    for number in planned.numbers:
        click.echo(f"number\t{number} was given by both: each case keeps it, the code tells them apart")
    click.echo(f"stays\tcore_audit\t{planned.audit}")
    for reason in planned.refused:
        click.echo(f"refused\t{reason}", err=True)
