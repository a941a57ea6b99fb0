"""Reading the queue of a day: who waits in which order, who is being served, and how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.db import ScopedSession
from core.errors import NotFound
from plugins.egov.windows import rules
from plugins.egov.windows.models import Ticket


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of today.

    Attributes:
        waiting: in the order in which they are called.
        called: who is being served, the last called first.
        minutes: how long somebody who comes now waits.
    """

    waiting: Sequence[Ticket]
    called: Sequence[Ticket]
    served: int
    minutes: int


def today(session: ScopedSession) -> Queue:
    """The queue of the session's tenant today, in one statement."""
    rows = session.scalars(select(Ticket).where(Ticket.day == time.today()).order_by(Ticket.no)).all()
    waiting = sorted((row for row in rows if row.state == rules.WAITING), key=lambda row: (not row.priority, row.no))
    called = [row for row in rows if row.state == rules.CALLED]
    served = [row for row in rows if row.state == rules.SERVED and row.ended_at is not None]
    served.sort(key=lambda row: row.ended_at or row.taken_at, reverse=True)
    took = [row.ended_at - row.called_at for row in served if row.ended_at is not None and row.called_at is not None]
    desks = len({row.desk for row in (*called, *served[: rules.RECENT])})
    return Queue(
        waiting,
        sorted(called, key=lambda row: row.called_at or row.taken_at, reverse=True),
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
