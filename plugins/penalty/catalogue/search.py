"""Published offences with their standards in the index, open to everybody (行政处罚法34、39)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import or_, select

from core import citations
from core import clock as time
from core.accounts.actor import Actor
from core.contracts import Searchable
from core.db import ScopedSession
from core.i18n import N_
from core.search.backend import Doc
from core.tenancy.switches import document_tokens
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.discretion import queries as standards


def document(session: ScopedSession, offence: Offence) -> Doc:
    """What the index holds of an offence, in the words an excerpt may show."""
    standard = standards.current(session, offence.id)
    circumstances = [tier.when for tier in standard.steps if tier.when] if standard is not None else []
    words = (citations.spoken(offence.basis), offence.text, offence.order, *circumstances)
    return Doc(
        key=f"offence:{offence.id}",
        tenant=str(offence.tenant_id),
        kind="penalty.offence",
        acl=document_tokens(offence.tenant_id, "penalty"),
        date=offence.valid_from,
        title=offence.name,
        body="；".join(filter(None, words)),
        docno=offence.code,
        url=f"/t/{offence.tenant_id}/penalties/{offence.id}",
        version=offence.version,
    )


def load(session: ScopedSession, ids: Iterable[UUID]) -> Iterable[Doc]:
    """The documents of these offences, of those published."""
    query = select(Offence).where(Offence.id.in_(list(ids)), Offence.published.is_(True))
    return [document(session, offence) for offence in session.scalars(query).all()]


def everything(session: ScopedSession) -> Iterator[Doc]:
    """Every published offence of the session's tenant."""
    for offence in session.scalars(select(Offence).where(Offence.published.is_(True))).all():
        yield document(session, offence)


def visible(session: ScopedSession, keys: Iterable[str], actor: Actor | None) -> set[str]:
    """Of these keys, those that are published and whose text counts today."""
    ids, today = [UUID(key.removeprefix("offence:")) for key in keys], time.today()
    counts = (Offence.valid_from <= today, or_(Offence.valid_to.is_(None), Offence.valid_to >= today))
    query = select(Offence.id).where(Offence.id.in_(ids), Offence.published.is_(True), *counts)
    return {f"offence:{one}" for one in session.scalars(query)}


OFFENCES = Searchable(kind="offence", label=N_("处罚依据"), load=load, all=everything, visible=visible)
