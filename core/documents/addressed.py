"""Documents that units of the same tenant sign for 签收: named with the draft, told of the issue, each signs once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.accounts.queries import people_in
from core.audit.services import record
from core.contracts import Matter, NoticeKind, Owed
from core.db import Database, Scope, ScopedSession, new_id
from core.documents.models import Document, DocumentUnit, IssuedDocument
from core.errors import Forbidden, NotFound
from core.i18n import N_
from core.jobs.services import emit, had_effect
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Unit

TOPIC = "core.document_units"
BATCH = 50  # units told in one write turn, so that nobody waits long for theirs
CAME = N_("公文%(number)s已经印发，请签收。")


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether one unit has signed."""

    unit: str
    signed_at: dt.datetime | None
    signed_by: str


def address(session: ScopedSession, row: Document, unit_ids: Collection[UUID]) -> None:
    """Name the units that sign for a document; who is named already is not named again."""
    named = set(session.scalars(select(DocumentUnit.unit_id).where(DocumentUnit.document_id == row.id)))
    for unit_id in dict.fromkeys(unit_ids):
        if unit_id not in named:
            session.add(DocumentUnit(tenant_id=row.tenant_id, id=new_id(), document_id=row.id, unit_id=unit_id))
    session.flush()


def units_of(session: ScopedSession, document_id: UUID) -> list[UUID]:
    """The units that sign for a document."""
    return sorted(session.scalars(select(DocumentUnit.unit_id).where(DocumentUnit.document_id == document_id)))


def deliver(session: ScopedSession, issued: IssuedDocument) -> None:
    """Owe the named units the news that a document is out; a document that names none owes none."""
    wanted = select(DocumentUnit.id).where(DocumentUnit.document_id == issued.id).limit(1)
    if session.scalar(wanted) is not None:
        emit(session, TOPIC, f"document:{issued.id}", {"document": str(issued.id)})


def tell(database: Database, tenant: int, payload: Mapping[str, Any]) -> None:
    """Tell the people of each named unit once, in batches; cut off, it goes on where it stopped."""
    document_id, after = UUID(payload["document"]), UUID(int=0)
    while True:
        with database.write(Scope.one(tenant)) as session:
            issued = session.get_one(IssuedDocument, (tenant, document_id))
            rows = select(DocumentUnit).where(DocumentUnit.document_id == document_id, DocumentUnit.id > after)
            found = session.scalars(rows.order_by(DocumentUnit.id).limit(BATCH)).all()
            for row in found:
                if row.signed_at is None and not had_effect(session, "document_unit", str(row.id)):
                    news = News(RECEIVED.code, document_id, CAME, {"number": issued.number})
                    notices.tell(session, news, people_in(session, Perm.SUBMIT, row.unit_id))
            if len(found) < BATCH:
                return
            after = found[-1].id


def sign(session: ScopedSession, actor: Actor, document_id: UUID) -> int:
    """Sign for an issued document for the actor's own units; what was signed before stays as it is.

    Returns:
        For how many units it was signed now.

    Raises:
        Forbidden: the actor hands in for no unit here.
        NotFound: no such document that names one of their units.
    """
    own = actor.own_units(Perm.SUBMIT)
    if not own:
        raise Forbidden(Perm.SUBMIT)
    wanted = (DocumentUnit.document_id == document_id, DocumentUnit.unit_id.in_(sorted(own)))
    rows = session.scalars(select(DocumentUnit).where(*wanted).with_for_update()).all()
    if not rows or session.get(IssuedDocument, (session.tenant, document_id)) is None:
        raise NotFound(document_id)
    signed = [row for row in rows if row.signed_at is None]
    for row in signed:
        row.signed_at, row.signed_by = time.now(), actor.title
    if signed:
        record(session, actor, "core.document.receive", str(document_id), {"units": len(signed)})
    session.flush()
    return len(signed)


def standing(session: ScopedSession, document_id: UUID) -> list[Standing]:
    """Every unit that signs for a document, those that have not first, then by their codes."""
    rows = session.execute(
        select(Unit.name, DocumentUnit.signed_at, DocumentUnit.signed_by)
        .join(Unit, (Unit.tenant_id == DocumentUnit.tenant_id) & (Unit.id == DocumentUnit.unit_id))
        .where(DocumentUnit.document_id == document_id)
        .order_by(DocumentUnit.signed_at.is_not(None), Unit.code)
    )
    return [Standing(*row) for row in rows]


def received(
    session: ScopedSession, actor: Actor, number: int, limit: int
) -> Sequence[tuple[IssuedDocument, dt.datetime | None]]:
    """Page `number`, from 1, of what the actor's units sign for, the unsigned first; one row more tells of a next."""
    settled = case((func.count(DocumentUnit.signed_at) == func.count(), 1), else_=0)
    rows = session.execute(
        select(IssuedDocument, func.min(DocumentUnit.signed_at))
        .join(DocumentUnit, _same_document())
        .where(_mine(actor))
        .group_by(IssuedDocument.tenant_id, IssuedDocument.id)
        .order_by(settled, IssuedDocument.issued_at.desc(), IssuedDocument.id)
        .limit(limit + 1)
        .offset((number - 1) * limit)
    )
    return [(issued, signed) for issued, signed in rows]


def one_received(session: ScopedSession, actor: Actor, document_id: UUID) -> tuple[Document, IssuedDocument, Standing]:
    """A document that names one of the actor's units, with how the first of these stands.

    Raises:
        NotFound: there is none, or it is not issued.
    """
    rows = session.execute(
        select(Document, IssuedDocument, Unit.name, DocumentUnit.signed_at, DocumentUnit.signed_by)
        .join(IssuedDocument, (IssuedDocument.tenant_id == Document.tenant_id) & (IssuedDocument.id == Document.id))
        .join(DocumentUnit, _same_document())
        .join(Unit, (Unit.tenant_id == DocumentUnit.tenant_id) & (Unit.id == DocumentUnit.unit_id))
        .where(_mine(actor), Document.id == document_id)
        .order_by(DocumentUnit.signed_at.is_not(None), Unit.code)
    ).first()
    if rows is None:
        raise NotFound(document_id)
    row, issued, unit, signed_at, signed_by = rows
    return row, issued, Standing(unit, signed_at, signed_by)


def _mine(actor: Actor) -> ColumnElement[bool]:
    return DocumentUnit.unit_id.in_(sorted(actor.own_units(Perm.SUBMIT)))


def _same_document() -> ColumnElement[bool]:
    same: ColumnElement[bool] = (DocumentUnit.tenant_id == IssuedDocument.tenant_id) & (
        DocumentUnit.document_id == IssuedDocument.id
    )
    return same


def _waiting(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    wanted = (DocumentUnit.document_id.in_(ids), DocumentUnit.signed_at.is_(None))
    return set(session.scalars(select(DocumentUnit.document_id).where(*wanted)))


def _visible(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    wanted = (DocumentUnit.document_id.in_(ids), _mine(actor))
    return set(session.scalars(select(DocumentUnit.document_id).where(*wanted)))


EFFECT = Owed(TOPIC, None, N_("通知签收公文"), apart=tell)
RECEIVED = NoticeKind(
    "core.document_unit",
    N_("公文等待签收"),
    Matter("document_unit", "/w/{tenant}/documents/received/{id}", _waiting, _visible),
    default="now",
)
