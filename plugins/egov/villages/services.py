"""Filling in what a village publishes, and the township's look at it; each act leaves a trace in the audit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.catalogue import catalogue
from core.db import ScopedSession, new_id
from core.deadlines import counting
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.publishing.masking import masked
from plugins.egov.permissions import Perm
from plugins.egov.villages import queries, rules
from plugins.egov.villages.models import VillageItem
from plugins.egov.villages.rules import Stage

NOT_NOW = N_("这一步现在不能做，请刷新页面查看最新情况。")


def enter(session: ScopedSession, actor: Actor, given: rules.Content, key: str) -> VillageItem:
    """Hand an item in to the township; the same form a second time is the same item.

    Raises:
        Forbidden: the actor fills in for no village.
        DomainError: what is missing or out of bounds.
    """
    there = queries.own(session, actor)
    if not there:
        raise Forbidden(Perm.VILLAGE)
    if (known := session.scalar(select(VillageItem).where(VillageItem.form_key == key))) is not None:
        return known
    if problems := rules.content(given, there.keys(), time.today()):
        raise DomainError(problems)
    row = VillageItem(tenant_id=session.tenant, id=new_id(), form_key=key)
    _fill(row, actor, given)
    session.add(row)
    _traced(session, actor, row, "write")
    return row


def revise(session: ScopedSession, actor: Actor, item_id: UUID, given: rules.Content, version: int) -> VillageItem:
    """Change what was not published yet; it is then who changed it last that can't look at it.

    Raises:
        Forbidden, NotFound: the actor fills in for no village; there is no such item for them.
        DomainError: what is missing, or it is published already.
    """
    row = _at(session, actor, item_id, "revise", version)
    if problems := rules.content(given, queries.own(session, actor).keys(), time.today()):
        raise DomainError(problems)
    _fill(row, actor, given)
    row.stage, row.reason = Stage.HANDED_IN, ""
    _traced(session, actor, row, "write")
    return row


def publish(session: ScopedSession, actor: Actor, item_id: UUID, version: int) -> VillageItem:
    """Publish it after the township's look; personal numbers are masked in the text itself.

    Raises:
        Forbidden, NotFound: the actor looks at none; there is no such item.
        DomainError: the actor filled it in, or it is published already.
    """
    row = _at(session, actor, item_id, "publish", version)
    if problems := rules.looked_at(row.author_id, actor.account_id):
        raise DomainError(problems)
    row.title, row.body = masked(row.title), masked(row.body)
    row.cells = [[masked(cell) for cell in line] for line in row.cells]
    row.stage, row.checker, row.published_on = Stage.PUBLISHED, actor.title, time.today()
    row.kept_until = counting.compute(rules.POSTING, time.today(), catalogue=catalogue()).due
    _traced(session, actor, row, "publish")
    return row


def send_back(session: ScopedSession, actor: Actor, item_id: UUID, reason: str, version: int) -> VillageItem:
    """Back to the village, with what is to be changed.

    Raises:
        Forbidden, NotFound, DomainError: as `publish`; no reason.
    """
    row = _at(session, actor, item_id, "send_back", version)
    if not reason.strip():
        raise DomainError(Problem(N_("请写明要修改什么。"), "reason"))
    row.stage, row.reason = Stage.SENT_BACK, reason.strip()
    _traced(session, actor, row, "send_back")
    return row


def post(session: ScopedSession, actor: Actor, item_id: UUID, on: Any, place: str, version: int) -> VillageItem:
    """Keep when and where it was put on the village's board; from that day the fifteen days run there.

    Raises:
        Forbidden, NotFound: the actor fills in for no village; there is no such item for them.
        DomainError: no place, or a day before it was published.
    """
    row = _at(session, actor, item_id, "post", version)
    assert row.published_on is not None  # published
    if problems := rules.posted(on, place, row.published_on, time.today()):
        raise DomainError(problems)
    row.posted_on, row.posted_at = on, place.strip()
    row.kept_until = counting.compute(rules.POSTING, on, catalogue=catalogue()).due
    _traced(session, actor, row, "post")
    return row


def take_down(
    session: ScopedSession, actor: Actor, item_id: UUID, reason: str, version: int, *, wrong: bool
) -> VillageItem:
    """Take it down after its fifteen days, or at once where it is not true (36).

    Raises:
        Forbidden, NotFound: the actor looks at none; there is no such item.
        DomainError: no reason, or it hangs too short a time.
    """
    row = _at(session, actor, item_id, "take_down", version)
    assert row.kept_until is not None  # published
    if problems := rules.ended(reason, wrong, row.kept_until, time.today()):
        raise DomainError(problems)
    row.stage, row.reason = Stage.ENDED, reason.strip()
    _traced(session, actor, row, "take_down")
    return row


def may(actor: Actor, row: VillageItem, act: str) -> bool:
    """Whether an act is the actor's: the village fills in and posts, the township looks."""
    if act in {"revise", "post"} and actor.may(Perm.VILLAGE, row.village_id):
        return True
    return actor.may(Perm.VILLAGE_CHECK)


def _at(session: ScopedSession, actor: Actor, item_id: UUID, act: str, version: int) -> VillageItem:
    row = queries.one(session, actor, item_id)
    if not may(actor, row, act):
        raise Forbidden(Perm.VILLAGE_CHECK)
    if row.stage not in rules.ACTS[act] or row.version != version:
        raise DomainError(Problem(NOT_NOW))
    return row


def _fill(row: VillageItem, actor: Actor, given: rules.Content) -> None:
    row.village_id, row.kind, row.matter, row.audience = given.village, given.kind, given.matter, given.audience
    row.first_on, row.last_on = rules.period(given.kind, given.on)
    limit = rules.LIMITS.get(given.kind)
    row.due_on = counting.compute(limit, given.on, catalogue=catalogue()).due if limit else None
    row.title, row.body = " ".join(given.title.split()), given.body.replace("\r\n", "\n").strip()
    row.cells = [list(line) for line in given.cells]
    row.author_id, row.author = actor.account_id, actor.title


def _traced(session: ScopedSession, actor: Actor, row: VillageItem, act: str) -> None:
    row.changed_at = time.now()
    record(session, actor, f"egov.village.{act}", str(row.id), {"kind": row.kind, "audience": row.audience})
    session.flush()
