"""The ledger of duties 台账: one row for each act, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import clock as time
from core.accounts.actor import Actor
from core.db import ScopedSession, bulk
from core.duties.models import Duty, DutyEntry


def enter(
    session: ScopedSession,
    actor: Actor,
    duty: Duty,
    act: str,
    key: str,
    note: str = "",
    content: dict[str, Any] | None = None,
) -> None:
    """Add one act to a duty's ledger.

    Args:
        key: names the act once and for all; the database refuses it a second time.
        content: what was handed in with it.
    """
    session.add(
        DutyEntry(
            tenant_id=duty.tenant_id,
            duty_id=duty.id,
            key=key,
            act=act,
            actor_id=actor.account_id,
            actor_name=actor.title,
            at=time.now(),
            due_on=duty.due_on,
            note=note,
            content=content or {},
        )
    )


def enter_all(session: ScopedSession, actor: Actor, duties: Sequence[Duty], act: str, keys: Sequence[str]) -> None:
    """Add the same act to the ledgers of many duties in one statement; `keys` as in `enter`, one for each."""
    by = {"act": act, "actor_id": actor.account_id, "actor_name": actor.title, "at": time.now()}
    rows = [
        {"duty_id": duty.id, "key": key, "due_on": duty.due_on, **by} for duty, key in zip(duties, keys, strict=True)
    ]
    bulk.insert(session, DutyEntry, rows)
