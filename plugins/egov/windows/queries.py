"""Reading the queue of a day: who waits in which order, who is being served, how long it takes, who is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from core import clock as time
from core.calendar import services as calendars
from core.db import ScopedSession
from core.errors import NotFound
from plugins.egov.windows import rules
from plugins.egov.windows.models import Booking, Ticket


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of today.

    Attributes:
        waiting: in the order in which they are called.
        absent: who did not come when called, the last one first.
        called: who is being served, the last called first.
        minutes: how long somebody who comes now waits.
    """

    waiting: Sequence[Ticket]
    called: Sequence[Ticket]
    absent: Sequence[Ticket]
    served: int
    minutes: int


def today(session: ScopedSession) -> Queue:
    """The queue of the session's tenant today, in one statement."""
    rows = session.scalars(select(Ticket).where(Ticket.day == time.today()).order_by(Ticket.no)).all()
    # Who was called before and came late is called next, then those with priority.
    waiting = sorted(
        (row for row in rows if row.state == rules.WAITING),
        key=lambda row: (row.called_at is None, not row.priority, row.no),
    )
    absent = [row for row in reversed(rows) if row.state == rules.ABSENT]
    called = [row for row in rows if row.state == rules.CALLED]
    served = [row for row in rows if row.state == rules.SERVED and row.ended_at is not None]
    served.sort(key=lambda row: row.ended_at or row.taken_at, reverse=True)
    took = [row.ended_at - row.called_at for row in served if row.ended_at is not None and row.called_at is not None]
    desks = len({row.desk for row in (*called, *served[: rules.RECENT])})
    return Queue(
        waiting,
        sorted(called, key=lambda row: row.called_at or row.taken_at, reverse=True),
        absent,
        len(served),
        rules.expected(len(waiting), took, desks),
    )


def ticket(session: ScopedSession, ticket_id: UUID) -> Ticket:
    """A ticket of today.

    Raises:
        NotFound: there is none of this id.
    """
    found = session.get(Ticket, (session.tenant, ticket_id))
    if found is None or found.day != time.today():
        raise NotFound(ticket_id)
    return found


def days(session: ScopedSession) -> list[dt.date]:
    """The days on which a visit may be booked: the next working days, today not among them."""
    calendar, today = calendars.current(session), time.today().toordinal()
    return [dt.date.fromordinal(calendar.working_after(today, no)) for no in range(1, rules.AHEAD + 1)]


def taken(session: ScopedSession, day: dt.date, hour: str) -> int:
    """How many come in an hour already."""
    query = select(func.count()).where(Booking.day == day, Booking.hour == hour, Booking.state != rules.CANCELLED)
    return session.scalar(query) or 0


def expected(session: ScopedSession) -> Sequence[Booking]:
    """Who booked a visit for today, by hour; who cancelled is left out."""
    query = select(Booking).where(Booking.day == time.today(), Booking.state != rules.CANCELLED)
    return session.scalars(query.order_by(Booking.hour, Booking.no)).all()


def booking(session: ScopedSession, booking_id: UUID) -> Booking:
    """A booked visit.

    Raises:
        NotFound: there is none of this id.
    """
    found = session.get(Booking, (session.tenant, booking_id))
    if found is None:
        raise NotFound(booking_id)
    return found
