"""Opening a case of the ordinary procedure, and the handlers up to its decision. None assigns a state or a limit."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases.catalogue import catalogue
from core.cases.models import Case
from core.cases.services import Opening, Party
from core.db import ScopedSession
from core.deadlines.counting import compute
from core.deadlines.errors import DeadlineError
from core.errors import DomainError, Forbidden, Problem
from core.files import services as files
from core.i18n import N_
from core.tenancy.models import Tenant
from plugins.penalty import settings
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.fines.models import fen
from plugins.penalty.hearing import rules as hearing
from plugins.penalty.officers import queries as officers
from plugins.penalty.officers.models import Officer
from plugins.penalty.officers.rules import successor_problems
from plugins.penalty.officers.services import other, own
from plugins.penalty.ordinary import commands as cmd
from plugins.penalty.ordinary import queries, rules
from plugins.penalty.ordinary.models import Evidence, Inquiry
from plugins.penalty.ordinary.rules import Facts
from plugins.penalty.permissions import Perm
from plugins.penalty.summary.services import text_of

NOTICE = "penalty.hearing_notice"


def begin(session: ScopedSession, actor: Actor, command: cmd.OpenCase, key: str) -> Case:
    """Bring a clue before the head, as one of its two officers (54).

    Raises:
        Forbidden: the actor handles no penalties of the officer's unit.
        DomainError: what `open_problems` says, no text punishes the act, it is too old, or the actor is no officer.
    """
    opening = clue(session, actor, command, key, "罚")
    if isinstance(opening, Case):
        return opening
    made, offence, pair = opening

    def detail(case: Case) -> list[object]:
        return [
            Inquiry(
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
        ]

    return cases.open_case(session, actor, queries.KIND, made, detail, key)


def clue(
    session: ScopedSession,
    actor: Actor,
    command: cmd.OpenCase,
    key: str,
    series: str,
    within: Sequence[Offence] | None = None,
) -> Case | tuple[Opening, Offence, tuple[Officer, Officer]]:
    """How a case begins with what two officers found; the case itself where the same form came before.

    Args:
        within: the only offences it can be about; all where it is None.

    Raises:
        Forbidden, DomainError: as `begin`.
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
    if offence is not None and within is not None and offence.id not in {row.id for row in within}:
        problems.append(Problem(N_("请选择违法行为。"), "offence"))
    if offence is not None:
        certificates = tuple(row.certificate for row in named)
        problems += rules.open_problems(command, certificates, offence.power, time.today())
    if problems or offence is None:
        raise DomainError(problems)
    tenant = session.get_one(Tenant, session.tenant)
    party = Party("applicant", command.name.strip(), command.id_number, command.phone, command.address.strip())
    opening = Opening(
        title=offence.name,
        series=f"{tenant.settings['prefix']}{series}",
        unit_id=own.unit_id,
        parties=(party,),
        received_on=time.today(),
        channel="window",
        values={"found_on": command.found_on},
        label=N_("登记线索"),
        handler_id=actor.account_id,
    )
    return opening, offence, (own, next(row for row in named if row.id != own.id))


def file(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.File) -> None:
    """Keep who filed it and when: the ninety days run from here (60)."""
    other(actor, facts.officers)
    inquiry = queries.whole(session, case).inquiry
    inquiry.filed_on, inquiry.filed_by = time.today(), actor.title


def not_file(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.NotFile) -> None:
    """Keep why it is not filed."""
    other(actor, facts.officers)
    queries.whole(session, case).inquiry.outcome = command.reasons.strip()


def add_evidence(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.AddEvidence) -> None:
    """Write it down with a hash: that of each file, or that of the words where there is none."""
    own(actor, facts.officers)
    kept = [files.attach(session, one, owner_kind="case", owner_id=case.id, slot="evidence") for one in command.files]
    words = f"{command.kind}\n{command.taken_on}\n{command.source.strip()}\n{command.words.strip()}"
    proofs = [(one.name, one.sha256) for one in kept] or [("", hashlib.sha256(words.encode()).hexdigest())]
    for name, sha256 in proofs:
        session.add(
            Evidence(
                tenant_id=case.tenant_id,
                case_id=case.id,
                kind=command.kind,
                words=command.words.strip(),
                source=command.source.strip(),
                taken_on=command.taken_on,
                file=name,
                sha256=sha256,
                at=time.now(),
                by=actor.title,
            )
        )
    session.flush()


