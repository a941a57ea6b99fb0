"""Opening a case on the spot, and the handlers its transitions name. None assigns a state or a limit."""

from __future__ import annotations

from dataclasses import replace

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases import reviews
from core.cases.catalogue import catalogue
from core.cases.models import Case
from core.cases.services import Opening, Party
from core.db import ScopedSession
from core.deadlines.counting import compute
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.pads import rules as pad_rules
from core.pads import services as pads
from core.tenancy.models import Tenant
from plugins.penalty.catalogue import queries as offences
from plugins.penalty.catalogue import rules as texts
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.enforcement.commands import EndExecution
from plugins.penalty.enforcement.rules import ENDS
from plugins.penalty.fines import commands as fine
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines import services as fines
from plugins.penalty.fines.models import fen
from plugins.penalty.fines.queries import pay_due
from plugins.penalty.officers import queries as officers
from plugins.penalty.officers.rules import successor_problems
from plugins.penalty.officers.services import other, own
from plugins.penalty.permissions import Perm
from plugins.penalty.summary import commands as cmd
from plugins.penalty.summary import queries, rules
from plugins.penalty.summary.models import Spot
from plugins.penalty.summary.rules import SpotFacts

KIND = "penalty.case"
PRESCRIPTION, SERIOUS = "penalty.prescription", "penalty.prescription_serious"


def begin(session: ScopedSession, actor: Actor, command: cmd.Open, key: str) -> Case:
    """Open a case that may be decided on the spot, as one of its two officers.

    Raises:
        Forbidden: the actor handles no penalties of the officer's unit.
        DomainError: what `open_problems` says, no text punishes the act, it is too old, or the actor is no officer.
    """
    named = tuple(officers.of_ids(session, command.officers))
    own = next((row for row in named if row.account_id == actor.account_id), None)
    if not actor.may(Perm.HANDLE, own.unit_id if own is not None else None):
        raise Forbidden(Perm.HANDLE)
    if done := cases.services.once(session, key, "open"):
        return done
    if own is None:
        raise DomainError(Problem(N_("登记人应当是办案的执法人员之一。"), "second"))
    offence, problems = text_of(session, command)
    if offence is not None:
        certificates = tuple(row.certificate for row in named)
        problems += rules.open_problems(command, certificates, offence.power, time.today())
    if problems or offence is None:
        raise DomainError(problems)
    tenant = session.get_one(Tenant, session.tenant)
    party = Party("applicant", command.name.strip(), command.id_number, command.phone, command.address.strip())
    opening = Opening(
        title=offence.name,
        series=f"{tenant.settings['prefix']}罚",
        unit_id=own.unit_id,
        parties=(party,),
        received_on=time.today(),
        channel="window",
        label=N_("现场登记"),
        handler_id=actor.account_id,
    )

    def detail(case: Case) -> list[object]:
        return [
            Spot(
                tenant_id=case.tenant_id,
                case_id=case.id,
                offence_id=offence.id,
                subject=command.subject,
                acted_on=command.acted_on,
                place=command.place.strip(),
                facts=command.facts.strip(),
                evidence=command.evidence.strip(),
                first_id=own.id,
                second_id=next(row.id for row in named if row.id != own.id),
            )
        ]

    return cases.open_case(session, actor, KIND, opening, detail, key)


