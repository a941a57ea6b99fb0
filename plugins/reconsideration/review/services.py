"""The handlers that the transitions of a review name. None assigns a state or a limit."""

from __future__ import annotations

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.db import ScopedSession
from core.db.ids import new_id
from core.errors import DomainError, Problem
from core.i18n import N_
from plugins.reconsideration import parcels
from plugins.reconsideration import words as law
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review import queries, rules, sending, trial
from plugins.reconsideration.review.models import Entry, Review
from plugins.reconsideration.review.rules import ReviewFacts


def _note(session: ScopedSession, actor: Actor, case: Case, kind: str, people: str, words: str, **more: object) -> None:
    given = {"noted_on": time.today(), "mode": "", **more}
    session.add(
        Entry(
            tenant_id=case.tenant_id,
            id=new_id(),
            case_id=case.id,
            kind=kind,
            people=people.strip(),
            words=words.strip(),
            at=time.now(),
            by=actor.title,
            **given,
        )
    )
    session.flush()


def ask_correction(
    session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.AskCorrection
) -> None:
    """Keep what has to be put right."""
    queries.review_of(session, case).asked = command.words.strip()


def correct(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Correct) -> None:
    """Keep what was put right."""
    queries.review_of(session, case).corrected = command.words.strip()


def accept(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Accept) -> None:
    """Keep the procedure and who handles it; the office that made the act is told."""
    review = queries.review_of(session, case)
    review.accepted_on, review.procedure = time.today(), command.procedure
    review.procedure_ground = command.procedure_ground if command.procedure == law.SUMMARY else ""
    review.handlers = "、".join(rules.names(command.handlers))
    if review.procedure_ground == law.AGREED:
        _note(session, actor, case, law.AGREEMENT_TO, "", command.consent)
    if case.handler_id is None:
        cases.assign(session, actor, case, actor.account_id)
    sending.accepted(session, case, review)


def deem_accept(
    session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.DeemAccepted
) -> None:
    """Accepted by silence on the day on which the time to examine ran out (30③)."""
    review = queries.review_of(session, case)
    review.accepted_on, review.procedure = command.on, law.ORDINARY
    sending.accepted(session, case, review)


def name_handlers(
    session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.NameHandlers
) -> None:
    """Keep who handles it; who names them has it where nobody had."""
    queries.review_of(session, case).handlers = "、".join(rules.names(command.handlers))
    if case.handler_id is None:
        cases.assign(session, actor, case, actor.account_id)


def refuse(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Refuse) -> None:
    """Keep on what ground it was not accepted."""
    review = queries.review_of(session, case)
    review.ground, review.grounds, review.ruling = f"30①{command.ground}", command.words.strip(), command.organ.strip()


def send_copy(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.SendCopy) -> None:
    """Owe the respondent the copy, over the platform where it is there."""
    review = queries.review_of(session, case)
    review.copied_on = time.today() if facts.on_platform else command.received_on
    if facts.on_platform:
        sending.copy(session, case, review)


def take_reply(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.TakeReply) -> None:
    """Keep the respondent's answer with its evidence."""
    review = queries.review_of(session, case)
    review.replied_on, review.reply = command.replied_on, command.reply.strip()
    review.evidence = command.evidence.strip()
    review.fined, review.confiscated = rules.fen_of(command.fined), rules.fen_of(command.confiscated)


def no_reply(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.NoReply) -> None:
    """Keep that the time to reply passed: the act counts as without evidence (70)."""
    review = queries.review_of(session, case)
    review.silent, review.reply = True, command.words.strip()


def hear(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Hear) -> None:
    """Take down what the parties said, and why they were heard in this way."""
    words = f"{command.words.strip()}\n{command.reason.strip()}"
    _note(session, actor, case, law.HEARD, command.people, words, mode=command.mode, noted_on=command.heard_on)


def set_hearing(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.SetHearing) -> None:
    """Keep the day; the respondent is told.

    Raises:
        DomainError: the parties could not be told five working days before.
    """
    if problems := trial.set_hearing(queries.hearing_latest(command.on), facts, command):
        raise DomainError(problems)
    review = queries.review_of(session, case)
    review.hearing_on = command.on
    sending.news(session, case, review, parcels.HEARING, f"{command.on.isoformat()} {command.place.strip()}")


def hold_hearing(
    session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.HoldHearing
) -> None:
    """Take down the hearing with its panel, and who came for the respondent."""
    panel = "、".join(rules.names(command.panel))
    people = f"主持人：{command.host.strip()}；听证员：{panel}；记录员：{command.clerk.strip()}"
    words = f"{command.words.strip()}\n被申请人：{command.respondent.strip()}"
    _note(session, actor, case, law.HEARING, people, words)


