"""Reading notices: the bell, one's own page, how one wants to be told, and the delivery log."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, literal, or_, select, tuple_

from core import plugins
from core.accounts.actor import Actor
from core.accounts.models import Account
from core.db import ScopedSession
from core.db.types import Instant, Uid
from core.notices import rules
from core.notices.models import Delivery, Notice, NoticeConsent, NoticeSettings

PAGE = 30
# The bell counts no further.
MOST = 100

T = TypeVar("T", Notice, Delivery)
Key = tuple[dt.datetime, UUID]
# A matter's code and id.
About = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a reader's notices, the newest first; `links` leads to those they may still open."""

    rows: Sequence[Notice]
    links: Mapping[UUID, str]
    after: Key | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a person is told, with what the kinds say where they did not choose."""

    modes: Mapping[str, str]
    addresses: Mapping[str, str]
    quiet_from: int
    quiet_to: int


# Asked by every page: made once, because making a statement takes longer than it runs.
UNREAD = select(func.count()).select_from(
    select(Notice.id).where(Notice.account_id == bindparam("account"), Notice.read_at.is_(None)).limit(MOST).subquery()
)


@dataclass(frozen=True, slots=True)
class Sending:
    """A line of the delivery log: the message, its notice, and to whom."""

    delivery: Delivery
    notice: Notice
    name: str


def unread(session: ScopedSession, actor: Actor, but: Collection[About] = ()) -> tuple[int, bool]:
    """How many notices wait for the reader, at most `MOST`, and whether more do about `but`, in one query.

    Args:
        but: the matters whose page this is: with it open, what they were told by is read.
    """
    if not but:
        return session.scalar(UNREAD, {"account": actor.account_id}) or 0, False
    query = select(Notice.id).where(Notice.account_id == actor.account_id, Notice.read_at.is_(None))
    others = select(func.count()).select_from(query.where(~about(but)).limit(MOST).subquery()).scalar_subquery()
    there = query.where(about(but)).limit(1).scalar_subquery()
    waiting, found = session.execute(select(others, there)).one()
    return waiting, found is not None


def unread_by_kind(session: ScopedSession, actor: Actor) -> Mapping[str, int]:
    """How many notices of each kind wait for the reader: code → number, in the order of the codes; none is left out."""
    mine = (Notice.account_id == actor.account_id, Notice.read_at.is_(None))
    rows = session.execute(select(Notice.kind, func.count()).where(*mine).group_by(Notice.kind).order_by(Notice.kind))
    known = plugins.registry().notice_kinds
    return {kind: number for kind, number in rows if kind in known}


def about(matters: Collection[About]) -> ColumnElement[bool]:
    """The condition of notices about some matters."""
    return or_(false(), *(and_(Notice.matter == code, Notice.matter_id == matter_id) for code, matter_id in matters))


def page(
    session: ScopedSession, actor: Actor, *, kind: str = "", only_unread: bool = False, after: Key | None = None
) -> Page:
    """A page of the reader's own notices."""
    query = select(Notice).where(Notice.account_id == actor.account_id)
    if kind:
        query = query.where(Notice.kind == kind)
    if only_unread:
        query = query.where(Notice.read_at.is_(None))
    rows, key = _paged(session, query, Notice, after)
    return Page(rows, links(session, actor, rows), key)


def links(session: ScopedSession, actor: Actor, rows: Sequence[Notice]) -> dict[UUID, str]:
    """Notice → the page of what it is about, where the reader may open it."""
    found: dict[UUID, str] = {}
    for code, matter in plugins.registry().matters.items():
        ids = {row.matter_id for row in rows if row.matter == code}
        seen = matter.visible(session, actor, ids) if ids else set()
        mine = [row for row in rows if row.matter == code and row.matter_id in seen]
        found |= {row.id: matter.path.format(tenant=row.tenant_id, id=row.matter_id) for row in mine}
    return found


def wanted(session: ScopedSession, account_id: UUID) -> Wanted:
    """How a person wants to be told in the session's tenant."""
    kept = session.get(NoticeSettings, (session.tenant, account_id))
    chosen = kept.modes if kept is not None else {}
    modes = {
        kind.code: rules.mode(kind.code, legal=kind.legal, default=kind.default, chosen=chosen)
        for kind in plugins.registry().notice_kinds.values()
    }
    addresses = json.loads(kept.addresses) if kept is not None and kept.addresses else {}
    quiet = (kept.quiet_from, kept.quiet_to) if kept is not None else rules.QUIET
    return Wanted(modes, addresses, *quiet)


def consents(session: ScopedSession, case_id: UUID) -> frozenset[str]:
    """The channels by which the party of a case agreed to be told, and still does."""
    query = select(NoticeConsent.channel).where(NoticeConsent.case_id == case_id)
    return frozenset(session.scalars(query.where(NoticeConsent.withdrawn_at.is_(None))))


def of_party(session: ScopedSession, case_id: UUID, limit: int = 10) -> Sequence[Notice]:
    """What the party of a case was told, the newest first."""
    query = select(Notice).where(Notice.recipient == rules.PARTY, Notice.matter_id == case_id)
    return session.scalars(query.order_by(Notice.at.desc(), Notice.id.desc()).limit(limit)).all()


def party_has_unread(session: ScopedSession, case_id: UUID) -> bool:
    """Whether the party of a case was told something they have not seen."""
    unread = (Notice.recipient == rules.PARTY, Notice.matter_id == case_id, Notice.read_at.is_(None))
    return session.scalars(select(Notice.id).where(*unread).limit(1)).first() is not None


def log(
    session: ScopedSession, *, state: str = "", channel: str = "", after: Key | None = None
) -> tuple[list[Sending], Key | None]:
    """A page of the delivery log, the newest first, and the key of the next."""
    query = select(Delivery)
    if state:
        query = query.where(Delivery.state == state)
    if channel:
        query = query.where(Delivery.channel == channel)
    rows, key = _paged(session, query, Delivery, after)
    told = session.scalars(select(Notice).where(Notice.id.in_({row.notice_id for row in rows})))
    notices = {notice.id: notice for notice in told}
    names = names_of(session, [UUID(row.addressee) for row in rows if row.addressee != rules.PARTY])
    return [
        Sending(row, notices[row.notice_id], names.get(row.addressee, "")) for row in rows if row.notice_id in notices
    ], key


def names_of(session: ScopedSession, ids: Collection[UUID]) -> dict[str, str]:
    """Account's id in text → its name."""
    rows = session.execute(select(Account.id, Account.display_name).where(Account.id.in_(set(ids))))
    return {str(account_id): name for account_id, name in rows}


def _paged(
    session: ScopedSession, query: Select[T], model: type[T], after: Key | None
) -> tuple[Sequence[T], Key | None]:
    at = Notice.at if model is Notice else Delivery.queued_at
    if after is not None:
        query = query.where(tuple_(at, model.id) < tuple_(literal(after[0], Instant), literal(after[1], Uid)))
    rows = session.scalars(query.order_by(at.desc(), model.id.desc()).limit(PAGE + 1)).all()
    if len(rows) <= PAGE:
        return rows, None
    last = rows[PAGE - 1]
    return rows[:PAGE], (last.at if isinstance(last, Notice) else last.queued_at, last.id)
