"""Reading incoming documents and sendings: facts, pages, the reader's own, the archive, the sender's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import own_people, placed
from core.cases import lists
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.cases.queries import readable
from core.contracts import Card
from core.db import ScopedSession
from core.documents.models import Document, IssuedDocument
from core.documents.rules import Stage
from core.errors import NotFound
from core.exchange import queries as exchange
from core.exchange.models import ParcelSent
from core.files import services as files
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.egov.documents.models import Dispatch, DispatchAnswer, Incoming, Opinion, Reader
from plugins.egov.documents.rules import OPINIONS, RETENTIONS, IncomingFacts
from plugins.egov.permissions import Perm

KIND = "egov.incoming"
# Kinds of parcels.
DOCUMENT, RECALL, ANSWER = "egov.document", "egov.document_recall", "egov.document_answer"
PAGE, SHOWN = 50, 200
WAITING = {
    "doc_arrived": (N_("待签收登记的公文"), Perm.REGISTER),
    "doc_proposed": (N_("待批办的公文"), Perm.DIRECT),
    "doc_handling": (N_("在办的收文"), Perm.HANDLE),
    "doc_answered": (N_("待归档的公文"), Perm.REGISTER),
}


def office(session: ScopedSession) -> Unit | None:
    """Where documents arrive: the general office 党政办公室, in the county the organ's own office; None without one."""

    def ask() -> Unit | None:
        general, own = Unit.function == "general_office", (Unit.kind == "office") & (Unit.legal_title == "own")
        query = select(Unit).where(general | own, Unit.closed_on.is_(None)).order_by(general.desc(), Unit.code)
        return session.scalars(query.limit(1)).first()

    return session.once(("egov.office",), ask)


def unit_names(session: ScopedSession) -> dict[UUID, str]:
    """The units of the tenant by name, in the order of their codes."""
    query = select(Unit.id, Unit.name).where(Unit.closed_on.is_(None)).order_by(Unit.code)
    return session.once(("egov.units",), lambda: dict(session.execute(query).all()))


def handling_units(session: ScopedSession) -> dict[UUID, str]:
    """The units in which somebody handles documents."""
    names = unit_names(session)
    able = {unit for unit, _account, _name in placed(session, (Perm.HANDLE,), names.keys())}
    return {unit: name for unit, name in names.items() if unit in able}


def staff(session: ScopedSession) -> list[tuple[UUID, str]]:
    """Everybody to whom a document can be circulated, by name."""
    return own_people(session, (Perm.OPEN,), unit_names(session).keys())


def incoming_of(session: ScopedSession, case: Case) -> Incoming:
    """What an incoming document holds beyond its case."""
    return session.get_one(Incoming, (case.tenant_id, case.id))


def facts(session: ScopedSession, case: Case) -> IncomingFacts:
    """What guards know of an incoming document."""
    row = incoming_of(session, case)
    return IncomingFacts(owes=row.wants_answer and not row.answer, today=time.today())


def readers_of(session: ScopedSession, case_id: UUID) -> Sequence[Reader]:
    """To whom it is circulated, who has not read it first."""
    query = select(Reader).where(Reader.case_id == case_id)
    return session.scalars(query.order_by(Reader.read_at.is_not(None), Reader.name, Reader.id)).all()


def opinions_of(session: ScopedSession, case_id: UUID) -> Sequence[Opinion]:
    """What was written on it, the oldest first."""
    return session.scalars(select(Opinion).where(Opinion.case_id == case_id).order_by(Opinion.at, Opinion.id)).all()


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of an incoming document shows."""
    row = incoming_of(session, case)
    merged = row.merged_id and session.get(Case, (case.tenant_id, row.merged_id))
    return {
        "incoming": row,
        "readers": readers_of(session, case.id),
        "opinions": opinions_of(session, case.id),
        "opinion_kinds": OPINIONS,
        "retention": RETENTIONS.get(row.retention, ""),
        "merged": merged.number if merged else "",
        "alike": alike(session, case, row) if case.is_open else (),
        "files": files.of_owner(session, "case", case.id),
        "today": time.today(),
    }


def alike(session: ScopedSession, case: Case, row: Incoming) -> Sequence[Case]:
    """Others of the same organ and number: perhaps the same document sent twice."""
    if not row.document_number:
        return ()
    same = (Incoming.organ == row.organ, Incoming.document_number == row.document_number, Incoming.case_id != case.id)
    query = select(Case).join(Incoming, (Incoming.tenant_id == Case.tenant_id) & (Incoming.case_id == Case.id))
    return session.scalars(query.where(*same).order_by(Case.id).limit(10)).all()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the register of incoming documents is asked for; empty is everything."""

    words: str = ""
    state: str = ""
    retention: str = ""
    expired: bool = False


