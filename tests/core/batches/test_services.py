"""A batch: each case by itself and once, what is refused listed with its reasons, many done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from core.accounts.actor import Actor
from core.accounts.queries import actor_of
from core.batches import queries, rules, services
from core.batches.models import Batch, BatchRow
from core.batches.services import Order
from core.cases.models import Case, FormOnce, Timeline
from core.config import Config
from core.db import Database, Scope
from core.db.ids import new_id
from core.errors import DomainError, Forbidden, NotFound
from core.jobs.worker import Worker
from plugins.approval.workflow import KIND
from tests.sample import CLERK, HANDLER, HEAD, HUSA, LEADER, MENGYUE, OTHER_CLERK, account

ACCEPT = "approval.application:accept"
HAND_OVER = "approval.application:hand_over"
TYPED = {"accepted_on": "2026-11-24"}

Who = Callable[..., Actor]


@pytest.fixture
def who(county: Database) -> Who:
    """The actor of a login in a township."""

    def find(login: str, tenant: int = MENGYUE) -> Actor:
        with county.read(Scope.one(tenant)) as session:
            return actor_of(session, account(session, login))

    return find


def open_cases(database: Database, tenant: int = MENGYUE, *states: str) -> list[Case]:
    with database.read(Scope.one(tenant)) as session:
        query = select(Case).where(Case.is_open == True, Case.kind == KIND).order_by(Case.id)  # noqa: E712
        found = [case for case in session.scalars(query) if not states or case.state in states]
        session.expunge_all()
    return found


def pairs(cases: list[Case]) -> list[tuple[UUID, int]]:
    return [(case.id, case.version) for case in cases]


def order(database: Database, actor: Actor, wanted: Order, key: str) -> UUID:
    with database.write(Scope.one(actor.tenant)) as session:
        return services.order(session, actor, wanted, key).id


def rows(database: Database, batch_id: UUID) -> dict[UUID, BatchRow]:
    with database.read(Scope.one(MENGYUE)) as session:
        found = session.scalars(select(BatchRow).where(BatchRow.batch_id == batch_id))
        kept = {row.case_id: row for row in found}
        session.expunge_all()
    return kept


def test_those_that_can_are_done_and_the_others_are_listed_with_the_reason(county: Database, who: Who) -> None:
    cases = open_cases(county)
    batch_id = order(county, who(CLERK), Order(ACCEPT, pairs(cases), TYPED), new_id().hex)
    found = rows(county, batch_id)
    assert set(found) == {case.id for case in cases}
    done = {case_id for case_id, row in found.items() if row.outcome == "done"}
    now = {case.id: case.state for case in open_cases(county)}
    assert done
    assert {now[case_id] for case_id in done} == {"accepted"}
    for case in cases:
        if case.id not in done:
            assert now[case.id] == case.state
            assert rules.problems_of(found[case.id].why)
    with county.read(Scope.one(MENGYUE)) as session:
        count = queries.count(session, batch_id)
        assert (count.done, count.waiting, count.total) == (len(done), 0, len(cases))
        assert len(queries.refused(session, batch_id)) == len(cases) - len(done)


def test_what_is_looked_at_says_the_same_as_what_is_done_and_changes_nothing(county: Database, who: Who) -> None:
    cases = open_cases(county)
    wanted = Order(ACCEPT, pairs(cases), TYPED)
    with county.trial(Scope.one(MENGYUE)) as session:
        looked = services.look(session, who(CLERK), wanted)
    with county.read(Scope.one(MENGYUE)) as session:
        read = services.look(session, who(CLERK), wanted)
    assert [(case.id, case.version, case.state) for case in open_cases(county)] == [
        (case.id, case.version, case.state) for case in cases
    ]
    found = rows(county, order(county, who(CLERK), wanted, new_id().hex))
    refused = {case_id: row.why for case_id, row in found.items() if row.outcome == "refused"}
    assert looked == refused
    assert read == refused


def test_a_batch_is_ordered_once_however_often_its_form_is_sent(county: Database, who: Who) -> None:
    cases, key = open_cases(county, MENGYUE, "received"), new_id().hex
    wanted = Order(ACCEPT, pairs(cases), TYPED)
    assert order(county, who(CLERK), wanted, key) == order(county, who(CLERK), wanted, key)
    with county.read(Scope.one(MENGYUE)) as session:
        assert len(session.scalars(select(Batch)).all()) == 1
        acts = session.scalars(select(Timeline).where(Timeline.code == "accept", Timeline.case_id == cases[0].id)).all()
    assert len(acts) <= 1


def test_a_key_of_another_person_opens_nothing(county: Database, who: Who) -> None:
    cases, key = open_cases(county, MENGYUE, "received"), new_id().hex
    order(county, who(CLERK), Order(ACCEPT, pairs(cases), TYPED), key)
    with pytest.raises(NotFound):
        order(county, who(HANDLER), Order(ACCEPT, pairs(cases), TYPED), key)


def test_a_case_changed_since_it_was_seen_is_refused(county: Database, who: Who) -> None:
    cases = open_cases(county, MENGYUE, "received")
    stale = [(case.id, case.version - 1) for case in cases]
    found = rows(county, order(county, who(CLERK), Order(ACCEPT, stale, TYPED), new_id().hex))
    assert {row.outcome for row in found.values()} == {"refused"}
    assert "其他人" in rules.problems_of(next(iter(found.values())).why)[0].message


def test_who_holds_the_act_nowhere_orders_no_batch(county: Database, who: Who) -> None:
    with pytest.raises(Forbidden):
        order(county, who(LEADER), Order(ACCEPT, pairs(open_cases(county)), TYPED), new_id().hex)


def test_another_townships_cases_are_no_part_of_a_batch(county: Database, who: Who) -> None:
    own = open_cases(county, MENGYUE, "received")
    actor = who(OTHER_CLERK, HUSA)
    batch_id = order(county, actor, Order(ACCEPT, pairs(own), TYPED), new_id().hex)
    with county.read(Scope.one(HUSA)) as session:
        assert queries.count(session, batch_id).total == 0
    assert pairs(open_cases(county, MENGYUE, "received")) == pairs(own)


@pytest.mark.parametrize("act", ["approval.application:decide", "nothing:accept", "approval.application:", ""])
def test_an_act_that_declares_nothing_for_several_cases_is_no_batch(county: Database, who: Who, act: str) -> None:
    with pytest.raises(NotFound):
        order(county, who(LEADER), Order(act, pairs(open_cases(county)), {}), new_id().hex)


def test_no_case_and_too_many_are_told(county: Database, who: Who) -> None:
    for chosen in ([], [(new_id(), 1) for _ in range(rules.MOST + 1)]):
        with pytest.raises(DomainError):
            order(county, who(CLERK), Order(ACCEPT, chosen, TYPED), new_id().hex)


def test_the_worker_does_the_same_case_by_case(
    county: Database, who: Who, config: Config, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "AT_ONCE", 0)
    with county.write(Scope.one(MENGYUE)) as session:
        account(session, CLERK).state = "active"
    cases = open_cases(county)
    batch_id = order(county, who(CLERK), Order(ACCEPT, pairs(cases), TYPED), new_id().hex)
    assert {row.outcome for row in rows(county, batch_id).values()} == {"waiting"}
    with county.read(Scope.one(MENGYUE)) as session:
        assert [batch.id for batch, _count in queries.running(session, who(CLERK))] == [batch_id]
        assert queries.running(session, who(HANDLER)) == []
    work(config)
    found = rows(county, batch_id)
    assert {row.outcome for row in found.values()} == {"done", "refused"}
    with county.write(Scope.one(MENGYUE)) as session:
        row = next(iter(found.values()))
        services.carry_on(session, {"row": str(row.id)})  # once more, after a death
        assert session.get_one(BatchRow, (MENGYUE, row.id)).at == row.at


def test_the_worker_acts_with_what_the_person_may_do_by_then(
    county: Database, who: Who, config: Config, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "AT_ONCE", 0)
    cases = open_cases(county, MENGYUE, "received")
    batch_id = order(county, who(CLERK), Order(ACCEPT, pairs(cases), TYPED), new_id().hex)
    with county.write(Scope.one(MENGYUE)) as session:
        account(session, CLERK).state = "suspended"
    work(config)
    found = rows(county, batch_id).values()
    assert {row.outcome for row in found} == {"refused"}
    assert {row.why["needs"] for row in found} == {"approval.case.accept"}


def test_the_head_hands_open_cases_over_and_the_new_handler_is_told(county: Database, who: Who) -> None:
    head, handler = who(HEAD), who(HANDLER)
    with county.read(Scope.one(MENGYUE)) as session:
        cases = [
            case
            for case in session.scalars(select(Case).where(Case.is_open == True))  # noqa: E712
            if head.may("core.case.assign", case.unit_id) and case.handler_id != handler.account_id
        ]
        session.expunge_all()
    typed: dict[str, Any] = {"to": str(handler.account_id), "reason": "承办人调离"}
    batch_id = order(county, head, Order(HAND_OVER, pairs(cases), typed), new_id().hex)
    found = rows(county, batch_id)
    assert cases
    assert {row.outcome for row in found.values()} == {"done"}
    with county.read(Scope.one(MENGYUE)) as session:
        for case in cases:
            after = session.get_one(Case, (MENGYUE, case.id))
            assert (after.handler_id, after.state, after.listed_on) == (handler.account_id, case.state, case.listed_on)
            line = session.scalars(
                select(Timeline).where(Timeline.case_id == case.id).order_by(Timeline.at.desc(), Timeline.id.desc())
            ).first()
            assert line is not None
            assert (line.code, line.note) == ("assign", "承办人调离")
        once = session.scalars(select(FormOnce).where(FormOnce.act == "hand_over")).all()
        assert len(once) == len(cases)


def test_a_case_goes_to_nobody_outside_its_unit(county: Database, who: Who) -> None:
    head = who(HEAD)
    with county.read(Scope.one(MENGYUE)) as session:
        stranger = account(session, CLERK).id
        cases = [case for case in session.scalars(select(Case)) if head.may("core.case.assign", case.unit_id)]
        session.expunge_all()
    typed = {"to": str(stranger), "reason": ""}
    found = rows(county, order(county, head, Order(HAND_OVER, pairs(cases), typed), new_id().hex))
    assert {row.outcome for row in found.values()} == {"refused"}
    for row in found.values():
        said = "".join(problem.message for problem in rules.problems_of(row.why))
        assert "不在本案的承办单位" in said
        assert "理由" in said


def work(config: Config) -> None:
    """Everything the worker owes."""
    worker = Worker(config)
    try:
        worker.run_dry()
    finally:
        worker.database.dispose()
