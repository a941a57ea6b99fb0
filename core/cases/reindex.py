"""Writing the blind indexes of cases anew, after they came from an installation with another index key."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from core.cases.models import Case, Participant
from core.db import ScopedSession
from core.db.crypto import blind_index

# The columns of cases that hold a blind index; those of drafts can't be written anew: nobody keeps a resume code.
COLUMNS = ("code_index", "party_index")


def reindex(session: ScopedSession) -> None:
    """Write code and party of every case of the session's tenant under this installation's index key."""
    first: dict[UUID, str | None] = {}
    for case_id, number in session.execute(select(Participant.case_id, Participant.id_number).order_by(Participant.id)):
        first.setdefault(case_id, number)
    for case_id, code in session.execute(select(Case.id, Case.code)).all():
        number = first.get(case_id)
        # One by one, because a statement for many would move every case's version.
        session.execute(
            update(Case)
            .where(Case.id == case_id)
            .values(
                code_index=blind_index(code, "case_code"),
                party_index=blind_index(number, "id_number") if number else None,
            )
            .execution_options(synchronize_session=False)
        )
