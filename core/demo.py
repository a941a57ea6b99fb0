"""`xiaoneng demo`: a sample county whose cases were made by the services themselves, under a moved clock.

No row is written past the services, so what the demo shows is what the system does. Running it again adds nothing:
every act carries a key of its own.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts import directory, queries
from core.accounts.actor import Actor
from core.accounts.models import Account, Grant, Person
from core.cases import codes, services
from core.cases.models import Case
from core.cases.sweep import sweep
from core.config import Config, load
from core.db import Database, Scope, ScopedSession
from core.deadlines.calendar import standard
from core.exchange import delivery
from core.jobs.models import JobRun
from core.tenancy.models import Tenant, Unit
from core.tenancy.queries import county_id
from core.tenancy.services import enabled_plugins, put_switch

SEED = 533124
SHOWN_ROLES = ("window_clerk", "handler", "station_head", "leader", "unit_admin")


class Stage:
    """What a plugin's sample cases are played on: the database, today, people by their role, and a clock to move.

    Args:
        today: the day the sample is made for; every date of a case counts back from it.
    """

    def __init__(self, database: Database, config: Config, today: dt.date) -> None:
        self.database = database
        self.config = config
        self.today = today

    def uses(self, tenant: int, plugin: str) -> bool:
        """Whether a tenant is of this sample and a measure is on there."""
        with self.database.read(Scope.system("which measures the sample has on")) as session:
            return plugin in enabled_plugins(session, tenant)

    def back(self, working_days: int) -> dt.date:
        """The day so many working days before today, rest day or not: ``T-18wd``; today for none."""
        if not working_days:
            return self.today
        return dt.date.fromordinal(standard().working_before(self.today.toordinal(), working_days))

    def day(self, working_days: int) -> dt.date:
        """The day so many working days after today, before it where the number is below zero."""
        if working_days <= 0:
            return self.back(-working_days)
        return dt.date.fromordinal(standard().working_after(self.today.toordinal(), working_days))

    @contextmanager
    def at(self, day: dt.date, hour: int = 10) -> Iterator[None]:
        """Live on `day` at `hour` o'clock; never later than now."""
        instant = dt.datetime.combine(day, dt.time(hour), time.SHANGHAI)
        with time.moved(min(instant, time.now())):
            yield

    @contextmanager
    def writing(self, tenant: int, key: str) -> Iterator[ScopedSession]:
        """A write turn of a tenant; the codes made in it come from `key`, so that they are the same on every run."""
        with codes.seeded(f"{SEED}:{key}"), self.database.write(Scope.one(tenant)) as session:
            yield session

    def someone(
        self,
        session: ScopedSession,
        permission: str,
        role: str,
        unit_id: UUID | None = None,
        but: UUID | None = None,
    ) -> Actor:
        """A person of the session's tenant who holds a permission for a unit's cases, of this role if there is one.

        Args:
            but: an account that it must not be, where two persons are needed.

        Raises:
            LookupError: nobody does.
        """
        query = select(Account, Grant.role).join(Grant, Grant.account_id == Account.id).order_by(Account.login)
        rows = session.execute(query).all()
        for account, _ in sorted(rows, key=lambda row: row[1] != role):
            actor = queries.actor_of(session, account)
            if account.id != but and actor.may(permission, unit_id):
                return actor
        raise LookupError(f"nobody in tenant {session.tenant} holds {permission}")

    def named(self, session: ScopedSession, login: str) -> Actor:
        """The person of the session's tenant with a login of the sample."""
        account = directory.account_by_login(session, login)
        assert account is not None, login
        return queries.actor_of(session, account)

    def act(
        self,
        tenant: int,
        day: dt.date,
        case: Case,
        code: str,
        role: str,
        command: Callable[[int], Any],
        hour: int,
        again: str = "",
    ) -> Case:
        """One act on a case on a day by someone who may; `command` is made from the version they see.

        Args:
            again: tells acts of one code on one case apart.
        """
        transition = services.find_transition(plugins.registry().case_kinds[case.kind], code)
        key = f"demo:{case.id.hex}:{code}{again}"
        with self.at(day, hour), self.writing(tenant, key) as session:
            current = session.get_one(Case, (tenant, case.id))
            if current.state not in transition.sources:
                return current  # done before the demo was cut off, or the law acted while it lay still
            actor = self.someone(session, transition.permission, role, current.unit_id)
            return services.act(session, actor, case.id, code, command(current.version), key)

    def carry(self, tenant: int, day: dt.date, hour: int = 11) -> None:
        """Carry a tenant's parcels and answers on a day, as the worker would have; it closes their rows at the end."""
        with self.at(day, hour), codes.seeded(f"{SEED}:{tenant}:carry:{day}:{hour}"):
            delivery.carry(self.database, tenant)

    def sweep(self, tenant: int, day: dt.date) -> None:
        """Let the law act on a day, as the hourly job would have."""
        with self.at(day, 1):
            sweep(self.database, tenant)


