"""Making, renewing and turning off a calendar feed; each is audited, the secret never is."""

from __future__ import annotations

import secrets
from uuid import UUID

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.directory import hash_of
from core.accounts.permissions import Perm
from core.audit.services import record
from core.db import ScopedSession
from core.db.queue import queue
from core.errors import Forbidden, NotFound
from core.feeds.models import CalendarFeed
from core.tenancy.models import Unit

SECRET_BYTES = 32


def make(session: ScopedSession, actor: Actor, unit_id: UUID | None = None) -> str:
    """Turn a feed on, or give it a new address, at which the old one ends.

    Args:
        unit_id: the unit whose feed it is; None for the actor's own.

    Returns:
        The secret of the address, which can't be read again: only its hash is stored.

    Raises:
        NotFound: no such unit in this tenant.
        Forbidden: the actor does not lead the unit.
    """
    feed = _feed(session, actor, unit_id)
    act = "core.feed.make" if feed is None else "core.feed.renew"
    if feed is None:
        feed = CalendarFeed(tenant_id=session.tenant, id=unit_id or actor.account_id, unit_id=unit_id)
        session.add(feed)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed.maker_id, feed.secret_hash, feed.made_at = actor.account_id, hash_of(secret), time.now()
    record(session, actor, act, str(feed.id), {"of_unit": unit_id is not None})
    session.flush()
    return secret


def turn_off(session: ScopedSession, actor: Actor, unit_id: UUID | None = None) -> None:
    """End a feed: its address shows nothing from the next request on; nothing happens where it is off.

    Raises:
        NotFound, Forbidden: as `make`.
    """
    feed = _feed(session, actor, unit_id)
    if feed is None:
        return
    session.delete(feed)
    record(session, actor, "core.feed.turn_off", str(feed.id), {"of_unit": unit_id is not None})


def _feed(session: ScopedSession, actor: Actor, unit_id: UUID | None) -> CalendarFeed | None:
    """The feed, if it is on, after asking whether it is the actor's to change."""
    if unit_id is not None and session.get(Unit, (session.tenant, unit_id)) is None:
        raise NotFound(unit_id)
    needed = Perm.WORK if unit_id is None else Perm.UNIT_FEED
    if not actor.may(needed, unit_id):
        raise Forbidden(needed)
    feed_id = unit_id or actor.account_id
    queue(session, f"feed:{feed_id}")
    return session.get(CalendarFeed, (session.tenant, feed_id))
