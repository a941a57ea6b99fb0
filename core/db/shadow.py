"""SQLite's second wall: on a read-only connection every tenant table is covered by a temporary view of the scope.

Even raw SQL then sees only the scope's rows (tenancy.md §1); the views live in `temp`, which SQLite searches first.
"""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection
from typing import Any

from sqlalchemy import MetaData

from core.db.base import Base, Kind, kind_of
from core.db.scope import Scope

# `+`: a wall and no way in. Else the planner takes it for one, tenant by tenant, and sorts what lists have in order.
IN_SCOPE = "+tenant_id IN (SELECT id FROM temp.scope)"


def prepare(raw: Connection, info: dict[Any, Any], metadata: MetaData, scope: Scope) -> None:
    """Make the connection show `scope` and nothing else; to be called before its transaction begins.

    Views are remade when the schema has changed, the scope's rows when another scope or newer data is wanted.
    """
    schema = raw.execute("PRAGMA main.schema_version").fetchone()[0]
    if info.get("shadow_schema") != schema:
        _make_views(raw, metadata, public=scope.kind == "public")
        info["shadow_schema"] = schema
        info.pop("shadow_scope", None)
    data = None if scope.kind == "one" else raw.execute("PRAGMA main.data_version").fetchone()[0]
    wanted = (scope.kind, scope.tenant, scope.root, data)
    if info.get("shadow_scope") != wanted:
        info.pop("shadow_scope", None)
        _fill_scope(raw, scope)
        info["shadow_scope"] = wanted


def _make_views(raw: Connection, metadata: MetaData, *, public: bool) -> None:
    raw.execute("CREATE TEMP TABLE IF NOT EXISTS scope (id INTEGER PRIMARY KEY)")
    for (name,) in raw.execute("SELECT name FROM temp.sqlite_master WHERE type = 'view'").fetchall():
        raw.execute(f"DROP VIEW temp.{_quoted(name)}")
    for name in _tenant_tables(raw):
        kind = _kind(name, metadata)
        if kind == "global":
            continue
        where = IN_SCOPE
        if public:
            where = f"published = 1 AND {IN_SCOPE}" if kind == "publishable" else "0"
        quoted = _quoted(name)
        raw.execute(f"CREATE TEMP VIEW {quoted} AS SELECT * FROM main.{quoted} WHERE {where}")  # noqa: S608 - quoted


def _tenant_tables(raw: Connection) -> Iterable[str]:
    """Tables that exist and have a tenant column, whether or not this process knows their model."""
    rows = raw.execute(
        "SELECT m.name FROM main.sqlite_master m JOIN pragma_table_info(m.name, 'main') c"
        " WHERE m.type = 'table' AND c.name = 'tenant_id'"
    )
    return [name for (name,) in rows.fetchall()]


def _kind(name: str, metadata: MetaData) -> Kind:
    table = metadata.tables.get(name)
    if table is None:
        table = Base.metadata.tables.get(name)
    return "private" if table is None else kind_of(table)


def _fill_scope(raw: Connection, scope: Scope) -> None:
    raw.execute("DELETE FROM temp.scope")
    if scope.kind == "one":
        raw.execute("INSERT INTO temp.scope VALUES (?)", (scope.tenant,))
    elif raw.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'core_tenant_tree'").fetchone():
        raw.execute(
            "INSERT INTO temp.scope SELECT tenant_id FROM main.core_tenant_tree WHERE ancestor_id = ?", (scope.root,)
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
