"""The tenancy matrix: 0 attempts get across, and without the guard they do (or the matrix would prove nothing)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from core.db.base import Tenanted
from core.db.engine import Database
from core.db.guard import ScopedSession
from core.db.scope import Scope, ScopeError
from tests import databases
from tests.core.db.attempts import EXPRESSIONS, READS, WRITES, Attempt
from tests.core.db.toys import OTHER, OWN, ROOT, Calendar, Case, Event, ToyBase, Unit, fill

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy database, made once: each test works on a copy."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    database = databases.make(folder, ToyBase.metadata)
    fill(database)
    database.dispose()
    return folder


@pytest.fixture
def toys(filled: Path, tmp_path: Path) -> Iterator[Database]:
    database = databases.duplicate(filled, tmp_path / "data", ToyBase.metadata)
    yield database
    database.dispose()
    databases.drop(tmp_path / "data")


@contextmanager
def bare(database: Database) -> Iterator[Session]:
    """A session without any wall."""
    with database.owner() as connection, Session(connection, join_transaction_mode="rollback_only") as session:
        yield session


def verdict(attempt: Attempt, session: Any, allowed: set[int], limit: int) -> str:
    """'ok', 'refused' or 'LEAK' for one reading attempt."""
    try:
        result = attempt(session)
    except ScopeError:
        return "refused"
    except (SQLAlchemyError, AttributeError) as error:
        return f"refused by {type(error).__name__}"
    if isinstance(result, int) or result is None:
        return "ok" if (result or 0) <= limit else f"LEAK {result}"
    return "ok" if set(result) <= allowed else f"LEAK {result}"


SCOPES: dict[str, tuple[Scope, set[int], int]] = {
    "one": (Scope.one(OWN), {OWN}, 2),
    "tree": (Scope.tree(ROOT), {OWN, OTHER}, 4),
    "public": (Scope.public(ROOT), {OWN, OTHER}, 2),
}
OWN_SCOPES = {"one": Scope.one(OWN), "tree": Scope.tree(OWN), "public": Scope.public(OWN)}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", READS)
def test_no_read_gets_across(toys: Database, name: str, scope: str) -> None:
    wanted, allowed, limit = SCOPES[scope]
    with toys.read(wanted) as session:
        assert "LEAK" not in verdict(READS[name], session, allowed, limit)


@pytest.mark.parametrize("name", READS)
def test_no_read_gets_across_where_the_guard_is_the_only_wall(toys: Database, name: str) -> None:
    with toys.write(Scope.one(OWN)) as session:
        assert "LEAK" not in verdict(READS[name], session, {OWN}, 2)
        session.rollback()


def run_write(toys: Database, attempt: Attempt, make: Any) -> str:
    before = state_of_others(toys)
    try:
        with make() as session:
            attempt(session)
            if not isinstance(session, ScopedSession):
                session.commit()
    except ScopeError:
        return "refused"
    except SQLAlchemyError as error:
        return f"refused by {type(error).__name__}"
    return "HARM" if state_of_others(toys) != before else "ok"


def state_of_others(toys: Database) -> list[Any]:
    """Everything that is not tenant 1's, and how many rows it has: what no attempt may change."""
    with bare(toys) as session:
        rows: list[Any] = []
        for table in ToyBase.metadata.sorted_tables:
            if "tenant_id" in table.c:
                rows += map(tuple, session.execute(sa.select(table).where(table.c.tenant_id != OWN)))
        orphan = sa.select(sa.func.count()).select_from(Event).where(Event.case_id == 999)
        return [*rows, session.scalar(orphan)]


@pytest.mark.parametrize("name", WRITES)
def test_no_write_gets_across(toys: Database, name: str) -> None:
    assert run_write(toys, WRITES[name], lambda: toys.write(Scope.one(OWN))) != "HARM"


@pytest.mark.parametrize("scope", [Scope.one(OWN), Scope.tree(ROOT), Scope.public(ROOT), Scope.system("test")], ids=str)
@pytest.mark.parametrize("name", WRITES)
def test_a_read_session_writes_nothing(toys: Database, name: str, scope: Scope) -> None:
    with pytest.raises((ScopeError, SQLAlchemyError)), toys.read(scope) as session:
        WRITES[name](session)


@pytest.mark.parametrize("name", WRITES)
def test_the_system_scope_writes_no_tenant_rows(toys: Database, name: str) -> None:
    assert run_write(toys, WRITES[name], lambda: toys.write(Scope.system("test"))) != "HARM"


