"""What every act leaves behind: a line on the case's timeline, a row in the audit, and a new entry in the index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.models import Case, Timeline
from core.db import ScopedSession
from core.db.appending import append
from core.jobs.services import emit


def enter(
    session: ScopedSession,
    actor: Actor,
    case: Case,
    code: str,
    label: str,
    article: str,
    note: str,
    on: dt.date | None = None,
    body: Mapping[str, str] | None = None,
) -> None:
    """Write down an act that was done on a case, which stands as the act left it.

    Args:
        label: the act's word, a msgid.
        on: the legal day of the act, today unless told.
        body: what else its row in the audit says.
    """
    append(
        session,
        Timeline,
        tenant_id=case.tenant_id,
        case_id=case.id,
        at=time.now(),
        on=on or time.today(),
        actor_id=actor.account_id,
        actor_name=actor.title,
        code=code,
        label=label,
        state=case.state,
        article=article,
        note=note,
    )
    told = {"state": case.state, "article": article, **(body or {})}
    record(session, actor, f"{case.kind}.{code}", str(case.id), told)
    emit(session, "search", f"case:{case.id}", {"searchable": "case", "id": str(case.id)}, priority=50)
