"""Giving out a number, calling the next one, ending what was called; booking a visit, and arriving for it."""

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
from plugins.egov.windows.models import Booking, Ticket


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


def recall(session: ScopedSession, actor: Actor, ticket_id: UUID) -> Ticket:
    """Let who came after their number was called 过号 wait again, as the next one; twice changes nothing.

    Raises:
        Forbidden, NotFound: the actor serves no window; no such number today.
        DomainError: it was not passed over.
    """
    _refuse(actor)
    queue(session, f"tickets:{session.tenant}")
    row = queries.ticket(session, ticket_id)
    if row.state == rules.WAITING:
        return row
    if row.state != rules.ABSENT:
        raise DomainError(Problem(N_("这个号没有过号，不能重新排队。")))
    row.state, row.ended_at, row.desk = rules.WAITING, None, ""
    record(session, actor, "egov.ticket.recall", str(row.id), {"no": row.no})
    session.flush()
    return row


def book(session: ScopedSession, given: rules.Book, key: str) -> Booking:
    """Book a visit as nobody in particular; the same form a second time is the same visit.

    Raises:
        DomainError: what is missing, at its field; the hour is full.
    """
    queue(session, f"bookings:{session.tenant}")
    if (known := session.scalar(select(Booking).where(Booking.form_key == key))) is not None:
        return known
    days = queries.days(session)
    taken = queries.taken(session, given.day, given.hour) if given.day in days and given.day is not None else 0
    if (problems := rules.book(given, days, taken)) or given.day is None:
        raise DomainError(problems)
    last = session.scalar(select(func.max(Booking.no)).where(Booking.day == given.day)) or 0
    row = Booking(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        day=given.day,
        no=last + 1,
        hour=given.hour,
        errand=" ".join(given.errand.split()),
        name=given.name.strip(),
        phone=given.phone.strip(),
        booked_at=time.now(),
    )
    session.add(row)
    record(session, Actor.party(session.tenant, row.name), "egov.booking.make", str(row.id), {"day": str(row.day)})
    session.flush()
    return row


def cancel(session: ScopedSession, booking_id: UUID) -> Booking:
    """Give the place back, as the person who booked it; twice changes nothing.

    Raises:
        NotFound: there is no such visit.
        DomainError: they have arrived, or the day is over.
    """
    queue(session, f"bookings:{session.tenant}")
    row = queries.booking(session, booking_id)
    if row.state == rules.CANCELLED:
        return row
    if row.state == rules.ARRIVED or row.day < time.today():
        raise DomainError(Problem(N_("这次预约已经用过或者过期，不能取消。")))
    row.state = rules.CANCELLED
    record(session, Actor.party(session.tenant, row.name), "egov.booking.cancel", str(row.id), {})
    session.flush()
    return row


def arrive(session: ScopedSession, actor: Actor, booking_id: UUID) -> Ticket:
    """Give who arrives for a visit of today a number that is called before others; twice is the same number.

    Raises:
        Forbidden, NotFound: the actor serves no window; there is no such visit.
        DomainError: it is not for today, or was cancelled.
    """
    _refuse(actor)
    row = queries.booking(session, booking_id)
    if row.day != time.today() or row.state == rules.CANCELLED:
        raise DomainError(Problem(N_("这次预约不是今天的，或者已经取消。")))
    ticket = give(session, actor, row.errand, rules.BOOKED, f"booking:{row.id.hex}")
    row.state, row.ticket_id = rules.ARRIVED, ticket.id
    session.flush()
    return ticket


def _refuse(actor: Actor) -> None:
    if not actor.may(Perm.QUEUE):
        raise Forbidden(Perm.QUEUE)