@click.command()
@click.option("--no-serve", is_flag=True, help="Make the sample data and leave.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Another sample county.")
def demo(no_serve: bool, host: str, port: int, folder: Path | None) -> None:
    """Make the sample county 陇川县 with three townships and their cases, then serve it."""
    config = load()
    if "XIAONENG_SECOND_FACTOR" not in os.environ:
        config = replace(config, second_factor="offered")  # the sample's administrators have no phones
    database = make(config, folder, previews=True)
    if no_serve:
        return
    for line in invitations(database, f"http://{host}:{port}"):
        click.echo(line)
    from core.app import create_app
    from core.jobs import serve

    serve.main(create_app(config), host, port)


def make(
    config: Config, folder: Path | None = None, today: dt.date | None = None, *, previews: bool = False
) -> Database:
    """Make the sample data and run its jobs dry: index built, nothing owed.

    Args:
        previews: turn on what is still a preview and has a sample to show.
    """
    import tenants
    from core.commands import load_tenants, prepare
    from core.jobs.worker import Worker

    database = prepare(config)
    stage = Stage(database, config, today or time.today())
    # The people hold their posts since before the oldest case.
    with stage.at(stage.back(60)):
        load_tenants(database, folder or tenants.folder())
        if previews:
            _turn_on_previews(database)
    for name, _ in plugins.registry().each("make_demo", only=lambda name: not _played(database, name), stage=stage):
        _keep_played(database, name)
    Worker(config).run_dry()
    return database


def _turn_on_previews(database: Database) -> None:
    """Turn on everywhere what is a preview and plays a sample of its own, for who looks at the demo."""
    registry = plugins.registry()
    shown = [name for name in registry.playing if name in registry.plugins and registry.plugins[name].preview]
    with database.read(Scope.system("the tenants of the sample")) as session:
        ids = session.scalars(select(Tenant.id)).all()
    for tenant in ids:
        with database.write(Scope.one(tenant)) as session:
            for name in shown:
                put_switch(session, tenant, name, on=True, by="demo")


def _keep_played(database: Database, plugin: str) -> None:
    county = county_id(database)
    if county is not None:
        with database.write(Scope.one(county)) as session:
            session.add(JobRun(slot=f"demo@{plugin}", name="demo", state="done", started_at=time.now()))


def _played(database: Database, plugin: str) -> bool:
    """Whether a plugin's sample was made to its end: what people did with it since stays as it is."""
    with database.read(Scope.system("whether the sample is complete")) as session:
        return session.scalar(select(JobRun.id).where(JobRun.slot == f"demo@{plugin}")) is not None


def invitations(database: Database, address: str) -> list[str]:
    """Who can sign in by which link: one person of each role in the first township, and the county's administrator."""
    lines = [f"效能 · {address}/", ""]
    for tenant, role in _shown(database):
        with database.write(Scope.one(tenant.id)) as session:
            row = session.execute(
                select(Account, Person.name, Unit.name)
                .join(Grant, Grant.account_id == Account.id)
                .join(Person, (Person.tenant_id == Grant.tenant_id) & (Person.account_id == Account.id))
                .join(Unit, (Unit.tenant_id == Grant.tenant_id) & (Unit.id == Grant.unit_id))
                .where(Grant.role == role)
                .order_by(Account.login)
            ).first()
            if row is None:
                continue
            account, name, unit = row
            label = plugins.registry().roles[role].label
            link = f"{address}/activate/{directory.invite(session, account)}"
        lines.append(f"{tenant.name} {unit} {label} {name}（{account.login}）\n    {link}")
    return lines


def _shown(database: Database) -> list[tuple[Tenant, str]]:
    with database.read(Scope.system("the tenants whose people the demo names")) as session:
        found = session.scalars(select(Tenant).order_by(Tenant.tier, Tenant.id.desc())).all()
        session.expunge_all()
    county = next(tenant for tenant in found if tenant.is_county)
    township = next(tenant for tenant in found if not tenant.is_county)
    return [*((township, role) for role in SHOWN_ROLES), (county, "county_admin")]
