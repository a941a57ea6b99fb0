"""Keeping cases at hand: noting that one was opened, pinning one and letting it go."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, func, select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.cases import queries as cases
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.marks import rules
from core.marks.models import CaseMark


def opened(session: ScopedSession, actor: Actor, case_id: UUID) -> None:
    """Note that the actor opened a case they may see, and forget what they opened before the last ten.

    Raises:
        Forbidden: the actor has no desk here.
        NotFound: the case is absent or not theirs to see.
    """
    mark = _mark(session, actor, case_id)
    mark.looked_at = time.now()
    session.flush()
    mine = select(CaseMark.case_id).where(CaseMark.account_id == actor.account_id, CaseMark.pinned.is_(False))
    gone = session.scalars(mine.order_by(CaseMark.looked_at.desc(), CaseMark.case_id).offset(rules.RECENT)).all()
    if gone:
        session.execute(
            delete(CaseMark).where(
                CaseMark.account_id == actor.account_id, CaseMark.pinned.is_(False), CaseMark.case_id.in_(gone)
            )
        )


def pin(session: ScopedSession, actor: Actor, case_id: UUID, on: bool) -> None:
    """Pin a case to the actor's own workbench, or let it go; what is so already stays so.

    Raises:
        Forbidden, NotFound: as `opened`.
        DomainError: as many are pinned as may be.
    """
    mark = _mark(session, actor, case_id)
    if on and not mark.pinned:
        held = select(func.count()).select_from(CaseMark).where(CaseMark.account_id == actor.account_id)
        if (session.scalar(held.where(CaseMark.pinned.is_(True))) or 0) >= rules.PINS:
            raise DomainError(Problem(N_("最多置顶%(most)s件，请先取消不用的。"), "", {"most": rules.PINS}))
    mark.pinned = on
    session.flush()


def _mark(session: ScopedSession, actor: Actor, case_id: UUID) -> CaseMark:
    """The actor's mark on a case, made where there is none."""
    if actor.visiting or not actor.may(Perm.WORK):
        raise Forbidden(Perm.WORK)
    cases.get_case(session, actor, case_id)
    mark = session.get(CaseMark, (session.tenant, actor.account_id, case_id))
    if mark is None:
        mark = CaseMark(
            tenant_id=session.tenant, account_id=actor.account_id, case_id=case_id, looked_at=time.now(), pinned=False
        )
        session.add(mark)
    return mark
