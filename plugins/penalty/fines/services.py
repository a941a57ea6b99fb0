"""Keeping the account of a fine: payments, and the reviews and lawsuits for which nothing is added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.i18n import N_
from plugins.penalty.fines import commands as cmd
from plugins.penalty.fines import queries, rules
from plugins.penalty.fines.ledger import Owed
from plugins.penalty.fines.models import Halt, Payment, Refund, fen


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


def end_halt(session: ScopedSession, case: Case, on: dt.date) -> None:
    """The review or lawsuit that runs ended on this day."""
    running = next(row for row in queries.halts_of(session, case) if row.to_on is None)
    running.to_on = on
    session.flush()
