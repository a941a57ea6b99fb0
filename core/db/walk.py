"""The strict walk: refuses statements that reach a tenant table by a road the loader criteria do not cover.

It leans on private attributes of SQLAlchemy, which is why SQLAlchemy is pinned and tests/core/db holds the matrix.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Select, Table
from sqlalchemy.orm import Mapper
from sqlalchemy.sql.dml import Insert, UpdateBase
from sqlalchemy.sql.elements import BinaryExpression, ClauseElement, ColumnClause, TextClause, UnaryExpression
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.sql.selectable import FromClause, TableClause, TextualSelect
from sqlalchemy.sql.visitors import HasTraverseInternals

from core.db.base import kind_of
from core.db.scope import ScopeError

SAFE_LITERAL = re.compile(r"^(\*|\w+)$")
SAFE_OPERATOR = re.compile(r"^([^\w\s()'\"`;\[\]]+|\w+( \w+)?)$")
TEXT_PARTS = ("_prefixes", "_suffixes", "_hints", "_statement_hints")


def is_scoped(table: object) -> bool:
    """Whether a table's rows belong to tenants."""
    return isinstance(table, Table) and kind_of(table) != "global"


def walk(root: Any, outer: frozenset[Any] = frozenset(), covered: frozenset[Any] = frozenset()) -> None:
    """Refuse a tenant table that no ORM entity of the same SELECT covers, and every piece of raw SQL.

    Args:
        root: the statement or clause.
        outer: tables covered by the enclosing SELECTs, which a correlated subquery may name.
        covered: tables covered beforehand (the target of an UPDATE or DELETE).

    Raises:
        ScopeError: the statement is refused.
    """
    raw: set[Any] = set()
    orm: set[Any] = set(covered)
    inner: list[Any] = []
    seen: dict[int, Any] = {}  # holds the elements: some are made on the way, and their id() would be used again
    stack = [root]
    while stack:
        element = stack.pop()
        if id(element) in seen:
            continue
        seen[id(element)] = element
        _refuse_raw(element, root)
        entity = element._annotations.get("parententity")
        if element is not root and isinstance(element, Select):
            inner.append(element)
        elif isinstance(element, ColumnClause):
            if entity is not None:
                orm.update(entity.tables if isinstance(entity, Mapper) else ())
            elif isinstance(element.table, Table):
                raw.add(element.table)
            elif element.table is not None:
                stack.append(element.table)
        elif isinstance(element, Table):
            if entity is not None:
                orm.update(entity.tables)
            else:
                raw.add(element)
        elif entity is None or not isinstance(element, FromClause):
            stack.extend(_children(element))
    bad = {table for table in raw if is_scoped(table)} - orm
    if isinstance(root, Select) and root._correlate_except is not None:
        bad -= outer - set(root._correlate_except)
    if bad:
        raise ScopeError("tenant tables reached without their class: " + ", ".join(sorted(map(str, bad))))
    for select in inner:
        walk(select, outer | orm)


def _children(element: Any) -> Iterable[Any]:
    # Select.get_children also yields the bare tables of annotated columns and would refuse everything.
    children: Iterable[Any] = (
        HasTraverseInternals.get_children(element) if isinstance(element, Select) else element.get_children()
    )
    return children


def _refuse_raw(element: Any, root: Any) -> None:
    if isinstance(element, TextClause | TextualSelect):
        raise ScopeError("raw SQL text")
    if isinstance(element, TableClause) and not isinstance(element, Table):
        raise ScopeError(f"unmapped table() {element.name}")
    if isinstance(element, UpdateBase) and element is not root:
        raise ScopeError("a writing statement inside another")
    if isinstance(element, ColumnClause) and element.is_literal and not SAFE_LITERAL.match(element.name):
        raise ScopeError(f"literal column {element.name}")
    if isinstance(element, BinaryExpression | UnaryExpression):
        for operator in (element.operator, getattr(element, "modifier", None)):
            if isinstance(operator, custom_op) and not SAFE_OPERATOR.match(operator.opstring):
                raise ScopeError(f"operator {operator.opstring}")
    for part in TEXT_PARTS:
        if getattr(element, part, None):
            raise ScopeError(f"raw text in a statement's {part.strip('_')}")


def walk_options(options: Iterable[Any]) -> None:
    """The walk over conditions inside loader options, e.g. ``selectinload(Unit.cases.and_(…))``.

    Raises:
        ScopeError: an option is refused.
    """
    for option in options:
        for load in getattr(option, "context", ()):
            for criterion in getattr(load, "_extra_criteria", ()):
                walk(criterion)
            expression = (getattr(load, "local_opts", None) or {}).get("expression")
            if isinstance(expression, ClauseElement):
                walk(expression)


def walk_write(statement: UpdateBase, *, mapped: bool, tables: Collection[Any]) -> None:
    """The walk over INSERT, UPDATE and DELETE: values, where, returning, on-conflict clause, CTEs.

    Args:
        statement: the statement.
        mapped: whether it names a mapped class rather than a bare table.
        tables: the tables of that class.

    Raises:
        ScopeError: the statement is refused.
    """
    if not mapped and is_scoped(statement.table):
        raise ScopeError(f"{statement.table} written without its class")
    if getattr(statement, "_prefixes", None) or getattr(statement, "_hints", None):
        raise ScopeError("raw text before a writing statement")
    if getattr(statement, "_independent_ctes", None):
        raise ScopeError("a CTE added to a writing statement")
    covered = frozenset(tables) | {statement.table}
    inserts = isinstance(statement, Insert)
    if isinstance(statement, Insert) and statement.select is not None:
        raise ScopeError("INSERT … SELECT")
    for clause in _clauses(statement):
        if isinstance(clause, ClauseElement):
            walk(clause, covered=covered)
            if inserts:
                refuse_tenant_selects(clause)


def refuse_tenant_selects(clause: ClauseElement) -> None:
    """Refuse a subquery over tenant tables where no loader criteria reach: in an INSERT or an attribute's value."""
    stack: list[tuple[Any, bool]] = [(clause, False)]
    while stack:
        element, within = stack.pop()
        within = within or isinstance(element, Select)
        if within and (is_scoped(element) or is_scoped(getattr(element, "table", None))):
            raise ScopeError("a subquery over tenant tables as a value")
        stack.extend((child, within) for child in element.get_children())


def _clauses(statement: UpdateBase) -> Iterator[Any]:
    yield from getattr(statement, "_where_criteria", ())
    yield from getattr(statement, "_returning", ()) or ()
    yield from (getattr(statement, "_values", None) or {}).values()
    for pair in getattr(statement, "_ordered_values", None) or ():
        yield pair[1]
    for group in getattr(statement, "_multi_values", ()) or ():
        for row in group:
            yield from row.values() if isinstance(row, dict) else row
    conflict = getattr(statement, "_post_values_clause", None)
    if conflict is None:
        return
    values = getattr(conflict, "update_values_to_set", None) or ()
    for key, value in values.items() if isinstance(values, dict) else values:
        if getattr(key, "key", key) == "tenant_id":
            raise ScopeError("an upsert may not set tenant_id")
        yield value
    yield getattr(conflict, "update_whereclause", None)
    yield getattr(conflict, "inferred_target_whereclause", None)
    elements = getattr(conflict, "inferred_target_elements", None)
    names = {getattr(element, "key", element) for element in elements or ()}
    if values and names and "tenant_id" not in names and is_scoped(statement.table):
        raise ScopeError("an upsert's key must hold tenant_id")
