"""Giving out a number, calling the next one, and ending what was called."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from plugins.egov.permissions import Perm
from plugins.egov.windows import queries, rules
from plugins.egov.windows.models import Ticket


def give(session: ScopedSession, actor: Actor, errand: str, priority: str, key: str) -> Ticket:
    """Give out the next number of today.

    Raises:
        Forbidden: the actor serves no window.
        DomainError: an unknown ground for priority.
    """
    _refuse(actor)
    queue(session, f"tickets:{session.tenant}")
    if (known := session.scalar(select(Ticket).where(Ticket.form_key == key))) is not None:
        return known
    if priority and priority not in rules.PRIORITIES:
        raise DomainError(Problem(N_("请选择优先的理由。"), "priority"))
    last = session.scalar(select(func.max(Ticket.no)).where(Ticket.day == time.today())) or 0
    row = Ticket(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        day=time.today(),
        no=last + 1,
        errand=" ".join(errand.split()),
        priority=priority,
        taken_at=time.now(),
    )
    session.add(row)
    record(session, actor, "egov.ticket.give", str(row.id), {"no": row.no, "priority": priority})
    session.flush()
    return row


def call(session: ScopedSession, actor: Actor, desk: str) -> Ticket:
    """Call the next one to a window; what the actor served before is over.

    Raises:
        Forbidden: the actor serves no window.
        DomainError: no window is named, or nobody waits.
    """
    _refuse(actor)
    queue(session, f"tickets:{session.tenant}")
    if not desk.strip():
        raise DomainError(Problem(N_("请填写窗口号。"), "desk"))
    found = queries.today(session)
    if not found.waiting:
        raise DomainError(Problem(N_("现在没有人等候。")))
    for row in found.called:
        if row.served_by == actor.account_id:
            row.state, row.ended_at = rules.SERVED, time.now()
    row = found.waiting[0]
    row.state, row.desk, row.called_at, row.served_by = rules.CALLED, desk.strip(), time.now(), actor.account_id
    record(session, actor, "egov.ticket.call", str(row.id), {"no": row.no})
    session.flush()
    return row


def end(session: ScopedSession, actor: Actor, ticket_id: UUID, *, came: bool) -> Ticket:
    """End what was called: served, or nobody came.

    Raises:
        Forbidden, NotFound: the actor serves no window; no such number today.
        DomainError: it is not being served.
    """
    _refuse(actor)
    row = queries.ticket(session, ticket_id)
    if row.state != rules.CALLED:
        raise DomainError(Problem(N_("这个号现在没有在办理。")))
    row.state, row.ended_at = rules.SERVED if came else rules.ABSENT, time.now()
    record(session, actor, "egov.ticket.end", str(row.id), {"no": row.no, "came": came})
    session.flush()
    return row


def _refuse(actor: Actor) -> None:
    if not actor.may(Perm.QUEUE):
        raise Forbidden(Perm.QUEUE)