def note(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Note) -> None:
    """Take something down."""
    _note(session, actor, case, command.kind, command.people, command.words, noted_on=command.noted_on)


def halt(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Halt) -> None:
    """Execution stops; the respondent is told at once."""
    review = queries.review_of(session, case)
    review.halted = f"42({command.ground})"
    sending.news(session, case, review, parcels.HALTED, command.words)


def convert(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Convert) -> None:
    """From now on the ordinary procedure counts."""
    review = queries.review_of(session, case)
    review.procedure, review.procedure_ground = law.ORDINARY, "55"


def prolong(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Prolong) -> None:
    """The respondent is told that it takes longer; the applicant by the paper."""
    sending.news(session, case, queries.review_of(session, case), parcels.PROLONGED, command.words)


def suspend(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Stay) -> None:
    """Keep the ground; the respondent is told."""
    review = queries.review_of(session, case)
    review.stay, review.stayed_on = command.ground, time.today()
    sending.news(session, case, review, parcels.STAYED, command.words)


def resume(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Resume) -> None:
    """It goes on; the respondent is told."""
    review = queries.review_of(session, case)
    review.stay = ""
    sending.news(session, case, review, parcels.RESUMED, command.words)


def withdraw(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Withdraw) -> None:
    """Keep that the applicant takes it back; it ends when that is allowed."""
    review = queries.review_of(session, case)
    review.withdrawn_on, review.settled, review.withdrawal = time.today(), command.settled, command.words.strip()


def terminate(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Terminate) -> None:
    """Keep why it ends; the office that made the act is told."""
    review = queries.review_of(session, case)
    review.outcome, review.ground, review.grounds = law.TERMINATED, f"41({command.ground})", command.words.strip()
    review.decided_on = time.today()
    sending.ended(session, case, review)


def mediate(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Mediate) -> None:
    """Keep the agreement; nothing stays of what was proposed before."""
    review = queries.review_of(session, case)
    review.outcome, review.ground, review.ruling = law.MEDIATED, "73①", command.terms.strip()
    review.findings, review.grounds = command.findings.strip(), command.grounds.strip()
    review.decided_on = time.today()
    review.redo_days, review.aftermath, review.legal_check = None, "", ""
    _altered(review, command)


def _altered(review: Review, command: cmd.Propose | cmd.Mediate) -> None:
    review.fine, review.gains = rules.fen_of(command.fine), rules.fen_of(command.gains)
    review.dropped = list(command.dropped)


def exclude(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Exclude) -> None:
    """Keep which days a survey or an appraisal took."""
    _note(session, actor, case, command.kind, "", command.words, noted_on=command.from_on, to_on=command.to_on)


def propose(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Propose) -> None:
    """Keep the proposal with its four gates."""
    review = queries.review_of(session, case)
    review.outcome, review.ground, review.proposed_by = command.outcome, command.ground, actor.account_id
    review.findings, review.grounds = command.findings.strip(), command.grounds.strip()
    review.ruling, review.aftermath = command.ruling.strip(), command.aftermath.strip()
    review.redo_days = command.redo_days
    _altered(review, command)
    review.legal_check = command.legal_check.strip()


def decide(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Decide) -> None:
    """Fix the decision.

    Raises:
        DomainError: whoever proposed it decides it.
    """
    if facts.proposed_by == actor.account_id:
        raise DomainError(Problem(N_("提出意见的人不能同时作出决定（行政复议法61①）。")))
    review = queries.review_of(session, case)
    review.agreed, review.decided_on = f"{trial.AGREEING[command.how]}：{command.agreed.strip()}", time.today()


def serve(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Serve) -> None:
    """With service the decision takes effect (75②): respondent and original case get it now."""
    review = queries.review_of(session, case)
    review.served_on = command.served_on
    sending.decided(session, case, review)


def file(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.File) -> None:
    """Keep the number of the filing."""
    queries.review_of(session, case).filed_as = command.filed_as.strip()


def opinion(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Opinion) -> None:
    """Keep the letter and send it."""
    review = queries.review_of(session, case)
    review.opinion = command.words.strip()
    sending.news(session, case, review, parcels.OPINION, command.words)


def order_performance(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.Order) -> None:
    """Send the order to perform."""
    sending.news(session, case, queries.review_of(session, case), parcels.ORDERED, command.words, days=command.days)


def take_performance(
    session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.TakePerformance
) -> None:
    """Keep what the respondent did."""
    review = queries.review_of(session, case)
    review.performed_on, review.performance = command.performed_on, command.words.strip()