def preserve(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Preserve) -> None:
    """Keep what is registered, as the head approved it (56)."""
    other(actor, facts.officers)
    inquiry = queries.whole(session, case).inquiry
    inquiry.preserved = "\n".join((command.things.strip(), command.place.strip(), command.reasons.strip()))
    inquiry.preserved_on, inquiry.settled, inquiry.settled_on = time.today(), "", None


def settle(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.SettlePreserved) -> None:
    """Keep what became of it."""
    inquiry = queries.whole(session, case).inquiry
    inquiry.settled, inquiry.settled_on = command.decision.strip(), time.today()


def release(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.ReleasePreserved) -> None:
    """Keep that nothing was decided in time, so that it goes back: a day without a decision."""
    inquiry = queries.whole(session, case).inquiry
    inquiry.settled, inquiry.settled_on = "", command.on


def correct(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Correct) -> None:
    """Keep what was ordered (28①)."""
    own(actor, facts.officers)
    inquiry = queries.whole(session, case).inquiry
    inquiry.demand, inquiry.correct_by = command.demand.strip(), command.correct_by
    inquiry.checked_on, inquiry.corrected, inquiry.checking = None, False, ""


def ask_recusal(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.AskStandBack) -> None:
    """Keep why an officer should stand back; the investigation goes on (43③)."""
    own(actor, facts.officers)
    inquiry = queries.whole(session, case).inquiry
    inquiry.recusal, inquiry.recusal_decision = command.reasons.strip(), ""


def decide_recusal(
    session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.DecideStandBack
) -> None:
    """Keep the head's decision; who was found to have an interest is replaced.

    Raises:
        DomainError: the head is one of the two, or who comes is no other officer with a valid certificate.
    """
    other(actor, facts.officers)
    found = queries.whole(session, case)
    inquiry = found.inquiry
    inquiry.recusal_decision = command.reasons.strip()
    if not command.granted:
        return
    assert command.leaves is not None
    assert command.comes is not None
    comes, leaves = officers.officer_of(session, command.comes), officers.officer_of(session, command.leaves)
    named = [officer.certificate for officer in found.officers]
    if problems := successor_problems(named, leaves.account_id, comes.certificate, time.today()):
        raise DomainError(problems)
    stays = [officer for officer in found.officers if officer.id != leaves.id]
    inquiry.first_id, inquiry.second_id = stays[0].id, comes.id
    case.handler_id = stays[0].account_id


def notify(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Notify) -> None:
    """Keep what the party was told, what it rests on, and whether it may ask for a hearing (63①)."""
    own(actor, facts.officers)
    found = queries.whole(session, case)
    row = found.inquiry
    row.told_at, row.told_warning, row.told_fine = time.now(), command.warning, fen(command.fine)
    row.told_gains, row.told_stop, row.told_served_on = fen(command.gains), command.stop, None
    row.standard_id = found.standard.id if found.standard is not None else None
    row.band = command.band if facts.bands else None
    row.met, row.grounds = [str(place) for place in command.met], list(command.grounds)
    row.quantity = fen(command.quantity) if command.quantity is not None else None
    row.reasons, row.reviewer = command.reasons.strip(), command.reviewer.strip()
    large = settings.large(session, row.subject)
    row.hearing_due = command.beyond or command.stop or max(command.fine, command.gains) >= large
    row.grave = command.grave
    row.said = row.examined = row.hearing_record = row.hearing_opinion = ""
    row.hearing_asked_on = row.hearing_on = row.passed = row.discussed_on = None


def serve_notice(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.ServeNotice) -> None:
    """Keep when the party had the notice."""
    queries.whole(session, case).inquiry.told_served_on = command.served_on


def defend(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Defend) -> None:
    """Keep what the party said, and how it was examined."""
    own(actor, facts.officers)
    inquiry = queries.whole(session, case).inquiry
    inquiry.said, inquiry.examined = command.said.strip(), command.examined.strip()
    if command.gives_up:
        inquiry.hearing_asked_on = inquiry.hearing_on = None


