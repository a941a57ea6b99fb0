"""Commands of the installation: making it, serving it, asking it how it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.config import Config, load

if TYPE_CHECKING:
    from core.db import Database, ScopedSession
    from core.deadlines.calendar import WorkCalendar
    from core.tenancy.merge import Change

UPGRADE = 600.0  # seconds; whoever comes second waits for the whole upgrade of the first
as_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


def open_database(config: Config | None = None) -> Database:
    """The installation's database, with its keys and every plugin's models loaded."""
    from core import plugins
    from core.db import Database, crypto
    from core.documents import fonts

    settings = config or load()
    plugins.registry().check()
    crypto.load_keys(settings.keys)
    fonts.look_in(settings.font_dir)
    return Database(settings.url, settings.data)


def installed_calendar(version: str | None = None) -> WorkCalendar:
    """The calendar that counts in this installation; the package's own where nothing is installed here.

    Args:
        version: that of a former receipt instead.

    Raises:
        ClickException: the database is not up to date, or no calendar of this version was kept.
    """
    from core.deadlines.calendar import standard

    config = load()
    if version == standard().version or (version is None and not config.keys.is_dir()):
        return standard()
    if not config.keys.is_dir():
        raise click.ClickException(f"no calendar {version} was kept here")
    from core import plugins
    from core.calendar import services as calendars
    from core.db import Scope, migrations

    database = open_database(config)
    try:
        if not migrations.is_current(database, plugins.registry().migrations):
            raise click.ClickException("the database is not up to date: run `xiaoneng db upgrade`")
        with database.read(Scope.system("which calendar counts")) as session:
            return calendars.current(session) if version is None else calendars.of_version(session, version)
    except calendars.UnknownCalendar:
        raise click.ClickException(f"no calendar {version} was kept here") from None
    finally:
        database.dispose()


@contextmanager
def reading(tenant: int, plugin: str) -> Iterator[ScopedSession]:
    """A read session of a tenant for a plugin's command; where the plugin is off, the command is refused."""
    from core.db import Scope
    from core.tenancy.models import Tenant
    from core.tenancy.services import enabled_plugins

    database = open_database()
    try:
        with database.read(Scope.one(tenant)) as session:
            if session.get(Tenant, tenant) is None:
                raise click.UsageError(f"no tenant has the code {tenant}")
            if plugin not in enabled_plugins(session, tenant):
                raise click.ClickException(f"{plugin} is off in {tenant}")
            yield session
    finally:
        database.dispose()


def prepare(config: Config) -> Database:
    """Make data folder, keys and tables, or bring them up to date; doing it twice, or at once, does nothing.

    Raises:
        WriteBusy: another upgrade held the write turn for all of `UPGRADE` seconds.
    """
    from core import plugins
    from core.calendar import services as calendars
    from core.db import Scope, crypto, migrations

    config.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    crypto.create_keys(config.keys)
    for key in (config.backup_key, config.gateway_key):
        crypto.keep_key(key)
    database = open_database(config)
    with database.write_turn(UPGRADE):
        migrations.upgrade(database, plugins.registry().migrations)
        with database.write(Scope.system("keep the calendar of this release")) as session:
            calendars.adopt(session)
    return database


def load_tenants(database: Database, folder: Path) -> list[Change]:
    """Sync the tenants of a folder; a command ends here with the bad places in words where there are any."""
    from core.tenancy.reading import BadFiles
    from core.tenancy.sync import sync

    try:
        return sync(database, folder)
    except BadFiles as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def init(folder: Path | None) -> None:
    """Make a new installation: keys, tables, and the tenants of FOLDER if one is given."""
    config = load()
    database = prepare(config)
    click.echo(f"{config.data.resolve()}")
    if folder is not None:
        for change in load_tenants(database, folder):
            click.echo(f"{change.tenant} {change.what} {change.kind} {change.key}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--no-worker", is_flag=True, help="Serve only; a worker runs elsewhere.")
def serve(host: str, port: int, no_worker: bool) -> None:
    """Serve the portal, the workspace and the API, with one worker process beside."""
    from core.app import create_app
    from core.jobs import serve as server

    server.main(create_app(load()), host, port, with_worker=not no_worker)


@click.command()
@click.option("--parent", type=int, hidden=True, help="The process that started it, and without which it ends.")
def worker(parent: int | None) -> None:
    """Run a worker: it drains the outbox, runs the periodic jobs and writes the index."""
    from core.jobs import worker as process

    process.main(load(), parent)


@click.group()
def db() -> None:
    """The database: bring it up to date, check it, or move it."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring every plugin's tables up to date."""
    prepare(load())


@db.command("check")
@as_json
def db_check(as_json: bool) -> None:
    """Say where tables and models differ; exit 1 if they do."""
    from core.db import migrations

    found = migrations.differences(open_database())
    click.echo(json.dumps(found) if as_json else "\n".join(found) or "tables and models agree")
    raise SystemExit(1 if found else 0)


