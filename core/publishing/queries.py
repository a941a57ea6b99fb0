"""Reading publications: the staff's desk, the public's columns, and what the portal's health is counted from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from core import clock as time
from core.accounts.actor import Actor
from core.db import ScopedSession
from core.db.ids import PageKey
from core.db.keyset import newest_first
from core.errors import NotFound
from core.publishing.columns import Column, merged, types_on
from core.publishing.models import Mistake, PortalColumn, Publication, Published
from core.publishing.permissions import Perm
from core.publishing.rules import UNANSWERED, Health, Kept, Stage

LATEST, PER_PAGE, SHOWN = 5, 20, 200


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a column; `after` is the key of the next, None on the last."""

    rows: Sequence[Published]
    after: PageKey | None


@dataclass(frozen=True, slots=True)
class Block:
    """A column on a home page with its newest entries; `county` where they are the county's."""

    column: Column
    rows: Sequence[Published]
    county: bool = False


def shown_at(tenant: int, county: int | None) -> ColumnElement[bool]:
    """What a portal lists: the tenant's own, and what the county publishes for all."""
    own = and_(Published.tenant_id == tenant, Published.audience != "staff")
    listed = Published.listed == True  # noqa: E712
    if county is None or county == tenant:
        return and_(own, listed)
    return and_(listed, or_(own, and_(Published.tenant_id == county, Published.audience == "townships")))


def anywhere() -> ColumnElement[bool]:
    """What any portal of the session's tenants lists."""
    return and_(Published.listed == True, Published.audience != "staff")  # noqa: E712


def newest(session: ScopedSession, where: ColumnElement[bool], limit: int = LATEST) -> list[Published]:
    """The newest `limit` of each tenant's each column, newest first, in one query."""
    place = (
        func.row_number()
        .over(
            partition_by=(Published.tenant_id, Published.column_code),
            order_by=(Published.published_at.desc(), Published.id.desc()),
        )
        .label("place")
    )
    ranked = select(Published, place).where(where).subquery()
    row = aliased(Published, ranked)
    query = select(row).where(ranked.c.place <= limit).order_by(row.published_at.desc(), row.id.desc())
    return list(session.scalars(query))


def blocks(rows: Iterable[Published], columns: Sequence[Column], tenant: int, *, county: bool = False) -> list[Block]:
    """The rows of one tenant by its columns that are shown, in the menu's order; empty ones are left out."""
    own = [row for row in rows if row.tenant_id == tenant]
    found = [
        Block(column, [row for row in own if row.column_code == column.code], county)
        for column in columns
        if column.shown
    ]
    return [block for block in found if block.rows]


def of_column(session: ScopedSession, tenant: int, column: str, after: PageKey | None, limit: int = PER_PAGE) -> Page:
    """A page of a column, or of all where none is named, newest first."""
    query = select(Published).where(shown_at(tenant, None))
    if column:
        query = query.where(Published.column_code == column)
    return Page(*newest_first(session, query, Published.published_at, Published.id, after, limit))


def latest(session: ScopedSession, where: ColumnElement[bool], limit: int) -> Sequence[Published]:
    """The newest of everything, for feeds, screens and maps."""
    query = select(Published).where(where).order_by(Published.published_at.desc(), Published.id.desc())
    return session.scalars(query.limit(limit)).all()


def one(session: ScopedSession, tenant: int, publication_id: UUID) -> Published:
    """What readers get at an address.

    Raises:
        NotFound: never published, of another tenant, or not this session's to see.
    """
    query = select(Published).where(Published.tenant_id == tenant, Published.id == publication_id)
    row = session.scalar(query)
    if row is None:
        raise NotFound(publication_id)
    return row


def readable(actor: Actor) -> ColumnElement[bool]:
    """Which publications the actor may see at work: of their units or the whole tenant, and the own."""
    units = actor.units(Perm.WRITE)
    own = Publication.tenant_id == actor.tenant
    if units is None or actor.units(Perm.SIGN) is None:
        return own
    seen = sorted(units | (actor.units(Perm.SIGN) or frozenset()))
    return and_(own, or_(Publication.unit_id.in_(seen), Publication.author_id == actor.account_id))


def desk(
    session: ScopedSession, actor: Actor, stage: str = "", after: PageKey | None = None
) -> tuple[Sequence[Publication], PageKey | None]:
    """A page of the publications at work, the last changed first, and the key of the next page."""
    query = select(Publication).where(readable(actor))
    if stage:
        query = query.where(Publication.stage == stage)
    return newest_first(session, query, Publication.changed_at, Publication.id, after, PER_PAGE)