def text_of(session: ScopedSession, command: cmd.Open) -> tuple[Offence | None, list[Problem]]:
    """The edition of the offence that counts for the act (37), or why none does."""
    today = time.today()
    if command.acted_on > today:
        return None, [Problem(N_("违法行为的日期不能晚于今天。"), "acted_on")]
    # What counts is the day on which it was found (36①); on the spot that is today.
    rule, found_on = SERIOUS if command.serious else PRESCRIPTION, getattr(command, "found_on", today)
    limit = compute(rule, command.acted_on, catalogue=catalogue())
    if limit.due is not None and limit.due < found_on:
        words = N_("违法行为已经超过追责时效（%(day)s），不再给予行政处罚（行政处罚法36）。")
        return None, [Problem(words, "acted_on", {"day": limit.due.isoformat()})]
    editions = offences.editions(session, command.offence)
    if not editions:
        return None, [Problem(N_("请选择违法行为。"), "offence")]
    found = texts.applicable(
        [row.edition_text for row in editions], command.acted_on, today, command.still, command.lighter
    )
    if found.outcome == texts.ASK_ELEMENTS:
        added = next(row.elements for row in editions if row.edition_text.counts_on(today))
        words = N_("法律已经修改，新的规定增加了条件：%(elements)s。请选择行为是否符合（行政处罚法37）。")
        return None, [Problem(words, "still", {"elements": added})]
    if found.outcome == texts.ASK_WEIGHT:
        words = N_("法律已经修改，新旧规定的处罚种类不同。请选择哪一个较轻（行政处罚法37）。")
        return None, [Problem(words, "lighter")]
    if found.text is None:
        return None, [Problem(N_("这一行为现在不认为是违法，或者当时没有规定，不得处罚（行政处罚法37）。"), "offence")]
    return next(row for row in editions if row.edition == found.text.edition), []


def tell(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: cmd.Told) -> None:
    """Keep what the party was told, and the answers it rests on."""
    own(actor, facts.officers)
    found = queries.whole(session, case)
    spot = found.spot
    spot.told_at, spot.told_warning, spot.told_fine = time.now(), command.warning, fen(command.fine)
    spot.standard_id = found.standard.id if found.standard is not None else None
    spot.band = command.band if facts.bands else None
    spot.met, spot.grounds = [str(place) for place in command.met], list(command.grounds)
    spot.quantity = fen(command.quantity) if command.quantity is not None else None
    spot.reasons, spot.reviewer = command.reasons.strip(), command.reviewer.strip()


def hear(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: cmd.Hear) -> None:
    """Keep what the party said, and how it was checked."""
    own(actor, facts.officers)
    spot = queries.whole(session, case).spot
    spot.said, spot.examined = command.said.strip(), command.examined.strip()


def ask_recusal(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: cmd.AskRecusal) -> None:
    """Keep why an officer should stand back; until the head decided, nothing is decided on the spot (43③)."""
    own(actor, facts.officers)
    spot = queries.whole(session, case).spot
    spot.recusal, spot.recusal_decision = command.reasons.strip(), ""


def decide_recusal(
    session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: cmd.DecideRecusal
) -> None:
    """Keep the head's decision; who was found to have an interest is replaced.

    Raises:
        DomainError: the head is one of the two, or who comes is no other officer with a valid certificate.
    """
    found = queries.whole(session, case)
    if actor.account_id in {officer.account_id for officer in found.officers}:
        raise DomainError(Problem(N_("办案的执法人员不能决定自己的回避。")))
    spot = found.spot
    spot.recusal_decision = command.reasons.strip()
    if not command.granted:
        return
    assert command.leaves is not None
    assert command.comes is not None
    comes, leaves = officers.officer_of(session, command.comes), officers.officer_of(session, command.leaves)
    named = [officer.certificate for officer in found.officers]
    if problems := successor_problems(named, leaves.account_id, comes.certificate, time.today()):
        raise DomainError(problems)
    stays = [officer for officer in found.officers if officer.id != leaves.id]
    spot.first_id, spot.second_id = stays[0].id, comes.id
    case.handler_id = stays[0].account_id


