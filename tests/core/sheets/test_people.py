"""The staff list brought in and undone: through the services of one person, and never what something else touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import func, select

from core import clock, plugins
from core.accounts import directory
from core.accounts.actor import Actor
from core.accounts.models import Account, Person
from core.accounts.queries import actor_of
from core.audit.models import Audit
from core.batches.rules import problems_of
from core.config import Config
from core.db import Database, Scope, ScopedSession
from core.db.ids import new_id
from core.errors import DomainError, Forbidden, NotFound
from core.jobs.models import Outbox
from core.jobs.worker import Worker
from core.people import services, sheet
from core.people.services import PersonCommand, change
from core.people.sheet import PEOPLE
from core.sheets import importing, queries, taking
from core.sheets.models import SheetImport, SheetRow
from core.sheets.reading import read_text
from core.sheets.rules import Table
from core.tenancy.models import Unit
from tests.sample import ADMIN, CLERK, HUSA, MENGYUE, NOON, OTHER_ADMIN, account, sign_in

HEAD = "姓名,登录名,单位,职务,电话"
WORDS = {column.name: column.label for column in PEOPLE.columns}
NOTHING = importing.Looked(Table({}, (), ()), ())
Who = Callable[..., Actor]


@pytest.fixture
def who(county: Database) -> Who:
    """The actor of a login in a township."""

    def find(login: str, tenant: int = MENGYUE) -> Actor:
        with county.read(Scope.one(tenant)) as session:
            return actor_of(session, account(session, login))

    return find


@pytest.fixture
def unit(county: Database) -> str:
    """The name of the administrator's unit."""
    with county.read(Scope.one(MENGYUE)) as session:
        person = session.scalars(select(Person).where(Person.account_id == account(session, ADMIN).id)).one()
        return session.get_one(Unit, (MENGYUE, person.unit_id)).name


def bring(database: Database, actor: Actor, *rows: str, key: str = "") -> UUID:
    with database.write(Scope.one(actor.tenant)) as session:
        grid = read_text("\n".join((HEAD, *rows)))
        return importing.bring(session, actor, PEOPLE, grid, "名单.csv", key or new_id().hex).id


def looked(database: Database, actor: Actor, import_id: UUID) -> importing.Looked:
    with database.read(Scope.one(actor.tenant)) as session:
        brought = queries.own(session, actor, import_id)
        return importing.look(session, actor, PEOPLE, queries.grid_of(brought), WORDS)


def take(database: Database, actor: Actor, import_id: UUID, *, only_good: bool = False) -> dict[str, int]:
    with database.read(Scope.one(actor.tenant)) as session:
        kept = session.get(SheetImport, (actor.tenant, import_id))
        grid = queries.grid_of(kept) if kept is not None and kept.state == "looked" else None
        found = importing.look(session, actor, PEOPLE, grid, WORDS) if grid is not None else NOTHING
    with database.write(Scope.one(actor.tenant)) as session:
        brought = importing.order(session, actor, PEOPLE, import_id, found, only_good=only_good)
        return queries.count(session, brought)


def undo(database: Database, actor: Actor, import_id: UUID) -> dict[str, int]:
    with database.write(Scope.one(actor.tenant)) as session:
        return queries.count_undone(session, importing.undo(session, actor, PEOPLE, import_id))


def person(database: Database, login: str, tenant: int = MENGYUE) -> Person | None:
    with database.read(Scope.one(tenant)) as session:
        found = directory.account_by_login(session, login)
        row = session.scalar(select(Person).where(Person.account_id == found.id)) if found is not None else None
        if row is not None:
            session.expunge(row)
        return row


def test_what_is_looked_at_changes_nothing_and_says_what_would_be(county: Database, who: Who, unit: str) -> None:
    me = who(ADMIN)
    own = person(county, ADMIN)
    assert own is not None
    import_id = bring(
        county,
        me,
        f"李样本,li.yangben,{unit},科员,",
        f"{own.name},{ADMIN},{unit},新职务,",
        f"{own.name}二,坏名,没有这个单位,,1",
    )
    found = looked(county, me, import_id)
    assert [row.outcome for row in found.rows] == ["created", "changed", ""]
    assert {bad.column for bad in found.bad[0].bad} == {"login", "unit", "phone"}
    assert person(county, "li.yangben") is None