def stages(session: ScopedSession, actor: Actor) -> dict[str, int]:
    """How many the actor may see at each stage."""
    query = select(Publication.stage, func.count()).where(readable(actor)).group_by(Publication.stage)
    return dict(session.execute(query).all())


def at_work(session: ScopedSession, actor: Actor, publication_id: UUID) -> Publication:
    """A publication the actor may see.

    Raises:
        NotFound: none of this id that is theirs to see.
    """
    row = session.scalar(select(Publication).where(readable(actor), Publication.id == publication_id))
    if row is None:
        raise NotFound(publication_id)
    return row


def to_sign(actor: Actor) -> Select[int]:
    """The query of how many wait for a signature that the actor can give: not those they wrote or checked."""
    return select(func.count()).where(
        readable(actor),
        Publication.stage == Stage.CHECKED,
        Publication.author_id != actor.account_id,
        or_(Publication.checked_by.is_(None), Publication.checked_by != actor.account_id),
    )


def board(session: ScopedSession, tenant: int) -> Sequence[Published]:
    """What is published for the tenant's own staff."""
    where = and_(Published.tenant_id == tenant, Published.audience == "staff", Published.listed == True)  # noqa: E712
    return latest(session, where, SHOWN)


def mistakes(session: ScopedSession, tenant: int) -> Sequence[Mistake]:
    """The messages, those that wait first, the oldest of them on top."""
    query = select(Mistake).where(Mistake.tenant_id == tenant)
    waiting = session.scalars(query.where(Mistake.answered_at.is_(None)).order_by(Mistake.at).limit(SHOWN)).all()
    done = session.scalars(query.where(Mistake.answered_at.is_not(None)).order_by(Mistake.at.desc()).limit(50)).all()
    return [*waiting, *done]


def mistake(session: ScopedSession, tenant: int, mistake_id: UUID) -> Mistake:
    """One message of a tenant.

    Raises:
        NotFound: it has none of this id.
    """
    row = session.scalar(select(Mistake).where(Mistake.tenant_id == tenant, Mistake.id == mistake_id))
    if row is None:
        raise NotFound(mistake_id)
    return row


@dataclass(frozen=True, slots=True)
class Portal:
    """What health is counted of: a tenant, its measures that are on, and the blank marks of its footer."""

    tenant: int
    enabled: frozenset[str]
    services: bool
    blank: tuple[str, ...]


def health(session: ScopedSession, portals: Collection[Portal]) -> dict[int, Health]:
    """The health of some portals, in three queries however many they are."""
    tenants = [portal.tenant for portal in portals]
    rows = session.scalars(select(PortalColumn).where(PortalColumn.tenant_id.in_(tenants))).all()
    query = select(Published.tenant_id, Published.column_code, func.max(Published.published_at))
    listed = and_(Published.tenant_id.in_(tenants), Published.listed == True, Published.audience != "staff")  # noqa: E712
    last = {
        (tenant, column): time.local_date(at)
        for tenant, column, at in session.execute(
            query.where(listed).group_by(Published.tenant_id, Published.column_code)
        )
    }
    old = func.count().filter(Mistake.at < time.now() - UNANSWERED)
    waiting = select(Mistake.tenant_id, func.count(), old).where(
        Mistake.tenant_id.in_(tenants), Mistake.answered_at.is_(None)
    )
    told = {tenant: (count, late) for tenant, count, late in session.execute(waiting.group_by(Mistake.tenant_id))}
    return {
        portal.tenant: _health(portal, [row for row in rows if row.tenant_id == portal.tenant], last, told)
        for portal in portals
    }


def _health(
    portal: Portal,
    rows: Sequence[PortalColumn],
    last: dict[tuple[int, str], dt.date],
    told: dict[int, tuple[int, int]],
) -> Health:
    columns = [
        column
        for column in merged(types_on(portal.enabled), rows)
        if column.shown and ((portal.tenant, column.code) in last or not column.type.occasional)
    ]
    kept = tuple(
        Kept(each.code, each.label, each.type.stale_after, last.get((portal.tenant, each.code))) for each in columns
    )
    dated = [each.last_on for each, column in zip(kept, columns, strict=True) if each.last_on and column.type.dated]
    waiting, unanswered = told.get(portal.tenant, (0, 0))
    return Health(kept, max(dated, default=None), waiting, unanswered, portal.services, portal.blank)
