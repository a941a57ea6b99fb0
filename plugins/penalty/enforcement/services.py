"""Handlers after the decision. None assigns a state or a limit."""

from __future__ import annotations

from core.accounts.actor import Actor
from core.cases import reviews
from core.cases.models import Case
from core.db import ScopedSession
from plugins.penalty.enforcement import commands as cmd
from plugins.penalty.enforcement import rules
from plugins.penalty.fines import commands as fine
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines import services as fines
from plugins.penalty.fines.models import fen
from plugins.penalty.officers.services import other, own
from plugins.penalty.ordinary import queries
from plugins.penalty.ordinary.earlier import Earlier
from plugins.penalty.ordinary.rules import Facts

# What a review can be about: decided on the spot, by the ordinary procedure, or an order.
KINDS = frozenset({"penalty.case", queries.KIND, "penalty.order"})


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
    row.deferral = command.reasons.strip()
    row.instalments = [f"{day.isoformat()} {amount}" for day, amount in command.parts]


def stay(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: fine.Stay) -> None:
    """Nothing is added from this day on (73③)."""
    fines.halt(session, case, command.kind, command.on, command.document)


def end_stay(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: fine.EndStay) -> None:
    """The review or lawsuit ended on this day."""
    fines.end_halt(session, case, command.on)


def refund(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: fine.Refunded) -> None:
    """Enter what was given back, as somebody who did not investigate."""
    other(actor, facts.officers)
    fines.refund(session, actor, case, command)


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
    row.executed = command.executed


def end_execution(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.EndExecution) -> None:
    """Keep why nothing is executed any more."""
    other(actor, facts.officers)
    queries.whole(session, case).inquiry.outcome = "\n".join((rules.ENDS[command.ground], command.reasons.strip()))


def contested(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: reviews.Contested) -> None:
    """Apply to the case what a review or a court made of its decision."""
    found = queries.whole(session, case)
    row = found.inquiry
    fines.ruled(session, case, command)
    row.contested = "\n".join(filter(None, (row.contested, *fines.outcome_words(command))))
    row.overturned = rules.overturns(command)
    if command.alters:
        fines.alter(row, command)
        row.gains = fen(command.gains) if command.gains is not None else row.gains
        row.gains = 0 if "gains" in command.dropped else row.gains
        row.stop = row.stop and "stop" not in command.dropped
    if command.outcome in rules.GONE and command.again is not None:
        row.earlier = Earlier.of(row, procedural=command.procedural).kept()
        # What is decided anew is told anew (44).
        row.told_at = row.told_served_on = row.decided_on = row.served_on = row.hearing_asked_on = row.hearing_on = None
        row.passed = row.discussed_on = row.urged_on = row.applied_on = row.deferred_to = None
        row.warning = row.stop = row.hearing_due = False
        row.fine = row.gains = 0
        row.said = row.examined = row.hearing_record = ""
    session.flush()


def take_news(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: reviews.TakeNews) -> None:
    """The same for what the reviewing organ sent: begin, decision, or end without one."""
    if command.effect == reviews.DECIDED:
        contested(session, actor, case, facts, command)
    elif command.effect == reviews.ACCEPTED:
        fines.halt(session, case, paying.REVIEW, command.applied_on or command.on, command.document)
    elif facts.stayed_on is not None:
        fines.end_halt(session, case, max(command.on, facts.stayed_on))


NEWS = reviews.receiver("penalty.contested", KINDS)
