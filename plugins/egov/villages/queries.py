"""Reading village affairs: the desk, the portal, and what the village owes of its duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from core.accounts.actor import Actor
from core.contracts import Card
from core.db import ScopedSession
from core.errors import NotFound
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.egov.permissions import Perm
from plugins.egov.villages.models import VillageItem
from plugins.egov.villages.rules import EVERYBODY, FINANCE, KINDS, MAJOR, Stage

PAGE, SHOWN = 50, 200


def villages(session: ScopedSession) -> dict[UUID, str]:
    """The villages of the tenant by name, in the order of their codes."""
    query = select(Unit.id, Unit.name).where(Unit.kind == "village", Unit.closed_on.is_(None)).order_by(Unit.code)
    return session.once(("egov.villages",), lambda: dict(session.execute(query).all()))


def own(session: ScopedSession, actor: Actor) -> dict[UUID, str]:
    """The villages for which the actor fills in; who looks at all may fill in for each."""
    there = villages(session)
    if actor.may(Perm.VILLAGE_CHECK):
        return there
    units = actor.units(Perm.VILLAGE)
    return {unit: name for unit, name in there.items() if units is None or unit in units}


def readable(actor: Actor) -> ColumnElement[bool]:
    """The own villages' items, or everybody's for who looks at them."""
    units = None if actor.may(Perm.VILLAGE_CHECK) else actor.units(Perm.VILLAGE)
    here = VillageItem.tenant_id == actor.tenant
    return here if units is None else here & VillageItem.village_id.in_(sorted(units))


def page(
    session: ScopedSession, actor: Actor, stage: str = "", village: UUID | None = None, after: UUID | None = None
) -> tuple[Sequence[VillageItem], UUID | None]:
    """A page of the items the actor reads, the newest first, and the key of the next one."""
    query = select(VillageItem).where(readable(actor)).order_by(VillageItem.id.desc())
    if stage:
        query = query.where(VillageItem.stage == stage)
    if village is not None:
        query = query.where(VillageItem.village_id == village)
    if after is not None:
        query = query.where(VillageItem.id < after)
    rows = session.scalars(query.limit(PAGE + 1)).all()
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def one(session: ScopedSession, actor: Actor, item_id: UUID) -> VillageItem:
    """An item the actor reads.

    Raises:
        NotFound: there is none of this id for them.
    """
    found = session.scalar(select(VillageItem).where(readable(actor), VillageItem.id == item_id))
    if found is None:
        raise NotFound(item_id)
    return found


def to_check(actor: Actor) -> Select[int]:
    """The query of how many wait for the township's look: not what the actor filled in."""
    query = select(func.count()).select_from(VillageItem)
    return query.where(readable(actor), VillageItem.stage == Stage.HANDED_IN, VillageItem.author_id != actor.account_id)


def cards(actor: Actor) -> list[Card]:
    """What waits to be looked at; left out where nothing does."""
    if not actor.may(Perm.VILLAGE_CHECK):
        return []
    url = f"/w/{actor.tenant}/villages/?stage={Stage.HANDED_IN}"
    return [Card(N_("待核对的村务公开"), to_check(actor), url, order=96, mine=True, if_any=True)]


def shown() -> ColumnElement[bool]:
    """What everybody reads on the portal; what hangs on a village's board alone is never among it."""
    return (VillageItem.stage == Stage.PUBLISHED) & (VillageItem.audience == EVERYBODY)


def public(session: ScopedSession) -> Mapping[UUID, Sequence[VillageItem]]:
    """What the portal lists, by village, the newest first."""
    query = select(VillageItem).where(shown()).order_by(VillageItem.published_on.desc(), VillageItem.id.desc())
    found: dict[UUID, list[VillageItem]] = {}
    for row in session.scalars(query.limit(SHOWN)):
        found.setdefault(row.village_id, []).append(row)
    return {unit: found[unit] for unit in villages(session) if unit in found}


def public_one(session: ScopedSession, item_id: UUID) -> VillageItem:
    """What the portal shows at an address.

    Raises:
        NotFound: nothing that everybody may read.
    """
    found = session.scalar(select(VillageItem).where(shown(), VillageItem.id == item_id))
    if found is None:
        raise NotFound(item_id)
    return found


def _posted(kinds: Sequence[str], session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> list[str]:
    query = select(VillageItem).where(
        VillageItem.village_id == unit.id,
        VillageItem.kind.in_(kinds),
        VillageItem.published_on.between(first, last),
    )
    return [
        "，".join(filter(None, (str(row.posted_on or row.published_on), row.posted_at, row.title)))
        for row in session.scalars(query.order_by(VillageItem.published_on, VillageItem.id))
    ]


def of_quarter(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """What the village published in a quarter, for its duty: day, place and title, a line each."""
    kinds = [kind for kind in KINDS if kind != FINANCE]
    return {"posted": tuple(_posted(kinds, session, unit, first, last))}


def of_month(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """The same of its finances in a month."""
    return {"posted": tuple(_posted([FINANCE], session, unit, first, last))}


def late(row: VillageItem, today: dt.date) -> bool:
    """Whether the last day to publish it is over."""
    return row.kind != MAJOR and row.published_on is None and row.due_on is not None and row.due_on < today
