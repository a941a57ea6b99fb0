"""The data layer at a million cases: pages, dashboard, guard, acts, and how many queries a page sends.

Each figure stands beside a peer of the same run, and the run fails where one is over its limit:
``python bench/data.py [CASES] [FOLDER]``; a FOLDER that `xiaoneng seed` filled is used as it is.
"""

from __future__ import annotations

import multiprocessing
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from bench.measured import Report, side_by_side
from core import clock
from core.accounts import services as accounts
from core.accounts.actor import Actor, Held
from core.accounts.models import Account
from core.app import create_app
from core.cases import figures, lists, services
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.commands import open_database, prepare
from core.config import Config
from core.db import Database, Scope, ScopedSession, new_id
from core.db.engine import WRITE_PRAGMAS
from core.seed.filling import Scale, fill
from core.seed.names import COUNTY
from plugins.approval.commands import Withdraw

TOWNSHIP = COUNTY * 1000 + 1
KIND = "approval.application"
WRITERS, ACTS = 8, 60
PAGE = 50


def reader(tenant: int) -> Actor:
    """Someone who may read every case of a tenant."""
    return Actor(new_id(), "样甲", tenant, (Held("leader", new_id(), False, frozenset({"approval.case.read"})),))


def sent(work: Callable[[], object]) -> list[tuple[str, Any]]:
    """Every statement that `work` sends, with its parameters."""
    found: list[tuple[str, Any]] = []

    def note(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        found.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return found


def pages(report: Report, database: Database) -> None:
    """A page of a township's list beside the same SQL by the driver and the ORM's own cost of its rows."""
    actor, wanted = reader(TOWNSHIP), CaseFilter((KIND,), open_only=False)
    with database.read(Scope.one(TOWNSHIP)) as session:
        backwards = select(Case.listed_on, Case.id).order_by(Case.listed_on.desc(), Case.id.desc())
        deep = session.execute(backwards.offset(PAGE + 1).limit(1)).first()  # a full page stands behind it
        half = (session.scalar(select(func.count()).select_from(Case)) or 0) // 2
        middle = session.execute(
            select(Case.listed_on, Case.id).order_by(Case.listed_on, Case.id).offset(half).limit(1)
        ).first()
        assert deep is not None
        assert middle is not None

        def page(after: Any = None) -> object:
            session.expunge_all()
            return lists.page(session, actor, wanted, after, PAGE)

        ((statement, given),) = sent(page)
        raw = session.connection(raw="the same statement by the driver").connection.driver_connection
        rows = raw.execute(statement, given).fetchall()

        def driver() -> object:
            return raw.execute(statement, given).fetchall()

        driven, whole, last, between = side_by_side(
            driver, page, lambda: page((deep[0], deep[1])), lambda: page(tuple(middle))
        )
        rows_cost = orm_rows(database, rows, statement, given)
    report.hold("page of a township's list / driver and ORM rows", whole / (driven + rows_cost), 1.3)
    report.hold("page in the middle / page 1", between / whole, 2)
    report.hold("last page / page 1", last / whole, 2)


def orm_rows(database: Database, rows: list[Any], statement: str, given: Any) -> float:
    """What the ORM takes for as many objects, by an unguarded session over as many rows and nothing else to find."""
    with Session(database._readers["system"].execution_options(xn_scope=Scope.system("bench"))) as session:
        query = select(Case).where(Case.tenant_id == TOWNSHIP).limit(len(rows))
        ((plain, values),) = sent(lambda: session.scalars(query).all())
        raw: Any = session.connection().connection.driver_connection

        def objects() -> object:
            session.expunge_all()
            return session.scalars(query).all()

        whole, driven = side_by_side(objects, lambda: raw.execute(plain, values).fetchall())
    return whole - driven


def guard(report: Report, database: Database) -> None:
    """A guarded query beside the same one by a plain session with its tenant written out."""
    query = select(Case).where(Case.tenant_id == TOWNSHIP).order_by(Case.listed_on, Case.id).limit(PAGE)
    plain_engine = database._readers["system"].execution_options(xn_scope=Scope.system("bench"))
    with database.read(Scope.one(TOWNSHIP)) as session, Session(plain_engine) as plain:

        def one(chosen: Session) -> Callable[[], object]:
            def work() -> object:
                chosen.expunge_all()
                return chosen.scalars(query).all()

            return work

        guarded, bare = side_by_side(one(session), one(plain))
    report.hold("guarded query of a page / plain session", guarded / bare, 1.3)


def dashboard(report: Report, database: Database) -> None:
    """The county's page of figures and of late cases."""
    with database.read(Scope.tree(COUNTY)) as session:

        def work() -> object:
            session.expunge_all()
            return figures.figures_by_tenant(session), lists.late_in_tree(session, PAGE)

        (statement, given), *_ = sent(work)
        raw = session.connection(raw="the same statement by the driver").connection.driver_connection
        whole, driven = side_by_side(work, lambda: raw.execute(statement, given).fetchall(), times=12)
    report.hold("county dashboard", whole, 150, "ms")
    print(f"      of which the figures by the driver: {driven:.1f} ms")


def writer(data: Path, which: int, begin: Any, out: Any) -> None:
    """Withdraw open cases one by one, as fast as the turn comes."""
    database = open_database(Config(data=data))
    with database.read(Scope.one(TOWNSHIP)) as session:
        mine = session.execute(
            select(Case.id, Case.version, Case.party).where(Case.is_open == True).order_by(Case.id)  # noqa: E712
        ).all()[which::WRITERS][: ACTS + 5]
    took = []
    for number, (case_id, version, party) in enumerate(mine):
        if number == 5:
            begin.wait()
            cpu, start = time.process_time(), time.monotonic()
        began = time.monotonic()
        with database.write(Scope.one(TOWNSHIP)) as session:
            command = Withdraw(version=version)
            services.act(session, Actor.party(TOWNSHIP, party), case_id, "withdraw", command, f"bench{case_id}")
        took.append(time.monotonic() - began)
    out.put((start, time.monotonic(), time.process_time() - cpu, took[5:]))
    database.dispose()


def acts(report: Report, data: Path) -> None:
    """Acts by eight processes at once, and one process's CPU beside the same statements by the driver."""
    context = multiprocessing.get_context("spawn")
    begin, out = context.Barrier(WRITERS), context.Queue()
    workers = [context.Process(target=writer, args=(data, which, begin, out)) for which in range(WRITERS)]
    for each in workers:
        each.start()
    found = [out.get() for _ in workers]
    for each in workers:
        each.join()
    took = sorted(one for _, _, _, each in found for one in each)
    lasted = max(end for _, end, _, _ in found) - min(start for start, _, _, _ in found)
    report.reach(f"acts by {WRITERS} processes", len(took) / lasted, 300, "a second")
    report.hold("wait for an act at p99", took[int(len(took) * 0.99)] * 1000, 100, "ms")
    ours, peer = cpu_of_acts(data)
    report.hold("CPU of an act / the same statements by the driver", ours / peer, 4)
    busy = sum(cpu for _, _, cpu, _ in found) / len(took) * 1000
    print(f"      {ours:.2f} ms of CPU alone, {busy:.2f} ms with {WRITERS} at once; the driver {peer:.2f} ms")


def cpu_of_acts(data: Path, pairs: int = 40) -> tuple[float, float]:
    """Milliseconds of CPU of an act, and of the statements of another such act sent by the driver, both committed."""
    database = open_database(Config(data=data))
    with database.read(Scope.one(TOWNSHIP)) as session:
        open_ones = select(Case.id, Case.version, Case.party).where(Case.is_open == True, Case.state == "accepted")  # noqa: E712
        mine = session.execute(open_ones.order_by(Case.id.desc()).limit(2 * pairs)).all()
    raw = sqlite3.connect(data / "xiaoneng.db", isolation_level=None)
    for pragma in WRITE_PRAGMAS:
        raw.execute(f"PRAGMA {pragma}").fetchall()

    def act(session: ScopedSession, row: Any) -> None:
        actor, command = Actor.party(TOWNSHIP, row.party), Withdraw(version=row.version)
        services.act(session, actor, row.id, "withdraw", command, f"pair{row.id}")

    def tried(row: Any) -> None:
        with database.trial(Scope.one(TOWNSHIP)) as session:
            act(session, row)

    ours = peer = 0.0
    for place, (one, other) in enumerate(zip(mine[::2], mine[1::2], strict=False)):
        statements = sent(lambda row=one: tried(row))
        began = time.process_time()
        for text, given in statements:
            if isinstance(given, list):
                raw.executemany(text, given)
            else:
                raw.execute(text, given).fetchall()
        raw.execute("COMMIT")
        middle = time.process_time()
        with database.write(Scope.one(TOWNSHIP)) as session:
            act(session, other)
        if place >= 5:
            ours, peer = ours + time.process_time() - middle, peer + middle - began
    raw.close()
    database.dispose()
    counted = len(mine) // 2 - 5
    return ours / counted * 1000, peer / counted * 1000


def counts_of(townships: int, folder: Path) -> dict[str, int]:
    """How many queries each page sends in an installation with so many townships."""
    config = Config(data=folder, second_factor="offered")
    database = prepare(config)
    size = Scale.of(townships, max(townships, 600))
    fill(database, config, size, 1, clock.today())
    database.dispose()
    app = create_app(config)
    place = size.places[0].code
    found = {}
    for login, tenant, url in (
        (f"yue.zaojia.{place}", place, f"/w/{place}/cases"),
        (f"yue.zaojia.{place}", place, f"/w/{place}/"),
        (f"dao.xiangding.{size.root}", size.root, "/county/"),
        (f"dao.xiangding.{size.root}", size.root, "/county/stats/"),
        ("", place, f"/t/{place}/"),
    ):
        found[url.replace(str(place), "…")] = len(asked(app, login, tenant, url))
    return found


def signed_in(app: Flask, login: str, tenant: int) -> FlaskClient:
    """A browser of an account; of nobody where there is no login."""
    client = app.test_client()
    if login:
        with app.extensions["xiaoneng.database"].write(Scope.one(tenant)) as session:
            who = session.scalars(select(Account).where(Account.login == login)).one()
            who.state = "active"
            secret = accounts.sign_in(session, who.id, "")
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = secret, True
    return client


def asked(app: Flask, login: str, tenant: int, url: str) -> list[Any]:
    """The statements of one request, its caches warm."""
    client = signed_in(app, login, tenant)
    for _ in range(2):
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
    return sent(lambda: client.get(url))


def main() -> None:
    """Measure all of it."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    report = Report()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch) / "data"
        config = Config(data=folder)
        if not (folder / "xiaoneng.db").exists():
            database = prepare(config)
            lasted = fill(database, config, Scale.of(12, cases), 1, clock.today())
            report.reach("seeding on SQLite", cases / lasted, 5_000, "cases a second")
            database.dispose()
        database = open_database(config)
        pages(report, database)
        guard(report, database)
        dashboard(report, database)
        database.dispose()
        acts(report, folder)
        few, many = counts_of(12, Path(scratch) / "few"), counts_of(2_000, Path(scratch) / "many")
        for url, number in few.items():
            report.hold(f"queries of {url} at 2,000 townships / at 12 ({number})", many[url] / number, 1)
    report.end()


if __name__ == "__main__":
    main()
