"""Row-level security: what the role of the sessions may, what it may not, and that every hole is named."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.audit.models import Audit
from core.db import Database, Scope, migrations, rls, walls
from core.db.base import Base, kind_of
from core.tenancy.models import Unit
from scripts.postgres import binaries
from tests import databases
from tests.sample import COUNTY, HUSA, MENGYUE

pytestmark = pytest.mark.only_on("postgresql", "SQLite has no roles: its shadow views are held by test_guard.py")

FAULTS = {
    "ALTER TABLE core_case DISABLE ROW LEVEL SECURITY": "core_case: ENABLE row level security is off",
    "ALTER TABLE core_case NO FORCE ROW LEVEL SECURITY": "core_case: FORCE row level security is off",
    f"CREATE POLICY door ON core_case TO {rls.ROLE} USING (true)": "core_case: a policy door that is not ours",
    f"GRANT UPDATE ON core_audit TO {rls.ROLE}": f"core_audit: {rls.ROLE} may UPDATE",
    "GRANT TRUNCATE ON core_case TO PUBLIC": f"core_case: {rls.ROLE} may TRUNCATE",
    f"REVOKE INSERT ON core_case FROM {rls.ROLE}": f"core_case: {rls.ROLE} may not INSERT",
    f"REVOKE USAGE ON SEQUENCE core_calendar_version_number_seq FROM {rls.ROLE}": (
        f"core_calendar_version_number_seq: {rls.ROLE} may not count with it"
    ),
    "DROP TRIGGER core_audit_no_delete ON core_audit": "no trigger core_audit_no_delete",
}


def policy_of(connection: sa.Connection, table: str, act: str) -> str:
    found = connection.exec_driver_sql(
        "SELECT policyname FROM pg_policies WHERE tablename = %s AND policyname LIKE %s", (table, f"{act}\\_%")
    )
    return str(found.scalar_one())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_hole_is_named_and_closed_by_the_next_upgrade(database: Database, fault: str) -> None:
    with database.owner() as connection:
        connection.exec_driver_sql(fault)
    assert migrations.differences(database) == [FAULTS[fault]]
    with database.owner() as connection:
        walls.protect(connection, Base.metadata)
    assert migrations.differences(database) == []


@pytest.mark.parametrize("act", ["read", "insert", "update", "delete", "owner"])
def test_a_policy_that_was_dropped_or_opened_is_named(database: Database, act: str) -> None:
    with database.owner() as connection:
        name = policy_of(connection, "core_case", act)
        clause = "WITH CHECK (true)" if act == "insert" else "USING (true)"
        connection.exec_driver_sql(f"ALTER POLICY {name} ON core_case {clause}")
    assert migrations.differences(database) == [f"core_case: no policy {name}"]
    with database.owner() as connection:
        connection.exec_driver_sql(f"DROP POLICY {name} ON core_case")
    assert migrations.differences(database) == [f"core_case: no policy {name}"]


def test_an_opened_policy_leaks_or_the_matrix_would_prove_nothing(two: Database) -> None:
    with two.owner() as connection:
        name = policy_of(connection, "core_unit", "read")
        connection.exec_driver_sql(f"ALTER POLICY {name} ON core_unit USING (true)")
    assert raw_tenants(two, Scope.one(MENGYUE), "core_unit") == {MENGYUE, HUSA}


@pytest.fixture
def two(database: Database) -> Database:
    """Two townships below a county, with a unit each."""
    with database.owner() as connection:
        for code, above in ((COUNTY, None), (MENGYUE, COUNTY), (HUSA, COUNTY)):
            tenant = {"id": code, "name": str(code), "tier": "township" if above else "county"}
            connection.execute(sa.insert(Base.metadata.tables["core_tenant"]), filled("core_tenant", tenant))
            for ancestor in {code, above} - {None}:
                pair = {"ancestor_id": ancestor, "tenant_id": code}
                connection.execute(sa.insert(Base.metadata.tables["core_tenant_tree"]), pair)
    for code in (MENGYUE, HUSA):
        with database.write(Scope.one(code)) as session:
            session.add(Unit(code="DZB", name=f"u{code}", kind="office", legal_title="own"))
    return database


def filled(table: str, given: dict[str, object]) -> dict[str, object]:
    """Values for columns without a default that a bare INSERT must name."""
    columns = Base.metadata.tables[table].columns
    wanted = [c for c in columns if not c.nullable and c.default is None and c.name not in given]
    return {**{c.name: str(given["id"]) for c in wanted}, **given}


def raw_tenants(database: Database, scope: Scope, table: str) -> set[int]:
    with Session(database._read_bind(scope)) as session:
        return set(session.scalars(sa.text(f"SELECT tenant_id FROM {table}")))


def test_raw_sql_sees_the_scope_only(two: Database) -> None:
    assert raw_tenants(two, Scope.one(MENGYUE), "core_unit") == {MENGYUE}
    assert raw_tenants(two, Scope.tree(COUNTY), "core_unit") == {MENGYUE, HUSA}
    assert raw_tenants(two, Scope.tree(HUSA), "core_unit") == {HUSA}
    assert raw_tenants(two, Scope.public(COUNTY), "core_unit") == set()
    assert raw_tenants(two, Scope.system("test"), "core_unit") == {MENGYUE, HUSA}


def test_a_pooled_connection_forgets_its_scope_with_its_transaction(two: Database) -> None:
    with two.engine.connect() as connection:
        rls.enter(connection, Scope.system("test"), writes=False)
        assert len(connection.scalars(sa.text("SELECT id FROM core_unit")).all()) == 2
        connection.rollback()
        assert connection.scalar(sa.text("SELECT current_user")) != rls.ROLE
        assert connection.scalars(sa.text("SELECT id FROM core_unit")).all() == []


def test_the_role_owns_nothing_and_passes_no_wall(database: Database) -> None:
    with database.engine.connect() as connection:
        role = connection.exec_driver_sql(
            f"SELECT oid, rolsuper, rolbypassrls, rolcreaterole, rolcanlogin FROM pg_roles WHERE rolname = '{rls.ROLE}'"
        ).one()
        assert role[1:] == (False, False, False, False)
        assert connection.exec_driver_sql(f"SELECT count(*) FROM pg_class WHERE relowner = {role[0]}").scalar() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE core_unit DISABLE ROW LEVEL SECURITY",
        "DROP TABLE core_unit",
        "TRUNCATE core_unit",
        "CREATE TABLE mine (id int)",
        "UPDATE core_audit SET action = 'x'",
        "DELETE FROM core_audit",
        "DELETE FROM core_parked_revision",
        "ALTER TABLE core_audit DISABLE TRIGGER ALL",
    ],
)
def test_a_session_may_not(database: Database, statement: str) -> None:
    with Session(database._write_bind(Scope.one(MENGYUE))) as session, pytest.raises(DBAPIError, match="denied|owner"):
        session.execute(sa.text(statement))


def test_every_tenant_table_of_the_product_is_walled(database: Database) -> None:
    walled = {table.name for table in Base.metadata.sorted_tables if kind_of(table) != "global"}
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        assert set(found.scalars()) == walled
    assert Audit.__tablename__ in walled


def test_the_owner_dumps_every_row_when_it_says_so(two: Database) -> None:
    programs = binaries()
    assert programs is not None
    where = ["-h", str(databases.server().socket), "-U", str(two.url.username), str(two.url.database)]
    dump = [str(programs / "pg_dump"), "--enable-row-security", "--data-only", "-t", "core_unit", *where]
    for options, found in (("", False), ("-c app.owner=on", True)):
        done = subprocess.run(
            dump, env={**os.environ, "PGOPTIONS": options}, capture_output=True, text=True, check=True
        )
        assert (f"u{MENGYUE}" in done.stdout, f"u{HUSA}" in done.stdout) == (found, found)


@pytest.fixture
def server_login(two: Database, tmp_path: Path) -> Iterator[Database]:
    """The same database by a login that owns nothing."""
    login = "xiaoneng_web_" + str(two.url.database)[-8:]
    with databases.server().connect("postgres") as admin:
        admin.execute(f"CREATE ROLE {login} LOGIN IN ROLE {rls.ROLE}")
    database = Database(two.url.set(username=login).render_as_string(), tmp_path / "web")
    yield database
    database.dispose()


def test_a_login_that_is_only_a_member_serves_and_changes_no_table(server_login: Database) -> None:
    with server_login.write(Scope.one(MENGYUE)) as session:
        session.add(Unit(code="NYZ", name="n", kind="office", legal_title="own"))
    with server_login.read(Scope.one(MENGYUE)) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Unit)) == 2
    with server_login.owner() as connection:  # it says so, but it is not
        assert connection.scalars(sa.text("SELECT id FROM core_unit")).all() == []
    with pytest.raises(DBAPIError, match="owner"), server_login.owner() as connection:
        connection.exec_driver_sql("DROP TABLE core_unit")
