"""Every row of an installation carried into fresh tables of another database, in one transaction."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from sqlalchemy import Connection, Table, func, insert, select

from core.db.base import Base
from core.db.engine import Database
from core.db.order import insertable
from core.db.scope import Scope
from core.db.snapshot import counted

BATCH = 1_000


class NotFresh(ValueError):
    """The database to carry to holds rows already, or the one to carry from holds tables nobody knows."""


def carry(source: Database, target: Database) -> Mapping[str, int]:
    """Carry all rows over, while nobody writes; encrypted columns are opened and sealed on the way, which proves them.

    Args:
        target: at the same revisions, without a row.

    Returns:
        rows by table, the same in both when this returns.

    Raises:
        NotFresh: see `target`; or a plugin's tables hold rows here and the plugin is not installed.
        WriteBusy: the write turn did not come within its limit.
    """
    reason = "carry every row to another database"
    with source.write_turn(), source.read(Scope.system(reason)) as session, target.owner() as to:
        connection = session.connection(raw=reason)
        counts = counted(connection)
        _refuse(counts, counted(to))
        for table in Base.metadata.sorted_tables:
            if counts.get(table.name):
                _copy(connection, to, table)
        there = counted(to)
        if different := [name for name, count in counts.items() if count != there.get(name, 0)]:
            raise RuntimeError(f"not carried whole: {', '.join(different)}")
    return counts


def _refuse(counts: Mapping[str, int], there: Mapping[str, int]) -> None:
    if full := [name for name, count in there.items() if count]:
        raise NotFresh(f"the new database holds rows already: {', '.join(full)}")
    if strange := [name for name, count in counts.items() if count and name not in Base.metadata.tables]:
        raise NotFresh(f"no installed plugin knows these tables: {', '.join(strange)}")


def _copy(connection: Connection, to: Connection, table: Table) -> None:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    rows = insertable(table, (dict(row) for row in connection.execute(query).mappings()))
    while batch := list(itertools.islice(rows, BATCH)):
        to.execute(insert(table), batch)
    column = table.autoincrement_column
    if column is not None and to.dialect.name == "postgresql":
        # Rows that bring their number don't move the counter that gives the next one.
        last = to.execute(select(func.max(column))).scalar_one()
        to.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), max(last, 1))))
