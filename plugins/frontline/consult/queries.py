"""Reading consultations: their period, their comments, and what of them is public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import aliased

from core.accounts.actor import Actor
from core.cases.catalogue import catalogue
from core.clock import local_date
from core.comments.models import Comment
from core.db import ScopedSession
from core.deadlines.counting import compute
from core.errors import NotFound
from core.publishing.models import Publication, Published
from core.publishing.rules import Stage
from core.tenancy.models import Unit
from core.tenancy.switches import in_use
from plugins.frontline.consult.models import Consultation
from plugins.frontline.consult.rules import Period, Said
from plugins.frontline.deadlines import DECISION
from plugins.frontline.issues.queries import own_rows

KIND = "frontline.consultation"
MOST = 200


@dataclass(frozen=True, slots=True)
class Open:
    """A consultation with its unit, its period once the notice is out, how many comments wait, and whether its report
    is drafted."""

    row: Consultation
    unit: str
    period: Period | None
    waiting: int = 0
    reported: bool = False


def period_of(row: Consultation, notice: Published | None) -> Period | None:
    """From the notice's day to the last of its days (条例 15: the day of publication is not counted)."""
    if notice is None:
        return None
    opened = local_date(notice.published_at)
    due = compute(DECISION, opened, length=row.days, catalogue=catalogue()).due
    return None if due is None else Period(opened, due)


def listed(session: ScopedSession, where: ColumnElement[bool], *, out: bool = False) -> list[Open]:
    """Consultations, the newest first.

    Args:
        out: only those whose notice stands on the portal, in units that use the measure.
    """
    stands = (Published.tenant_id == Consultation.tenant_id) & (Published.id == Consultation.notice_id)
    stands &= Published.stage == Stage.PUBLISHED
    waiting = (
        select(func.count())
        .where(
            Comment.tenant_id == Consultation.tenant_id,
            Comment.owner_kind == KIND,
            Comment.owner_id == Consultation.id,
            Comment.looked_at.is_(None),
        )
        .correlate(Consultation)
        .scalar_subquery()
    )
    reported = exists().where(Publication.tenant_id == Consultation.tenant_id, Publication.id == Consultation.report_id)
    asks = aliased(Publication)  # one whose draft was thrown away asks nothing
    query = (
        select(Consultation, Unit.name, Published, waiting, reported)
        .join(asks, (asks.tenant_id == Consultation.tenant_id) & (asks.id == Consultation.notice_id))
        .join(Unit, (Unit.tenant_id == Consultation.tenant_id) & (Unit.id == Consultation.unit_id))
        .join(Published, stands, isouter=not out)
        .where(where, in_use("frontline", Consultation) if out else true())
        .order_by(Consultation.id.desc())
        .limit(MOST)
    )
    return [
        Open(row, unit, period_of(row, notice), number, bool(told))
        for row, unit, notice, number, told in session.execute(query)
    ]


def of_actor(session: ScopedSession, actor: Actor) -> list[Open]:
    """The consultations of the actor's units."""
    return listed(session, own_rows(session, actor, Consultation.unit_id))


def one_of_actor(session: ScopedSession, actor: Actor, consultation_id: UUID) -> Open:
    """One of them.

    Raises:
        NotFound: there is none.
    """
    return _one(session, own_rows(session, actor, Consultation.unit_id), consultation_id)


def one_out(session: ScopedSession, consultation_id: UUID) -> Open:
    """One that the public reads.

    Raises:
        NotFound: there is none.
    """
    return _one(session, true(), consultation_id, out=True)


def _one(session: ScopedSession, where: ColumnElement[bool], consultation_id: UUID, *, out: bool = False) -> Open:
    found = listed(session, where & (Consultation.id == consultation_id), out=out)
    if not found:
        raise NotFound(consultation_id)
    return found[0]


def said(rows: Sequence[Comment]) -> list[Said]:
    """Comments as the rules read them."""
    return [Said(row.standing, row.taken) for row in rows]
