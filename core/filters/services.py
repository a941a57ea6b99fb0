"""Keeping filters and columns: each person their own; lending one to a unit takes being one of its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.filters.models import ListColumns, SavedFilter
from core.i18n import N_

# More in a row of links finds nobody anything.
MOST = 30
LONGEST = 20


@dataclass(frozen=True, slots=True)
class Keep:
    """A filter to keep: its name, its query, the unit it is lent to, and whether the list opens with it."""

    name: str
    query: str
    unit_id: UUID | None = None
    first: bool = False


def keep(session: ScopedSession, actor: Actor, command: Keep) -> SavedFilter:
    """Keep a filter; one of the same name takes its place.

    Raises:
        Forbidden: the actor has no desk here.
        DomainError: no name, a long one, no filter, another's unit, or too many filters.
    """
    _own_desk(actor)
    if problems := _problems(actor, command):
        raise DomainError(problems)
    own = select(SavedFilter).where(SavedFilter.account_id == actor.account_id)
    if command.first:
        session.execute(update(SavedFilter).where(SavedFilter.account_id == actor.account_id).values(first=False))
    found = session.scalar(own.where(SavedFilter.name == command.name.strip()))
    if found is None:
        if (session.scalar(own.with_only_columns(func.count())) or 0) >= MOST:
            raise DomainError(Problem(N_("最多保存%(most)s个筛选，请先删除不用的。"), "name", {"most": MOST}))
        found = SavedFilter(
            tenant_id=session.tenant, account_id=actor.account_id, name=command.name.strip(), created_at=time.now()
        )
        session.add(found)
    found.query, found.unit_id, found.first = command.query, command.unit_id, command.first
    session.flush()
    return found


def forget(session: ScopedSession, actor: Actor, filter_id: UUID) -> None:
    """Delete a filter of the actor's own.

    Raises:
        NotFound: it is absent or another's, which look the same.
    """
    _own_desk(actor)
    own = select(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.account_id == actor.account_id)
    found = session.scalar(own)
    if found is None:
        raise NotFound(filter_id)
    session.delete(found)
    session.flush()


def show_columns(session: ScopedSession, actor: Actor, shown: Sequence[str]) -> None:
    """Keep the columns the actor wants to see.

    Raises:
        Forbidden: the actor has no desk here.
    """
    _own_desk(actor)
    session.merge(ListColumns(tenant_id=session.tenant, account_id=actor.account_id, shown=list(shown)))
    session.flush()


def _own_desk(actor: Actor) -> None:
    if actor.visiting or not actor.may(Perm.WORK):
        raise Forbidden(Perm.WORK)


def _problems(actor: Actor, command: Keep) -> list[Problem]:
    problems = []
    if not command.name.strip():
        problems.append(Problem(N_("请给这个筛选起一个名称。"), "name"))
    elif len(command.name.strip()) > LONGEST:
        problems.append(Problem(N_("名称最多%(most)s个字。"), "name", {"most": LONGEST}))
    if not command.query:
        problems.append(Problem(N_("还没有筛选条件，请先筛选再保存。")))
    if command.unit_id is not None and command.unit_id not in actor.own_units(Perm.WORK):
        problems.append(Problem(N_("只能分享给您所在的单位。"), "unit"))
    return problems
