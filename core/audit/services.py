"""Writing the audit: in the business transaction, so that an act and its trace stand or fall together."""

from __future__ import annotations

from typing import Any

from core import clock as time
from core.accounts.actor import Actor
from core.audit.models import Audit
from core.db import ScopedSession
from core.db.appending import append

# Somebody read personal data in full: what the person may ask about (个人信息保护法 45).
REVEAL = "core.person.reveal"


def record(session: ScopedSession, actor: Actor, action: str, subject: str, body: dict[str, Any]) -> None:
    """Add one row: who did what to which object, in whose place, and in which superior's session.

    Args:
        action: ``<plugin>.<resource>.<act>``.
        subject: the object's id or code; never a person's number or telephone.
        body: what else the trace needs, JSON values only.
    """
    if actor.principal is not None:
        body = {**body, "deputy_for": str(actor.principal.account_id)}
    if actor.visiting is not None:
        body = {**body, "visit": str(actor.visiting.id)}
    append(
        session,
        Audit,
        at=time.now(),
        actor_id=actor.account_id,
        actor_name=actor.title,
        action=action,
        subject=subject,
        body=body,
    )
