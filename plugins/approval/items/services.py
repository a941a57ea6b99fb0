"""Editions of items: drawn up, checked by a second person, published from a day, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from core import clock as time
from core import remedies
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.services import STALE
from core.db import ScopedSession
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.files import services as files
from core.i18n import N_
from core.jobs.services import emit
from core.tenancy.models import Unit
from core.tenancy.services import bump
from plugins.approval.items import queries, rules
from plugins.approval.models import CHECKING, DRAFT, PUBLIC, Item
from plugins.approval.permissions import Perm

DAY = dt.timedelta(days=1)
SAMPLES = "approval.item"  # what owns the files that materials name
TAKEN = N_("编码“%(code)s”已经有事项使用。")
FINISHED = N_("已公布的版本不能修改，请另做一个新版本。")
SAME_PERSON = N_("编辑这个版本的人不能自己核对公布，请由另一名有公布权限的人核对。")
UNCHANGED = N_("这个版本和现行版本没有不同，不需要公布。")


def add(session: ScopedSession, actor: Actor, code: str, told: Mapping[str, Any]) -> Item:
    """The first edition of an item, as a draft.

    Raises:
        Forbidden: the actor may not.
        DomainError: another item has the code, or what was told contradicts itself.
    """
    permit(actor, Perm.EDIT)
    queue(session, f"item:{code}")
    if session.scalar(select(Item.id).where(Item.code == code).limit(1)) is not None:
        raise DomainError(Problem(TAKEN, "code", {"code": code}))
    return _first(session, actor, code, told)


def _first(session: ScopedSession, actor: Actor, code: str, told: Mapping[str, Any]) -> Item:
    blank: dict[str, Any] = {
        name: [] for name in ("conditions", "materials", "fields", "pre_steps", "post_steps", "steps")
    }
    item = Item(code=code, published=False, **{**blank, "remedy": remedies.DIRECT, **_own(session, told)})
    refuse(rules.at_odds({name: getattr(item, name) for name in rules.CONTENT}))
    _signed(item, actor)
    session.add(item)
    session.flush()
    record(session, actor, "approval.item.add", str(item.id), {"number": code})
    return item


def revise(session: ScopedSession, actor: Actor, code: str) -> Item:
    """The draft of an item's next edition: the one there is, or one that says what the newest edition says.

    Raises:
        Forbidden, NotFound: the actor may not, or there is no such item.
    """
    permit(actor, Perm.EDIT)
    queue(session, f"item:{code}")
    newest = next(iter(queries.editions(session, code)), None)
    if newest is None:
        raise NotFound(code)
    if newest.stage != PUBLIC:
        return newest
    draft = successor(newest)
    _signed(draft, actor)
    session.add(draft)
    session.flush()
    record(session, actor, "approval.item.revise", str(draft.id), {"number": code, "edition": draft.edition})
    return draft


def successor(item: Item) -> Item:
    """A draft that says what an edition says, as the next one of its code."""
    said = {name: getattr(item, name) for name in rules.CONTENT}
    return Item(
        tenant_id=item.tenant_id,
        code=item.code,
        edition=item.edition + 1,
        sample=item.sample,
        stage=DRAFT,
        published=False,
        **said,
    )


def save(session: ScopedSession, actor: Actor, item_id: UUID, told: Mapping[str, Any], version: int) -> Item:
    """Write parts of a draft; who edits it can't publish it.

    Args:
        told: some of `rules.CONTENT`, and ``why``.
        version: the one the actor saw.

    Raises:
        Forbidden, NotFound: the actor may not, or there is no such edition.
        DomainError: it was published, somebody changed it since, or what was told contradicts itself.
    """
    permit(actor, Perm.EDIT)
    item = _draft(session, item_id, version)
    refuse(rules.at_odds({**{name: getattr(item, name) for name in rules.CONTENT}, **told}))
    write(item, _own(session, told))
    item.stage = DRAFT
    _signed(item, actor)
    session.flush()
    if "materials" in told:
        _drop_files(session, item, told["materials"])
    record(session, actor, "approval.item.change", str(item.id), {"number": item.code, "edition": item.edition})
    return item


def write(item: Item, told: Mapping[str, Any]) -> None:
    """Set elements of a draft by their names; who may, and whether they fit, is the caller's to look at."""
    for name, value in told.items():
        setattr(item, name, UUID(str(value)) if name == "unit_id" else value)