def test_rows_are_brought_in_and_undone(county: Database, who: Who, unit: str) -> None:
    me, own = who(ADMIN), person(county, ADMIN)
    assert own is not None
    import_id = bring(county, me, f"李样本,Li.Yangben,{unit},科员,13800000000", f"{own.name},{ADMIN},{unit},新职务,")
    assert take(county, me, import_id) == {"created": 1, "changed": 1}
    new, changed = person(county, "li.yangben"), person(county, ADMIN)
    assert new is not None
    assert changed is not None
    assert (new.name, new.title, new.phone, changed.title, changed.phone) == (
        "李样本",
        "科员",
        "13800000000",
        "新职务",
        own.phone,
    )
    assert take(county, me, import_id) == {"created": 1, "changed": 1}, "a second click changes nothing"
    assert undo(county, me, import_id) == {"undone": 2}
    again = person(county, ADMIN)
    assert person(county, "li.yangben") is None
    assert again is not None
    assert again.title == own.title
    with county.read(Scope.one(MENGYUE)) as session:
        assert directory.account_by_login(session, "li.yangben") is None
        acts = set(session.scalars(select(Audit.action)))
    assert {"core.import.order", "core.import.undo", "core.person.add", "core.person.take_back"} <= acts


def test_one_bad_row_keeps_all_out_unless_only_the_good_are_wanted(county: Database, who: Who, unit: str) -> None:
    me = who(ADMIN)
    import_id = bring(county, me, f"李样本,li.yangben,{unit},,", f",wang,{unit},,")
    with pytest.raises(DomainError, match="有1行不能导入"):
        take(county, me, import_id)
    assert person(county, "li.yangben") is None
    assert take(county, me, import_id, only_good=True) == {"created": 1, "refused": 1}
    assert person(county, "li.yangben") is not None


def test_nothing_good_is_nothing_to_bring_in(county: Database, who: Who) -> None:
    me = who(ADMIN)
    with pytest.raises(DomainError, match="没有可以导入"):
        take(county, me, bring(county, me, "李样本,li.yangben,没有,,"), only_good=True)


def test_a_login_of_somebody_else_and_a_move_are_refused_at_their_cells(county: Database, who: Who, unit: str) -> None:
    me, own = who(ADMIN), person(county, ADMIN)
    assert own is not None
    with county.read(Scope.one(MENGYUE)) as session:
        other = next(one.name for one in session.scalars(select(Unit)) if one.name != unit and one.closed_on is None)
    found = looked(county, me, bring(county, me, f"别人,{OTHER_ADMIN},{unit},,", f"{own.name},{ADMIN},{other},,"))
    assert [(row.bad[0].column, row.bad[0].value) for row in found.rows] == [("login", OTHER_ADMIN), ("unit", other)]


def test_what_something_else_touched_since_stays_with_the_reason(county: Database, who: Who, unit: str) -> None:
    me = who(ADMIN)
    rows = [
        f"甲样本,a.yangben,{unit},,",
        f"乙样本,b.yangben,{unit},,",
        f"丙样本,c.yangben,{unit},,",
        f"丁样本,d.yangben,{unit},,",
    ]
    import_id = bring(county, me, *rows)
    take(county, me, import_id)
    with county.write(Scope.one(MENGYUE)) as session:
        first = session.scalars(select(Person).where(Person.name == "甲样本")).one()
        change(session, me, first.id, PersonCommand("甲样本", first.unit_id, "站长"))
        directory.invite(session, account(session, "b.yangben"))
        third = account(session, "c.yangben")
        third_person = session.scalars(select(Person).where(Person.account_id == third.id)).one()
        directory.give(session, third, third_person.unit_id, "handler", dt.date(2026, 11, 24))
    with county.read(Scope.one(MENGYUE)) as session:
        brought = queries.own(session, me, import_id)
        told = {row.line: str(problem) for row, problem in importing.touched(session, PEOPLE, brought)}
    assert {line: words[-8:] for line, words in told.items()} == {
        2: "信息后来又改过。",
        3: told[3][-8:],
        4: told[4][-8:],
    }
    assert undo(county, me, import_id) == {"undone": 1, "kept": 3}
    with county.read(Scope.one(MENGYUE)) as session:
        kept = {
            row.line: str(problems_of(row.why)[0])
            for row in queries.rows_of(session, queries.own(session, me, import_id), "kept")
        }
    assert kept == told
    assert person(county, "d.yangben") is None


