"""Reading the item library: which edition counts on a day, the editions of an item, and what a repealed law touches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from core import clock as time
from core.accounts.actor import Actor
from core.db import ScopedSession
from core.errors import DomainError, NotFound, Problem
from core.i18n import N_
from plugins.approval.items import rules
from plugins.approval.items.rules import Known
from plugins.approval.models import CHECKING, DRAFT, PUBLIC, Entry, Item, Law
from plugins.approval.permissions import Perm

PAGE = 50
STAGES = ("draft", "checking", "coming", "public", "ended")


@dataclass(frozen=True, slots=True)
class Line:
    """An edition in the list: the laws it rests on that are repealed, and whether the reader may publish it."""

    item: Item
    stage: str
    repealed: Sequence[str]
    to_check: bool


def in_force(day: dt.date | None = None) -> ColumnElement[bool]:
    """The condition that an edition is published and counts on a day, today if none is given; one of each code does."""
    on = day or time.today()
    return and_(
        Item.published.is_(True),
        or_(Item.valid_from.is_(None), Item.valid_from <= on),
        or_(Item.valid_to.is_(None), Item.valid_to >= on),
    )


def open_to_all(session: ScopedSession, item: Item) -> None:
    """Look whether an edition may be applied for today.

    Raises:
        DomainError: it does not count today, or rests on a repealed law, named.
    """
    today = time.today()
    if not item.published or (item.valid_from or today) > today or (item.valid_to or today) < today:
        raise DomainError(Problem(N_("该事项没有公布，不能申请。")))
    if gone := rules.repealed(item.basis, laws(session), today):
        words = N_("该事项的依据“%(law)s”已经失效，现在不能申请，请咨询承办单位。")
        raise DomainError(Problem(words, params={"law": gone[0]}))


def stage_of(item: Item) -> str:
    """Where an edition stands today: ``draft``, ``checking``, ``coming``, ``public`` or ``ended``."""
    if item.stage != PUBLIC:
        return item.stage
    today = time.today()
    if not item.published or (item.valid_to is not None and item.valid_to < today):
        return "ended"
    return "coming" if item.valid_from is not None and item.valid_from > today else "public"


def content(item: Item) -> dict[str, Any]:
    """What an edition says, as JSON keeps it."""
    now = {name: getattr(item, name) for name in rules.CONTENT}
    return {**now, "unit_id": str(item.unit_id)}


def laws(session: ScopedSession) -> dict[str, Known]:
    """The laws that were entered, by the names bases note them by."""
    found = session.once(("approval.laws",), lambda: session.scalars(select(Law)).all())
    return {row.code: Known(row.in_force_from, row.in_force_to, row.replaced_by) for row in found}


def edition(session: ScopedSession, item_id: UUID) -> Item:
    """One edition of the session's tenant.

    Raises:
        NotFound: there is none.
    """
    item = session.get(Item, (session.tenant, item_id))
    if item is None:
        raise NotFound(item_id)
    return item


def editions(session: ScopedSession, code: str) -> Sequence[Item]:
    """Every edition of an item, the newest first."""
    return session.scalars(select(Item).where(Item.code == code).order_by(Item.edition.desc())).all()


def listed(
    session: ScopedSession, actor: Actor, words: str = "", stage: str = "", after: str = ""
) -> tuple[list[Line], str]:
    """A page of editions by code, the newest of a code first, and the key of the next page; ended ones if asked for.

    Args:
        words: part of a name or code.
        stage: one of `STAGES`; empty for all but those that ended.
        after: the key where the page before ended, ``<code> <edition>``.
    """
    query = select(Item).where(_in_stage(stage)).order_by(Item.code, Item.edition.desc())
    if words:
        query = query.where(Item.name.contains(words, autoescape=True) | Item.code.contains(words, autoescape=True))
    code, _, number = after.rpartition(" ")
    if code and number.isascii() and number.isdecimal() and len(number) < 6:
        query = query.where(or_(Item.code > code, and_(Item.code == code, Item.edition < int(number))))
    known = laws(session)
    rows = session.scalars(query.limit(PAGE + 1)).all()
    checks = actor.may(Perm.PUBLISH)
    lines = [
        Line(
            row,
            stage_of(row),
            rules.repealed(row.basis, known, time.today()),
            checks and row.stage == CHECKING and row.edited_by != actor.account_id,
        )
        for row in rows[:PAGE]
    ]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return lines, f"{last.code} {last.edition}" if last is not None else ""


def counts(session: ScopedSession) -> dict[str, int]:
    """How many editions stand at each stage."""
    query = select(*(func.count().filter(_in_stage(stage)) for stage in STAGES)).select_from(Item)
    return dict(zip(STAGES, session.execute(query).one(), strict=True))


def _in_stage(stage: str) -> ColumnElement[bool]:
    today = time.today()
    public = and_(Item.stage == PUBLIC, Item.published.is_(True))
    ended = and_(Item.stage == PUBLIC, or_(Item.published.is_(False), Item.valid_to < today))
    found: dict[str, ColumnElement[bool]] = {
        "public": and_(Item.stage == PUBLIC, in_force(today)),
        "coming": and_(public, Item.valid_from > today, or_(Item.valid_to.is_(None), Item.valid_to >= today)),
        "ended": ended,
        "": ~func.coalesce(ended, False),
    }
    return found.get(stage, Item.stage == (stage if stage in STAGES else DRAFT))


def touched(session: ScopedSession) -> dict[str, list[Item]]:
    """Of each repealed law the editions in force or to come that rest on it."""
    known, today = laws(session), time.today()
    gone = {law for law, days in known.items() if days.to is not None and days.to < today}
    found: dict[str, list[Item]] = {law: [] for law in sorted(gone)}
    if gone:
        wanted = or_(*(Item.basis.contains(law, autoescape=True) for law in sorted(gone)))
        later = or_(Item.valid_to.is_(None), Item.valid_to >= today)
        for item in session.scalars(select(Item).where(wanted, Item.published.is_(True), later).order_by(Item.code)):
            for law in rules.repealed(item.basis, known, today):
                found[law].append(item)
    return found


def not_entered(session: ScopedSession) -> tuple[int, dict[int, int]]:
    """How many items that count today a county's townships have, and of each township how many are not at the centre.

    Args:
        session: of the county and all below.
    """
    here = and_(Entry.tenant_id == Item.tenant_id, Entry.code == Item.code, Entry.since.is_not(None))
    outside = func.count().filter(~exists().where(here))
    query = select(Item.tenant_id, func.count(), outside).where(in_force()).group_by(Item.tenant_id)
    rows = session.execute(query.order_by(Item.tenant_id)).all()
    return sum(total for _, total, _ in rows), {tenant: out for tenant, _, out in rows}


def entries(session: ScopedSession) -> Mapping[str, Entry]:
    """What is known of each item's place at the service centre, by code."""
    return {row.code: row for row in session.scalars(select(Entry))}
