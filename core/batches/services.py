"""Ordering a batch, looking at what it would do, and doing it: every case through the same door as by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.accounts.queries import actor_now, ordered
from core.audit.services import record
from core.batches import rules
from core.batches.models import Batch, BatchRow
from core.batches.queries import own
from core.cases import act, handing, undoing
from core.cases.models import Case
from core.cases.queries import get_case
from core.cases.services import STALE, check
from core.contracts import Ask, CaseKind, Owed, Transition
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.jobs.services import emit

TOPIC = "core.batch"
REFUSALS = (DomainError, Forbidden, NotFound, StaleDataError)


@dataclass(frozen=True, slots=True)
class Doing:
    """An act that can be done on several cases: what it asks, how it looks at a case, and how it is done.

    Attributes:
        name: ``<kind>:<act>``.
        check, run: with (session, actor, case, version, typed) and (…, case id, version, typed, key); what was typed
            is a day as `date`, words as `str`, an account as its id.
        undoable: whoever did it may take it back at once.
    """

    name: str
    label: str
    kind: str
    permission: str
    asks: tuple[Ask, ...]
    check: Callable[[ScopedSession, Actor, Case, int, Mapping[str, Any]], object]
    run: Callable[[ScopedSession, Actor, UUID, int, Mapping[str, Any], str], object]
    undoable: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What is ordered: the act, the cases with the versions that were seen, and what was typed, as JSON."""

    act: str
    pairs: Sequence[tuple[UUID, int]]
    typed: Mapping[str, Any]
    origin: str = ""


def doings(actor: Actor, kinds: Collection[str]) -> dict[str, Doing]:
    """The acts the actor holds for some of these kinds' cases and that can be done on several, by name."""
    if actor.visiting:
        return {}
    found = (doing for code in kinds if (kind := plugins.registry().case_kinds.get(code)) for doing in _of_kind(kind))
    return {doing.name: doing for doing in found if actor.may(doing.permission)}


def find(name: str) -> Doing:
    """An act that can be done on several cases, by its name.

    Raises:
        NotFound: there is none.
    """
    kind = plugins.registry().case_kinds.get(name.partition(":")[0])
    found = next((doing for doing in _of_kind(kind) if doing.name == name), None) if kind else None
    if found is None:
        raise NotFound(name)
    return found


