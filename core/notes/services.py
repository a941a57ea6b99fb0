"""Writing a note: once, for good, with those it names told. The audit has who, when and on which case, never a word."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import record
from core.cases import queries as cases
from core.cases.notices import CASE
from core.contracts import NoticeKind
from core.db import ScopedSession
from core.errors import DomainError, Forbidden
from core.i18n import N_
from core.notes import queries, rules
from core.notes.models import CaseNote
from core.notices import services as notices
from core.notices.services import News

MENTIONED = N_("%(by)s在%(number)s的批注里提到了您。")
NOTE = NoticeKind("core.note", N_("批注里提到您"), CASE)


def write(session: ScopedSession, actor: Actor, case_id: UUID, body: str, key: str) -> CaseNote:
    """Write a note on a case for the people of the actor's own unit. The same form again is the same note.

    Raises:
        NotFound: the case is absent or not theirs to see, which look the same.
        Forbidden: the actor is of no unit here.
        DomainError: it says nothing or too much, or names somebody who is not of the unit or may not open the case.
    """
    case = cases.get_case(session, actor, case_id)
    unit_id = queries.unit_for(actor, case)
    if unit_id is None:
        raise Forbidden(Perm.WORK)
    known = session.scalar(select(CaseNote).where(CaseNote.form_key == key, CaseNote.author_id == actor.account_id))
    if known is not None:
        return known
    named = rules.mentions(body, queries.colleagues(session, case, unit_id))
    if problems := rules.problems(body, named):
        raise DomainError(problems)
    note = CaseNote(
        tenant_id=session.tenant,
        case_id=case.id,
        unit_id=unit_id,
        form_key=key,
        author_id=actor.account_id,
        author_name=actor.name,
        at=time.now(),
        body=body.strip(),
    )
    session.add(note)
    session.flush()
    told = sorted(named.people - {actor.account_id})
    notices.tell(session, News(NOTE.code, case.id, MENTIONED, {"by": actor.name, "number": case.number}), told)
    record(session, actor, "core.note.write", str(case.id), {"note": str(note.id), "told": len(told)})
    session.flush()
    return note
