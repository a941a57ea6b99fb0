"""Read and write sessions, the write turn, and views that follow the schema."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from core.db.base import Private
from core.db.engine import Database
from core.db.guard import ScopedSession
from core.db.scope import Scope, ScopeError
from core.db.tree import TenantTree
from core.db.turn import WriteBusy, WriteTurn
from tests import databases
from tests.processes import run_processes


class NoteBase(DeclarativeBase):
    pass


class Note(Private, NoteBase):
    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(default="")


ONE = Scope.one(1)


@pytest.fixture
def notes(make_database: Callable[..., Database]) -> Database:
    return make_database(NoteBase.metadata)


def ids(database: Database, scope: Scope) -> list[int]:
    with database.read(scope) as session:
        return list(session.scalars(sa.select(Note.id).order_by(Note.id)))


def test_a_write_is_committed_once_at_the_end(notes: Database) -> None:
    with notes.write(ONE) as session:
        session.add(Note(id=1))
        session.flush()
        assert ids(notes, ONE) == []
    assert ids(notes, ONE) == [1]


def test_a_question_is_asked_once_until_what_it_read_is_written(notes: Database) -> None:
    asked: list[str] = []

    def all_notes(session: ScopedSession) -> list[int]:
        def ask() -> list[int]:
            asked.append("notes")
            found = list(session.scalars(sa.select(Note.id).order_by(Note.id)))
            session.once("first", lambda: found[:1])  # of the same rows, found on the way
            return found

        return session.once("notes", ask)

    def nothing(session: ScopedSession) -> None:
        session.once("nothing", lambda: asked.append("nothing"))

    with notes.read(ONE) as session:
        assert [session.once(word, lambda word=word: word) for word in ("a", "b", "a")] == ["a", "b", "a"]
        for question in (all_notes, all_notes, nothing, nothing):
            question(session)
    assert asked == ["notes", "nothing"]
    with notes.write(ONE) as session:
        asked.clear()
        assert all_notes(session) == all_notes(session) == []
        session.add(Note(id=1))  # is written first, as before any query
        assert all_notes(session) == all_notes(session) == [1] == session.once("first", list)
        session.execute(sa.delete(Note))
        assert all_notes(session) == []
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            session.add(Note(id=2))
            assert all_notes(session) == [2]
            raise ZeroDivisionError
        assert all_notes(session) == []
        session.scalars(sa.select(Note).with_for_update()).all()  # others may have written until then
        assert all_notes(session) == []
        assert asked == ["notes"] * (5 if notes.is_sqlite else 6)
        asked.clear()
        nothing(session)
        nothing(session)  # nothing was read, so nothing would ever make it forgotten
        assert asked == ["nothing"] * 2


def test_a_trial_sees_its_own_work_and_leaves_nothing(notes: Database) -> None:
    with notes.trial(ONE) as session:
        session.add(Note(id=1))
        session.flush()
        assert session.scalars(sa.select(Note.id)).all() == [1]
    assert ids(notes, ONE) == []
    with pytest.raises(ScopeError), notes.trial(Scope.tree(1)):
        pass


def test_an_exception_undoes_the_whole_write(notes: Database) -> None:
    with pytest.raises(ZeroDivisionError), notes.write(ONE) as session:
        session.add(Note(id=1))
        session.flush()
        raise ZeroDivisionError
    assert ids(notes, ONE) == []
    with notes.write(ONE) as session:  # the turn is free again
        session.add(Note(id=2))
    assert ids(notes, ONE) == [2]


def test_an_object_can_be_used_after_its_commit(notes: Database) -> None:
    with notes.write(ONE) as session:
        note = Note(id=1, text="kept")
        session.add(note)
    assert (note.id, note.text) == (1, "kept")


@pytest.mark.only_on("sqlite", "pragmas are settings of SQLite alone")
def test_every_connection_has_its_pragmas(notes: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "cache_size": -16384}
    with notes.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert found == wanted


@pytest.mark.only_on("sqlite", "on PostgreSQL writers do not queue for the whole database")
def test_a_write_begins_immediately(notes: Database) -> None:
    with notes.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        other = sqlite3.connect(notes.path, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_a_read_connection_refuses_even_raw_writes(notes: Database) -> None:
    schema, words = (
        ("main", "readonly|because it is a view") if notes.is_sqlite else ("public", "read-only transaction")
    )
    for table in ("note", f"{schema}.note"):
        with Session(notes._read_bind(ONE)) as session, pytest.raises(DBAPIError, match=words):
            session.execute(sa.text(f"INSERT INTO {table} VALUES (1, 1, 'x')"))


def test_a_connection_without_a_scope_sees_no_row(notes: Database) -> None:
    with notes.write(ONE) as session:
        session.add(Note(id=1))
    if notes.is_sqlite:
        with pytest.raises(ScopeError), notes._readers["staff"].connect() as connection:
            connection.execute(sa.text("SELECT 1"))
    else:
        with notes.engine.connect() as connection:
            assert connection.scalars(sa.text("SELECT id FROM note")).all() == []


def test_pooled_read_connections_change_scope(notes: Database) -> None:
    for tenant in (1, 2):
        with notes.write(Scope.one(tenant)) as session:
            session.add(Note(id=tenant))
    for tenant in (1, 2, 1, 2):
        with Session(notes._read_bind(Scope.one(tenant))) as session:
            assert list(session.scalars(sa.text("SELECT id FROM note"))) == [tenant]


def test_a_tree_scope_follows_the_tree(notes: Database) -> None:
    with notes.write(Scope.one(2)) as session:
        session.add(Note(id=2))
    tree = Scope.tree(100)
    assert ids(notes, tree) == []
    with notes.write(Scope.system("found the township")) as session:
        session.add(TenantTree(ancestor_id=100, tenant_id=2))
    assert ids(notes, tree) == [2]
    with Session(notes._read_bind(tree)) as session:
        assert list(session.scalars(sa.text("SELECT id FROM note"))) == [2]


@pytest.mark.only_on("sqlite", "the shadow views are SQLite's second wall; test_rls.py holds PostgreSQL's")
def test_views_follow_a_migration(notes: Database) -> None:
    assert ids(notes, ONE) == []  # the pooled connection has its views now
    with notes.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE later (tenant_id INTEGER, id INTEGER)")
        connection.exec_driver_sql("INSERT INTO later VALUES (1, 1), (2, 2)")
    with Session(notes._read_bind(ONE)) as session:
        assert list(session.scalars(sa.text("SELECT id FROM later"))) == [1]
    with Session(notes._read_bind(Scope.public(1))) as session:
        assert list(session.scalars(sa.text("SELECT id FROM later"))) == []


def test_a_database_without_tables_opens(tmp_path: Path) -> None:
    config = databases.installation(tmp_path / "data")
    database = Database(config.url, config.data, NoteBase.metadata)
    with database.write(Scope.system("nothing")):
        pass
    for scope in (ONE, Scope.tree(1), Scope.public(1)):
        with database.engine.connect(), database.read(scope) as session:
            assert session.scalar(sa.select(1)) == 1
    database.dispose()


@pytest.mark.only_on("sqlite", "a file database")
def test_a_memory_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must be a file"):
        Database("sqlite://", tmp_path)


@pytest.mark.only_on("sqlite", "a file database")
def test_a_path_with_odd_characters_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "数据 100% #1?"
    folder.mkdir()
    database = Database(sa.URL.create("sqlite", database=str(folder / "a.db")), folder, NoteBase.metadata)
    NoteBase.metadata.create_all(database.engine)
    assert ids(database, ONE) == []
    database.dispose()


def test_a_second_write_in_the_same_thread_is_an_error_not_a_wait(notes: Database) -> None:
    with notes.write(ONE), pytest.raises(RuntimeError, match="already open"), notes.write(ONE):
        pass


def test_the_turn_is_taken_again_by_its_holder(notes: Database) -> None:
    with notes.write_turn(), notes.write(ONE) as session:
        session.add(Note(id=1))
    assert ids(notes, ONE) == [1]


@pytest.mark.only_on("sqlite", "PostgreSQL has no write turn")
def test_a_turn_that_does_not_come_is_an_error(notes: Database) -> None:
    started, stop = threading.Event(), threading.Event()

    def hold() -> None:
        with notes.write_turn():
            started.set()
            stop.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    started.wait(10)
    with pytest.raises(WriteBusy), notes.write_turn(limit=0.05):
        pass
    stop.set()
    holder.join()
    with notes.write_turn(limit=5):  # the one who gave up does not keep the lock
        pass


def _add_under_the_turn(path: str, count: int) -> None:
    turn = WriteTurn(Path(path) / "write.lock")
    counter = Path(path) / "counter"
    for _ in range(count):
        with turn.take():
            value = int(counter.read_text())
            time.sleep(0.001)
            counter.write_text(str(value + 1))


def test_only_one_process_has_the_turn(tmp_path: Path) -> None:
    (tmp_path / "counter").write_text("0")
    run_processes(_add_under_the_turn, [(str(tmp_path), 25)] * 4)
    assert (tmp_path / "counter").read_text() == "100"
