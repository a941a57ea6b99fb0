"""Published key works in the index, open to everyone; staff find theirs as cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.contracts import Searchable
from core.db import ScopedSession
from core.i18n import N_
from core.search.backend import Doc
from core.tenancy.switches import document_tokens, in_use
from plugins.goals.models import KeyWork


def document(work: KeyWork) -> Doc:
    """What the index holds of a key work, in the words an excerpt may show."""
    return Doc(
        key=f"key_work:{work.case_id}",
        tenant=str(work.tenant_id),
        kind="goals.key_work",
        acl=document_tokens(work.tenant_id, "goals", work.unit_id),
        date=work.media_on or time.today(),
        title=work.name,
        body="；".join((work.body, work.head, work.standard, work.limit, work.lost)),
        docno="",
        url=f"/t/{work.tenant_id}/key-works/{work.case_id}",
        version=1,
    )


def load(session: ScopedSession, ids: Iterable[UUID]) -> Iterable[Doc]:
    """The documents of these key works, of those published."""
    query = select(KeyWork).where(KeyWork.case_id.in_(list(ids)), KeyWork.published.is_(True))
    return [document(work) for work in session.scalars(query)]


def everything(session: ScopedSession) -> Iterator[Doc]:
    """Every published key work of the session's tenant."""
    for work in session.scalars(select(KeyWork).where(KeyWork.published.is_(True))):
        yield document(work)


def visible(session: ScopedSession, keys: Iterable[str], actor: Actor | None) -> set[str]:
    """Of these keys, those that are published in a unit that uses the measure."""
    ids = [UUID(key.removeprefix("key_work:")) for key in keys]
    query = select(KeyWork.case_id).where(
        KeyWork.case_id.in_(ids), KeyWork.published.is_(True), in_use("goals", KeyWork)
    )
    return {f"key_work:{case_id}" for case_id in session.scalars(query)}


KEY_WORKS = Searchable(kind="key_work", label=N_("重点工作"), load=load, all=everything, visible=visible)
