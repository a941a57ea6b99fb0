"""Reading grants: the register, one grant with its history, and what a case about one rests on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from core import clock as time
from core import remedies
from core.accounts.actor import Actor
from core.cases.models import Case, Clock, IssuedPaper
from core.cases.queries import parties_of, readable
from core.db import ScopedSession
from core.errors import NotFound
from plugins.approval.grants.models import Grant, Matter
from plugins.approval.grants.rules import ASKED, CHANGE, CHANGES, EXPIRED, GROUNDS, MATTERS, STANDING, MatterFacts
from plugins.approval.limits import BAN, BAN_FRAUD
from plugins.approval.models import Application, Item

PAGE = 50


def register(session: ScopedSession, words: str = "", after: UUID | None = None) -> tuple[Sequence[Grant], UUID | None]:
    """A page of the register, the newest first, and the key of the next page; `words` are of a number or an item."""
    query = select(Grant).order_by(Grant.id.desc())
    if words:
        query = query.where(
            or_(Grant.number.contains(words, autoescape=True), Grant.item_name.contains(words, autoescape=True))
        )
    if after is not None:
        query = query.where(Grant.id < after)
    rows = session.scalars(query.limit(PAGE + 1)).all()
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def grant_of(session: ScopedSession, grant_id: UUID) -> Grant:
    """A grant of the tenant.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Grant).where(Grant.id == grant_id))
    if found is None:
        raise NotFound(grant_id)
    return found


def on_case(session: ScopedSession, case: Case) -> Grant:
    """The grant that was made on an application.

    Raises:
        NotFound: none was.
    """
    found = made_on(session, case)
    if found is None:
        raise NotFound(case.id)
    return found


def made_on(session: ScopedSession, case: Case) -> Grant | None:
    """The grant that was made on an application, if any was."""
    return session.scalar(select(Grant).where(Grant.case_id == case.id))


def certificates(session: ScopedSession, grant: Grant) -> list[UUID]:
    """Every certificate that was ever given out on a grant: with it, and when it was renewed or changed."""
    cases = select(Matter.case_id).where(Matter.grant_id == grant.id)
    query = select(IssuedPaper.id).where(
        IssuedPaper.code.in_(("approval.certificate", "approval.new_certificate")),
        or_(IssuedPaper.case_id == grant.case_id, IssuedPaper.case_id.in_(cases)),
    )
    return list(session.scalars(query.order_by(IssuedPaper.id)))


def said_of(grant: Grant) -> str:
    """How a grant stands today, a msgid."""
    if grant.standing == "valid" and grant.valid_until is not None and grant.valid_until < time.today():
        return EXPIRED
    return STANDING[grant.standing]


def matter_of(session: ScopedSession, case: Case) -> tuple[Matter, Grant]:
    """What a case about a grant holds, with the grant."""

    def ask() -> tuple[Matter, Grant]:
        query = select(Matter, Grant).join(Grant, (Grant.tenant_id == Matter.tenant_id) & (Grant.id == Matter.grant_id))
        matter, grant = session.execute(query.where(Matter.case_id == case.id)).one()
        return matter, grant

    return session.once(("approval.matter", case.id), ask)


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a grant and what it permits, as it stands now; `content` is empty where no change said otherwise."""

    name: str
    address: str
    content: str = ""


def holding(session: ScopedSession, grant: Grant) -> Holding:
    """What a grant says of its holder and content, every change that was granted counted in (许可法 49)."""
    holder = parties_of(session, session.get_one(Case, (grant.tenant_id, grant.case_id)))[0]
    query = select(Matter.changes).where(
        Matter.grant_id == grant.id, Matter.matter == CHANGE, Matter.decision == "grant"
    )
    now = Holding(holder.name, holder.address or "")
    for kept in session.scalars(query.order_by(Matter.decided_on, Matter.case_id)):
        now = replace(now, **{name: after for name, (_before, after) in json.loads(kept).items()})
    return now


def facts(session: ScopedSession, case: Case) -> MatterFacts:
    """What guards and clocks know of a case about a grant."""
    matter, grant = matter_of(session, case)
    remedy = session.get_one(Item, (case.tenant_id, grant.item_id)).remedy
    return MatterFacts(
        matter.matter,
        matter.ground,
        grant.valid_until,
        time.today(),
        case.received_on,
        matter.decision,
        matter.decided_on,
        remedy if remedy in remedies.REMEDIES else remedies.DIRECT,
    )


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of a case about a grant shows."""
    matter, grant = matter_of(session, case)
    return {
        "matter": matter,
        "grant": grant,
        "what": MATTERS[matter.matter],
        "ground": GROUNDS[matter.matter].get(matter.ground, ("", ""))[0],
        "standing": said_of(grant),
        "changes": [(CHANGES[name], *pair) for name, pair in json.loads(matter.changes).items()],
        "contestable": case.state == "done" and facts(session, case).contestable,
    }


def history(session: ScopedSession, actor: Actor, grant: Grant) -> Sequence[tuple[Matter, Case]]:
    """The cases about a grant that the actor may open, the oldest first."""
    query = (
        select(Matter, Case)
        .join(Case, (Case.tenant_id == Matter.tenant_id) & (Case.id == Matter.case_id))
        .where(Matter.grant_id == grant.id, readable(actor, ("approval.grant",)))
        .order_by(Case.id)
    )
    return [(matter, case) for matter, case in session.execute(query)]


def askable(session: ScopedSession, grant: Grant) -> tuple[str, ...]:
    """What the holder can ask for now: nothing of one that ended, or while another case about it is open."""
    over = grant.valid_until is not None and grant.valid_until < time.today()
    if grant.standing != "valid" or over or open_on(session, grant):
        return ()
    return ASKED if grant.valid_until is not None else (CHANGE,)


def open_on(session: ScopedSession, grant: Grant, matter: str = "") -> bool:
    """Whether a case about a grant is still open, of one sort or of any."""
    query = (
        select(Case.id)
        .join(Matter, (Matter.tenant_id == Case.tenant_id) & (Matter.case_id == Case.id))
        .where(Matter.grant_id == grant.id, Case.is_open.is_(True))
    )
    if matter:
        query = query.where(Matter.matter == matter)
    return session.scalar(query.limit(1)) is not None


def banned_until(session: ScopedSession, case: Case, code: str) -> Any:
    """The last day on which the applicant of a case may not apply for its item again (许可法 78, 79); None for none.

    Args:
        code: of the item: its editions are one and the same licence, whatever each is called.
    """
    if case.party_index is None:
        return None
    editions = select(Item.id).where(Item.code == code)
    refused = select(Application.case_id).where(Application.item_id.in_(editions))
    taken = select(Matter.case_id).join(Grant, (Grant.tenant_id == Matter.tenant_id) & (Grant.id == Matter.grant_id))
    query = (
        select(Clock.due_on)
        .join(Case, (Case.tenant_id == Clock.tenant_id) & (Case.id == Clock.case_id))
        .where(
            Clock.rule.in_((BAN, BAN_FRAUD)),
            Clock.due_on >= time.today(),
            Case.party_index == case.party_index,
            or_(Case.id.in_(refused), Case.id.in_(taken.where(Grant.item_id.in_(editions)))),
            Case.id != case.id,
        )
        .order_by(Clock.due_on.desc())
    )
    return session.scalar(query.limit(1))
