"""Reading official documents: the register, one document with its signers and history, who signs for whom."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from core.accounts import queries as people
from core.accounts.actor import Actor
from core.accounts.models import Account
from core.db import ScopedSession
from core.db.ids import PageKey
from core.db.keyset import newest_first
from core.documents.models import Document, DocumentSigner, DocumentStep, IssuedDocument
from core.documents.permissions import Perm
from core.documents.rules import Stage
from core.errors import NotFound

PER_PAGE = 30


def readable(actor: Actor) -> ColumnElement[bool]:
    """Which documents the actor may see: of the units where they draft, check, sign or issue, and what they wrote."""
    whole, units = False, frozenset[UUID]()
    for permission in Perm:
        held = actor.units(permission)
        whole = whole or held is None
        units |= held or frozenset()
    own = Document.tenant_id == actor.tenant
    if whole:
        return own
    if not units:
        return false()
    return and_(own, or_(Document.unit_id.in_(sorted(units)), Document.author_id == actor.account_id))


def register(
    session: ScopedSession, actor: Actor, stage: str = "", words: str = "", after: PageKey | None = None
) -> tuple[Sequence[Document], PageKey | None]:
    """A page of the register, the last changed first, and the key of the next page.

    Args:
        words: stand in the title or the number.
    """
    query = select(Document).where(readable(actor))
    if stage:
        query = query.where(Document.stage == stage)
    if words:
        query = query.where(
            or_(Document.title.contains(words, autoescape=True), Document.number.contains(words, autoescape=True))
        )
    return newest_first(session, query, Document.changed_at, Document.id, after, PER_PAGE)


def stages(session: ScopedSession, actor: Actor) -> dict[str, int]:
    """How many the actor may see at each stage."""
    query = select(Document.stage, func.count()).where(readable(actor)).group_by(Document.stage)
    return dict(session.execute(query).all())


def at_work(session: ScopedSession, actor: Actor, document_id: UUID) -> Document:
    """A document the actor may see.

    Raises:
        NotFound: none of this id that is theirs to see.
    """
    row = session.scalar(select(Document).where(readable(actor), Document.id == document_id))
    if row is None:
        raise NotFound(document_id)
    return row


def signers_of(session: ScopedSession, document_id: UUID) -> Sequence[DocumentSigner]:
    """Whose signature a document needs, in order."""
    query = select(DocumentSigner).where(DocumentSigner.document_id == document_id)
    return session.scalars(query.order_by(DocumentSigner.position)).all()


def steps_of(session: ScopedSession, document_id: UUID) -> Sequence[DocumentStep]:
    """What happened to a document, oldest first."""
    query = select(DocumentStep).where(DocumentStep.document_id == document_id)
    return session.scalars(query.order_by(DocumentStep.at, DocumentStep.id)).all()


def issued(session: ScopedSession, document_id: UUID) -> IssuedDocument | None:
    """A document as it was issued; None before."""
    return session.get(IssuedDocument, (session.tenant, document_id))


def able_to_sign(session: ScopedSession) -> list[tuple[UUID, str]]:
    """Who holds the right to sign in the session's tenant today: (account, name), by name."""
    holders = people.people_for(session, Perm.SIGN)
    if not holders:
        return []
    query = select(Account.id, Account.display_name).where(Account.id.in_(sorted(holders)))
    return sorted(((account, name) for account, name in session.execute(query)), key=lambda one: (one[1], one[0]))


def place_of(actor: Actor, signers: Sequence[DocumentSigner]) -> tuple[DocumentSigner | None, str]:
    """The place among signers that the actor fills now, and the name that stands there.

    Their own, else that of a colleague in whose place they act 代理, if it still waits.
    """
    waiting = {signer.account_id: signer for signer in signers if signer.signed_at is None}
    if actor.account_id in waiting:
        return waiting[actor.account_id], actor.name
    for held in actor.held:
        principal = held.principal
        if principal is not None and Perm.SIGN in held.permissions and principal.account_id in waiting:
            return waiting[principal.account_id], f"{actor.name}（代{principal.name}）"
    return None, actor.name


def waiting_for(actor: Actor) -> Select[int]:
    """The query of how many documents wait for what the actor can do: check, sign or issue."""
    mine = sorted({actor.account_id, *_principals(actor)})
    signing = exists().where(
        DocumentSigner.tenant_id == Document.tenant_id,
        DocumentSigner.document_id == Document.id,
        DocumentSigner.account_id.in_(mine),
        DocumentSigner.signed_at.is_(None),
    )
    steps: list[ColumnElement[bool]] = []
    if actor.may(Perm.CHECK):
        steps.append(and_(Document.stage == Stage.CHECKING, Document.author_id != actor.account_id))
    if actor.may(Perm.SIGN):
        steps.append(and_(Document.stage == Stage.SIGNING, signing))
    if actor.may(Perm.ISSUE):
        steps.append(Document.stage == Stage.SIGNED)
    return select(func.count()).select_from(Document).where(readable(actor), or_(false(), *steps))


def _principals(actor: Actor) -> set[UUID]:
    return {held.principal.account_id for held in actor.held if held.principal is not None}
