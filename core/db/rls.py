"""PostgreSQL's second wall: row-level security, generated from each table's kind.

The owner of the tables connects and keeps them; every session's transaction takes the role `ROLE`, which owns nothing,
and says in settings of that transaction whose rows it may see and write. Forced security shows the owner nothing
either, unless it says that it is at work as the owner (migrations, backups, moves). Whoever wants the two apart gives
`xiaoneng serve` a login of its own that is only a member of `ROLE`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, Table, inspect

from core.db.base import kind_of
from core.db.parked import VERSION_TABLE, ParkedRevision
from core.db.scope import Scope

ROLE = "xiaoneng_app"
PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
CATALOGUE = (
    VERSION_TABLE,
    ParkedRevision.__tablename__,
)  # read to see whether the tables are current, written by the owner

# `nullif`: after its first transaction a connection's setting is '' and no longer missing. The inner SELECT is computed
# once a statement; without it a page took four times as long.
ONE = "tenant_id = ANY ((SELECT nullif(current_setting('app.tenants', true), '')::int[])::int[])"
BELOW = (
    "tenant_id IN (SELECT tree.tenant_id FROM core_tenant_tree tree"
    " WHERE tree.ancestor_id = nullif(current_setting('app.{root}', true), '')::int)"
)
SYSTEM = "(SELECT current_setting('app.system', true) = 'on')"
WRITE = "tenant_id = (SELECT nullif(current_setting('app.write', true), '')::int)"
OWNER = "(SELECT current_setting('app.owner', true) = 'on')"

ENTER = (
    "SELECT set_config('role', %s, true), set_config('app.tenants', %s, true), set_config('app.root', %s, true),"
    " set_config('app.public', %s, true), set_config('app.system', %s, true), set_config('app.write', %s, true)"
)
# What a policy says, as the server itself writes it; kept as its comment, so that a policy altered later is seen.
SAID = (
    "md5(concat_ws('|', p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid),"
    " pg_get_expr(p.polwithcheck, p.polrelid),"
    " (SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles WHERE oid = ANY (p.polroles))))"
)
OURS = "FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid AND c.relnamespace = current_schema()::regnamespace"

Fault = tuple[str, list[str]]


def enter(connection: Connection, scope: Scope, *, writes: bool) -> None:
    """Let the transaction that has just begun see and write what `scope` allows, and nothing after its end."""
    settings = (
        ROLE,
        f"{{{scope.tenant}}}" if scope.kind == "one" else "",
        str(scope.root) if scope.kind == "tree" else "",
        str(scope.root) if scope.kind == "public" else "",
        "on" if scope.kind == "system" else "",
        str(scope.write) if writes and scope.write is not None else "",
    )
    connection.exec_driver_sql(ENTER, settings)


def enter_as_owner(connection: Connection) -> None:
    """Let the transaction that has just begun see and write everything; only the owner of the tables can."""
    connection.exec_driver_sql("SELECT set_config('app.owner', 'on', true)")


def protect(connection: Connection, metadata: MetaData) -> None:
    """Make role, policies and grants that are missing or were altered; does nothing on SQLite."""
    if connection.dialect.name != "postgresql":
        return
    _make_role(connection)
    for _what, statements in list(_faults(connection, metadata)):
        for statement in statements:
            connection.exec_driver_sql(statement)
    comment = f"SELECT p.polname, c.relname, {SAID} AS said {OURS} WHERE obj_description(p.oid, 'pg_policy') IS NULL"
    connection.exec_driver_sql(
        f"DO $$ DECLARE r record; BEGIN FOR r IN {comment} LOOP"
        " EXECUTE format('COMMENT ON POLICY %%I ON %%I IS %%L', r.polname, r.relname, r.said); END LOOP; END $$"
    )


def unprotected(connection: Connection, metadata: MetaData) -> list[str]:
    """Each policy, grant or switch that is missing, altered or too much; empty on SQLite."""
    if connection.dialect.name != "postgresql":
        return []
    role = connection.exec_driver_sql(f"SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = '{ROLE}'")  # noqa: S608
    passes = role.scalar_one_or_none()
    if passes is None:
        return [f"no role {ROLE}"]
    too_strong = [f"the role {ROLE} passes row-level security"] if passes else []
    return too_strong + [what for what, _statements in _faults(connection, metadata)]


def _make_role(connection: Connection) -> None:
    """Roles belong to the whole server: two installations, or two upgraders, may come at once."""
    connection.exec_driver_sql(
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN CREATE ROLE {ROLE};"
        " END IF; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )
    # From 16 on, who makes a role is its member without the right to take it.
    right = "CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END"
    connection.exec_driver_sql(
        f"DO $$ BEGIN IF NOT pg_has_role(current_user, '{ROLE}', {right}) THEN GRANT {ROLE} TO CURRENT_USER;"
        " END IF; EXCEPTION WHEN unique_violation THEN NULL; END $$"
    )


def _faults(connection: Connection, metadata: MetaData) -> Iterator[Fault]:
    """What is wrong, in words, each with the statements that put it right."""
    there = set(inspect(connection).get_table_names())
    tables = {table.name: table for table in metadata.sorted_tables if table.name in there}
    switches, policies = _switches(connection), _policies(connection)
    for name, table in tables.items():
        if kind_of(table) == "global":
            continue
        for switch, is_on in switches[name].items():
            if not is_on:
                yield f"{name}: {switch} row level security is off", [f"ALTER TABLE {name} {switch} ROW LEVEL SECURITY"]
        yield from _wrong_policies(name, _wanted(table), policies.get(name, {}))
    yield from _closed_sequences(connection)
    yield from _wrong_grants(
        connection, {name: _privileges(table) for name, table in tables.items()} | _read_only(there)
    )


def _switches(connection: Connection) -> dict[str, dict[str, bool]]:
    rows = connection.exec_driver_sql(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
    )
    return {name: {"ENABLE": enabled, "FORCE": forced} for name, enabled, forced in rows}


def _policies(connection: Connection) -> dict[str, dict[str, bool]]:
    """Table → policy → whether it still says what it said when it was made."""
    found: dict[str, dict[str, bool]] = {}
    unaltered = f"obj_description(p.oid, 'pg_policy') = {SAID}"
    for table, name, holds in connection.exec_driver_sql(f"SELECT c.relname, p.polname, {unaltered} {OURS}"):
        found.setdefault(table, {})[name] = bool(holds)
    return found


def _wrong_policies(table: str, wanted: dict[str, str], found: dict[str, bool]) -> Iterator[Fault]:
    for name, clause in wanted.items():
        if not found.get(name):
            make = f"CREATE POLICY {name} ON {table} {clause}"
            yield f"{table}: no policy {name}", [f'DROP POLICY IF EXISTS "{name}" ON {table}', make]
    for name in found.keys() - wanted.keys():
        yield f"{table}: a policy {name} that is not ours", [f'DROP POLICY "{name}" ON {table}']


def _wanted(table: Table) -> dict[str, str]:
    """The policies of a tenant's table by name; the name ends in a digest, so that new ones replace old ones."""
    reads = [ONE, BELOW.format(root="root"), SYSTEM]
    if kind_of(table) == "publishable":
        reads.append(f"(published AND {BELOW.format(root='public')})")
    clauses = {
        "owner": f"TO CURRENT_USER USING ({OWNER})",
        "read": f"FOR SELECT TO {ROLE} USING ({' OR '.join(reads)})",
        "insert": f"FOR INSERT TO {ROLE} WITH CHECK ({WRITE})",
    }
    acts = _privileges(table)
    if "UPDATE" in acts:
        clauses["update"] = f"FOR UPDATE TO {ROLE} USING ({WRITE}) WITH CHECK ({WRITE})"
    if "DELETE" in acts:
        clauses["delete"] = f"FOR DELETE TO {ROLE} USING ({WRITE})"
    return {f"{act}_{hashlib.sha256(clause.encode()).hexdigest()[:8]}": clause for act, clause in clauses.items()}


