"""The order in which rows of a table can be inserted where some point at others of the same table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Table

Row = TypeVar("Row", bound="dict[str, Any]")


def insertable(table: Table, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of `table`, each after those it points at; rows that wait are held in memory, the others pass through.

    Raises:
        ValueError: rows point at each other in a circle, or at none.
    """
    pointers = [
        key.parent.name
        for key in table.foreign_keys
        if key.column.table is table and key.column.name == "id" and key.parent.name != "id"
    ]
    if not pointers:
        yield from rows
        return
    given: set[Any] = set()
    waiting: dict[Any, list[Row]] = {}
    for row in rows:
        todo = [row]
        while todo:
            each = todo.pop()
            missing = [each[name] for name in pointers if each[name] is not None and each[name] not in given]
            if missing:
                waiting.setdefault(missing[0], []).append(each)
                continue
            given.add(each["id"])
            todo += waiting.pop(each["id"], [])
            yield each
    if waiting:
        raise ValueError(f"{table.name}: rows point at rows that are not there: {', '.join(map(str, waiting))}")
