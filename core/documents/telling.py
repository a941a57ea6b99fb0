"""Notices that a document waits for somebody: when it comes to them, and again on each working day that it lies.

A title may name a person and a notice may leave by mail, so only the kind is said.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, or_, select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import people_for
from core.calendar import services as calendars
from core.contracts import Matter, NoticeKind
from core.db import Database, Scope, ScopedSession
from core.documents import queries, rules
from core.documents.models import Document
from core.documents.permissions import Perm
from core.documents.rules import Stage
from core.i18n import N_
from core.jobs.services import had_effect
from core.notices import services as notices
from core.notices.services import News

CAME = {
    Stage.DRAFT: N_("您起草的%(kind)s被退回修改。"),
    Stage.CHECKING: N_("有一份%(kind)s等待核稿。"),
    Stage.SIGNING: N_("有一份%(kind)s等待您签发。"),
    Stage.SIGNED: N_("有一份%(kind)s等待编号印发。"),
}
LIES = {
    Stage.CHECKING: N_("有一份%(kind)s等待核稿，已经%(days)s个工作日。"),
    Stage.SIGNING: N_("有一份%(kind)s等待您签发，已经%(days)s个工作日。"),
    Stage.SIGNED: N_("有一份%(kind)s等待编号印发，已经%(days)s个工作日。"),
}
# Working days after which what lies is reminded of.
PATIENCE = {"": 2, "urgent": 1, "most_urgent": 1}


def tell(session: ScopedSession, row: Document) -> None:
    """Tell those for whom a document waits now that it came to them; for whom it waited before, it does no more."""
    settle(session, row)
    news = News(WAITS.code, row.id, CAME[Stage(row.stage)], {"kind": rules.KINDS[row.kind].label})
    notices.tell(session, news, waited_for(session, row))


def settle(session: ScopedSession, row: Document) -> None:
    """Take what people were told of a document off their lists: it moved on."""
    notices.settled(session, [(DOCUMENT.code, row.id)])


def waited_for(session: ScopedSession, row: Document) -> list[UUID]:
    """Whose turn a document is: its author's, of who may check it, of who has not signed, of who issues."""
    signers = queries.signers_of(session, row.id)
    if row.stage == Stage.DRAFT:
        return [row.author_id]
    if row.stage == Stage.SIGNING:
        return [signer.account_id for signer in signers if signer.signed_at is None]
    if row.stage == Stage.CHECKING:
        apart = {row.author_id, *(signer.account_id for signer in signers)}
        return [account for account in people_for(session, Perm.CHECK, row.unit_id) if account not in apart]
    return people_for(session, Perm.ISSUE, row.unit_id)


def remind(database: Database, tenant: int) -> int:
    """Remind of what lies, once a working day; a second run on the same day reminds of nothing.

    Returns:
        Of how many documents somebody was reminded.
    """
    with database.read(Scope.one(tenant)) as session:
        calendar, today = calendars.current(session, tenant), time.today().toordinal()
        if not calendar.is_working(today):
            return 0
        rows = session.scalars(select(Document).where(Document.stage.in_(sorted(LIES)))).all()
        days = {row.id: calendar.working_between(time.local_date(row.changed_at).toordinal(), today) for row in rows}
        due = sorted(row.id for row in rows if days[row.id] >= PATIENCE[row.urgency])
    with database.write(Scope.one(tenant)) as session:
        return sum(_remind(session, document_id, days[document_id]) for document_id in due)


def _remind(session: ScopedSession, document_id: UUID, days: int) -> bool:
    row = session.get(Document, (session.tenant, document_id))
    if row is None or row.stage not in LIES or had_effect(session, "documents", f"{document_id}:{time.today()}"):
        return False
    params = {"kind": rules.KINDS[row.kind].label, "days": str(days)}
    notices.tell(session, News(WAITS.code, row.id, LIES[Stage(row.stage)], params), waited_for(session, row))
    return True


def _alive(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    waits = or_(Document.stage.in_(sorted(LIES)), and_(Document.stage == Stage.DRAFT, Document.reason != ""))
    return set(session.scalars(select(Document.id).where(Document.id.in_(ids), waits)))


def _visible(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    return set(session.scalars(select(Document.id).where(queries.readable(actor), Document.id.in_(ids))))


DOCUMENT = Matter("document", "/w/{tenant}/documents/{id}", _alive, _visible)
WAITS = NoticeKind("core.document", N_("公文等待办理"), DOCUMENT, default="now")