def page(
    session: ScopedSession, actor: Actor, wanted: Wanted, after: UUID | None = None
) -> tuple[Sequence[tuple[Incoming, Case]], UUID | None]:
    """A page of the register 收文登记簿 and archive, the newest first, and the key of the next one."""
    query = (
        select(Incoming, Case)
        .join(Case, (Case.tenant_id == Incoming.tenant_id) & (Case.id == Incoming.case_id))
        .where(readable(actor, (KIND,)))
        .order_by(Incoming.case_id.desc())
    )
    if wanted.words:
        found = Case.title.contains(wanted.words, autoescape=True)
        found |= Incoming.document_number.contains(wanted.words, autoescape=True)
        query = query.where(found | Incoming.organ.contains(wanted.words, autoescape=True))
    if wanted.state:
        query = query.where(Case.state == wanted.state)
    if wanted.retention:
        query = query.where(Incoming.retention == wanted.retention)
    if wanted.expired:
        query = query.where(Incoming.keep_until <= time.today())
    if after is not None:
        query = query.where(Incoming.case_id < after)
    rows = session.execute(query.limit(PAGE + 1)).all()
    shown = [(row, case) for row, case in rows[:PAGE]]
    return shown, shown[-1][1].id if len(rows) > PAGE else None


def archived(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Sequence[tuple[Incoming, Case]]:
    """What was archived in a period, by day."""
    query = (
        select(Incoming, Case)
        .join(Case, (Case.tenant_id == Incoming.tenant_id) & (Case.id == Incoming.case_id))
        .where(readable(actor, (KIND,)), Incoming.archived_on.between(since, until))
        .order_by(Incoming.archived_on, Incoming.case_id)
    )
    return [(row, case) for row, case in session.execute(query)]


def own_reading(session: ScopedSession, actor: Actor) -> Sequence[tuple[Reader, Incoming, Case]]:
    """What is circulated to the actor, the unread first, then the newest."""
    query = (
        select(Reader, Incoming, Case)
        .join(Incoming, (Incoming.tenant_id == Reader.tenant_id) & (Incoming.case_id == Reader.case_id))
        .join(Case, (Case.tenant_id == Reader.tenant_id) & (Case.id == Reader.case_id))
        .where(Reader.account_id == actor.account_id)
        .order_by(Reader.read_at.is_not(None), Reader.case_id.desc())
        .limit(SHOWN)
    )
    return [(reader, row, case) for reader, row, case in session.execute(query)]


def own_copy(session: ScopedSession, actor: Actor, case_id: UUID) -> tuple[Reader, Incoming, Case]:
    """A document that is circulated to the actor.

    Raises:
        NotFound: none of this id is.
    """
    query = (
        select(Reader, Incoming, Case)
        .join(Incoming, (Incoming.tenant_id == Reader.tenant_id) & (Incoming.case_id == Reader.case_id))
        .join(Case, (Case.tenant_id == Reader.tenant_id) & (Case.id == Reader.case_id))
        .where(Reader.case_id == case_id, Reader.account_id == actor.account_id)
    )
    found = session.execute(query).first()
    if found is None:
        raise NotFound(case_id)
    reader, row, case = found
    return reader, row, case


def unread(session: ScopedSession, actor: Actor) -> int:
    """How many documents wait for the actor to read them."""
    query = select(func.count()).select_from(Reader)
    return session.scalar(query.where(Reader.account_id == actor.account_id, Reader.read_at.is_(None))) or 0


def cards(session: ScopedSession, actor: Actor) -> list[Card]:
    """What waits at each step of the incoming documents, and for the reader; steps without any are left out."""
    found = []
    if actor.may(Perm.INCOMING):
        numbers = lists.counts(session, actor, [CaseFilter(kinds=(KIND,), states=(state,)) for state in WAITING])
        found = [
            Card(label, number, f"state={state}", order=80 + order, mine=actor.may(whose))
            for order, ((state, (label, whose)), number) in enumerate(zip(WAITING.items(), numbers, strict=True))
            if number
        ]
    if actor.may(Perm.OPEN) and (number := unread(session, actor)):
        found.append(Card(N_("传阅给您的公文"), number, f"/w/{session.tenant}/incoming/reading", order=84, mine=True))
    return found


@dataclass(frozen=True, slots=True)
class Sent:
    """A sending with its document and how many have signed."""

    dispatch: Dispatch
    issued: IssuedDocument
    to: int
    signed: int


def sent(session: ScopedSession) -> list[Sent]:
    """The newest sendings of the session's tenant."""
    rows = session.execute(
        select(Dispatch, IssuedDocument)
        .join(IssuedDocument, _document())
        .order_by(Dispatch.sent_at.desc())
        .limit(SHOWN)
    ).all()
    counts = exchange.counts_of(session, session.tenant, DOCUMENT, [str(row.id) for row, _issued in rows])
    states = {row.id: counts.get(str(row.id), {}) for row, _issued in rows}
    return [Sent(row, issued, sum(states[row.id].values()), states[row.id].get("received", 0)) for row, issued in rows]


def one_sent(session: ScopedSession, dispatch_id: UUID) -> tuple[Dispatch, IssuedDocument]:
    """A sending of the session's tenant.

    Raises:
        NotFound: there is none of this id.
    """
    found = session.execute(
        select(Dispatch, IssuedDocument).join(IssuedDocument, _document()).where(Dispatch.id == dispatch_id)
    ).first()
    if found is None:
        raise NotFound(dispatch_id)
    return found[0], found[1]


def answers_to(session: ScopedSession, dispatch_id: UUID) -> dict[int, DispatchAnswer]:
    """What receivers answered, by their codes."""
    rows = session.scalars(select(DispatchAnswer).where(DispatchAnswer.dispatch_id == dispatch_id))
    return {row.from_tenant: row for row in rows}


def sent_before(session: ScopedSession, document_id: UUID, to: Collection[int]) -> set[int]:
    """Of these tenants, those to which a document went before and did not come back."""
    keys = [str(one) for one in session.scalars(select(Dispatch.id).where(Dispatch.document_id == document_id))]
    query = select(ParcelSent.to_tenant).where(ParcelSent.kind == DOCUMENT, ParcelSent.key.in_(keys))
    return set(session.scalars(query.where(ParcelSent.to_tenant.in_(to), ParcelSent.state != "refused")))


def sendable(session: ScopedSession) -> Sequence[IssuedDocument]:
    """The newest issued documents that count."""

    query = (
        select(IssuedDocument)
        .join(Document, (Document.tenant_id == IssuedDocument.tenant_id) & (Document.id == IssuedDocument.id))
        .where(Document.stage == Stage.ISSUED)
    )
    return session.scalars(query.order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id).limit(SHOWN)).all()


def _document() -> ColumnElement[bool]:
    same: ColumnElement[bool] = (IssuedDocument.tenant_id == Dispatch.tenant_id) & (
        IssuedDocument.id == Dispatch.document_id
    )
    return same


def waiting_readers(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    """Of these incoming documents, those that somebody has not read."""
    query = select(Reader.case_id).where(Reader.case_id.in_(ids), Reader.read_at.is_(None))
    return set(session.scalars(query))


def read_by(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Of these incoming documents, those circulated to the actor."""
    query = select(Reader.case_id).where(Reader.case_id.in_(ids), Reader.account_id == actor.account_id)
    return set(session.scalars(query))


def sendings(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Of these sendings, those the actor may open."""
    return set(session.scalars(select(Dispatch.id).where(Dispatch.id.in_(ids)))) if actor.may(Perm.SEND) else set()


def awaited(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    """Of these sendings, those not recalled."""
    query = select(Dispatch.id).where(Dispatch.id.in_(ids), Dispatch.recalled_at.is_(None))
    return set(session.scalars(query))
