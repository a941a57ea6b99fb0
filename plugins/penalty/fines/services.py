"""Keeping the account of a fine: payments, and the reviews and lawsuits for which nothing is added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Protocol

from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.reviews import OUTCOMES, Contested
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.i18n import N_
from plugins.penalty.fines import commands as cmd
from plugins.penalty.fines import queries, rules
from plugins.penalty.fines.ledger import Owed
from plugins.penalty.fines.models import Halt, Payment, Refund, fen


class Penalised(Protocol):
    """What every penalty has; fen."""

    fine: int
    warning: bool


def pay(
    session: ScopedSession,
    actor: Actor,
    case: Case,
    command: cmd.Pay,
    decided_on: dt.date,
    account: Callable[[dt.date], Owed],
) -> None:
    """Enter a payment of no more than was owed on its day.

    Raises:
        DomainError: what is wrong with it, or its receipt stands there already.
    """
    made = queries.payments_of(session, case)
    last = made[-1].paid_on if made else None
    if problems := rules.pay(account(command.paid_on), decided_on, last, time.today(), command):
        raise DomainError(problems)
    if any(row.receipt == command.receipt.strip() for row in made):
        raise DomainError(Problem(N_("这一票据已经登记。"), "receipt"))
    enter(session, actor, case, command)


def enter(session: ScopedSession, actor: Actor, case: Case, command: cmd.Pay) -> None:
    """Write down a payment that was looked at."""
    session.add(
        Payment(
            tenant_id=case.tenant_id,
            case_id=case.id,
            paid_on=command.paid_on,
            amount=fen(command.amount),
            way=command.way,
            receipt=command.receipt.strip(),
            at=time.now(),
            by=actor.title,
        )
    )
    session.flush()


def refund(session: ScopedSession, actor: Actor, case: Case, command: cmd.Refunded) -> None:
    """Write down what was given back.

    Raises:
        DomainError: its receipt stands there already.
    """
    if any(row.receipt == command.receipt.strip() for row in queries.refunds_of(session, case)):
        raise DomainError(Problem(N_("这一票据已经登记。"), "receipt"))
    given = {"refunded_on": command.on, "amount": fen(command.amount), "receipt": command.receipt.strip()}
    session.add(Refund(tenant_id=case.tenant_id, case_id=case.id, at=time.now(), by=actor.title, **given))
    session.flush()


def halt(session: ScopedSession, case: Case, kind: str, on: dt.date, document: str) -> None:
    """Nothing is added from this day on (行政处罚法 73③)."""
    given = {"kind": kind, "from_on": on, "document": document.strip()}
    session.add(Halt(tenant_id=case.tenant_id, case_id=case.id, **given))
    session.flush()


def ruled(session: ScopedSession, case: Case, command: Contested) -> None:
    """A review or lawsuit ended with a ruling: from there the ways against the decision are counted anew."""
    if command.kind not in rules.STAYS:
        return
    waiting = [row for row in queries.halts_of(session, case) if not row.outcome]
    last = next((row for row in reversed(waiting) if row.to_on is None or row.kind == command.kind), None)
    if last is None:
        halt(session, case, command.kind, command.on, command.document)
        last = queries.halts_of(session, case)[-1]
    last.to_on, last.outcome = last.to_on or max(command.on, last.from_on), command.outcome
    session.flush()


def outcome_words(command: Contested) -> tuple[str, ...]:
    """What a case keeps of a ruling, a line each: its document, its outcome, its reasons."""
    return command.document.strip(), OUTCOMES[command.outcome], command.reasons.strip()


def alter(row: Penalised, command: Contested) -> None:
    """What counts of a penalty from now on: the sums that a ruling named, and without what it dropped."""
    row.fine = fen(command.fine) if command.fine is not None else row.fine
    row.fine = 0 if "fine" in command.dropped else row.fine
    row.warning = row.warning and "warning" not in command.dropped


def end_halt(session: ScopedSession, case: Case, on: dt.date) -> None:
    """The review or lawsuit that runs ended on this day."""
    running = next(row for row in queries.halts_of(session, case) if row.to_on is None)
    running.to_on = on
    session.flush()
