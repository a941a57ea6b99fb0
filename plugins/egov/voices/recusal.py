"""Recusal 回避 (信访工作条例 28③): whoever has an interest in a voice or its person hands it on and sees it no more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import placed
from core.cases.models import Case
from core.db import ScopedSession, new_id
from core.errors import DomainError, Problem
from core.i18n import N_
from plugins.egov.permissions import Perm
from plugins.egov.voices import commands as cmd
from plugins.egov.voices.models import Recusal


def hidden(actor: Actor) -> ColumnElement[bool]:
    """The voices from which the actor stands back, as a predicate over cases."""
    return exists().where(
        Recusal.tenant_id == Case.tenant_id, Recusal.case_id == Case.id, Recusal.account_id == actor.account_id
    )


def colleagues(session: ScopedSession, case: Case) -> dict[UUID, str]:
    """Who handles voices in the case's unit and does not stand back from it, by name."""
    away = set(session.scalars(select(Recusal.account_id).where(Recusal.case_id == case.id)))
    known = placed(session, (Perm.VOICE_HANDLE,), (case.unit_id,))
    return {account: name for _unit, account, name in known if account not in away}


def stand_back(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.StandBack) -> None:
    """Keep who stands back and why, and give the case to whoever takes it over.

    Raises:
        DomainError: that is nobody of the unit, or the same person.
    """
    known = colleagues(session, case)
    problems = []
    if command.who not in known:
        problems.append(Problem(N_("请选择本单位的承办人。"), "who"))
    if command.to not in known or command.to == command.who:
        problems.append(Problem(N_("请选择由另一位承办人接替；本单位没有的，请退回重新分办。"), "to"))
    if problems:
        raise DomainError(problems)
    session.add(
        Recusal(
            tenant_id=case.tenant_id,
            id=new_id(),
            case_id=case.id,
            account_id=command.who,
            words=command.words.strip(),
            on=time.today(),
        )
    )
    cases.assign(session, actor, case, command.to)