def test_an_account_another_township_has_stays_when_the_person_goes(county: Database, who: Who, unit: str) -> None:
    me = who(ADMIN)
    import_id = bring(county, me, f"李样本,li.yangben,{unit},,")
    take(county, me, import_id)
    with county.write(Scope.one(HUSA)) as session:
        theirs = session.scalars(select(Person)).first()
        assert theirs is not None
        session.add(Person(account_id=account(session, "li.yangben").id, unit_id=theirs.unit_id, name="李样本"))
    assert undo(county, me, import_id) == {"undone": 1}
    assert person(county, "li.yangben") is None
    assert person(county, "li.yangben", HUSA) is not None


def test_after_a_day_nothing_is_undone_and_nothing_is_kept(county: Database, who: Who, unit: str) -> None:
    me = who(ADMIN)
    import_id = bring(county, me, f"李样本,li.yangben,{unit},,")
    left = bring(county, me, f"王样本,wang.yangben,{unit},,")
    take(county, me, import_id)
    with clock.moved(NOON + importing.UNDONE_WITHIN + dt.timedelta(minutes=1)):
        with pytest.raises(DomainError, match="24小时"):
            undo(county, me, import_id)
        with county.write(Scope.one(MENGYUE)) as session:
            importing.sweep(session)
            assert session.scalar(select(func.count()).select_from(SheetRow)) == 0
            assert session.scalar(select(func.count()).select_from(SheetImport)) == 0
    with county.read(Scope.one(MENGYUE)) as session, pytest.raises(NotFound):
        queries.own(session, me, left)
    assert person(county, "li.yangben") is not None


def test_many_rows_are_brought_in_and_undone_by_the_worker(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 3)
    with clock.moved(NOON):
        worker = Worker(config)
        database = worker.database
        sign_in(database, ADMIN)
        with database.read(Scope.one(MENGYUE)) as session:
            me = actor_of(session, account(session, ADMIN))
            held = session.scalars(select(Person).where(Person.account_id == me.account_id)).one()
            unit = session.get_one(Unit, (MENGYUE, held.unit_id)).name
        import_id = bring(database, me, *(f"样本{n},yangben{n},{unit},," for n in range(10)))
        assert take(database, me, import_id) == {"waiting": 10}
        with pytest.raises(DomainError, match="还在导入"):
            undo(database, me, import_id)
        worker.run_dry()
        assert take(database, me, import_id) == {"created": 10}
        assert undo(database, me, import_id) == {"waiting": 10}
        worker.run_dry()
        assert undo(database, me, import_id) == {"undone": 10}
        database.dispose()


@pytest.fixture
def far(config: Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Worker, Actor, str]]:
    """A worker, the administrator and their unit, where every row is too many to be waited for and fills a slice."""
    monkeypatch.setattr(importing, "AT_ONCE", 0)
    monkeypatch.setattr(taking, "LAID_AT_ONCE", 2)
    monkeypatch.setattr(taking, "TURN", 0)
    monkeypatch.setattr(taking, "LEAST", 1)
    with clock.moved(NOON):
        worker = Worker(config)
        sign_in(worker.database, ADMIN)
        with worker.database.read(Scope.one(MENGYUE)) as session:
            me = actor_of(session, account(session, ADMIN))
            held = session.scalars(select(Person).where(Person.account_id == me.account_id)).one()
            unit = session.get_one(Unit, (MENGYUE, held.unit_id)).name
        yield worker, me, unit
        worker.database.dispose()