def _privileges(table: Table) -> set[str]:
    """What the role may do; whether rows that move may leave now is the trigger's to say (`append_only`)."""
    acts = {"SELECT", "INSERT", "UPDATE", "DELETE"}
    if table.info.get("append_only"):
        acts -= {"UPDATE"} if table.info.get("moves") else {"UPDATE", "DELETE"}
    return acts


def _read_only(there: set[str]) -> dict[str, set[str]]:
    return {name: {"SELECT"} for name in CATALOGUE if name in there}


def _closed_sequences(connection: Connection) -> Iterator[Fault]:
    rows = connection.exec_driver_sql(
        f"SELECT relname, has_sequence_privilege('{ROLE}', oid, 'USAGE') FROM pg_class WHERE relkind = 'S'"  # noqa: S608
        " AND relnamespace = current_schema()::regnamespace ORDER BY relname"
    )
    for name, is_open in rows.all():
        if not is_open:
            yield f"{name}: {ROLE} may not count with it", [f"GRANT USAGE ON SEQUENCE {name} TO {ROLE}"]


def _wrong_grants(connection: Connection, wanted: dict[str, set[str]]) -> Iterator[Fault]:
    held = ", ".join(f"has_table_privilege('{ROLE}', oid, '{privilege}')" for privilege in PRIVILEGES)
    rows = connection.exec_driver_sql(
        f"SELECT relname, {held} FROM pg_class WHERE relkind = 'r'"  # noqa: S608 - constants only
        " AND relnamespace = current_schema()::regnamespace ORDER BY relname"
    )
    for name, *has in rows.all():
        if name not in wanted:
            continue
        for privilege, holds in zip(PRIVILEGES, has, strict=True):
            if holds and privilege not in wanted[name]:
                yield f"{name}: {ROLE} may {privilege}", [f"REVOKE {privilege} ON {name} FROM {ROLE}, PUBLIC"]
            elif not holds and privilege in wanted[name]:
                yield f"{name}: {ROLE} may not {privilege}", [f"GRANT {privilege} ON {name} TO {ROLE}"]
