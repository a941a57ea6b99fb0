"""Reading batches: how far one has come, what was refused and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, select

from core import clock as time
from core.accounts.actor import Actor
from core.batches import rules
from core.batches.models import Batch, BatchRow
from core.cases.models import Case
from core.db import ScopedSession
from core.errors import NotFound

# How long a batch the worker does not end is shown: what is parked by then waits on the console.
SHOWN = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases of a batch were done, refused, not done yet, and done and taken back."""

    done: int = 0
    refused: int = 0
    waiting: int = 0
    undone: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + self.refused + self.waiting + self.undone


def own(session: ScopedSession, actor: Actor, batch_id: UUID) -> Batch:
    """A batch the actor ordered.

    Raises:
        NotFound: it is absent or somebody else's, which look the same.
    """
    batch = session.scalar(select(Batch).where(Batch.id == batch_id, Batch.account_id == actor.account_id))
    if batch is None:
        raise NotFound(batch_id)
    return batch


def count(session: ScopedSession, batch_id: UUID) -> Count:
    """How far a batch has come."""
    rows = session.execute(
        select(BatchRow.outcome, func.count()).where(BatchRow.batch_id == batch_id).group_by(BatchRow.outcome)
    )
    return Count(**{row[0]: row[1] for row in rows})


def refused(session: ScopedSession, batch_id: UUID, outcome: str = rules.REFUSED) -> Sequence[tuple[BatchRow, Case]]:
    """The cases on which the act was refused, in the order in which they were tried.

    Args:
        outcome: `rules.DONE` for those that should have been taken back and could not.
    """
    rows = session.execute(
        select(BatchRow, Case)
        .join(Case, (Case.tenant_id == BatchRow.tenant_id) & (Case.id == BatchRow.case_id))
        .where(BatchRow.batch_id == batch_id, BatchRow.outcome == outcome)
        .order_by(BatchRow.case_id)
    )
    return [(row, case) for row, case in rows if row.why]


# Asked by every list and workbench: made once, because making a statement takes longer than it runs.
_WAITS = func.count().filter(BatchRow.outcome == rules.WAITING)
RUNNING = (
    select(
        Batch,
        func.count().filter(BatchRow.outcome == rules.DONE),
        func.count().filter(BatchRow.outcome == rules.REFUSED),
        _WAITS,
    )
    .join(BatchRow, (BatchRow.tenant_id == Batch.tenant_id) & (BatchRow.batch_id == Batch.id))
    .where(Batch.account_id == bindparam("account"), Batch.created_at > bindparam("since"))
    .group_by(Batch.tenant_id, Batch.id)
    .having(_WAITS > 0)
    .order_by(Batch.created_at.desc())
)


def running(session: ScopedSession, actor: Actor) -> list[tuple[Batch, Count]]:
    """The actor's batches the worker has not ended yet, the newest first."""
    rows = session.execute(RUNNING, {"account": actor.account_id, "since": time.now() - SHOWN})
    return [(batch, Count(done, refused, waits)) for batch, done, refused, waits in rows]