def submit(session: ScopedSession, actor: Actor, item_id: UUID, version: int) -> Item:
    """Hand a draft to a second person to be checked.

    Raises:
        Forbidden, NotFound: the actor may not, or there is no such edition.
        DomainError: it was published, somebody changed it since, or everything that it lacks.
    """
    permit(actor, Perm.EDIT)
    item = _draft(session, item_id, version)
    refuse(_missing(session, item, time.today()))
    item.stage, item.sent_back = CHECKING, ""
    record(session, actor, "approval.item.submit", str(item.id), {"number": item.code, "edition": item.edition})
    session.flush()
    return item


def send_back(session: ScopedSession, actor: Actor, item_id: UUID, reason: str, version: int) -> Item:
    """Give a draft back to its editor, with the reason.

    Raises:
        Forbidden, NotFound: the actor may not, or there is no such edition.
        DomainError: no reason, it does not wait, or somebody changed it since.
    """
    permit(actor, Perm.PUBLISH)
    item = _draft(session, item_id, version)
    if item.stage != CHECKING:
        raise DomainError(Problem(STALE))
    if not reason.strip():
        raise DomainError(Problem(N_("请写明退回的理由。"), "reason"))
    item.stage, item.sent_back = DRAFT, reason.strip()
    body = {"number": item.code, "edition": item.edition, "reason": item.sent_back}
    record(session, actor, "approval.item.send_back", str(item.id), body)
    session.flush()
    return item


def publish(session: ScopedSession, actor: Actor, item_id: UUID, day: dt.date, version: int) -> Item:
    """Publish an edition from a day on; the one before ends on the day before.

    Raises:
        Forbidden, NotFound: the actor may not, or there is no such edition.
        DomainError: it does not wait to be checked, its editor is the actor, the day is past, or all that it lacks.
    """
    permit(actor, Perm.PUBLISH)
    item = _draft(session, item_id, version)
    if item.stage != CHECKING:
        raise DomainError(Problem(STALE))
    problems = [] if item.edited_by != actor.account_id else [Problem(SAME_PERSON)]
    if day < time.today():
        problems.append(Problem(N_("生效日期不能早于今天。"), "valid_from"))
    refuse(problems + _missing(session, item, day))
    put_in_force(session, item, day)
    item.checker = actor.title
    body = {"number": item.code, "edition": item.edition, "from": day.isoformat()}
    record(session, actor, "approval.item.publish", str(item.id), body)
    return item


def put_in_force(session: ScopedSession, item: Item, day: dt.date | None) -> None:
    """Make an edition the one that counts from a day, and tell index and kept pages; its checks are the caller's."""
    item.stage, item.published, item.valid_from, item.valid_to = PUBLIC, True, day, None
    item.published_on = time.today()
    session.flush()  # so that a new edition has its id
    others = select(Item).where(Item.code == item.code, Item.id != item.id, Item.stage == PUBLIC)
    last = (day or time.today()) - DAY
    for other in session.scalars(others.where(or_(Item.valid_to.is_(None), Item.valid_to > last))):
        other.valid_to = last
    session.flush()
    _tell(session, item)