def run_expression(toys: Database, attempt: Attempt, make: Any, secret: tuple[str, ...] = ("c2-", "k2", "c3-")) -> str:
    """Run an attempt to carry a foreign title or kind into an own row or a result, or to move an own row away."""
    before = state_of_others(toys)
    try:
        with make() as session:
            result = attempt(session)
            if not isinstance(session, ScopedSession):
                session.commit()
    except ScopeError:
        return "refused"
    except SQLAlchemyError as error:
        return f"refused by {type(error).__name__}"
    with bare(toys) as session:
        own = session.scalars(sa.select(Case.title).where(Case.tenant_id == OWN)).all()
    texts = [*own, *(str(row) for row in result)] if isinstance(result, list) else own
    carried = any(word in text for text in texts for word in secret)
    return "LEAK" if carried or state_of_others(toys) != before else "ok"


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_no_expression_carries_rows_across(toys: Database, name: str) -> None:
    assert run_expression(toys, EXPRESSIONS[name], lambda: toys.write(Scope.one(OWN))) != "LEAK"


@pytest.mark.parametrize("scope", OWN_SCOPES)
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_no_expression_carries_rows_across_in_a_read_session(toys: Database, name: str, scope: str) -> None:
    assert run_expression(toys, EXPRESSIONS[name], lambda: toys.read(OWN_SCOPES[scope])) != "LEAK"


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_no_expression_carries_rows_across_in_the_system_scope(toys: Database, name: str) -> None:
    """The system reads everything, so a title may be in its answers; it writes nobody's row."""
    assert run_expression(toys, EXPRESSIONS[name], lambda: toys.write(Scope.system("test")), ()) != "LEAK"


# The database itself refuses these, or nobody can see what they found: they say nothing about the guard.
NEVER_LEAK = {"child of another tenant's parent", "order by text()"}
ALL = {**READS, **WRITES, **EXPRESSIONS}


@pytest.mark.parametrize("name", [name for name in ALL if name not in NEVER_LEAK])
def test_without_the_guard_every_attempt_gets_across(toys: Database, name: str) -> None:
    if name in READS:
        with bare(toys) as session:
            found = verdict(READS[name], session, {OWN}, 2)
    else:
        found = (run_write if name in WRITES else run_expression)(toys, ALL[name], lambda: bare(toys))
    assert found.startswith(("LEAK", "HARM")), found


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", READS)
def test_the_database_holds_with_the_guard_off(toys: Database, name: str, scope: str) -> None:
    wanted, allowed, limit = SCOPES[scope]
    with Session(toys._read_bind(wanted)) as session:
        assert "LEAK" not in verdict(READS[name], session, allowed, limit)


@pytest.mark.parametrize("scope", OWN_SCOPES)
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_the_database_holds_against_expressions_with_the_guard_off(toys: Database, name: str, scope: str) -> None:
    assert run_expression(toys, EXPRESSIONS[name], lambda: Session(toys._read_bind(OWN_SCOPES[scope]))) != "LEAK"


@pytest.mark.parametrize("scope", OWN_SCOPES)
@pytest.mark.parametrize("name", WRITES)
def test_a_read_connection_writes_nothing_with_the_guard_off(toys: Database, name: str, scope: str) -> None:
    assert run_write(toys, WRITES[name], lambda: Session(toys._read_bind(OWN_SCOPES[scope]))) != "HARM"


WALLED = "SQLite's second wall stands before reads only; the composite keys before writes"


@pytest.mark.only_on("postgresql", WALLED)
@pytest.mark.parametrize("name", ALL)
def test_the_database_holds_in_a_write_transaction_with_the_guard_off(toys: Database, name: str) -> None:
    def make() -> Session:
        return Session(toys._write_bind(Scope.one(OWN)))

    if name in READS:
        with make() as session:
            assert "LEAK" not in verdict(READS[name], session, {OWN}, 2)
    elif name in WRITES:
        assert run_write(toys, WRITES[name], make) != "HARM"
    else:
        assert run_expression(toys, EXPRESSIONS[name], make) != "LEAK"


@pytest.mark.only_on("postgresql", WALLED)
@pytest.mark.parametrize("name", [*WRITES, *EXPRESSIONS])
def test_the_system_scope_writes_no_tenant_rows_with_the_guard_off(toys: Database, name: str) -> None:
    def make() -> Session:
        return Session(toys._write_bind(Scope.system("test")))

    if name in WRITES:
        assert run_write(toys, WRITES[name], make) != "HARM"
    else:
        assert run_expression(toys, EXPRESSIONS[name], make, ()) != "LEAK"


def visible(toys: Database, scope: Scope) -> list[tuple[int, int]]:
    with toys.read(scope) as session:
        rows = session.execute(sa.select(Case.tenant_id, Case.id).order_by(Case.tenant_id, Case.id)).all()
    return [(row[0], row[1]) for row in rows]


