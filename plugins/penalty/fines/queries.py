"""Reading a fine: what was paid of it, and until when it is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from core.cases.models import Case
from core.cases.queries import clocks_of
from core.db import ScopedSession
from plugins.penalty.fines.models import Halt, Payment

PAY = "penalty.pay"


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
