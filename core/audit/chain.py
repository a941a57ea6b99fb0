"""The chain: the worker seals audit rows in order, and anyone may verify that none was changed, dropped or swapped.

Rows are found by having no link yet, never by position: a late commit is sealed late and not missed (tenancy.md §4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Select, select

from core import clock as time
from core.audit.models import Audit, AuditLink
from core.audit.rules import FIRST, link_hash
from core.config import AUDIT_HASHES
from core.db import Database, Scope, ScopedSession, bulk
from core.db.ids import earlier
from core.db.queue import queue
from core.i18n import N_

BATCH = 500
# A row's key says when it was made; whatever is committed later than this is found by the look at the whole.
LATE = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of a tenant's chain on a day, as it is kept outside the database."""

    tenant: int
    seq: int
    algorithm: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a tenant's chain found; `seq` names the first bad link, `problem` says what is wrong with it."""

    tenant: int
    links: int
    head: str
    seq: int | None = None
    problem: str = ""

    @property
    def good(self) -> bool:
        """True when every row is as it was sealed."""
        return not self.problem


def extend(database: Database, tenant: int, algorithm: str, *, whole: bool = False) -> int:
    """Seal a tenant's rows that have no link yet, batch by batch.

    Args:
        algorithm: one of `core.config.AUDIT_HASHES`.
        whole: look at every row, not only at those made since shortly before the last seal.

    Returns:
        How many rows were sealed.
    """
    sealed = 0
    while True:
        with database.read(Scope.one(tenant)) as session:
            if not session.scalars(_open(session, whole=whole).limit(1)).first():
                return sealed
        with database.write(Scope.one(tenant)) as session:
            sealed += _seal(session, algorithm, whole=whole)


def verify(session: ScopedSession, heads: Iterable[Head] = ()) -> Verdict:
    """Walk the chain of the session's tenant from its first link.

    Args:
        heads: kept heads of this tenant; each must still be found in the chain, so that a chain that was cut off or
            written anew is seen.
    """
    kept = {head.seq: head for head in heads}
    seq, before = 0, FIRST
    for link, row in _links(session):
        seq += 1
        if problem := _wrong(link, row, seq, before):
            return Verdict(session.tenant, seq - 1, before, seq, problem)
        before = link.hash
        head = kept.pop(seq, None)
        if head is not None and head.hash != link.hash:
            return Verdict(session.tenant, seq, before, seq, N_("与库外留存的链头不一致"))
    if kept:
        return Verdict(session.tenant, seq, before, min(kept), N_("库外留存的链头已不在链中"))
    return Verdict(session.tenant, seq, before)


def head(session: ScopedSession) -> Head | None:
    """The last link of the session's tenant."""
    link = session.scalar(_last())
    return None if link is None else Head(session.tenant, link.seq, link.algorithm, link.hash)


def _seal(session: ScopedSession, algorithm: str, *, whole: bool) -> int:
    queue(session, "audit chain")
    last = session.scalar(_last())
    seq, before = (last.seq, last.hash) if last else (0, FIRST)
    now, links = time.now(), []
    for row in session.scalars(_open(session, whole=whole).limit(BATCH)):
        seq, before = seq + 1, link_hash(algorithm, before, row)
        links.append({"seq": seq, "audit_id": row.id, "at": now, "algorithm": algorithm, "hash": before})
    return bulk.insert(session, AuditLink, links)


def _open(session: ScopedSession, *, whole: bool) -> Select[Audit]:
    """Rows without a link, in the order of their keys."""
    linked = select(AuditLink.seq).where(AuditLink.tenant_id == Audit.tenant_id, AuditLink.audit_id == Audit.id)
    query = select(Audit).where(~linked.exists()).order_by(Audit.id)
    last = None if whole else session.scalar(_last())
    return query if last is None else query.where(Audit.id >= earlier(last.audit_id, LATE))


def _last() -> Select[AuditLink]:
    return select(AuditLink).order_by(AuditLink.seq.desc()).limit(1)


def _links(session: ScopedSession) -> Iterator[tuple[AuditLink, Audit | None]]:
    query = (
        select(AuditLink, Audit)
        .outerjoin(Audit, (Audit.tenant_id == AuditLink.tenant_id) & (Audit.id == AuditLink.audit_id))
        .order_by(AuditLink.seq)
        .execution_options(yield_per=BATCH)
    )
    with session.execute(query) as found:  # a check ends at the first bad row, and closes the cursor
        for link, row in found:  # noqa: UP028 - a Row is not the pair it stands for
            yield link, row


def _wrong(link: AuditLink, row: Audit | None, seq: int, before: str) -> str:
    if link.seq != seq:
        return N_("链中缺少这一条")
    if row is None:
        return N_("所封存的记录已被删除")
    if link.algorithm not in AUDIT_HASHES:
        return N_("算法不明")
    if link_hash(link.algorithm, before, row) != link.hash:
        return N_("记录或者次序被改动")
    return ""
