"""The handlers of the acts of handling, and the signature of those who were named; none assigns a state or a limit."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.cases.catalogue import catalogue
from core.cases.models import Case, Participant
from core.cases.notices import TURN
from core.cases.timeline import enter
from core.db import ScopedSession
from core.deadlines import counting
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from plugins.approval.handling import commands as cmd
from plugins.approval.handling import notice, queries, rules
from plugins.approval.handling.models import VERIFY, Handling, Verifier
from plugins.approval.limits import HEARING_NOTICE
from plugins.approval.permissions import Perm

NAMED = N_("%(number)s指派您核查，请在“待我核查”里签署核查情况。")
SIGNED = N_("签署核查情况")
ARTICLES = {VERIFY: "行政许可法34③", "inspect": "行政许可法55②"}
# Where the findings still lead to a decision.
SIGNABLE = ("accepted", "special", "hearing", "reviewed", "came_up", "paused_above", "heard_above")
VERIFIES = (Perm.HANDLE, Perm.REVIEW_HANDLE)


@dataclass(frozen=True, slots=True)
class Findings:
    """What one of those named found: the day on which they were there, and what they saw."""

    present_on: dt.date
    words: str


def assign_staff(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.AssignStaff) -> None:
    """Name those who verify or inspect; whoever is no longer named and has not signed is taken off.

    Raises:
        DomainError: somebody named handles no applications here.
    """
    kept_of(session, case)
    staff, named = queries.staff(session, case), set(command.staff)
    if named - staff.keys():
        raise DomainError(Problem(N_("请从本机关的承办人员中选择。"), "staff"))
    query = select(Verifier).where(Verifier.case_id == case.id, Verifier.purpose == command.purpose)
    known = {row.account_id: row for row in session.scalars(query)}
    for account_id, row in known.items():
        if account_id not in named and row.signed_at is None:
            session.delete(row)
    for account_id in sorted(named - known.keys()):
        session.add(
            Verifier(
                tenant_id=case.tenant_id,
                case_id=case.id,
                account_id=account_id,
                name=staff[account_id],
                purpose=command.purpose,
                assigned_on=time.today(),
            )
        )
    session.flush()
    news = News(TURN.code, case.id, NAMED, {"number": case.number})
    notices.tell(session, news, sorted(named - known.keys() - {actor.account_id}))


def sign(session: ScopedSession, actor: Actor, verifier_id: UUID, findings: Findings) -> Verifier:
    """Sign what one found, as one of those who were named; nobody signs for another (许可法 34③).

    Raises:
        NotFound: nobody was named under this id.
        Forbidden: somebody else was.
        DomainError: it was signed before, the day can't be, or the case has gone on.
    """
    row = session.get(Verifier, (session.tenant, verifier_id), with_for_update=True)
    if row is None:
        raise NotFound(verifier_id)
    if not any(map(actor.may, VERIFIES)) or row.account_id != actor.account_id:
        raise Forbidden(Perm.HANDLE)
    case = session.get_one(Case, (session.tenant, row.case_id))
    problems = []
    if row.signed_at is not None:
        problems.append(Problem(N_("您已经签署过核查情况。")))
    if case.state not in SIGNABLE:
        problems.append(Problem(N_("案件已经进入下一步，不能再签署核查情况。")))
    if not findings.words.strip():
        problems.append(Problem(N_("请写明核查情况。"), "findings"))
    if findings.present_on > time.today():
        problems.append(Problem(N_("日期不能晚于今天。"), "present_on"))
    if findings.present_on < case.received_on:
        problems.append(Problem(N_("核查日期不能早于收件日期。"), "present_on"))
    if problems:
        raise DomainError(problems)
    row.present_on, row.findings, row.signed_at = findings.present_on, findings.words.strip(), time.now()
    enter(session, actor, case, "sign_findings", SIGNED, ARTICLES[row.purpose], "")
    session.flush()
    return row


def signers(session: ScopedSession, case: Case) -> list[str]:
    """The names of those who signed what they verified."""
    return [row.name for row in queries.verifiers(session, case) if row.purpose == VERIFY and row.signed_at is not None]


def tell_interested(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.TellInterested) -> None:
    """Let an interested person into the case and keep how they were told (许可法 36)."""
    kept = kept_of(session, case)
    name = command.name.strip()
    session.add(
        Participant(
            tenant_id=case.tenant_id, case_id=case.id, role="interested", name=name, phone=command.phone.strip() or None
        )
    )
    told = {
        "name": name,
        "interest": command.interest.strip(),
        "document": command.document.strip(),
        "told_on": command.told_on.isoformat(),
    }
    kept.interested = json.dumps([*queries.interested(kept), told], ensure_ascii=False)


def hear(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Hear) -> None:
    """Keep what an interested person said (许可法 36: 应当听取)."""
    kept = kept_of(session, case)
    rows = queries.interested(kept)
    rows[int(command.who)] |= {"said": command.said.strip(), "heard_on": command.heard_on.isoformat()}
    kept.interested = json.dumps(rows, ensure_ascii=False)


def tell_hearing(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.TellHearing) -> None:
    """Keep that the right to a hearing was told."""
    kept_of(session, case).hearing = {
        "stage": rules.TOLD,
        "interest": command.interest.strip(),
        "told_on": command.told_on.isoformat(),
    }


def ask_hearing(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.AskHearing) -> None:
    """Keep who asked for the hearing; only somebody who was told can.

    Raises:
        DomainError: they are neither the applicant nor an interested person of the case.
    """
    kept = kept_of(session, case)
    known = {case.party, *(row["name"] for row in queries.interested(kept))}
    if command.asked_by.strip() not in known:
        raise DomainError(Problem(N_("申请听证的应当是申请人或者已经告知的利害关系人。"), "asked_by"))
    kept.hearing = {
        **kept.hearing,
        "stage": rules.ASKED,
        "asked_on": command.asked_on.isoformat(),
    }


def call_hearing(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.CallHearing) -> None:
    """Fix day, place and host of the hearing.

    Raises:
        DomainError: it is told less than seven working days ahead (许可法 48①一), or the host examines the application.
    """
    kept = kept_of(session, case)
    name = _host(session, case, facts, command.host)
    if kept.hearing.get("held_on") != command.held_on.isoformat():
        _ahead(command.held_on)
    kept.hearing = {
        **kept.hearing,
        "stage": rules.CALLED,
        "held_on": command.held_on.isoformat(),
        "place": command.place.strip(),
        "host": str(command.host),
        "host_name": name,
    }


def announce_hearing(
    session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.AnnounceHearing
) -> None:
    """Fix a hearing of the organ's own or of the law, with what it rests on (许可法 46)."""
    kept = kept_of(session, case)
    kept.hearing = {"ground": command.ground, "basis": command.basis.strip()}
    call_hearing(
        session,
        actor,
        case,
        facts,
        cmd.CallHearing(version=command.version, held_on=command.held_on, place=command.place, host=command.host),
    )
    notice.draft(session, actor, case, kept.hearing)


