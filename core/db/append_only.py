"""Tables whose rows are added and never changed: the database itself refuses, whoever asks.

A class says so with ``__append_only__``; with ``__moves__`` too where its rows leave a township that went into another
撤并, and only then. Triggers are lost when SQLite copies a table in a migration, so `protect`
makes them anew after every upgrade, and `unprotected` names those that are missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, Table, inspect

REFUSAL, UNLESS_GONE = "core_refuse_change", "core_refuse_unless_gone"
GONE = "EXISTS (SELECT 1 FROM core_tenant WHERE id = OLD.tenant_id AND successor_id IS NOT NULL)"
ACTS = ("UPDATE", "DELETE")


def protect(connection: Connection, metadata: MetaData) -> None:
    """Make the triggers that are not there."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {REFUSAL}() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$"
        )
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {UNLESS_GONE}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF {GONE} THEN RETURN OLD; END IF;"
            " RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$"
        )
    for name, table, act in _missing(connection, metadata):
        moves = act == "DELETE" and bool(metadata.tables[table].info.get("moves"))
        connection.exec_driver_sql(_trigger(connection.dialect.name, name, table, act, moves=moves))


def unprotected(connection: Connection, metadata: MetaData) -> list[str]:
    """The triggers that should be there and are not."""
    return [name for name, _table, _act in _missing(connection, metadata)]


def _missing(connection: Connection, metadata: MetaData) -> Iterator[tuple[str, str, str]]:
    there = _triggers(connection)
    tables = set(inspect(connection).get_table_names())
    for table in metadata.sorted_tables:
        if _is_append_only(table) and table.name in tables:
            for act in ACTS:
                name = f"{table.name}_no_{act.lower()}"
                if name not in there:
                    yield name, table.name, act


def _is_append_only(table: Table) -> bool:
    return bool(table.info.get("append_only"))


def _triggers(connection: Connection) -> set[str]:
    if connection.dialect.name == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    return set(connection.exec_driver_sql(query).scalars())


def _trigger(dialect: str, name: str, table: str, act: str, *, moves: bool) -> str:
    if dialect == "postgresql":
        function = UNLESS_GONE if moves else REFUSAL
        return f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only')" + (f" WHERE NOT {GONE}" if moves else "")
    return f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN {refuse}; END"