def ask_hearing(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.AskHearing) -> None:
    """Keep that the party asked, and when."""
    inquiry = queries.whole(session, case).inquiry
    inquiry.hearing_asked_on, inquiry.said = command.on, command.words.strip()


def call_hearing(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.CallHearing) -> None:
    """Keep where, when and by whom it is heard.

    Raises:
        DomainError: the notice comes too late, or the host investigates the case (64(四)).
    """
    problems = hearing.call_hearing(facts, command, _notice_by(command))
    host = next((row for row in queries.hosts(session, case) if row.account_id == command.host), None)
    if host is None:
        words = N_("听证由行政机关指定的非本案调查人员主持（行政处罚法64(四)）。")
        problems.append(Problem(words, "host"))
    if problems or host is None:
        raise DomainError(problems)
    row = queries.whole(session, case).inquiry
    row.hearing_on, row.hearing_at, row.hearing_place = command.on, command.at.strip(), command.place.strip()
    row.hearing_closed, row.host_id, row.host = command.closed.strip(), host.account_id, host.name


def _notice_by(command: cmd.CallHearing) -> dt.date | None:
    try:
        return compute(NOTICE, command.on, catalogue=catalogue()).due
    except DeadlineError:
        return None


def record_hearing(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.RecordHearing) -> None:
    """Keep the record, as the host of the hearing.

    Raises:
        DomainError: somebody else hosts it.
    """
    row = queries.whole(session, case).inquiry
    if actor.account_id != row.host_id:
        raise DomainError(Problem(N_("听证笔录由主持人%(name)s登记。"), params={"name": row.host}))
    row.hearing_record, row.hearing_opinion = command.said.strip(), command.opinion.strip()


def legal_review(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.LegalReview) -> None:
    """Keep the review, by somebody who neither investigated nor hosted the hearing.

    Raises:
        DomainError: they did.
    """
    other(actor, facts.officers)
    row = queries.whole(session, case).inquiry
    if actor.account_id == row.host_id:
        raise DomainError(Problem(N_("听证主持人不能审核本案。")))
    row.passed, row.legal_opinion = command.passed, command.opinion.strip()
    row.legal_reviewer_id, row.legal_reviewer = actor.account_id, actor.title


def discuss(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Discuss) -> None:
    """Keep the record of the discussion (57②)."""
    row = queries.whole(session, case).inquiry
    row.discussed_on = command.on
    row.discussion = "\n".join((command.present.strip(), command.opinions.strip(), command.conclusion.strip()))


def penalise(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Penalise) -> None:
    """Keep the decision of the head, who neither investigated nor reviewed it.

    Raises:
        DomainError: they did.
    """
    other(actor, facts.officers)
    row = queries.whole(session, case).inquiry
    if actor.account_id in {row.legal_reviewer_id, row.host_id}:
        raise DomainError(Problem(N_("本案的法制审核人、听证主持人不能作出决定。")))
    row.decided_on, row.facts = time.today(), command.facts.strip()
    row.warning, row.fine, row.gains, row.stop = command.warning, fen(command.fine), fen(command.gains), command.stop
    row.performance = command.performance.strip()
    row.correct_by, row.overturned = command.correct_by or row.correct_by, False


def leave_off(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.LeaveOff) -> None:
    """Keep the ground on which there is no penalty."""
    other(actor, facts.officers)
    row = queries.whole(session, case).inquiry
    row.ground, row.outcome = command.ground, f"{command.reasons.strip()}\n{command.education.strip()}".strip()


def hand_over(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.HandOver) -> None:
    """Keep to whom it went, by which letter, and why."""
    other(actor, facts.officers)
    row = queries.whole(session, case).inquiry
    row.outcome = "\n".join((command.to.strip(), command.document.strip(), command.reasons.strip()))


def drop(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Drop) -> None:
    """Keep why there is nothing to go on with."""
    other(actor, facts.officers)
    queries.whole(session, case).inquiry.outcome = command.reasons.strip()
