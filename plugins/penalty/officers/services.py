"""Keeping the officers' certificates: entered, corrected while nothing rests on them, and stopped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.models import Person
from core.audit.services import record
from core.cases.services import STALE
from core.db import ScopedSession
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from plugins.penalty.officers import queries, rules
from plugins.penalty.officers.models import Officer
from plugins.penalty.permissions import Perm


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """A certificate as it was issued."""

    person_id: UUID
    number: str
    issuer: str
    valid_from: dt.date | None
    valid_to: dt.date | None


def enter(session: ScopedSession, actor: Actor, command: Enter) -> Officer:
    """Enter a certificate of one of the staff.

    Raises:
        Forbidden: the actor keeps no certificates.
        NotFound: no such person of the township with an account.
        DomainError: what is missing, or the number stands there already.
    """
    _permit(actor)
    queue(session, f"penalty officer {command.number.strip()}")
    person = session.get(Person, (session.tenant, command.person_id))
    if person is None or person.account_id is None:
        raise NotFound(command.person_id)
    problems = rules.certificate_problems(command.number, command.valid_from, command.valid_to)
    if session.scalar(select(Officer.id).where(Officer.number == command.number.strip())) is not None:
        problems.append(Problem(N_("这个执法证号已经登记。"), "number"))
    if problems:
        raise DomainError(problems)
    assert command.valid_from is not None
    assert command.valid_to is not None
    row = Officer(
        tenant_id=session.tenant,
        account_id=person.account_id,
        name=person.name,
        unit_id=person.unit_id,
        number=command.number.strip(),
        issuer=command.issuer.strip(),
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    session.add(row)
    session.flush()
    record(session, actor, "penalty.officer.enter", str(row.id), {"number": row.number})
    return row


def stop(session: ScopedSession, actor: Actor, officer_id: UUID, why: str, version: int) -> Officer:
    """Let a certificate count no more from today: withdrawn, its holder left or does other work.

    Raises:
        Forbidden: the actor keeps no certificates.
        DomainError: no reason was given, it is stopped already, or somebody else changed it.
    """
    _permit(actor)
    row = queries.officer_of(session, officer_id)
    if row.version != version:
        raise DomainError(Problem(STALE))
    if row.stopped_on is not None:
        raise DomainError(Problem(N_("这个执法证件已经停用。")))
    if not why.strip():
        raise DomainError(Problem(N_("请写明停用的原因。"), "why"))
    row.stopped_on, row.stopped_why = time.today(), why.strip()
    record(session, actor, "penalty.officer.stop", str(row.id), {"number": row.number})
    session.flush()
    return row


def _permit(actor: Actor) -> None:
    if not actor.may(Perm.OFFICERS):
        raise Forbidden(Perm.OFFICERS)


def own(actor: Actor, officers: Sequence[rules.Certificate]) -> None:
    """Only the officers of a case investigate it, or act on the spot (42).

    Raises:
        DomainError: the actor is none of them.
    """
    if actor.account_id not in {officer.account_id for officer in officers}:
        raise DomainError(Problem(N_("只有本案的执法人员可以办理这一步。")))


def other(actor: Actor, officers: Sequence[rules.Certificate]) -> None:
    """Who files, reviews, decides and receives reports and money is not who investigates (57, 58, 67①).

    Raises:
        DomainError: the actor is one of them.
    """
    if actor.account_id in {officer.account_id for officer in officers}:
        raise DomainError(Problem(N_("应当由办案的执法人员以外的人办理这一步。")))
