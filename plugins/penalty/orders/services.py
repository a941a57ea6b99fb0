"""Opening a case of an order, and the handlers of its acts. None assigns a state or a limit."""

from __future__ import annotations

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.calendar.services import latest
from core.cases import reviews
from core.cases.models import Case
from core.db import ScopedSession
from core.errors import DomainError
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.enforcement.commands import Serve
from plugins.penalty.fines import commands as fine
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines import services as fines
from plugins.penalty.officers.models import Officer
from plugins.penalty.officers.services import other, own
from plugins.penalty.orders import commands as cmd
from plugins.penalty.orders import queries, rules
from plugins.penalty.orders.models import Order
from plugins.penalty.orders.rules import OrderFacts
from plugins.penalty.ordinary.commands import Correct, OpenCase
from plugins.penalty.ordinary.services import clue
from plugins.penalty.summary.commands import Hear

SERIES = "责"


def begin(session: ScopedSession, actor: Actor, command: OpenCase, key: str) -> Case:
    """Bring a building without or against its permit before the head, as one of two officers.

    Raises:
        Forbidden: the actor handles no penalties of the officer's unit.
        DomainError: what `open_problems` says, no text knows the act, or no statute lets the township take it down.
    """

    def detail(case: Case, offence: Offence, pair: tuple[Officer, Officer]) -> object:
        return Order(
            tenant_id=case.tenant_id,
            case_id=case.id,
            offence_id=offence.id,
            subject=command.subject,
            acted_on=command.acted_on,
            found_on=command.found_on,
            clue=command.clue.strip(),
            place=command.place.strip(),
            facts=command.facts.strip(),
            first_id=pair[0].id,
            second_id=pair[1].id,
        )

    opening = clue(session, actor, command, key, SERIES, within=queries.demolishing(session))
    if isinstance(opening, Case):
        return opening
    made, offence, pair = opening
    return cases.open_case(session, actor, queries.KIND, made, lambda case: [detail(case, offence, pair)], key)


def command(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: Correct) -> None:
    """Keep what was ordered, by when."""
    other(actor, facts.officers)
    row = queries.whole(session, case).order
    row.ordered_on, row.demand, row.correct_by = time.today(), command.demand.strip(), command.correct_by


def serve(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: Serve) -> None:
    """Keep when the newest paper was served: from there it can be contested."""
    row = queries.whole(session, case).order
    if row.decided_on is not None:
        row.decision_served_on = command.served_on
    else:
        row.served_on = command.served_on


def check(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: fine.Checked) -> None:
    """Keep whether it was put right."""
    own(actor, facts.officers)
    row = queries.whole(session, case).order
    row.checked_on, row.corrected, row.checking = facts.today, command.corrected, command.words.strip()


def urge(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: cmd.UrgeOrder) -> None:
    """Keep when the party was urged, and until when."""
    own(actor, facts.officers)
    row = queries.whole(session, case).order
    row.urged_on, row.urge_until = command.served_on, command.until


def hear(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: Hear) -> None:
    """Keep what the party said."""
    own(actor, facts.officers)
    row = queries.whole(session, case).order
    row.said, row.examined = command.said.strip(), command.examined.strip()


def decide(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: cmd.DecideDemolition) -> None:
    """Keep the head's decision to demolish."""
    other(actor, facts.officers)
    row = queries.whole(session, case).order
    row.decided_on, row.reasons, row.manner = time.today(), command.reasons.strip(), command.manner.strip()


def announce(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: cmd.Announce) -> None:
    """Keep where it was announced, and until when it can be taken down oneself."""
    row = queries.whole(session, case).order
    row.announced_on, row.leave_until, row.posted = time.today(), command.until, command.posted.strip()


def demolish(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: cmd.Demolish) -> None:
    """Keep when and how it was taken down.

    Raises:
        DomainError: at night, on a public holiday, or by cutting something off (43).
    """
    own(actor, facts.officers)
    if problems := rules.demolish(facts, command, latest()):
        raise DomainError(problems)
    row = queries.whole(session, case).order
    row.demolished_at, row.record, row.urgency = command.at, command.record.strip(), command.urgency.strip()


def suspend(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: cmd.Suspend) -> None:
    """Keep why it is not executed for now."""
    words = (rules.SUSPENSIONS[command.ground], command.reasons.strip())
    queries.whole(session, case).order.suspension = "\n".join(words)


def give_up(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: cmd.GiveUp) -> None:
    """Keep why it ends."""
    other(actor, facts.officers)
    queries.whole(session, case).order.outcome = "\n".join((rules.ENDS[command.ground], command.reasons.strip()))


def halt(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: fine.Stay) -> None:
    """Nothing is executed while it is contested (44)."""
    fines.halt(session, case, command.kind, command.on, command.document)


def end_halt(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: fine.EndStay) -> None:
    """It is contested no more."""
    fines.end_halt(session, case, command.on)


def contested(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: reviews.Contested) -> None:
    """Keep what a review or a court made of it."""
    row = queries.whole(session, case).order
    fines.ruled(session, case, command)
    row.contested = "\n".join(filter(None, (row.contested, *fines.outcome_words(command))))


def take_news(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: reviews.TakeNews) -> None:
    """The same for what the reviewing organ sent."""
    if command.effect == reviews.DECIDED:
        contested(session, actor, case, facts, command)
    elif command.effect == reviews.ACCEPTED:
        fines.halt(session, case, paying.REVIEW, command.applied_on or command.on, command.document)
    elif facts.stayed_on is not None:
        fines.end_halt(session, case, max(command.on, facts.stayed_on))
