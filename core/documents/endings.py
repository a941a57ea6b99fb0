"""That a paper counts no more: recalled 撤销 or replaced 替换, with the reason; documents and papers of cases alike."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.db import ScopedSession
from core.documents.models import PaperEnding
from core.documents.rules import reason_problems
from core.errors import DomainError, Problem
from core.i18n import N_

RECALLED, REPLACED = "recalled", "replaced"
STATES = {RECALLED: N_("已撤销"), REPLACED: N_("已被替换")}
MOST = 200


def end(
    session: ScopedSession, actor: Actor, paper_id: UUID, state: str, reason: str, replaced_by: UUID | None = None
) -> PaperEnding:
    """Say that a paper counts no more; whoever calls has looked whether the actor may.

    Raises:
        DomainError: no reason, or it ended already.
    """
    problems = reason_problems(reason)
    if len(reason) > MOST:
        problems.append(Problem(N_("理由最多%(most)d个字。"), "reason", {"most": MOST}))
    if session.get(PaperEnding, (session.tenant, paper_id)) is not None:
        problems.append(Problem(N_("这份文书已经撤销或者被替换。")))
    if problems:
        raise DomainError(problems)
    row = PaperEnding(
        tenant_id=session.tenant,
        id=paper_id,
        at=time.now(),
        by=actor.title,
        state=state,
        reason=reason.strip(),
        replaced_by=replaced_by,
    )
    session.add(row)
    session.flush()
    return row


def of(session: ScopedSession, papers: Collection[UUID]) -> dict[UUID, PaperEnding]:
    """What ended of some papers, by their ids."""
    if not papers:
        return {}
    rows = session.scalars(select(PaperEnding).where(PaperEnding.id.in_(sorted(papers))))
    return {row.id: row for row in rows}
