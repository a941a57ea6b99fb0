"""The six lists people page through are read from an index in its own order, on both databases: no scan, no sort."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from core.accounts.actor import Actor, Held
from core.cases import figures, lists, queries
from core.cases.lists import CaseFilter
from core.commands import open_database, prepare
from core.config import Config
from core.db import Database, Scope, ScopedSession, new_id
from core.seed.filling import Scale, fill
from core.seed.names import COUNTY
from tests import databases
from tests.sample import TODAY

TOWNSHIP = COUNTY * 1000 + 1
KIND = "approval.application"
READ = frozenset({"approval.case.read"})
LATER = (TODAY, new_id())


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    folder = tmp_path_factory.mktemp("plans") / "data"
    config = databases.installation(folder)
    database = prepare(config)
    fill(database, config, Scale.of(12, 1_200), 1, TODAY)
    database.dispose()
    yield config
    databases.drop(folder)


@pytest.fixture
def database(seeded: Config) -> Iterator[Database]:
    opened = open_database(seeded)
    yield opened
    opened.dispose()


def whole(tenant: int) -> Actor:
    """Someone who may read every case of the tenant."""
    return Actor(new_id(), "样甲", tenant, (Held("leader", new_id(), False, READ),))


def plan(session: ScopedSession, read: Callable[[], object]) -> str:
    """How the database would carry out the first statement about cases that `read` sends."""
    sent: list[tuple[str, Any]] = []

    def note(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if "FROM core_case" in statement:
            sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        read()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    connection = session.connection(raw="the plan of a list")
    if connection.dialect.name == "postgresql":
        # In a small table the planner would rather read all of it: what is asked is whether it needs to.
        for way in ("seqscan", "bitmapscan", "sort"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        rows = connection.exec_driver_sql("EXPLAIN " + sent[0][0], sent[0][1])
    else:
        rows = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sent[0][0], sent[0][1])
    return "\n".join(str(row[-1]) for row in rows)


SORT = r"TEMP B-TREE FOR (?:RIGHT PART OF |LAST \w+ \w+ OF )?ORDER|\bSort\b"
SCAN = r"SCAN (?:main\.)?core_case(?! USING)|Seq Scan on core_case"


def sorts(found: str) -> bool:
    """Whether rows are brought into order, or looked at one by one."""
    return re.search(f"{SORT}|{SCAN}", found) is not None


STAFF = {
    "open, by limit": (CaseFilter((KIND,)), "ix_core_case_open"),
    "all, by limit": (CaseFilter((KIND,), open_only=False), "ix_core_case_listed"),
    "open, by receipt": (CaseFilter((KIND,), order="received"), "ix_core_case_open_received"),
    "all of a state": (CaseFilter((KIND,), ("delivered",), open_only=False), "ix_core_case_state"),
}


@pytest.mark.parametrize("after", [None, LATER], ids=["first page", "deep page"])
@pytest.mark.parametrize("name", STAFF)
def test_a_page_of_a_townships_list_is_read_in_order_from_its_index(database: Database, name: str, after: Any) -> None:
    wanted, index = STAFF[name]
    with database.read(Scope.one(TOWNSHIP)) as session:
        found = plan(session, lambda: lists.page(session, whole(TOWNSHIP), wanted, after))
    assert f"{index} " in f"{found} ".replace("\n", " "), found
    assert not sorts(found), found


@pytest.mark.parametrize("after", [None, LATER], ids=["first page", "deep page"])
def test_a_page_of_the_countys_list_is_read_in_order_from_its_index(database: Database, after: Any) -> None:
    with database.read(Scope.tree(COUNTY)) as session:
        found = plan(session, lambda: lists.page(session, whole(COUNTY), CaseFilter((KIND,)), after))
    assert "ix_core_case_county" in found, found
    assert not sorts(found), found


def test_the_countys_late_cases_are_read_in_order_from_their_index(database: Database) -> None:
    with database.read(Scope.tree(COUNTY)) as session:
        found = plan(session, lambda: lists.late_in_tree(session, 50))
    assert "ix_core_case_county" in found, found
    assert not sorts(found), found


def test_the_countys_figures_are_counted_in_the_index_of_open_cases(database: Database) -> None:
    """Without a look at the rows, too; PostgreSQL takes one where the table was not swept yet."""
    with database.read(Scope.tree(COUNTY)) as session:
        found = plan(session, lambda: figures.figures_by_tenant(session))
    assert re.search(r"COVERING INDEX ix_core_case_open|Index (Only )?Scan using ix_core_case_open", found), found
    assert not re.search(SCAN, found), found


def test_a_case_is_opened_with_its_parts_from_two_indexes(database: Database) -> None:
    with database.read(Scope.one(TOWNSHIP)) as session:
        actor = whole(TOWNSHIP)
        case = lists.page(session, actor, CaseFilter((KIND,)), limit=1).rows[0]
        found = plan(session, lambda: queries.opened(session, actor, case.id))
    assert "ix_core_case_parent" in found, found
    assert not re.search(SCAN, found), found


def test_a_planted_sort_is_seen(database: Database) -> None:
    from sqlalchemy import select

    from core.cases.models import Case

    with database.read(Scope.one(TOWNSHIP)) as session:
        found = plan(session, lambda: session.scalars(select(Case.id).order_by(Case.title)).all())
    assert sorts(found), found