@db.command("move")
@click.option("--to", "url", required=True, help="postgresql+psycopg://USER:PASSWORD@HOST/NAME of an empty database.")
def db_move(url: str) -> None:
    """Carry the whole installation from SQLite to PostgreSQL, and compare counts and the heads of the audit.

    Stop serving first: nobody can write meanwhile. What is here stays as it is.
    """
    from core.db import Database
    from core.db.carry import NotFresh
    from core.moving.exporting import Refused
    from core.moving.installation import carry_installation

    config = load()
    source, target = open_database(config), Database(url, config.data)
    try:
        done = carry_installation(source, target)
    except (NotFresh, Refused) as error:
        raise click.ClickException(str(error)) from error
    finally:
        source.dispose()
        target.dispose()
    for name, count in done.counts.items():
        click.echo(f"{name}\t{count}")
    for head in done.heads:
        click.echo(f"audit of {head.tenant}\t{head.seq}\t{head.hash}")
    click.echo("now set XIAONENG_DATABASE_URL to the new database, run `xiaoneng doctor`, and serve")


@db.command("rewrite", hidden=True)
def db_rewrite() -> None:
    """Write each plugin's one revision anew from its models (before the first release only)."""
    from core import plugins
    from core.db import migrations

    registry = plugins.registry()
    for path in migrations.rewrite(registry.migrations, registry.models):
        click.echo(str(path))


@click.group("plugins")
def plugins_group() -> None:
    """The installed plugins."""


@plugins_group.command("list")
@as_json
def plugins_list(as_json: bool) -> None:
    """List every plugin with what it brings."""
    found = _plugins()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        click.echo(f"{row['name']:<16}{row['version']:<9}{row['label']}  models {row['models']}, rules {row['rules']}")


def _plugins() -> list[dict[str, Any]]:
    from core import plugins
    from core.app import create_app

    app = create_app(_scratch())
    registry = plugins.registry()
    owners = app.extensions["xiaoneng.blueprints"]
    views = [owners.get(name.split(".")[0]) for name in app.view_functions if "." in name]
    return [
        {
            "name": name,
            "label": info.label,
            "version": info.version,
            "models": sum(getattr(model, "__tablename__", "").split("_", 1)[0] == name for model in registry.models),
            "views": views.count(name),
            "rules": len(
                {
                    rule.code
                    for owner, given in registry.each("register_deadline_rules")
                    for rule in given
                    if owner == name
                }
            ),
            "duties": sum(registry.owner[code] == name for code in registry.duties),
        }
        for name, info in registry.plugins.items()
    ]


def _scratch() -> Config:
    """Settings of a throw-away installation: what plugins bring does not depend on any data."""
    import atexit
    import tempfile

    from core.db import crypto

    folder = Path(tempfile.mkdtemp(prefix="xiaoneng-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    crypto.create_keys(folder / "keys")
    return Config(data=folder)


@click.group()
def search() -> None:
    """The search index."""


@search.command("rebuild")
def search_rebuild() -> None:
    """Build the index anew from the database."""
    from core import plugins
    from core.search import service
    from core.search.whoosh_backend import WhooshBackend

    config = load()
    count = service.rebuild(WhooshBackend(config.index), open_database(config), plugins.registry())
    click.echo(f"{count} documents")


@search.command("status")
@as_json
def search_status(as_json: bool) -> None:
    """Say how many documents the index holds."""
    import dataclasses

    from core.search.whoosh_backend import WhooshBackend

    stats = dataclasses.asdict(WhooshBackend(load().index).stats())
    click.echo(json.dumps(stats, default=str) if as_json else "\n".join(f"{k}: {v}" for k, v in stats.items()))


@click.command()
@click.argument("login")
def invite(login: str) -> None:
    """Print a new activation link for LOGIN, good once and for 24 hours."""
    from core.accounts import directory
    from core.db import Scope

    config = load()
    with open_database(config).write(Scope.system("a new activation link")) as session:
        account = directory.account_by_login(session, login)
        if account is None:
            raise click.UsageError(f"no account is called {login}")
        token = directory.invite(session, account)
    click.echo(f"{config.address}/activate/{token}")


@click.command()
@as_json
def doctor(as_json: bool) -> None:
    """Check the installation; exit 1 if something is wrong."""
    from core.doctor import examine

    findings = examine(load())
    if as_json:
        click.echo(json.dumps([{"check": f.check, "ok": f.ok, "words": f.words} for f in findings]))
    else:
        for finding in findings:
            click.echo(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.check}: {finding.words}")
    raise SystemExit(0 if all(finding.ok for finding in findings) else 1)


@click.group("clock", invoke_without_command=True)
@click.pass_context
def clock_group(ctx: click.Context) -> None:
    """The machine's clock beside what was written already; exit 1 where it went back."""
    from core.db.steady import TOLERANCE

    if ctx.invoked_subcommand is not None:
        return
    behind = open_database().clock.behind()
    back = behind > TOLERANCE
    click.echo(f"{behind} behind what was written: nothing is written until it is right" if back else "ok")
    ctx.exit(1 if back else 0)


@clock_group.command("accept")
@click.option("--yes", is_flag=True, help="The clock is right now; it was ahead before.")
def accept_clock(yes: bool) -> None:
    """Take the clock as it is now for right, where it had been ahead; it stands in the audit of the county."""
    from core.accounts.actor import Actor
    from core.audit.services import record
    from core.db import Scope
    from core.tenancy.queries import county_id

    if not yes:
        raise click.UsageError("set the clock first; if it is right and was ahead before, say --yes")
    database = open_database()
    behind = database.clock.behind()
    database.clock.accept()
    if (county := county_id(database)) is not None:
        with database.write(Scope.one(county)) as session:
            body = {"behind_seconds": int(behind.total_seconds())}
            record(session, Actor.system(county), "core.clock.accept", "clock", body)
    click.echo("ok")
