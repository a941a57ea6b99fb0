"""Ways past the tenancy guard have names, and outside core/db nobody says them.

What can be told from an import is banned by ruff (`banned-api` in pyproject.toml); this finds what hangs on an object.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.test_one_door import ROOT, modules

# Attributes by which a statement, class or session gets past the guard.
BANNED = {
    "op": "a custom operator is raw SQL",
    "bool_op": "a custom operator is raw SQL",
    "prefix_with": "raw SQL before a statement",
    "suffix_with": "raw SQL after a statement",
    "with_hint": "raw SQL in a statement",
    "with_statement_hint": "raw SQL in a statement",
    "text": "raw SQL",
    "literal_column": "raw SQL",
    "table": "a bare table has no scope",
    "column": "a bare column has no scope",
    "exec_driver_sql": "raw SQL",
    "from_statement": "the loader criteria do not reach it",
    "__table__": "a bare table has no scope",
    "bulk_save_objects": "use core.db.bulk",
    "bulk_insert_mappings": "use core.db.bulk",
    "bulk_update_mappings": "use core.db.bulk",
    "engine": "only core/db owns the engine",
    "connection": "a bare connection has no scope",
    "owner": "past the walls",
    "xn_raw": "opens the guard",
}
# Names that are harmless unless they are called.
CALLED = {"text", "table", "column", "connection", "op", "bool_op", "owner"}
SQLALCHEMY = {"sa", "sqlalchemy"}
# Rooms that stand past the guard, with the reason.
PAST = {"core/db/": "it is the guard"}


def violations(source: str, place: str) -> list[str]:
    """Each line of a module that names a way past the guard, as ``place:line what``."""
    if place.startswith(tuple(PAST)) or "/migrations/" in place:
        return []
    return [f"{place}:{line} {what}" for line, what in sorted(_found(ast.parse(source)))]


def _found(tree: ast.AST) -> Iterator[tuple[int, str]]:
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if node.attr in BANNED and (node.attr not in CALLED or id(node) in called):
                yield node.lineno, f"{node.attr}: {BANNED[node.attr]}"
            base = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr in {"and_", "or_"} and base not in SQLALCHEMY:
                yield node.lineno, f"{node.attr}: a condition in a relationship is not read by the guard"
        elif isinstance(node, ast.Constant) and node.value == "xn_raw":
            yield node.lineno, f"xn_raw: {BANNED['xn_raw']}"
        elif isinstance(node, ast.keyword) and node.arg == "xn_raw":
            yield node.value.lineno, f"xn_raw: {BANNED['xn_raw']}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr" and len(node.args) > 1:
            name = node.args[1]
            if isinstance(name, ast.Constant) and name.value in BANNED:
                yield node.lineno, f"{name.value}: {BANNED[name.value]}"


def test_nothing_goes_past_the_guard() -> None:
    found = [
        line
        for path in modules()
        for line in violations(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert found == []


PLANTED = [
    "select(Case.id.op('|| (select 1) ||')('x'))",
    "select(Case.id.bool_op('=')(1))",
    "select(Case).prefix_with('x')",
    "select(Case).suffix_with('x')",
    "select(Case).with_hint(Case, 'x')",
    "select(Case).with_statement_hint('x')",
    "sa.text('select 1')",
    "sa.literal_column('(select 1)')",
    "sa.table('core_case')",
    "sa.column('title')",
    "select(Case).from_statement(other)",
    "select(Case.__table__)",
    "getattr(Case, '__table__')",
    "session.bulk_save_objects(rows)",
    "session.bulk_insert_mappings(Case, rows)",
    "session.bulk_update_mappings(Case, rows)",
    "database.engine.connect()",
    "session.connection()",
    "connection.exec_driver_sql('select 1')",
    "selectinload(Unit.cases.and_(condition))",
    "session.execute(query, execution_options={'xn_raw': 'why'})",
    "query.execution_options(xn_raw='why')",
    "database.owner()",
]


@pytest.mark.parametrize("source", PLANTED)
def test_a_planted_way_past_is_found(source: str) -> None:
    assert len(violations(source, "plugins/approval/queries.py")) == 1


@pytest.mark.parametrize(
    "source", ["case.text", "sa.and_(a, b)", "row.column", "answer.text", "and_(a, b)", "self.table = 1", "page.owner"]
)
def test_a_harmless_name_is_not_found(source: str) -> None:
    assert violations(source, "plugins/approval/queries.py") == []


def test_core_db_and_migrations_are_the_doors() -> None:
    assert violations(PLANTED[0], "core/db/numbers.py") == []
    assert violations(PLANTED[0], "plugins/approval/migrations/versions/approval_0001.py") == []
