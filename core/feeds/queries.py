"""Reading calendar feeds: whose address it is, and whether its maker may still see what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.accounts import queries as people
from core.accounts.actor import Actor
from core.accounts.directory import hash_of
from core.accounts.models import Account
from core.accounts.permissions import Perm
from core.db import ScopedSession
from core.feeds.models import CalendarFeed
from core.tenancy.models import Unit


@dataclass(frozen=True, slots=True)
class UnitFeed:
    """A unit that the reader leads, with its feed and the feed's maker; `alive` is False where the maker left."""

    unit: Unit
    feed: CalendarFeed | None
    maker: str
    alive: bool


def by_secret(session: ScopedSession, secret: str) -> CalendarFeed | None:
    """The feed of an address in the session's tenant."""
    return session.scalar(select(CalendarFeed).where(CalendarFeed.secret_hash == hash_of(secret)))


def maker_of(session: ScopedSession, feed: CalendarFeed) -> Actor | None:
    """The maker with today's grants; None where the account is not active or the feed no longer theirs to have."""
    account = session.get(Account, feed.maker_id)
    if account is None or account.state != "active":
        return None
    maker = people.actor_of(session, account)
    needed = Perm.WORK if feed.unit_id is None else Perm.UNIT_FEED
    return maker if maker.may(needed, feed.unit_id) else None


def own(session: ScopedSession, actor: Actor) -> CalendarFeed | None:
    """The actor's own feed, if it is on."""
    return session.get(CalendarFeed, (session.tenant, actor.account_id))


def of_units(session: ScopedSession, actor: Actor) -> Sequence[UnitFeed]:
    """The units whose feed is the actor's to make."""
    units = actor.units(Perm.UNIT_FEED)
    query = select(Unit, CalendarFeed).outerjoin(
        CalendarFeed, (CalendarFeed.tenant_id == Unit.tenant_id) & (CalendarFeed.unit_id == Unit.id)
    )
    if units is not None:
        query = query.where(Unit.id.in_(sorted(units)))
    rows = session.execute(query.order_by(Unit.id)).all()
    return [_unit_feed(session, unit, feed) for unit, feed in rows]


def _unit_feed(session: ScopedSession, unit: Unit, feed: CalendarFeed | None) -> UnitFeed:
    if feed is None:
        return UnitFeed(unit, None, "", alive=False)
    maker = session.get_one(Account, feed.maker_id).display_name
    return UnitFeed(unit, feed, maker, alive=maker_of(session, feed) is not None)
