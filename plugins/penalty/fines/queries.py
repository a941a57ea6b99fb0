"""Reading a fine: what was paid of it, and until when it is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select

from core.cases.catalogue import catalogue
from core.cases.clocks import RUNNING
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.cases.reviews import MEDIATED
from core.db import ScopedSession
from core.deadlines.counting import compute
from core.i18n import N_
from plugins.penalty.fines.ledger import NOTHING, Owed
from plugins.penalty.fines.models import Halt, Payment, Refund, yuan
from plugins.penalty.fines.rules import SUIT

PAY = "penalty.pay"
# Of reconsideration and the suits that follow; registered whether that measure is on or off.
DEFENCE = "litigation.defence"
# The ways against the decision, and how long they are open; the limits are registered by reconsideration.
DIRECT, AFTER_REVIEW = "litigation.direct", "litigation.after_reconsideration"
REMEDIES = {"reconsideration.apply": N_("申请行政复议"), DIRECT: N_("提起行政诉讼")}


def payments_of(session: ScopedSession, case: Case) -> Sequence[Payment]:
    """The payments of a case, the earliest first."""
    query = select(Payment).where(Payment.case_id == case.id)
    return session.scalars(query.order_by(Payment.paid_on, Payment.id)).all()


def pay_due(session: ScopedSession, case: Case) -> dt.date | None:
    """The last day to pay; None where no fine is due at the bank."""
    return next((clock.due_on for clock in clocks_of(session, case) if clock.rule == PAY), None)


def halts_of(session: ScopedSession, case: Case) -> Sequence[Halt]:
    """The reviews and lawsuits of a case, the earliest first."""
    return session.scalars(select(Halt).where(Halt.case_id == case.id).order_by(Halt.from_on, Halt.id)).all()


def refunds_of(session: ScopedSession, case: Case) -> Sequence[Refund]:
    """What was given back in a case, the earliest first."""
    query = select(Refund).where(Refund.case_id == case.id)
    return session.scalars(query.order_by(Refund.refunded_on, Refund.id)).all()


def refund_due(case: Case, owed: Owed | None, refunds: Sequence[Refund]) -> Decimal:
    """The yuan to give back: all that was paid where the decision is gone, else what is above the changed fine."""
    if owed is None:
        return NOTHING
    kept = NOTHING if case.state == "overturned" else owed.fine + owed.added
    return max(NOTHING, owed.paid - kept - sum((yuan(row.amount) for row in refunds), NOTHING))


def waits_for_defence(session: ScopedSession, case: Case) -> bool:
    """Whether a court waits for the organ's defence."""
    return any(clock.rule == DEFENCE and clock.state == RUNNING for clock in clocks_of(session, case))


def remedies_until(served_on: dt.date | None) -> list[tuple[str, dt.date]]:
    """Until when the decision can be contested: the rule of each way with its day; empty before it was served."""
    if served_on is None:
        return []
    counted = [(rule, compute(rule, served_on, catalogue=catalogue()).due) for rule in REMEDIES]
    return [(rule, due) for rule, due in counted if due is not None]


def contestable_until(served_on: dt.date | None, halts: Sequence[Halt] = (), *, suit: bool = True) -> dt.date | None:
    """The last day on which a decision can be contested at all; None before it was served.

    A review that ended with a decision leaves fifteen days to sue (行政诉讼法 45), a mediation or a judgment nothing.

    Args:
        suit: whether it can be sued over without a review (行政复议法 23①).
    """
    days = [day for rule, day in remedies_until(served_on) if suit or rule != DIRECT]
    over = [row for row in halts if row.to_on is not None and served_on is not None and row.to_on >= served_on]
    if not days or not over:
        return max(days, default=None)
    last = max(over, key=lambda row: row.to_on or dt.date.min)
    assert last.to_on is not None
    if not last.outcome:
        return max(*days, last.to_on)
    if last.kind == SUIT or last.outcome == MEDIATED:
        return last.to_on
    return compute(AFTER_REVIEW, last.to_on, catalogue=catalogue()).due
