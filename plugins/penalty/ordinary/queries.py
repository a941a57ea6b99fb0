"""Reading cases of the ordinary procedure: what guards know, what the case's page shows, and the hearings to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import aliased

from core import clock as time
from core.accounts.models import Person
from core.cases.catalogue import catalogue
from core.cases.models import Case, Clock
from core.cases.queries import clocks_of
from core.db import ScopedSession
from core.deadlines.counting import compute
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.rules import GAINS, KINDS, STOP
from plugins.penalty.discretion import queries as standards
from plugins.penalty.discretion.models import Standard
from plugins.penalty.discretion.rules import Proposal, weigh
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines.ledger import Owed, owed
from plugins.penalty.fines.models import Halt, Payment, Refund, fen, yuan
from plugins.penalty.fines.queries import (
    PAY,
    REMEDIES,
    contestable_until,
    payments_of,
    refund_due,
    refunds_of,
    remedies_until,
    waits_for_defence,
)
from plugins.penalty.officers.models import Officer
from plugins.penalty.ordinary import rules
from plugins.penalty.ordinary.earlier import Earlier
from plugins.penalty.ordinary.models import Evidence, Inquiry
from plugins.penalty.ordinary.rules import Facts
from plugins.penalty.summary.queries import penalty
from plugins.penalty.summary.rules import PARTIES

KIND = "penalty.ordinary"
ASK, URGE, APPLY = "penalty.hearing_request", "compulsion.urge_wait", "compulsion.court_apply"


@dataclass(frozen=True, slots=True)
class Whole:
    """A case with all that is read of it."""

    inquiry: Inquiry
    offence: Offence
    officers: tuple[Officer, Officer]
    standard: Standard | None
    evidence: Sequence[Evidence]
    payments: Sequence[Payment]
    halts: Sequence[Halt]
    refunds: Sequence[Refund]


def whole(session: ScopedSession, case: Case) -> Whole:
    """What a case holds beyond its case."""
    return session.once(("penalty.inquiry", case.id), lambda: _whole(session, case))


def _whole(session: ScopedSession, case: Case) -> Whole:
    first, second = aliased(Officer), aliased(Officer)
    of_case = (Inquiry.tenant_id, Inquiry.case_id)
    query = (
        select(Inquiry, Offence, first, second, Standard, Evidence, Halt)
        .join(Offence, (Offence.tenant_id == Inquiry.tenant_id) & (Offence.id == Inquiry.offence_id))
        .join(first, (first.tenant_id == Inquiry.tenant_id) & (first.id == Inquiry.first_id))
        .join(second, (second.tenant_id == Inquiry.tenant_id) & (second.id == Inquiry.second_id))
        .outerjoin(Standard, (Standard.tenant_id == Inquiry.tenant_id) & (Standard.id == Inquiry.standard_id))
        .outerjoin(Evidence, tuple_(Evidence.tenant_id, Evidence.case_id) == tuple_(*of_case))
        .outerjoin(Halt, tuple_(Halt.tenant_id, Halt.case_id) == tuple_(*of_case))
        .where(Inquiry.case_id == case.id)
        .order_by(Evidence.id, Halt.from_on, Halt.id)
    )
    rows = session.execute(query).all()
    inquiry, offence, one, other, known, _, _ = rows[0]
    # Before the party is told the standard of today counts, afterwards the one it was told by.
    standard: Standard | None = known if inquiry.told_at is not None else standards.current(session, offence.id)
    payments = payments_of(session, case) if inquiry.served_on is not None else ()
    evidence = {row[5].id: row[5] for row in rows if row[5] is not None}
    halts = {row[6].id: row[6] for row in rows if row[6] is not None}
    refunds = refunds_of(session, case) if payments else ()
    pair, proofs = (one, other), tuple(evidence.values())
    return Whole(inquiry, offence, pair, standard, proofs, payments, tuple(halts.values()), refunds)


def account(found: Whole, due: dt.date | None, on: dt.date) -> Owed:
    """What is owed of the fine on a day."""
    return owed(
        yuan(found.inquiry.fine),
        due,
        on,
        [(row.paid_on, yuan(row.amount)) for row in found.payments],
        [(row.from_on, row.to_on) for row in found.halts],
    )


def proposal_of(found: Whole) -> Proposal | None:
    """What the standard said to the answers on which the party was told; None before, and where there is no fine."""
    inquiry = found.inquiry
    if inquiry.told_at is None or inquiry.band is None:
        return None
    return weigh(
        found.offence.ranges[inquiry.band],
        inquiry.band,
        found.standard.steps if found.standard is not None else (),
        tuple(map(int, inquiry.met)),
        inquiry.grounds,
        yuan(inquiry.quantity) if inquiry.quantity is not None else None,
        optional=found.offence.may,
    )


def apply_until(found: Inquiry, last: dt.date | None) -> dt.date | None:
    """The last day to go to court with it: three months from the end of the remedies, or of a later day to pay
    (强制法 53, 处罚法 72②)."""
    if last is None:
        return None
    return compute(APPLY, max(last, found.deferred_to or last), catalogue=catalogue()).due


def _due(clocks: Sequence[Clock], rule: str) -> dt.date | None:
    return next((clock.due_on for clock in reversed(clocks) if clock.rule == rule), None)


def _undone_since(inquiry: Inquiry, balance: Owed | None, due: dt.date | None) -> dt.date | None:
    """Of the fine its last day to pay; of the correction, found not made, the day by which it was ordered."""
    days = [due] if balance is not None and balance.left > 0 else []
    if inquiry.decided_on is not None and inquiry.checked_on is not None and not inquiry.corrected:
        days.append(inquiry.correct_by)
    return min((day for day in days if day is not None), default=None)


def instalments(found: Whole) -> list[tuple[dt.date, Decimal, bool]]:
    """The instalments that were agreed to: last day, yuan, and whether what was paid so far covers it."""
    paid, agreed, rows = sum((yuan(row.amount) for row in found.payments), Decimal()), Decimal(), []
    for day, amount in map(str.split, found.inquiry.instalments):
        agreed += Decimal(amount)
        rows.append((dt.date.fromisoformat(day), Decimal(amount), agreed <= paid))
    return rows


def facts(session: ScopedSession, case: Case) -> Facts:
    """What guards and clocks know of a case."""
    found = whole(session, case)
    inquiry, offence, clocks, today = found.inquiry, found.offence, clocks_of(session, case), time.today()
    running = [row for row in found.halts if row.to_on is None]
    due = _due(clocks, PAY)
    last = contestable_until(inquiry.served_on, found.halts)
    balance = account(found, due, today) if inquiry.decided_on is not None else None
    return Facts(
        subject=inquiry.subject,
        kinds=frozenset(offence.kinds),
        power=offence.power,
        filed_on=inquiry.filed_on or today,
        today=today,
        officers=tuple(officer.certificate for officer in found.officers),
        bands=offence.ranges,
        tiers=found.standard.steps if found.standard is not None else (),
        optional=offence.may,
        evidence=len(found.evidence),
        standing_back=bool(inquiry.recusal and not inquiry.recusal_decision),
        preserving=inquiry.preserved_on is not None and inquiry.settled_on is None,
        told_on=inquiry.told_at.astimezone(time.SHANGHAI).date() if inquiry.told_at else None,
        told_warning=inquiry.told_warning,
        told_fine=yuan(inquiry.told_fine) if inquiry.told_at is not None else None,
        told_gains=yuan(inquiry.told_gains),
        told_stop=inquiry.told_stop,
        proposal=proposal_of(found),
        reasons=inquiry.reasons,
        reviewer=inquiry.reviewer,
        grave=inquiry.grave,
        hearing_due=inquiry.hearing_due,
        ask_until=_due(clocks, ASK) if inquiry.told_served_on is not None else None,
        asked=inquiry.hearing_asked_on is not None,
        hearing_on=inquiry.hearing_on,
        heard=bool(inquiry.hearing_record),
        passed=inquiry.passed,
        discussed=inquiry.discussed_on is not None,
        decided_on=inquiry.decided_on,
        fined=inquiry.fine > 0,
        corrects=inquiry.correct_by is not None,
        checked=inquiry.checked_on is not None,
        corrected=inquiry.corrected,
        executed=inquiry.executed,
        served_on=inquiry.served_on,
        pay_due=due,
        deferred=inquiry.deferred_to is not None,
        stayed_on=running[0].from_on if running else None,
        last_stay=max((row.to_on for row in found.halts if row.to_on is not None), default=None),
        owed=balance,
        refund_due=refund_due(case, balance, found.refunds),
        defending=waits_for_defence(session, case),
        undone_since=_undone_since(inquiry, balance, due),
        remedy_until=last,
        apply_until=apply_until(inquiry, last),
        urge_until=_due(clocks, URGE) if inquiry.urged_on is not None else None,
        applied=inquiry.applied_on is not None,
        publication=inquiry.publication_id is not None,
        overturned=inquiry.overturned,
        earlier=Earlier.read(inquiry.earlier),
    )


def given(offence: Offence, *, warning: bool, fine: int, gains: int, stop: bool) -> list[tuple[str, str]]:
    """A penalty as (kind, amount in yuan), in the order of 行政处罚法 9; what has no amount has none."""
    rows = penalty(offence, warning=warning, fine=fine)
    if gains:
        rows.append((KINDS[GAINS], f"{yuan(gains):.2f}".removesuffix(".00")))
    return [*rows, (KINDS[STOP], "")] if stop else rows


def told(found: Whole) -> list[tuple[str, str]]:
    """The penalty that the party was told of."""
    row = found.inquiry
    return given(found.offence, warning=row.told_warning, fine=row.told_fine, gains=row.told_gains, stop=row.told_stop)


def decided(found: Whole) -> list[tuple[str, str]]:
    """The penalty that was decided."""
    row = found.inquiry
    return given(found.offence, warning=row.warning, fine=row.fine, gains=row.gains, stop=row.stop)


def sums(session: ScopedSession, case: Case) -> tuple[Decimal, Decimal] | None:
    """The fine and the gains that were decided, in yuan; None before."""
    row = whole(session, case).inquiry
    return (yuan(row.fine), yuan(row.gains)) if row.decided_on is not None else None


def _earlier(found: Whole) -> list[tuple[str, str]]:
    kept = Earlier.read(found.inquiry.earlier)
    if kept is None:
        return []
    sums = {"fine": fen(Decimal(kept.fine)), "gains": fen(Decimal(kept.gains))}
    return given(found.offence, warning=kept.warning, stop=kept.stop, **sums)


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the case's page shows."""
    found = whole(session, case)
    inquiry, due = found.inquiry, _due(clocks_of(session, case), PAY)
    return {
        "inquiry": inquiry,
        "offence": found.offence,
        "officers": found.officers,
        "evidence": found.evidence,
        "kinds": rules.EVIDENCE,
        "told": told(found),
        "penalty": decided(found),
        "earlier": _earlier(found),
        "parties": PARTIES,
        "grounds": rules.NO_PENALTY,
        "remedies": [(REMEDIES[rule], due) for rule, due in remedies_until(inquiry.served_on)],
        "payments": found.payments,
        "halts": found.halts,
        "refunds": found.refunds,
        "instalments": instalments(found),
        "stays": paying.STAYS,
        "ways": paying.WAYS,
        "due": due,
        "owed": account(found, due, time.today()) if inquiry.decided_on is not None and inquiry.fine else None,
        "yuan": yuan,
    }


def hosts(session: ScopedSession, case: Case) -> list[Person]:
    """Who of the staff could host the hearing: nobody who investigates (64(四))."""
    investigating = {officer.account_id for officer in whole(session, case).officers}
    query = select(Person).where(Person.account_id.is_not(None), Person.left_on.is_(None)).order_by(Person.name)
    return [person for person in session.scalars(query) if person.account_id not in investigating]


def hearings(session: ScopedSession, since: dt.date) -> Sequence[tuple[Case, Inquiry]]:
    """The hearings since a day, the earliest first."""
    query = (
        select(Case, Inquiry)
        .join(Inquiry, (Inquiry.tenant_id == Case.tenant_id) & (Inquiry.case_id == Case.id))
        .where(Inquiry.hearing_on >= since)
        .order_by(Inquiry.hearing_on, Inquiry.hearing_at, Case.id)
    )
    return [(case, inquiry) for case, inquiry in session.execute(query)]
