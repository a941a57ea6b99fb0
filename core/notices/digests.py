"""Digests: once a working day what people want to hear of once a day, in windows without a gap or an overlap."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import func, select

from core import clock as time
from core.calendar import services as calendars
from core.db import Database, Scope, ScopedSession
from core.db.ids import new_id
from core.db.queue import queue
from core.jobs.services import emit
from core.notices import queries, rules
from core.notices.models import Delivery, Digest
from core.notices.sending import MESSAGES

EVERY = dt.timedelta(minutes=30)


def run(database: Database, tenant: int) -> int:
    """Close the windows that ended and owe their messages; a second run at the same instant makes none.

    Returns:
        How many digests were made.
    """
    with database.read(Scope.one(tenant)) as session:
        calendar = calendars.current(session, tenant)
        due = session.execute(
            select(Delivery.addressee, Delivery.channel)
            .where(Delivery.state == rules.WAITING)
            .group_by(Delivery.addressee, Delivery.channel)
            .order_by(Delivery.addressee, Delivery.channel)
        ).all()
    made = 0
    for addressee, channel in due:
        with database.write(Scope.one(tenant)) as session:
            queue(session, f"digest {addressee} {channel}")
            made += close(session, addressee, channel, lambda day: calendar.is_working(day.toordinal()))
    return made


def close(session: ScopedSession, addressee: str, channel: str, is_working: rules.Working) -> bool:
    """Make one person's digest of what waits and was queued before the window ends; False where none is due."""
    waits = (Delivery.addressee == addressee, Delivery.channel == channel, Delivery.state == rules.WAITING)
    first = session.scalar(select(func.min(Delivery.queued_at)).where(*waits))
    mine = (Digest.addressee == addressee, Digest.channel == channel)
    last = session.scalar(select(func.max(Digest.until)).where(*mine))
    window = None if first is None else rules.window(last, first, time.now(), is_working)
    if window is None:
        return False
    digest = Digest(
        tenant_id=session.tenant,
        id=new_id(),
        addressee=addressee,
        channel=channel,
        since=window.since,
        until=window.until,
    )
    session.add(digest)
    for delivery in session.scalars(select(Delivery).where(*waits, Delivery.queued_at < window.until)):
        delivery.state, delivery.digest_id = rules.QUEUED, digest.id
    wanted = queries.wanted(session, UUID(addressee))
    at = rules.allowed_at(time.now(), wanted.quiet_from, wanted.quiet_to)
    emit(session, MESSAGES, str(digest.id), {"digest": str(digest.id)}, priority=90, at=at)
    return True
