"""Handing open cases over 移交: who has a case changes, with the reason on its timeline; state and limits stay."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.cases import before, notices
from core.cases.assigning import hands
from core.cases.models import Case, FormOnce
from core.cases.services import STALE, assign, locked, once
from core.clock import now
from core.contracts import Undo
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_

HAND_OVER = "hand_over"
LABEL = N_("移交承办人")
BACK = Undo()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """To whose account, and why; `version` is the one the actor saw."""

    version: int
    to: UUID
    reason: str


def hand_over(session: ScopedSession, actor: Actor, case_id: UUID, command: HandOver, key: str) -> Case:
    """Give an open case to somebody of its unit, who is told.

    Args:
        key: the form's key; a second call with the same key changes nothing and returns the case.

    Raises:
        NotFound: no such case in this tenant.
        Forbidden: the actor does not assign the cases of the unit.
        DomainError: every reason why it is refused.
    """
    case = locked(session, case_id)
    if done := once(session, key, HAND_OVER, case_id):
        return done
    if case is None:
        raise NotFound(case_id)
    check(session, actor, case, command)
    actor = actor.acting(Perm.ASSIGN, case.unit_id)
    session.add(FormOnce(tenant_id=case.tenant_id, key=key, case_id=case.id, act=HAND_OVER, at=now()))
    was = before.look(session, case, BACK)
    assign(session, actor, case, command.to, command.reason.strip())
    told = notices.tell_given(session, case, command.to, before.HELD) if command.to != actor.account_id else ()
    session.flush()
    before.keep(session, actor, case, was, HAND_OVER, key, told)
    return case


def check(session: ScopedSession, actor: Actor, case: Case, command: HandOver) -> None:
    """What `hand_over` looks at before anything moves; reads only.

    Raises:
        Forbidden, DomainError: as `hand_over`.
    """
    if actor.visiting or not actor.may(Perm.ASSIGN, case.unit_id):
        raise Forbidden(Perm.ASSIGN)
    problems = []
    if not case.is_open:
        problems.append(Problem(N_("案件已经办结，不能再移交。")))
    elif case.version != command.version:
        problems.append(Problem(STALE))
    if command.to == case.handler_id:
        problems.append(Problem(N_("已经由这个人承办。"), "to"))
    elif command.to not in dict(hands(session, case.kind, {case.unit_id})):
        problems.append(Problem(N_("这个人不在本案的承办单位办理这类案件。"), "to"))
    if not command.reason.strip():
        problems.append(Problem(N_("请写明移交的理由。"), "reason"))
    if problems:
        raise DomainError(problems)