def decide(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: cmd.Decide) -> None:
    """Keep the decision; cash taken on the spot is the first payment, and a printed number is accounted for."""
    own(actor, facts.officers)
    spot = queries.whole(session, case).spot
    spot.decided_at, spot.warning, spot.fine = time.now(), command.warning, fen(command.fine)
    spot.signed, spot.refusal = command.signed, "" if command.signed else command.refusal.strip()
    spot.cash, spot.receipt, spot.correct_by = command.cash, command.receipt.strip(), command.correct_by
    if command.cash:
        taken = fine.Pay(
            version=0, paid_on=time.today(), amount=command.fine, way=paying.CASH_WAY, receipt=command.receipt
        )
        fines.enter(session, actor, case, taken)
    if command.pad is not None and command.pad_number is not None:
        pad = pads.pad_of(session, actor, command.pad)
        try:
            pads.account_for(session, actor, pad.id, command.pad_number, pad_rules.USED, case.party, case.id)
        except DomainError as error:
            raise DomainError([replace(problem, field="pad_number") for problem in error.problems]) from error
        spot.printed = pad_rules.shown(pad.prefix, command.pad_number, pad.digits)


def waive(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: cmd.Waive) -> None:
    """Keep the ground on which there is no penalty."""
    spot = queries.whole(session, case).spot
    spot.ground, spot.outcome = command.ground, f"{command.reasons.strip()}\n{command.education.strip()}"


def report(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: cmd.Report) -> None:
    """Keep that the organ has the report, and who took it in.

    Raises:
        DomainError: it is one of the officers, who report and don't receive.
    """
    other(actor, facts.officers)
    spot = queries.whole(session, case).spot
    spot.reported_on, spot.reporter = time.today(), actor.title


def pay(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: fine.Pay) -> None:
    """Enter a payment, as somebody who did not fine (67①②).

    Raises:
        DomainError: it is one of the officers, or more than was owed on that day.
    """
    other(actor, facts.officers)
    found = queries.whole(session, case)
    assert facts.decided_on is not None
    due = pay_due(session, case)
    fines.pay(session, actor, case, command, facts.decided_on, lambda day: queries.account(found, due, day))


def hand_in(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: fine.HandIn) -> None:
    """Keep the day on which the cash reached the organ."""
    other(actor, facts.officers)
    queries.whole(session, case).spot.handed_in_on = command.on


def bank(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: fine.Banked) -> None:
    """Keep the day on which the organ paid the cash in.

    Raises:
        DomainError: it lies before the day on which the organ had it.
    """
    spot = queries.whole(session, case).spot
    if spot.handed_in_on is not None and command.on < spot.handed_in_on:
        raise DomainError(Problem(N_("不能早于交到机关的日期。"), "on"))
    spot.banked_on = command.on


def stay(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: fine.Stay) -> None:
    """Nothing is added from this day on (73③)."""
    fines.halt(session, case, command.kind, command.on, command.document)


def end_stay(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: fine.EndStay) -> None:
    """The review or lawsuit ended on this day."""
    fines.end_halt(session, case, command.on)


def take_news(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: reviews.TakeNews) -> None:
    """What the reviewing organ sent: begin and end stop the surcharge (73③), a changed fine counts from now on."""
    if command.effect == reviews.ACCEPTED:
        fines.halt(session, case, paying.REVIEW, command.applied_on or command.on, command.document)
        return
    if command.effect != reviews.DECIDED:
        if facts.stayed_on is not None:
            fines.end_halt(session, case, max(command.on, facts.stayed_on))
        return
    fines.ruled(session, case, command)
    spot = queries.whole(session, case).spot
    spot.outcome = "\n".join(filter(None, (spot.outcome, *fines.outcome_words(command))))
    if command.alters:
        fines.alter(spot, command)
    session.flush()


def refund(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: fine.Refunded) -> None:
    """Enter what was given back, as somebody who did not fine."""
    other(actor, facts.officers)
    fines.refund(session, actor, case, command)


def check(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: fine.Checked) -> None:
    """Keep whether the act was put right."""
    own(actor, facts.officers)
    spot = queries.whole(session, case).spot
    spot.checked_on, spot.corrected, spot.checking = time.today(), command.corrected, command.words.strip()


def end_execution(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: EndExecution) -> None:
    """Keep why nothing is executed any more."""
    other(actor, facts.officers)
    spot = queries.whole(session, case).spot
    spot.outcome = "\n".join(filter(None, (spot.outcome, ENDS[command.ground], command.reasons.strip())))
