"""What an entry that comes late may be the same as."""

from __future__ import annotations

from sqlalchemy import select

from core.cases.models import Case, FormOnce
from core.db import ScopedSession
from plugins.frontline.issues import commands as cmd
from plugins.frontline.issues import queries
from plugins.frontline.issues.models import Issue


def arrived(session: ScopedSession, key: str) -> bool:
    """Whether the entry of this key was taken in before."""
    return session.get(FormOnce, (session.tenant, key)) is not None


def same_as(session: ScopedSession, command: cmd.Collect) -> str:
    """The number of an open issue of the same kind in the same village, at the same place or of the same person."""
    query = (
        select(Case, Issue)
        .join(Issue, (Issue.tenant_id == Case.tenant_id) & (Issue.case_id == Case.id))
        .where(
            Case.kind == queries.KIND,
            Case.is_open.is_(True),
            Issue.matter == command.matter,
            Issue.village_id == command.village_id,
        )
        .order_by(Case.id.desc())
        .limit(50)
    )
    for case, issue in session.execute(query):
        if issue.place == command.place.strip() or case.party == command.name.strip():
            return case.number
    return ""
