"""Published items in the index, open to everyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select

from core import citations
from core import clock as time
from core.accounts.actor import Actor
from core.contracts import Searchable
from core.db import ScopedSession
from core.i18n import N_
from core.search.backend import Doc
from core.tenancy.switches import document_tokens, in_use
from plugins.approval.items.queries import in_force
from plugins.approval.models import Item


def document(item: Item) -> Doc:
    """What the index holds of an item, in the words an excerpt may show."""
    materials = [row["name"] for row in item.materials]
    return Doc(
        key=f"item:{item.id}",
        tenant=str(item.tenant_id),
        kind="approval.item",
        acl=document_tokens(item.tenant_id, "approval", item.unit_id),
        date=item.published_on or time.today(),
        title=item.name,
        body=citations.spoken("；".join([*item.aliases, *item.conditions, *materials, item.basis, item.type])),
        docno=item.code,
        url=f"/t/{item.tenant_id}/items/{item.code}",
        version=1,
    )


def load(session: ScopedSession, ids: Iterable[UUID]) -> Iterable[Doc]:
    """The documents of these items, of those published."""
    query = select(Item).where(Item.id.in_(list(ids)), Item.published.is_(True))
    return [document(item) for item in session.scalars(query)]


def everything(session: ScopedSession) -> Iterator[Doc]:
    """Every published item of the session's tenant."""
    for item in session.scalars(select(Item).where(Item.published.is_(True))):
        yield document(item)


def visible(session: ScopedSession, keys: Iterable[str], actor: Actor | None) -> set[str]:
    """Of these keys, those of editions that count today."""
    ids = [UUID(key.removeprefix("item:")) for key in keys]
    found = session.scalars(select(Item.id).where(Item.id.in_(ids), in_force(), in_use("approval", Item)))
    return {f"item:{item_id}" for item_id in found}


ITEMS = Searchable(kind="item", label=N_("办事指南"), load=load, all=everything, visible=visible)
