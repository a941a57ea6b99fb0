"""The same thing twice at the same moment: it is done once, and the other hears it in words, never as a fault.

On SQLite writers queue; on PostgreSQL they really meet, so each race is run many times.
"""

from __future__ import annotations

import contextvars
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

import tenants
from core import clock
from core.accounts import services, throttle
from core.accounts.actor import Actor
from core.accounts.directory import account_by_login, ensure_account, invite
from core.accounts.models import Account, LoginSession, Throttle
from core.accounts.queries import actor_of
from core.audit import chain
from core.circulars import services as circulars
from core.circulars.models import Circular
from core.commands import open_database, prepare
from core.config import Config
from core.db import Database, Scope, ScopedSession, WriteBusy, new_id
from core.duties import making
from core.errors import DomainError
from core.feeds import services as feeds
from core.holidays import services as holidays
from core.holidays.models import Proposal
from core.holidays.rules import Add
from core.jobs import periodic
from core.jobs.models import JobRun
from core.tenancy import services as tenancy
from core.tenancy.models import Tenant, TenantPlugin
from core.tenancy.sync import sync
from tests import databases
from tests.sample import ADMIN, CLERK, COUNTY, COUNTY_ADMIN, COUNTY_SECOND, MENGYUE, NOON, TODAY, account

ROUNDS = 8
PASSWORD = "Correct-Horse-9"


@pytest.fixture
def town(config: Config) -> Any:
    with clock.moved(NOON):
        database = open_database(config)
    yield database
    database.dispose()