def change_hearing(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.ChangeHearing) -> None:
    """Another day, place or host; a host who steps aside is not the host again, and changes nothing of it.

    Raises:
        DomainError: as `call_hearing`, or nothing is changed.
    """
    kept = kept_of(session, case)
    before = {name: kept.hearing.get(name) for name in ("held_on", "place", "host")}
    call_hearing(session, actor, case, facts, command)
    if before == {name: kept.hearing.get(name) for name in before}:
        raise DomainError(Problem(N_("日期、地点和主持人都没有变。")))
    if kept.hearing.get("basis"):  # it was announced to the public, and so is the change
        notice.draft(session, actor, case, kept.hearing, changed=True)


def record_hearing(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.RecordHearing) -> None:
    """Keep the record.

    Raises:
        DomainError: somebody else than the host writes it.
    """
    kept = kept_of(session, case)
    if kept.hearing.get("host") != str(actor.account_id):
        raise DomainError(
            Problem(N_("只有听证主持人%(name)s可以登记听证笔录。"), params={"name": kept.hearing.get("host_name", "")})
        )
    said = {
        "text": command.record.strip(),
        "signed": [name.strip() for name in command.signed if name.strip()],
        "signed_on": command.signed_on.isoformat(),
    }
    kept.record = json.dumps(said, ensure_ascii=False)
    kept.hearing = {**kept.hearing, "stage": rules.RECORDED}


def refuse_host(session: ScopedSession, actor: Actor, case: Case) -> None:
    """Whoever hosts the hearing does not examine the application (许可法 48①三).

    Raises:
        DomainError: the actor hosts it.
    """
    kept = session.get(Handling, (case.tenant_id, case.id))
    if kept is not None and kept.hearing.get("host") == str(actor.account_id):
        raise DomainError(Problem(N_("您是本件的听证主持人，应当由其他工作人员审查。")))


def _host(session: ScopedSession, case: Case, facts: Any, host: UUID) -> str:
    name = queries.hosts(session, case).get(host)
    if name is None:
        raise DomainError(Problem(N_("请选择听证主持人。"), "host"))
    examining = {case.handler_id, facts.reviewed_by, *(row.account_id for row in queries.verifiers(session, case))}
    if host in examining:
        raise DomainError(Problem(N_("审查该申请的工作人员不能担任听证主持人，请选择其他人。"), "host"))
    return name


def _ahead(held_on: dt.date) -> None:
    last = counting.compute(HEARING_NOTICE, held_on, catalogue=catalogue()).due
    if last is not None and time.today() > last:
        words = N_("应当于举行听证的七个工作日前通知，这一天举行的最迟应在%(day)s通知，请另定日期。")
        raise DomainError(Problem(words, "held_on", {"day": last}))


def kept_of(session: ScopedSession, case: Case) -> Handling:
    """The row beside an application that handling fills, made when it is first needed."""
    kept = session.get(Handling, (case.tenant_id, case.id))
    if kept is None:
        kept = Handling(tenant_id=case.tenant_id, case_id=case.id, interested="[]", hearing={}, record="{}")
        session.add(kept)
        session.flush()
    return kept
