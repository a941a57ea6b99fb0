"""Handlers after the decision. None assigns a state or a limit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from core import cases
from core.accounts.actor import Actor
from core.cases.doors import find
from core.cases.models import Case
from core.contracts import Receiver
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived
from core.exchange.parcel import Parcel
from core.i18n import N_
from plugins.penalty.enforcement import commands as cmd
from plugins.penalty.enforcement import rules
from plugins.penalty.fines import commands as fine
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines import services as fines
from plugins.penalty.fines.models import fen
from plugins.penalty.officers.services import other, own
from plugins.penalty.ordinary import queries
from plugins.penalty.ordinary.rules import Facts

# What a review can be about: decided on the spot, or by the ordinary procedure.
KINDS = frozenset({"penalty.case", queries.KIND})


def serve(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Serve) -> None:
    """Keep the day of service, from which the party pays and contests."""
    queries.whole(session, case).inquiry.served_on = command.served_on


def pay(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: fine.Pay) -> None:
    """Enter a payment, as somebody who did not investigate (67①②)."""
    other(actor, facts.officers)
    found = queries.whole(session, case)
    assert facts.decided_on is not None
    fines.pay(session, actor, case, command, facts.decided_on, lambda day: queries.account(found, facts.pay_due, day))


def defer(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Defer) -> None:
    """Keep until when, why, and in which parts."""
    row = queries.whole(session, case).inquiry
    row.deferred_to = command.until
    row.deferral = f"{command.reasons.strip()}\n{command.parts.strip()}".strip()


def stay(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: fine.Stay) -> None:
    """Nothing is added from this day on (73③)."""
    fines.halt(session, case, command.kind, command.on, command.document)


def end_stay(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: fine.EndStay) -> None:
    """The review or lawsuit ended on this day."""
    fines.end_halt(session, case, command.on)


def check(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: fine.Checked) -> None:
    """Keep whether the act was put right."""
    own(actor, facts.officers)
    row = queries.whole(session, case).inquiry
    row.checked_on, row.corrected, row.checking = facts.today, command.corrected, command.words.strip()


def urge(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Urge) -> None:
    """Keep that the party was urged."""
    queries.whole(session, case).inquiry.urged_on = command.served_on


def apply_to_court(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.ApplyToCourt) -> None:
    """Keep that the court was asked, and about what."""
    row = queries.whole(session, case).inquiry
    row.applied_on, row.court = facts.today, command.target.strip()


def court_said(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.CourtSaid) -> None:
    """Keep the ruling."""
    row = queries.whole(session, case).inquiry
    row.court = "\n".join(filter(None, (row.court, command.document.strip(), command.result.strip())))


def contested(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Contested) -> None:
    """Apply to the case what a review or a court made of its decision."""
    found = queries.whole(session, case)
    row = found.inquiry
    if facts.stayed_on is not None:
        fines.end_halt(session, case, max(command.on, facts.stayed_on))
    words = (command.document.strip(), rules.OUTCOMES[command.outcome], command.reasons.strip())
    row.contested = "\n".join(filter(None, (row.contested, *words)))
    row.overturned = command.outcome in rules.OVERTURNS
    if command.outcome == rules.CHANGED and command.fine is not None:
        row.fine = fen(command.fine)
    if command.outcome in rules.GONE and command.again is not None:
        # What is decided anew is told anew (44).
        row.told_at = row.decided_on = row.served_on = row.hearing_asked_on = row.hearing_on = None
        row.passed = row.discussed_on = row.urged_on = row.applied_on = row.deferred_to = None
        row.warning = row.stop = row.hearing_due = False
        row.fine = row.gains = 0
        row.said = row.examined = row.hearing_record = ""
    session.flush()


def take_news(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.TakeNews) -> None:
    """The same for what the reviewing organ sent: begin, decision, or end without one."""
    if command.effect == rules.DECIDED:
        contested(session, actor, case, facts, command)
    elif command.effect == rules.ACCEPTED:
        fines.halt(session, case, paying.REVIEW, command.applied_on or command.on, command.document)
    elif facts.stayed_on is not None:
        fines.end_halt(session, case, max(command.on, facts.stayed_on))


def receive(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Take news of a review into the case that it is about, and sign for it.

    Raises:
        DomainError: there is no such case here, or the news does not fit it.
    """
    told, actor = parcel.details, Actor.system(session.tenant)
    case = find(session, str(told["case_number"]), KINDS)
    if case is None:
        raise DomainError(
            Problem(N_("这里没有编号为%(number)s的行政处罚案件。"), params={"number": told["case_number"]})
        )
    applied_on, again = told.get("applied_on"), told.get("remake_days")
    command = cmd.TakeNews(
        version=case.version,
        kind=paying.REVIEW,
        effect=str(told["effect"]),
        outcome=str(told.get("outcome") or ""),
        document=str(told.get("document") or ""),
        on=dt.date.fromisoformat(told["on"]),
        applied_on=dt.date.fromisoformat(applied_on) if applied_on else None,
        reasons=str(told.get("reasons") or ""),
        fine=Decimal(str(told["fine"])) if told.get("fine") is not None else None,
        again=int(again) if again is not None else None,
    )
    cases.act(session, actor, case.id, "take_news", command, f"parcel:{received.id.hex}")
    exchange.acknowledge(session, actor, received.id, number=case.number)


NEWS = Receiver("penalty.review", receive)
