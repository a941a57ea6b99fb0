"""The pages of a township with 100,000 applications: what the server takes for each, whatever they are asked for.

    python bench/lists.py [APPLICATIONS] [FOLDER]

FOLDER is an installation of one township that an earlier run filled.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path

from sqlalchemy import func, select

from bench.data import PAGE, TOWNSHIP, asked, signed_in
from bench.measured import Report, usual
from core import clock
from core.app import create_app
from core.cases.models import Case
from core.commands import open_database, prepare
from core.config import Config
from core.db import Database, Scope
from core.seed.filling import Scale, fill

APPLICATIONS, MOST_MS, MOST_STATEMENTS = 100_000, 100, 15
SEARCH, SEARCH_MS = "words in all cases", 200  # every case is read, whatever is found
LOGIN = f"yue.zaojia.{TOWNSHIP}"
CASES = f"/w/{TOWNSHIP}/cases"


def key(database: Database, part: float) -> str:
    """The key of a page so far down the list of all cases, as an address carries it."""
    with database.read(Scope.one(TOWNSHIP)) as session:
        number = session.scalar(select(func.count()).select_from(Case)) or 0
        query = select(Case.listed_on, Case.id).order_by(Case.listed_on, Case.id)
        day, case_id = session.execute(query.offset(min(int(number * part), number - PAGE - 1)).limit(1)).one()
    return f"{day.isoformat()}_{case_id}"


def pages(database: Database, today: dt.date) -> dict[str, str]:
    """What is asked for, and its address."""
    with database.read(Scope.one(TOWNSHIP)) as session:
        case = session.scalars(select(Case).order_by(Case.id).limit(1)).one()
        number, party = case.number, case.party
    return {
        "workbench": f"/w/{TOWNSHIP}/",
        "open cases": CASES,
        "all cases": f"{CASES}?closed=1",
        "all cases, the middle": f"{CASES}?closed=1&after={key(database, 0.5)}",
        "all cases, the last page": f"{CASES}?closed=1&after={key(database, 1)}",
        "all cases by receipt": f"{CASES}?closed=1&sort=received",
        "of two states": f"{CASES}?state=received,corrected",
        "overdue": f"{CASES}?due=overdue",
        "one's own": f"{CASES}?mine=1",
        "received this month": f"{CASES}?month=received",
        "ended late this month": f"{CASES}?month=late",
        "by number": f"{CASES}?closed=1&q={number}",
        f"{SEARCH}, a name": f"{CASES}?closed=1&q={party}",
        f"{SEARCH}, nowhere": f"{CASES}?closed=1&q=没有这样的",
        "register of grants": f"/w/{TOWNSHIP}/approval/grants/",
        "public register of grants": f"/t/{TOWNSHIP}/grants/",
    }


def main() -> None:
    """Measure the pages."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else APPLICATIONS
    report = Report()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch) / "data"
        config = Config(data=folder, second_factor="offered")
        if not (folder / "xiaoneng.db").exists():
            database = prepare(config)
            fill(database, config, Scale.of(1, number), 1, clock.today())
            database.dispose()
        database = open_database(config)
        wanted = pages(database, clock.today())
        database.dispose()
        app = create_app(config)
        client = signed_in(app, LOGIN, TOWNSHIP)
        for name, url in wanted.items():
            answer = client.get(url)
            assert answer.status_code == 200, (url, answer.status_code)
            most = SEARCH_MS if name.startswith(SEARCH) else MOST_MS
            report.hold(name, usual(lambda u=url: client.get(u)), most, "ms")
            statements = len(asked(app, LOGIN, TOWNSHIP, url))
            report.hold(f"{name}, statements", statements, MOST_STATEMENTS, "statements")
        app.extensions["xiaoneng.database"].dispose()
    report.end()


if __name__ == "__main__":
    main()
