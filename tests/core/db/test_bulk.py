"""Bulk rows pass one door that checks each row's tenant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from core.db import bulk
from core.db.engine import Database
from core.db.scope import Scope, ScopeError
from core.db.tree import TenantTree
from tests.core.db.test_engine import Note, NoteBase


@pytest.fixture
def notes(make_database: Callable[..., Database]) -> Database:
    return make_database(NoteBase.metadata)


def count(database: Database) -> int:
    with database.read(Scope.system("test")) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Note)) or 0


def test_rows_are_inserted_in_batches_for_the_sessions_tenant(notes: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 3)
    with notes.write(Scope.one(1)) as session:
        assert bulk.insert(session, Note, ({"id": i, "text": "x"} for i in range(7))) == 7  # type: ignore[arg-type]
    with notes.read(Scope.one(1)) as session:
        assert session.scalars(sa.select(Note.id).order_by(Note.id)).all() == list(range(7))


@pytest.mark.parametrize("act", [bulk.insert, bulk.update])
def test_a_foreign_row_undoes_the_whole_write(notes: Database, act: Callable[..., int]) -> None:
    rows = [{"id": 1, "text": "x"}, {"id": 2, "text": "x", "tenant_id": 2}]
    with pytest.raises(ScopeError), notes.write(Scope.one(1)) as session:
        act(session, Note, rows)
    assert count(notes) == 0


def test_the_system_scope_inserts_global_rows_only(notes: Database) -> None:
    with notes.write(Scope.system("tree")) as session:
        assert bulk.insert(session, TenantTree, [{"ancestor_id": 1, "tenant_id": t} for t in (1, 2)]) == 2
    with notes.write(Scope.system("tree")) as session, pytest.raises(ScopeError):
        bulk.insert(session, Note, [{"id": 1, "tenant_id": 1}])  # type: ignore[arg-type]


def test_rows_are_updated_by_key(notes: Database) -> None:
    with notes.write(Scope.one(1)) as session:
        bulk.insert(session, Note, [{"id": 1}, {"id": 2}])  # type: ignore[arg-type]
        assert bulk.update(session, Note, [{"id": 2, "text": "two"}, {"id": 1, "text": "one"}]) == 2  # type: ignore[arg-type]
    with notes.read(Scope.one(1)) as session:
        assert session.scalars(sa.select(Note.text).order_by(Note.id)).all() == ["one", "two"]
