"""Reading cases decided on the spot: what guards know, the fine's account, and what the case's page shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core import clock as time
from core.cases.models import Case
from core.db import ScopedSession
from core.pads import services as pads
from core.pads.models import Pad
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.rules import KINDS
from plugins.penalty.discretion import queries as standards
from plugins.penalty.discretion.models import Standard
from plugins.penalty.discretion.rules import GROUNDS, Proposal, weigh
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines.ledger import Owed, owed
from plugins.penalty.fines.models import Halt, Payment, Refund, yuan
from plugins.penalty.fines.queries import (
    DIRECT,
    REMEDIES,
    contestable_until,
    pay_due,
    payments_of,
    refund_due,
    refunds_of,
    remedies_until,
    waits_for_defence,
)
from plugins.penalty.officers.models import Officer
from plugins.penalty.summary import rules
from plugins.penalty.summary.models import Spot
from plugins.penalty.summary.rules import SpotFacts

PAPER = "当场行政处罚决定书"


@dataclass(frozen=True, slots=True)
class Whole:
    """A case with all that is read of it, in two queries."""

    spot: Spot
    offence: Offence
    officers: tuple[Officer, Officer]
    standard: Standard | None
    payments: Sequence[Payment]
    halts: Sequence[Halt]
    refunds: Sequence[Refund]


def whole(session: ScopedSession, case: Case) -> Whole:
    """What a case holds beyond its case."""
    return session.once(("penalty.spot", case.id), lambda: _whole(session, case))


def _whole(session: ScopedSession, case: Case) -> Whole:
    first, second = aliased(Officer), aliased(Officer)
    query = (
        select(Spot, Offence, first, second, Standard, Halt)
        .join(Offence, (Offence.tenant_id == Spot.tenant_id) & (Offence.id == Spot.offence_id))
        .join(first, (first.tenant_id == Spot.tenant_id) & (first.id == Spot.first_id))
        .join(second, (second.tenant_id == Spot.tenant_id) & (second.id == Spot.second_id))
        .outerjoin(Standard, (Standard.tenant_id == Spot.tenant_id) & (Standard.id == Spot.standard_id))
        .outerjoin(Halt, (Halt.tenant_id == Spot.tenant_id) & (Halt.case_id == Spot.case_id))
        .where(Spot.case_id == case.id)
        .order_by(Halt.from_on, Halt.id)
    )
    rows = session.execute(query).all()
    spot, offence, one, other, known, _ = rows[0]
    # Before the party is told the standard of today counts, afterwards the one it was told by.
    standard: Standard | None = known if spot.told_at is not None else standards.current(session, offence.id)
    halts = [row[5] for row in rows if row[5] is not None]
    payments = payments_of(session, case) if spot.decided_at is not None else ()
    refunds = refunds_of(session, case) if payments else ()
    return Whole(spot, offence, (one, other), standard, payments, halts, refunds)


def account(found: Whole, due: dt.date | None, on: dt.date) -> Owed:
    """What is owed on a day."""
    return owed(
        yuan(found.spot.fine),
        due,
        on,
        [(row.paid_on, yuan(row.amount)) for row in found.payments],
        [(row.from_on, row.to_on) for row in found.halts],
    )


def proposal_of(found: Whole) -> Proposal | None:
    """What the standard said to the answers on which the party was told; None before, and where there is no fine."""
    spot = found.spot
    if spot.told_at is None or spot.band is None:
        return None
    return weigh(
        found.offence.ranges[spot.band],
        spot.band,
        found.standard.steps if found.standard is not None else (),
        tuple(map(int, spot.met)),
        spot.grounds,
        yuan(spot.quantity) if spot.quantity is not None else None,
        optional=found.offence.may,
    )


def _decided_on(spot: Spot) -> dt.date | None:
    return spot.decided_at.astimezone(time.SHANGHAI).date() if spot.decided_at else None


def facts(session: ScopedSession, case: Case) -> SpotFacts:
    """What guards and clocks know of a case."""
    found = whole(session, case)
    spot, offence = found.spot, found.offence
    decided_on = _decided_on(spot)
    running = [row for row in found.halts if row.to_on is None]
    until = pay_due(session, case)
    balance = account(found, until, time.today()) if decided_on is not None else None
    return SpotFacts(
        subject=spot.subject,
        kinds=frozenset(offence.kinds),
        power=offence.power,
        filed_on=case.received_on,
        today=time.today(),
        officers=tuple(officer.certificate for officer in found.officers),
        bands=offence.ranges,
        tiers=found.standard.steps if found.standard is not None else (),
        optional=offence.may,
        told_fine=yuan(spot.told_fine) if spot.told_at is not None else None,
        told_warning=spot.told_warning,
        proposal=proposal_of(found),
        reasons=spot.reasons,
        reviewer=spot.reviewer,
        decided_on=decided_on,
        corrects=spot.correct_by is not None,
        checked=spot.checked_on is not None,
        corrected=spot.corrected,
        reported=spot.reported_on is not None,
        cash=bool(spot.cash),
        handed_in=spot.handed_in_on is not None,
        banked=spot.banked_on is not None,
        pay_due=until,
        # Decided on the spot: review comes before the court (复议法 23①(一)), which opens after it.
        remedy_until=contestable_until(decided_on, found.halts, suit=False),
        stayed_on=running[0].from_on if running else None,
        last_stay=max((row.to_on for row in found.halts if row.to_on is not None), default=None),
        owed=balance,
        refund_due=refund_due(case, balance, found.refunds),
        defending=waits_for_defence(session, case),
    )


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the case's page shows."""
    found = whole(session, case)
    spot, due = found.spot, pay_due(session, case)
    return {
        "spot": spot,
        "offence": found.offence,
        "officers": found.officers,
        "penalty": penalty(found.offence, warning=spot.warning, fine=spot.fine),
        "told": penalty(found.offence, warning=spot.told_warning, fine=spot.told_fine),
        "payments": found.payments,
        "halts": found.halts,
        "refunds": found.refunds,
        "stays": paying.STAYS,
        "ways": {**paying.WAYS, paying.CASH_WAY: rules.CASH.get(spot.cash, "")},
        "parties": rules.PARTIES,
        "ground": GROUNDS[spot.ground] if spot.ground else None,
        # In time to ask for the review that comes before the court (复议法 23①(一)).
        "remedies": [(REMEDIES[rule], day) for rule, day in remedies_until(_decided_on(spot)) if rule != DIRECT],
        "due": due,
        "owed": account(found, due, time.today()) if spot.decided_at is not None and spot.fine else None,
        "yuan": yuan,
    }


def sums(session: ScopedSession, case: Case) -> tuple[Decimal, Decimal] | None:
    """The fine that was decided, in yuan, with no gains beside it; None before."""
    spot = whole(session, case).spot
    return (yuan(spot.fine), Decimal()) if spot.decided_at is not None else None


def penalty(offence: Offence, *, warning: bool, fine: int) -> list[tuple[str, str]]:
    """A penalty as (kind, amount in yuan): a warning has none."""
    found = [(KINDS["warning"], "")] if warning else []
    return [*found, (KINDS["fine"], f"{yuan(fine):.2f}".removesuffix(".00"))] if fine else found


def open_pads(session: ScopedSession, actor: Any) -> Sequence[Pad]:
    """The pads of pre-printed decisions that the actor may use."""
    return [pad for pad in pads.pads_of(session, actor) if pad.paper == PAPER]
