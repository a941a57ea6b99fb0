"""The outbox: nothing owed is lost, a poisoned row blocks nobody, and what is parked waits for somebody's retry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select, update

from core import clock
from core.accounts.actor import Actor, Held
from core.accounts.permissions import Perm
from core.audit.models import Audit
from core.db import Database, Scope, ScopedSession, WriteBusy, numbers
from core.db.ids import new_id
from core.errors import Forbidden
from core.jobs import drain, services
from core.jobs.models import Effect, Outbox
from core.tenancy.models import Tenant

TENANT, OTHER = 533124205, 533124201


@pytest.fixture(autouse=True)
def _long_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drain, "TURN", 60)


@pytest.fixture(autouse=True)
def _tenants(database: Database) -> None:
    with database.write(Scope.system("tenants for a test")) as session:
        for code in (TENANT, OTHER):
            session.add(Tenant(id=code, name=str(code), tier="township", division_code=str(code)))


def owe(database: Database, *keys: str, tenant: int = TENANT) -> None:
    with database.write(Scope.one(tenant)) as session:
        for key in keys:
            services.emit(session, "test", key, {"key": key})


def rows(database: Database) -> dict[str, Outbox]:
    with database.read(Scope.one(TENANT)) as session:
        found = {row.key: row for row in session.scalars(select(Outbox))}
        session.expunge_all()
    return found


def outside(run: Callable[[Sequence[str]], None]) -> Mapping[str, drain.Handler]:
    """A handler with its effect outside the database, told the keys of its batch."""
    return {"test": drain.Outside(lambda session, batch: run([row.key for row in batch]))}


def writes(session: ScopedSession, row: Outbox) -> None:
    """A handler with its effect in the database: it takes a number, and chokes on "bad" after that."""
    numbers.take(session, "test", 2026)
    if row.key == "bad":
        raise ValueError("cannot")


def taken(database: Database) -> int:
    """How many numbers were taken so far."""
    with database.write(Scope.one(TENANT)) as session:
        number = numbers.take(session, "test", 2026)
        session.rollback()
    return number - 1


@contextmanager
def hours_later(hours: int) -> Iterator[None]:
    with clock.moved(clock.now() + dt.timedelta(hours=hours)):
        yield


def park(database: Database, *keys: str) -> None:
    """Let effects fail five times."""

    def refuse(keys: Sequence[str]) -> None:
        raise ValueError("岳早甲 13800000000")

    owe(database, *keys)
    for later in range(5):
        with hours_later(later):
            drain.drain(database, TENANT, outside(refuse))


def test_an_effect_is_owed_only_if_the_act_is_committed(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write(Scope.one(TENANT)) as session:
        services.emit(session, "test", "a", {})
        raise ZeroDivisionError
    assert drain.owing(database) == []


def test_only_tenants_to_which_something_is_owed_now_are_drained(database: Database) -> None:
    owe(database, "a", tenant=OTHER)
    assert drain.owing(database) == [OTHER]
    with database.write(Scope.one(OTHER)) as session:
        session.execute(update(Outbox).values(available_at=clock.now() + dt.timedelta(minutes=1)))
    assert drain.owing(database) == []


def test_one_bad_row_is_tried_again_and_parked_while_the_others_go_on(database: Database) -> None:
    owe(database, "good", "bad", "fine")
    seen: list[str] = []

    def run(keys: Sequence[str]) -> None:
        if "bad" in keys:
            raise ValueError("cannot")
        seen.extend(keys)

    assert drain.drain(database, TENANT, outside(run)) == 2
    assert sorted(seen) == ["fine", "good"]
    for later in range(1, 5):
        with hours_later(later):
            drain.drain(database, TENANT, outside(run))
    bad = rows(database)["bad"]
    assert (bad.parked, bad.is_open, bad.attempts) == (True, False, 5)
    assert drain.owing(database) == []


def test_a_failure_rests_longer_each_time(database: Database) -> None:
    owe(database, "a")
    waits = []
    for later in range(4):
        with hours_later(later), clock.stopped():
            drain.drain(database, TENANT, {})
            waits.append((rows(database)["a"].available_at - clock.now()).total_seconds())
    assert waits == [5, 25, 125, 625]


def test_a_turn_that_does_not_come_is_nobodys_fault(database: Database) -> None:
    def busy(keys: Sequence[str]) -> None:
        raise WriteBusy

    owe(database, "a")
    with pytest.raises(WriteBusy):
        drain.drain(database, TENANT, outside(busy))
    assert rows(database)["a"].attempts == 0


def test_a_handler_that_writes_has_its_effect_and_its_receipt_in_one_commit(database: Database) -> None:
    owe(database, "a", "bad", "b")
    assert drain.drain(database, TENANT, {"test": drain.Inside(writes)}) == 2
    assert taken(database) == 2, "the number of the one that failed was given back"
    found = rows(database)
    assert {key: row.is_open for key, row in found.items()} == {"a": False, "bad": True, "b": False}
    with database.read(Scope.one(TENANT)) as session:
        assert set(session.scalars(select(Effect.key))) == {str(found[key].id) for key in ("a", "b")}


def test_an_effect_in_the_database_is_never_had_twice(database: Database) -> None:
    owe(database, "a")
    drain.drain(database, TENANT, {"test": drain.Inside(writes)})
    with database.write(Scope.one(TENANT)) as session:
        session.execute(update(Outbox).values(is_open=True))
    assert drain.drain(database, TENANT, {"test": drain.Inside(writes)}) == 1
    assert taken(database) == 1


def test_what_does_not_fit_into_one_write_turn_waits_for_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain, "TURN", 0)
    owe(database, "a", "b", "c")
    assert [drain.drain(database, TENANT, {"test": drain.Inside(writes)}) for _ in range(4)] == [1, 1, 1, 0]


def test_an_effect_is_had_once_under_its_key(database: Database) -> None:
    with database.write(Scope.one(TENANT)) as session:
        assert [services.had_effect(session, "h", "k") for _ in range(3)] == [False, True, True]


def test_a_kept_error_names_the_place_and_nobody(database: Database) -> None:
    park(database, "a")
    error = rows(database)["a"].error
    assert error.startswith("ValueError (core.jobs.drain:")
    assert "岳早甲" not in error


def test_a_retry_is_owed_with_all_its_tries_and_is_on_the_audit(database: Database) -> None:
    park(database, "a", "b")
    with database.write(Scope.one(TENANT)) as session:
        assert services.retry(session, Actor.system(TENANT), [row.id for row in rows(database).values()][:1]) == 1
        assert services.retry(session, Actor.system(TENANT)) == 1
        assert services.retry(session, Actor.system(TENANT)) == 0
        session.flush()
        assert session.scalar(select(func.count()).where(Audit.action == services.RETRY)) == 2
    assert {(row.is_open, row.parked, row.attempts) for row in rows(database).values()} == {(True, False, 0)}
    assert drain.drain(database, TENANT, outside(lambda keys: None)) == 2


@pytest.mark.parametrize(
    ("tenant", "permission", "may"),
    [
        (TENANT, Perm.JOBS, True),
        (OTHER, Perm.JOBS, False),
        (OTHER, Perm.JOBS_OF_ALL, True),
        (TENANT, Perm.WORK, False),
    ],
)
def test_who_may_retry(database: Database, tenant: int, permission: str, may: bool) -> None:
    park(database, "a")
    actor = Actor(new_id(), "某人", tenant, (Held("any", new_id(), False, frozenset({permission})),))
    with database.write(Scope.one(TENANT)) as session:
        if may:
            assert services.retry(session, actor) == 1
        else:
            with pytest.raises(Forbidden):
                services.retry(session, actor)


def test_what_is_parked_is_never_forgotten(database: Database) -> None:
    park(database, "parked")
    owe(database, "had")
    drain.drain(database, TENANT, outside(lambda keys: None))
    with hours_later(24 * 40):
        services.prune(database, TENANT)
    assert list(rows(database)) == ["parked"]