def at_once(*works: Callable[[], object]) -> list[object]:
    """Begin every work at the same moment; what each answered, or how it was refused. A fault is the test's."""
    start, ends, faults = threading.Barrier(len(works), timeout=60), list[object](), list[BaseException]()

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            ends.append(work())
        except DomainError as error:
            ends.append(error)
        except BaseException as error:
            faults.append(error)

    with clock.moved(NOON):  # one clock for all: each its own would differ by what lies between their starts
        threads = [threading.Thread(target=contextvars.copy_context().run, args=(run, work)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return ends


def within(database: Database, tenant: int, act: Callable[[ScopedSession], object]) -> Callable[[], object]:
    """An act in a write turn of a tenant."""

    def work() -> object:
        with database.write(Scope.one(tenant)) as session:
            return act(session)

    return work


def by(login: str, act: Callable[[ScopedSession, Actor], object]) -> Callable[[ScopedSession], object]:
    """An act of somebody."""
    return lambda session: act(session, actor_of(session, account(session, login)))


def count(database: Database, model: type, *where: Any) -> int:
    with database.read(Scope.system("count")) as session:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_two_tenants_that_name_one_person_share_one_account(town: Database) -> None:
    for number in range(ROUNDS):
        login = f"new.{number}"
        works = [
            within(town, tenant, lambda session, login=login: ensure_account(session, login, "甲").id)
            for tenant in (COUNTY, MENGYUE, MENGYUE)
        ]
        assert len(set(at_once(*works))) == 1
        assert count(town, Account, Account.login == login) == 1


def test_folders_synced_twice_at_once_are_synced_once(tmp_path: Path) -> None:
    """Each folder is one transaction: the two may share the work, and do together what one does alone."""
    alone, database = (prepare(databases.installation(tmp_path / name)) for name in ("alone", "bare"))
    changes = at_once(*[lambda: len(sync(database, tenants.folder()))] * 2)
    assert sum(changes) == len(sync(alone, tenants.folder())) > 0  # type: ignore[call-overload]
    assert sync(database, tenants.folder()) == []
    alone.dispose()
    database.dispose()


def test_every_try_that_is_looked_at_is_counted_however_many_come_at_once(town: Database) -> None:
    for number in range(ROUNDS):
        key = f"k{number}"
        waits = at_once(*[within(town, COUNTY, lambda session, key=key: throttle.enter(session, key))] * 8)
        assert waits.count(0) >= throttle.FREE
        assert count(town, Throttle, Throttle.key == key, Throttle.failures == waits.count(0)) == 1
        at_once(*[within(town, COUNTY, lambda session, key=key: throttle.clear(session, key))] * 3)


def test_a_link_opened_twice_at_once_opens_the_account_once(town: Database) -> None:
    for number in range(ROUNDS):
        with town.write(Scope.one(COUNTY)) as session:
            token = invite(session, ensure_account(session, f"opened.{number}", "甲"))
        ends = at_once(
            *[
                within(
                    town, COUNTY, lambda session, token=token, word=word: services.activate(session, token, word).login
                )
                for word in (PASSWORD, f"{PASSWORD}-other")
            ]
        )
        assert Counter(map(type, ends)) == {str: 1, DomainError: 1}


def test_a_session_used_while_it_ends_is_no_fault(town: Database) -> None:
    with town.read(Scope.one(COUNTY)) as session:
        account_id = account(session, CLERK).id
    for _ in range(ROUNDS):
        with town.write(Scope.one(COUNTY)) as session:
            secret = services.sign_in(session, account_id, "10.0.0.1")
            token = invite(session, session.get_one(Account, account_id))
        at_once(
            within(town, COUNTY, lambda session, secret=secret: services.touch(session, secret, MENGYUE)),
            within(town, COUNTY, lambda session, secret=secret: services.touch(session, secret, MENGYUE)),
            within(town, COUNTY, lambda session, secret=secret: services.sign_out(session, secret)),
            within(town, COUNTY, lambda session, token=token: services.activate(session, token, PASSWORD).id),
        )
    assert count(town, LoginSession, LoginSession.account_id == account_id) == 0


def proposing(key: UUID) -> Callable[[ScopedSession], object]:
    day = TODAY.replace(month=12, day=1)
    change = Add(day, day, "样例节", "陇政发〔2026〕1号", "ethnic")
    return by(COUNTY_ADMIN, lambda session, actor: holidays.propose(session, actor, change, key).id)


def test_a_proposal_sent_twice_at_once_is_kept_once_and_decided_once(town: Database) -> None:
    for number in range(ROUNDS):
        key = new_id()
        assert at_once(*[within(town, COUNTY, proposing(key))] * 3) == [key] * 3
        reject = by(COUNTY_SECOND, lambda session, actor, key=key: holidays.reject(session, actor, key, "不符").outcome)
        ends = at_once(*[within(town, COUNTY, reject)] * 2)
        assert [end for end in ends if isinstance(end, str)] == ["rejected"], number
    assert count(town, Proposal) == ROUNDS


def test_a_feed_turned_on_twice_and_off_at_once_is_one_feed_or_none(town: Database) -> None:
    make = by(CLERK, lambda session, actor: feeds.make(session, actor))
    off = by(CLERK, lambda session, actor: feeds.turn_off(session, actor))
    for _ in range(ROUNDS):
        at_once(*[within(town, MENGYUE, make)] * 3, within(town, MENGYUE, off))
        within(town, MENGYUE, off)()


def test_a_switch_turned_twice_at_once_is_turned_once(town: Database) -> None:
    with town.read(Scope.system("the switches")) as session:
        row = session.scalars(select(TenantPlugin).where(TenantPlugin.tenant_id == MENGYUE).limit(1)).one()
        name, before = row.plugin, session.get_one(Tenant, MENGYUE).revision
    for turn in range(2 * ROUNDS):
        switch = by(
            ADMIN,
            lambda session, actor, on=bool(turn % 2): tenancy.switch(
                session, actor, MENGYUE, name, on, open_cases=0, keep_open=True
            ),
        )
        at_once(*[within(town, MENGYUE, switch)] * 3)
    with town.read(Scope.system("the switches")) as session:
        assert session.get_one(Tenant, MENGYUE).revision == before + 2 * ROUNDS


def test_a_circular_sent_twice_at_once_is_sent_once(town: Database) -> None:
    draft = circulars.Draft("通知", "内容", (MENGYUE,))
    before = count(town, Circular)
    for number in range(ROUNDS):
        send = by(COUNTY_ADMIN, lambda session, actor, key=f"f{number}": circulars.send(session, actor, draft, key).id)
        assert len(set(at_once(*[within(town, COUNTY, send)] * 3))) == 1
    assert count(town, Circular) == before + ROUNDS


def test_a_slot_that_two_workers_claim_at_once_is_one_worker_s(town: Database) -> None:
    for number in range(ROUNDS):
        leases = at_once(*[lambda slot=f"toy@{number}": periodic._claim(town, MENGYUE, "toy", slot)] * 3)
        assert sum(lease is not None for lease in leases) == 1
    assert count(town, JobRun, JobRun.name == "toy") == ROUNDS


def test_two_that_make_duties_or_seal_the_audit_at_once_make_and_seal_each_once(town: Database) -> None:
    later = NOON.replace(year=NOON.year + 1)

    def make() -> int:
        with clock.moved(later):
            return making.make(town, MENGYUE)

    assert sorted(map(bool, at_once(make, make))) in ([False, True], [True, True])
    at_once(*[lambda: chain.extend(town, MENGYUE, "sha256")] * 3)
    with town.read(Scope.one(MENGYUE)) as session:
        assert chain.verify(session).good


@pytest.mark.only_on("postgresql", "SQLite's writers come one after the other and never wait for each other")
def test_two_that_wait_for_each_other_end_as_busy_not_as_a_fault(town: Database) -> None:
    met = threading.Barrier(2, timeout=30)

    def crossing(first: str, second: str) -> Callable[[], object]:
        def work() -> object:
            try:
                with town.write(Scope.one(COUNTY)) as session:
                    for login in (first, second):
                        found = account_by_login(session, login)
                        assert found is not None
                        session.refresh(found, with_for_update=True)
                        if login == first:
                            met.wait()
            except WriteBusy:
                return "busy"
            return "done"

        return work

    assert sorted(map(str, at_once(crossing(CLERK, ADMIN), crossing(ADMIN, CLERK)))) == ["busy", "done"]