def test_each_scope_sees_its_own_rows(toys: Database) -> None:
    assert visible(toys, Scope.one(OWN)) == [(1, 1), (1, 2)]
    assert visible(toys, Scope.tree(ROOT)) == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert visible(toys, Scope.public(ROOT)) == [(1, 2), (2, 2)]
    assert visible(toys, Scope.public(OWN)) == [(1, 2)]
    assert len(visible(toys, Scope.system("test"))) == 6


def test_the_public_sees_no_private_rows(toys: Database) -> None:
    with toys.read(Scope.public(ROOT)) as session:
        assert session.scalars(sa.select(Event)).all() == []
        assert [case.events for case in session.scalars(sa.select(Case))] == [[], []]


def test_relationships_load_within_the_scope(toys: Database) -> None:
    with toys.read(Scope.one(OWN)) as session:
        unit = session.scalars(sa.select(Unit)).one()
        assert [(case.id, [event.id for event in case.events], case.unit.name) for case in unit.cases] == [
            (1, [1], "u1"),
            (2, [2], "u1"),
        ]


def test_a_tenant_writes_its_own_rows(toys: Database) -> None:
    with toys.write(Scope.one(OWN)) as session:
        case = Case(id=10, title="new", unit_id=1)
        session.add(case)
        session.flush()
        assert case.tenant_id == OWN
        session.execute(sa.update(Case).where(Case.id == 1).values(title="changed"))
        session.execute(sa.update(Case), [{"tenant_id": OWN, "id": 2, "title": "by key"}])
        session.execute(sa.delete(Event).where(Event.id == 1))
        session.get_one(Case, (OWN, 2)).unit_id = 1
    with bare(toys) as plain:
        titles = plain.execute(sa.select(Case.id, Case.title).where(Case.tenant_id == OWN)).all()
        assert {tuple(row) for row in titles} == {(1, "changed"), (2, "by key"), (10, "new")}
        assert plain.scalar(sa.select(sa.func.count()).select_from(Event)) == 5


def test_global_tables_are_written_by_one_and_system_only(toys: Database) -> None:
    with toys.write(Scope.one(OWN)) as session:
        session.add(Calendar(id=1, name="a"))
    with toys.write(Scope.system("load the calendar")) as session:
        session.execute(sa.insert(Calendar).values(id=2, name="b"))
    with toys.read(Scope.public(ROOT)) as session:
        assert session.scalars(sa.select(Calendar.name).order_by(Calendar.id)).all() == ["a", "b"]
    for scope in (Scope.tree(ROOT), Scope.public(ROOT)):
        with pytest.raises(ScopeError), toys.write(scope):
            pass
        with ScopedSession(toys._write_bind(scope), scope, writable=True) as session:
            session.add(Calendar(id=3, name="c"))
            with pytest.raises(ScopeError):
                session.flush()


def test_an_answer_is_kept_until_a_row_it_rests_on_is_written(toys: Database) -> None:
    asked: list[int] = []
    with toys.write(Scope.one(OWN)) as session:

        def titles() -> list[str]:
            def ask() -> list[str]:
                asked.append(1)
                return list(session.scalars(sa.select(Case.title).order_by(Case.id)))

            return session.once("titles", ask)

        first = titles()
        session.add(Event(id=90, case_id=1, kind="seen"))
        session.flush()
        assert (titles(), len(asked)) == (first, 1), "what was written is none of it"
        session.get_one(Case, (OWN, 1)).title = "pending"
        assert (titles()[0], titles()[0], len(asked)) == ("pending", "pending", 2)
        session.execute(sa.update(Case).where(Case.id == 1).values(title="told"))
        assert (titles()[0], titles()[0], len(asked)) == ("told", "told", 3)
        turn = session.begin_nested()
        session.execute(sa.update(Case).where(Case.id == 1).values(title="taken back"))
        assert titles()[0] == "taken back"
        turn.rollback()
        assert titles()[0] == "told"


def test_arithmetic_on_own_columns_is_no_attempt(toys: Database) -> None:
    with toys.write(Scope.one(OWN)) as session:
        case = session.get_one(Case, (OWN, 1))
        case.title = Case.title + "!"  # type: ignore[assignment]
    with toys.read(Scope.one(OWN)) as session:
        assert session.get_one(Case, (OWN, 1)).title == "c1-1!"


def test_a_tenant_class_must_say_whether_the_public_may_see_it() -> None:
    class OtherBase(DeclarativeBase):
        pass

    with pytest.raises(TypeError, match="either Private or Publishable"):

        class Neither(Tenanted, OtherBase):
            __tablename__ = "neither"


def test_a_session_without_a_scope_is_refused(toys: Database) -> None:
    with pytest.raises(ScopeError):
        ScopedSession(toys.engine, None, writable=False)  # type: ignore[arg-type]
