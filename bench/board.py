"""A page of the duties board out of 2,000 units, beside the bare view of it: what it asks, checks and looks up.

The bare view renders the same template from ready rows, so that the bytes are the same:  python bench/board.py
"""

from __future__ import annotations

import datetime as dt
import gc
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import update

from bench.data import asked, signed_in
from bench.measured import Report, side_by_side
from bench.web import bare
from core import clock, demo
from core.accounts.directory import account_by_login
from core.accounts.queries import actor_of
from core.app import create_app
from core.commands import open_database
from core.config import Config
from core.db import Database, Scope, ScopedSession, bulk, new_id
from core.duties.board import BoardFilter
from core.duties.making import make
from core.duties.measures import rules_on
from core.duties.reminders import remind
from core.duties.services import remind_all
from core.tenancy.models import Unit
from core.tenancy.services import put_switch

TOWNSHIP, UNITS, LOGIN = 533124205, 2000, "yue.zaojia"
MEASURES = ("supervision", "training", "goals", "penalty", "egov")
LONG_AGO = dt.date(2020, 1, 1)
NEW_YEAR = dt.datetime(2026, 1, 5, 9, tzinfo=clock.SHANGHAI)
WARNING = dt.datetime(2026, 10, 23, 6, tzinfo=clock.SHANGHAI)  # two working days before the monthly report
OCTOBER = dt.datetime(2026, 10, 8, 9, tzinfo=clock.SHANGHAI)
BOARD = f"/w/{TOWNSHIP}/duties/board?period="
LIVE = f"/w/{TOWNSHIP}/supervision/board?what="
# Two columns, all columns of the year, and the last page of all; what runs by colour.
PAGES = {
    "month": f"{BOARD}2026-09",
    "year": f"{BOARD}2026",
    "last page of the year": f"{BOARD}2026&page={UNITS // 50}",
    "late duties of all": f"{LIVE}duties&colour=late",
    "late cases of all": f"{LIVE}cases&colour=late",
}
MOST_MS, MOST_STATEMENTS, MOST_TURN_MS = 300, 15, 200


def grown(database: Database) -> None:
    """Give the township its units and its measures since the new year, and make what they owe."""
    rows = [
        {
            "id": new_id(),
            "code": f"B{number}",
            "name": f"样例{number}站",
            "kind": "station" if number % 4 else "village",
            "legal_title": "internal" if number % 4 else "assists",
            "since_on": LONG_AGO,
        }
        for number in range(UNITS)
    ]
    with database.write(Scope.one(TOWNSHIP)) as session:
        session.execute(update(Unit).values(since_on=LONG_AGO))
        bulk.insert(session, Unit, rows)
    with clock.moved(NEW_YEAR), database.write(Scope.one(TOWNSHIP)) as session:
        for name in MEASURES:
            put_switch(session, TOWNSHIP, name, on=True, by="bench")
    print(f"      {make(database, TOWNSHIP)} duties of {UNITS} units and the sample's")


def reminded(database: Database) -> list[float]:
    """How long each write turn takes in which all units that owe something of a year are reminded, in ms."""
    with database.read(Scope.one(TOWNSHIP)) as session:
        actor = actor_of(session, account_by_login(session, LOGIN))
        wanted = BoardFilter("2026", rules_on(session, TOWNSHIP))
    turns, after, more = list[float](), None, True
    while more:
        began = time.perf_counter()
        with database.write(Scope.one(TOWNSHIP)) as session:
            _told, after = remind_all(session, actor, wanted, after)
        turns.append((time.perf_counter() - began) * 1000)
        more = after is not None
    return turns


def warned(database: Database) -> list[float]:
    """How long each write turn of the daily job takes on a warning day of all units, in ms."""
    turns = list[float]()
    write = database.write

    @contextmanager
    def timed(scope: Scope) -> Iterator[ScopedSession]:
        began = time.perf_counter()
        with write(scope) as session:
            yield session
        turns.append((time.perf_counter() - began) * 1000)

    with patch.object(database, "write", timed), clock.moved(WARNING):
        remind(database, TOWNSHIP)
    return turns


def main() -> None:
    """Measure the pages."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder, clock.moved(OCTOBER):
        config = Config(data=Path(folder) / "data")
        demo.make(config, today=OCTOBER.date()).dispose()
        database = open_database(config)
        grown(database)
        database.dispose()
        app = create_app(config)
        client = signed_in(app, LOGIN, TOWNSHIP)
        headers = {"Cookie": "; ".join(f"{cookie.key}={cookie.value}" for cookie in client._cookies.values())}
        for name, page in PAGES.items():
            plain = bare(app, page, headers).test_client()
            whole, peer = side_by_side(lambda q=page: client.get(q), lambda p=plain: p.get("/bare"), times=15)
            print(f"      {name}: {whole:.0f} ms, the bare view {peer:.0f} ms")
            report.hold(f"board, {name}", whole, MOST_MS, "ms")
            report.hold(f"board, {name} / bare view", whole / peer, 14)
            statements = len(asked(app, LOGIN, TOWNSHIP, page))
            report.hold(f"board, {name}, statements", statements, MOST_STATEMENTS, "statements")
        gc.freeze()  # as the server and the worker do when they have started
        turns = reminded(app.extensions["xiaoneng.database"])
        print(f"      all units reminded in {len(turns)} write turns, {sum(turns):.0f} ms")
        report.hold("reminding all units, the longest write turn", max(turns), MOST_TURN_MS, "ms")
        turns = warned(app.extensions["xiaoneng.database"])
        print(f"      a warning day of all units in {len(turns)} write turns, {sum(turns):.0f} ms")
        report.hold("a warning day, the longest write turn", max(turns), MOST_TURN_MS, "ms")
        app.extensions["xiaoneng.database"].dispose()
    report.end()


if __name__ == "__main__":
    main()
