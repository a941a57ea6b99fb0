"""Publications in the index: what is listed on a portal, open to everyone; the masked words only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.contracts import Searchable
from core.db import ScopedSession
from core.i18n import N_
from core.publishing.models import Published
from core.search.backend import Doc
from core.tenancy.switches import document_tokens

PREFIX = "publication:"


def document(row: Published) -> Doc:
    """What the index holds of a publication."""
    owner = plugins.registry().owner.get(row.type, plugins.CORE)
    return Doc(
        key=f"{PREFIX}{row.id}",
        tenant=str(row.tenant_id),
        kind=row.type,
        acl=document_tokens(row.tenant_id, owner),
        date=time.local_date(row.published_at),
        title=row.title,
        body=row.body,
        docno="",
        url=f"/t/{row.tenant_id}/p/{row.id}",
        version=1,
    )


def load(session: ScopedSession, ids: Iterable[UUID]) -> Iterable[Doc]:
    """The documents of these publications, of those listed."""
    return [document(row) for row in session.scalars(select(Published).where(_open(), Published.id.in_(list(ids))))]


def everything(session: ScopedSession) -> Iterator[Doc]:
    """Every listed publication of the session's tenant."""
    for row in session.scalars(select(Published).where(_open())):
        yield document(row)


def visible(session: ScopedSession, keys: Iterable[str], actor: Actor | None) -> set[str]:
    """Of these keys, those still listed."""
    ids = [UUID(key.removeprefix(PREFIX)) for key in keys]
    found = session.scalars(select(Published.id).where(_open(), Published.id.in_(ids)))
    return {f"{PREFIX}{publication_id}" for publication_id in found}


def _open() -> ColumnElement[bool]:
    return and_(Published.listed == True, Published.published == True)  # noqa: E712


PUBLICATIONS = Searchable(kind="publication", label=N_("公开信息"), load=load, all=everything, visible=visible)
