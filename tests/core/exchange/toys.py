"""A toy measure that takes in parcels, one audit row for each; its title says if it is refused, fails or is signed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import partial
from pathlib import Path

from sqlalchemy import select

from core import clock
from core.accounts.actor import Actor
from core.audit.models import Audit
from core.audit.services import record
from core.contracts import PluginInfo, Receiver
from core.db import Database, Scope, ScopedSession, crypto
from core.db.base import Base
from core.errors import DomainError, Problem
from core.exchange import delivery
from core.exchange.models import ParcelReceived, ParcelSent
from core.exchange.parcel import Parcel
from core.exchange.services import ANSWERS, PARCELS, acknowledge, send
from core.hookspecs import hookimpl
from core.jobs import drain
from core.tenancy.models import Tenant
from core.tenancy.services import put_switch

COUNTY = 533124
TOWNS = tuple(533124201 + number for number in range(12))
HERE = TOWNS[0]
KIND = "toy.matter"
DUE = dt.date(2026, 12, 4)
GOT = "toy.got"


def receive(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    record(session, Actor.system(session.tenant), GOT, received.key, {"title": parcel.title})
    if parcel.title == "refuse":
        raise DomainError([Problem("不归%(who)s管", params={"who": "本乡"}), Problem("请改送")])
    if parcel.title == "fail":
        raise ZeroDivisionError
    if parcel.title == "sign":
        acknowledge(session, Actor.system(session.tenant), received.id, number="样1", due=DUE)


@hookimpl
def register_plugin() -> PluginInfo:
    return PluginInfo("toy", "样", "样", "0")


@hookimpl
def register_receivers() -> tuple[Receiver, ...]:
    return (Receiver(KIND, receive),)


def installation(folder: Path) -> Database:
    """A county with twelve townships, in each of which the toy is on; made where it is not there yet."""
    crypto.create_keys(folder / "keys")
    crypto.load_keys(folder / "keys")
    database = Database(f"sqlite:///{folder / 'xiaoneng.db'}", folder)
    if not (folder / "xiaoneng.db").exists():
        Base.metadata.create_all(database.engine)
        with database.write(Scope.system("tenants for a test")) as session:
            for code in (COUNTY, *TOWNS):
                tier = "county" if code == COUNTY else "township"
                session.add(Tenant(id=code, name=str(code), tier=tier, division_code=str(code)))
                session.flush()
                put_switch(session, code, "toy", on=True, by="测试")
    return database


def post(database: Database, *keys: str, to: int = HERE, title: str = "样事") -> None:
    """Send parcels from the county."""
    with database.write(Scope.one(COUNTY)) as session:
        for key in keys:
            send(session, to, KIND, Parcel(title, "样"), key)


def carry(database: Database, tenants: tuple[int, ...] = (COUNTY, *TOWNS), after: float = 0) -> None:
    """What the worker does with everything owed, `after` seconds from now."""
    handlers: dict[str, drain.Handler] = {
        PARCELS: drain.Outside(partial(delivery.deliver, database)),
        ANSWERS: drain.Outside(partial(delivery.bring_back, database)),
    }
    with clock.moved(clock.now() + dt.timedelta(seconds=after)):
        while owing := set(drain.owing(database)) & set(tenants):
            for tenant in owing:
                drain.drain(database, tenant, handlers)


def sent(database: Database, key: str, to: int = HERE) -> ParcelSent:
    """The sender's end of a parcel."""
    with database.read(Scope.one(COUNTY)) as session:
        wanted = select(ParcelSent).where(ParcelSent.key == key, ParcelSent.to_tenant == to)
        found = session.scalars(wanted).one()
        session.expunge_all()
        return found


def received(database: Database, key: str, at: int = HERE) -> ParcelReceived:
    """The receiver's end of a parcel."""
    with database.read(Scope.one(at)) as session:
        found = session.scalars(select(ParcelReceived).where(ParcelReceived.key == key)).one()
        session.expunge_all()
        return found


def effects(database: Database) -> Counter[tuple[int, str]]:
    """How often each parcel had its effect: by tenant and key."""
    with database.read(Scope.system("count effects")) as session:
        rows = session.execute(select(Audit.tenant_id, Audit.subject).where(Audit.action == GOT))
        return Counter((tenant, key) for tenant, key in rows)