def end(session: ScopedSession, actor: Actor, item_id: UUID, day: dt.date, reason: str, version: int) -> Item:
    """Let nobody apply any more after a day 停止受理; what was applied for goes on under its edition.

    Raises:
        Forbidden, NotFound: the actor may not, or there is no such edition.
        DomainError: it is not public, no reason, a past day, or somebody changed it since.
    """
    permit(actor, Perm.PUBLISH)
    item = queries.edition(session, item_id)
    if item.version != version or queries.stage_of(item) not in {"public", "coming"}:
        raise DomainError(Problem(STALE))
    problems = [] if reason.strip() else [Problem(N_("请写明停止受理的理由。"), "reason")]
    if day < time.today():
        problems.append(Problem(N_("最后一天不能早于今天。"), "valid_to"))
    refuse(problems)
    item.valid_to = day
    body = {"number": item.code, "edition": item.edition, "to": day.isoformat(), "reason": reason.strip()}
    record(session, actor, "approval.item.end", str(item.id), body)
    session.flush()
    _tell(session, item)
    return item


def discard(session: ScopedSession, actor: Actor, item_id: UUID, version: int) -> str:
    """Throw a draft away; the code of its item comes back.

    Raises:
        Forbidden, NotFound: the actor may not, or there is no such edition.
        DomainError: it was published, or somebody changed it since.
    """
    permit(actor, Perm.EDIT)
    item = _draft(session, item_id, version)
    record(session, actor, "approval.item.discard", str(item.id), {"number": item.code, "edition": item.edition})
    _drop_files(session, item, ())
    session.delete(item)
    session.flush()
    return item.code


def _missing(session: ScopedSession, item: Item, day: dt.date) -> list[Problem]:
    said = queries.content(item)
    found = rules.lacking(said, queries.laws(session), day)
    if item.edition > 1 and not item.why.strip():
        found.append(Problem(N_("请写明为什么修改。"), "why"))
    before = session.scalars(select(Item).where(Item.code == item.code, queries.in_force(day))).first()
    if before is not None and queries.content(before) == said:
        found.append(Problem(UNCHANGED))
    return found


def _draft(session: ScopedSession, item_id: UUID, version: int) -> Item:
    item = queries.edition(session, item_id)
    if item.stage == PUBLIC:
        raise DomainError(Problem(FINISHED))
    if item.version != version:
        raise DomainError(Problem(STALE))
    return item


def _own(session: ScopedSession, told: Mapping[str, Any]) -> dict[str, Any]:
    """The elements to be written; the unit is one of the tenant's own that is not closed."""
    known = {name: value for name, value in told.items() if name in rules.CONTENT or name == "why"}
    if "unit_id" in known:
        unit = session.get(Unit, (session.tenant, UUID(str(known["unit_id"]))))
        if unit is None or unit.closed_on is not None:
            raise DomainError(Problem(N_("请选择承办单位。"), "unit_id"))
        known["unit_id"] = unit.id
    return known


def _drop_files(session: ScopedSession, item: Item, materials: Sequence[Mapping[str, Any]]) -> None:
    """Let go of the files of a draft that none of these materials names; what editions before it brought stays."""
    named = {row[which]["id"] for row in materials for which in rules.SAMPLES if which in row}
    for file in files.of_owner(session, SAMPLES, item.id):
        if str(file.id) not in named:
            files.detach(session, file.id, owner_kind=SAMPLES, owner_id=item.id)


def _signed(item: Item, actor: Actor) -> None:
    item.edited_by, item.editor = actor.account_id, actor.title


def _tell(session: ScopedSession, item: Item) -> None:
    emit(session, "search", f"item:{item.id}", {"searchable": "item", "id": str(item.id)})
    bump(session)


def refuse(problems: list[Problem]) -> None:
    """Say everything that is in the way at once.

    Raises:
        DomainError: there is something.
    """
    if problems:
        raise DomainError(problems)


def permit(actor: Actor, permission: Perm) -> None:
    """Look whether somebody may.

    Raises:
        Forbidden: they may not.
    """
    if not actor.may(permission):
        raise Forbidden(permission)
