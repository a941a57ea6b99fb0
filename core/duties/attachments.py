"""Files handed in with a duty 附件: kept for good under it; which of them count, what was handed in last says.

In a duty's content and in its ledger a file stands as ``{"id": …, "name": …, "sha256": …}``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from core.db import ScopedSession
from core.duties.models import Duty
from core.errors import NotFound
from core.files import services as files
from core.files.models import StoredFile
from core.files.services import Kept

OWNER = "duty"  # in core's files
MOST = 20

Named = list[dict[str, str]]


def of(duty: Duty) -> Sequence[Mapping[str, Any]]:
    """What was handed in last with a duty."""
    named: Sequence[Mapping[str, Any]] = (duty.content or {}).get("files", ())
    return named


def put(session: ScopedSession, duty: Duty, new: Sequence[Kept], still: Collection[UUID]) -> Named:
    """Keep new files under a duty.

    Args:
        still: those handed in before that are handed in again.

    Returns:
        What is handed in now, as its content keeps it.

    Raises:
        DomainError: there are too many.
    """
    again = [dict(one) for one in of(duty) if UUID(one["id"]) in still]
    rows = [files.attach(session, kept, owner_kind=OWNER, owner_id=duty.id, at_most=MOST) for kept in new]
    known = {one["id"] for one in again}
    return again + [
        {"id": str(row.id), "name": row.name, "sha256": row.sha256} for row in rows if str(row.id) not in known
    ]


def get(session: ScopedSession, duty: Duty, file_id: UUID) -> StoredFile:
    """A file handed in with a duty at some time.

    Raises:
        NotFound: there is none of this id.
    """
    row = session.get(StoredFile, (duty.tenant_id, file_id))
    if row is None or (row.owner_kind, row.owner_id) != (OWNER, duty.id):
        raise NotFound(file_id)
    return row