def typed_of(doing: Doing, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, from JSON."""
    readers: dict[str, Callable[[str], Any]] = {"day": dt.date.fromisoformat, "person": UUID, "words": str}
    return {ask.name: readers[ask.kind](kept[ask.name]) for ask in doing.asks}


def look(session: ScopedSession, actor: Actor, order: Order) -> dict[UUID, dict[str, Any]]:
    """What would be refused: case → why, as `rules.why_of` keeps it.

    In a session of `Database.trial` every act is carried out, each on what the ones before it left; in one that only
    reads, what the handlers refuse is not seen.
    """
    doing, refused = find(order.act), {}
    typed = typed_of(doing, order.typed)
    for case_id, version in order.pairs:
        try:
            case = get_case(session, actor, case_id)
            if session.writable:
                with session.begin_nested():
                    doing.run(session, actor, case_id, version, typed, rules.key_of(case_id, case_id))
            else:
                doing.check(session, actor, case, version, typed)
        except REFUSALS as error:
            refused[case_id] = rules.why_of(_said(error))
    return refused


def order(session: ScopedSession, actor: Actor, wanted: Order, key: str) -> Batch:
    """Do an act on several cases: up to `rules.AT_ONCE` now, more by the worker, one case after another.

    Args:
        key: the form's key; a second call with the same key returns the first batch.

    Raises:
        Forbidden: the actor holds the act nowhere.
        NotFound: the act can't be done on several cases.
        DomainError: no case, or more than `rules.MOST`; the key is another person's.
    """
    doing = find(wanted.act)
    if actor.visiting or not actor.may(doing.permission):
        raise Forbidden(doing.permission)
    if not wanted.pairs:
        raise DomainError(Problem(N_("请先勾选案件。")))
    if len(wanted.pairs) > rules.MOST:
        raise DomainError(Problem(N_("一次最多办理%(most)s件，请先缩小筛选范围。"), params={"most": rules.MOST}))
    if done := ordered(session, actor, Batch, key):
        return done
    batch_id = UUID(hex=key)
    batch = Batch(
        tenant_id=session.tenant,
        id=batch_id,
        account_id=actor.account_id,
        act=wanted.act,
        typed=dict(wanted.typed),
        origin=wanted.origin,
        created_at=time.now(),
    )
    session.add(batch)
    session.flush()
    # In the order of their ids, so that two batches never wait for each other.
    rows = [
        BatchRow(tenant_id=session.tenant, batch_id=batch_id, case_id=case_id, version=version, outcome=rules.WAITING)
        for case_id, version in sorted(wanted.pairs)
        if _readable(session, actor, case_id)
    ]
    session.add_all(rows)
    session.flush()
    record(session, actor, "core.batch.order", str(batch_id), {"act": wanted.act, "cases": len(rows)})
    for row in rows:
        if len(rows) <= rules.AT_ONCE:
            _do(session, actor, batch, row)
        else:
            emit(session, TOPIC, f"batch:{row.id}", {"row": str(row.id)}, priority=60)
    return batch


def undo(session: ScopedSession, actor: Actor, batch_id: UUID) -> None:
    """Take back what a batch of the actor's did, case by case; where that is refused, the row says why.

    Raises:
        NotFound: the batch is absent or somebody else's.
    """
    batch = own(session, actor, batch_id)
    done = select(BatchRow).where(BatchRow.batch_id == batch.id, BatchRow.outcome == rules.DONE)
    for row in session.scalars(done.order_by(BatchRow.case_id)).all():
        try:
            with session.begin_nested():
                undoing.undo(session, actor, row.case_id, rules.key_of(batch.id, row.case_id))
            row.outcome, row.why = rules.UNDONE, {}
        except REFUSALS as error:
            row.why = rules.why_of(_said(error))
        session.flush()
    record(session, actor, "core.batch.undo", str(batch.id), {"act": batch.act})


def carry_on(session: ScopedSession, payload: Mapping[str, Any]) -> None:
    """Do the act on one case of a batch, with what the person who ordered it may do now."""
    row = session.get(BatchRow, (session.tenant, UUID(payload["row"])))
    if row is None:
        return
    batch = session.get_one(Batch, (session.tenant, row.batch_id))
    measure = plugins.registry().owner[batch.act.partition(":")[0]]
    _do(session, actor_now(session, batch.account_id, measure), batch, row)


EFFECT = Owed(TOPIC, carry_on, N_("批量办理"))


def _do(session: ScopedSession, actor: Actor, batch: Batch, row: BatchRow) -> None:
    if row.outcome != rules.WAITING:
        return
    doing, key = find(batch.act), rules.key_of(batch.id, row.case_id)
    case_id, version, typed = row.case_id, row.version, typed_of(doing, batch.typed)
    outcome, why = rules.DONE, {}
    try:
        with session.begin_nested():
            doing.run(session, actor, case_id, version, typed, key)
    except REFUSALS as error:
        outcome, why = rules.REFUSED, rules.why_of(_said(error))
    row.outcome, row.why, row.at = outcome, why, time.now()
    session.flush()


def _readable(session: ScopedSession, actor: Actor, case_id: UUID) -> bool:
    try:
        get_case(session, actor, case_id)
    except NotFound:
        return False
    return True


def _said(error: Exception) -> Exception:
    return DomainError(Problem(STALE)) if isinstance(error, StaleDataError) else error


def _of_kind(kind: CaseKind) -> Iterator[Doing]:
    for transition in kind.transitions:
        if transition.bulk is not None and transition.permission:
            yield Doing(
                f"{kind.code}:{transition.code}",
                transition.label,
                kind.code,
                transition.permission,
                transition.bulk.asks,
                partial(_check_act, transition),
                partial(_run_act, transition),
                transition.undo is not None,
            )
    asks = (Ask("to", N_("新的承办人"), "person"), Ask("reason", N_("移交的理由")))
    name = f"{kind.code}:{handing.HAND_OVER}"
    yield Doing(name, handing.LABEL, kind.code, Perm.ASSIGN, asks, _check_hand, _run_hand, undoable=True)


def _check_act(
    transition: Transition, session: ScopedSession, actor: Actor, case: Case, version: int, typed: Mapping[str, Any]
) -> None:
    assert transition.bulk is not None
    _of_this_kind(transition, case)
    check(session, actor, case, transition, transition.bulk.command(version, typed))


def _run_act(
    transition: Transition,
    session: ScopedSession,
    actor: Actor,
    case_id: UUID,
    version: int,
    typed: Mapping[str, Any],
    key: str,
) -> None:
    assert transition.bulk is not None
    _of_this_kind(transition, session.get_one(Case, (session.tenant, case_id)))
    act(session, actor, case_id, transition.code, transition.bulk.command(version, typed), key)


def _of_this_kind(transition: Transition, case: Case) -> None:
    if transition not in plugins.registry().case_kinds[case.kind].transitions:
        raise DomainError(Problem(N_("这类案件没有这一步。")))


def _check_hand(session: ScopedSession, actor: Actor, case: Case, version: int, typed: Mapping[str, Any]) -> None:
    handing.check(session, actor, case, handing.HandOver(version=version, **typed))


def _run_hand(
    session: ScopedSession, actor: Actor, case_id: UUID, version: int, typed: Mapping[str, Any], key: str
) -> None:
    handing.hand_over(session, actor, case_id, handing.HandOver(version=version, **typed), key)
