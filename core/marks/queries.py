"""Reading what somebody keeps at hand, of the cases they may still see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.queries import readable
from core.db import ScopedSession
from core.marks import rules
from core.marks.models import CaseMark


@dataclass(frozen=True, slots=True)
class Marked:
    """Cases at hand: those pinned, by the day they are due; and those opened last, the newest first."""

    pinned: Sequence[Case]
    recent: Sequence[Case]


def at_hand(session: ScopedSession, actor: Actor, kinds: Sequence[str]) -> Marked:
    """What the actor keeps at hand, of kinds that are on, in one query."""
    query = (
        select(Case, CaseMark.pinned)
        .join(CaseMark, and_(CaseMark.tenant_id == Case.tenant_id, CaseMark.case_id == Case.id))
        .where(CaseMark.account_id == actor.account_id, readable(actor, kinds))
        .order_by(CaseMark.looked_at.desc(), Case.id)
    )
    rows = session.execute(query).all()
    pinned = sorted((case for case, kept in rows if kept), key=lambda case: (case.listed_on, case.id))
    return Marked(pinned, [case for case, kept in rows if not kept][: rules.RECENT])


def opened_column(actor: Actor) -> Callable[[type[Case]], ColumnElement[Any]]:
    """When the actor was last seen to open a case, as a column of a query over cases."""
    return _column(actor, CaseMark.looked_at)


def pinned_column(actor: Actor) -> Callable[[type[Case]], ColumnElement[Any]]:
    """Whether the actor pinned a case, as a column of a query over cases; None for one without a mark."""
    return _column(actor, CaseMark.pinned)


def _column(actor: Actor, wanted: Any) -> Callable[[type[Case]], ColumnElement[Any]]:
    def column(case: type[Case]) -> ColumnElement[Any]:
        mine = and_(CaseMark.account_id == actor.account_id, CaseMark.case_id == case.id)
        found: Any = select(wanted).where(CaseMark.tenant_id == case.tenant_id, mine)
        return found.correlate(case).scalar_subquery()  # type: ignore[no-any-return]

    return column