def test_ordering_many_rows_makes_none_and_the_slices_make_and_take_every_one(far: tuple[Worker, Actor, str]) -> None:
    worker, me, unit = far
    database = worker.database
    rows = [f"样本{n},yangben{n},{unit},," for n in range(5)]
    import_id = bring(database, me, *rows, f",坏,{unit},,")
    assert take(database, me, import_id, only_good=True) == {"waiting": 6}
    with database.read(Scope.one(MENGYUE)) as session:
        assert session.scalar(select(func.count()).select_from(SheetRow)) == 0
    with pytest.raises(DomainError, match="还在导入"):
        undo(database, me, import_id)
    seen = []
    while worker.drain():
        seen.append(take(database, me, import_id).get("waiting", 0))
    assert sorted(seen, reverse=True) == seen
    assert {5, 4, 3, 2, 1, 0} <= set(seen), "the bar moves with every slice"
    assert take(database, me, import_id) == {"created": 5, "refused": 1}
    with database.read(Scope.one(MENGYUE)) as session:
        assert session.get_one(SheetImport, (MENGYUE, import_id)).content == ""


def test_a_row_that_breaks_is_parked_by_itself_and_the_others_come_in(
    far: tuple[Worker, Actor, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, me, unit = far

    def add(session: ScopedSession, actor: Actor, command: PersonCommand) -> Person:
        if command.login == "yangben1":
            raise ZeroDivisionError
        return services.add(session, actor, command)

    monkeypatch.setattr(sheet, "services", SimpleNamespace(add=add))
    import_id = bring(worker.database, me, *(f"样本{n},yangben{n},{unit},," for n in range(4)))
    take(worker.database, me, import_id)
    for _slice in range(12):
        worker.drain()
    assert take(worker.database, me, import_id) == {"created": 3, "waiting": 1}
    with worker.database.read(Scope.one(MENGYUE)) as session:
        [left] = session.scalars(select(Outbox).where(Outbox.topic == taking.TOPIC, Outbox.is_open.is_(True)))
        assert left.payload["step"] == taking.TAKE
        assert left.attempts == 1
        held = session.scalars(select(SheetRow).where(SheetRow.outcome == "waiting")).one()
        assert left.payload["row"] == str(held.id)
    monkeypatch.undo()
    with clock.moved(NOON + dt.timedelta(minutes=1)):
        worker.run_dry()
    assert take(worker.database, me, import_id) == {"created": 4}


def test_the_undoing_of_many_goes_from_the_last_row_to_the_first(
    far: tuple[Worker, Actor, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, me, unit = far
    import_id = bring(worker.database, me, *(f"样本{n},yangben{n},{unit},," for n in range(3)))
    take(worker.database, me, import_id)
    worker.run_dry()
    undo(worker.database, me, import_id)
    there = []
    while worker.drain():
        there.append([n for n in range(3) if person(worker.database, f"yangben{n}") is not None])
    assert [0, 1] in there
    assert [0] in there
    assert undo(worker.database, me, import_id) == {"undone": 3}


def test_a_worker_that_begins_with_a_row_knows_whose_sheet_it_is(
    county: Database, who: Who, unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 0)
    sign_in(county, ADMIN)
    me = who(ADMIN)
    import_id = bring(county, me, f"李样本,li.yangben,{unit},,")
    take(county, me, import_id)
    with plugins.using({}):
        taking.lay_all(county, MENGYUE, {"import": str(import_id)})
        with county.write(Scope.one(MENGYUE)) as session:
            taking.carry_on(session, {"import": str(import_id), "at": 0, "step": taking.TAKE})
    assert person(county, "li.yangben") is not None


def test_who_may_not_keep_the_staff_list_brings_nothing_in(county: Database, who: Who, unit: str) -> None:
    with pytest.raises(Forbidden):
        bring(county, who(CLERK), f"李样本,li.yangben,{unit},,")
    import_id = bring(county, who(ADMIN), f"李样本,li.yangben,{unit},,")
    for act in (take, undo):
        with pytest.raises(Forbidden):
            act(county, who(CLERK), import_id)
        with pytest.raises(NotFound):
            act(county, who(OTHER_ADMIN, HUSA), import_id)


def test_a_key_of_another_person_opens_nothing(county: Database, who: Who, unit: str) -> None:
    key = new_id().hex
    first = bring(county, who(ADMIN), f"李样本,li.yangben,{unit},,", key=key)
    assert bring(county, who(ADMIN), "别的", key=key) == first
    with county.write(Scope.one(MENGYUE)) as session:
        session.get_one(SheetImport, (MENGYUE, first)).account_id = session.scalars(
            select(Account.id).where(Account.login == CLERK)
        ).one()
    with pytest.raises(NotFound):
        bring(county, who(ADMIN), "别的", key=key)
