"""Whether somebody at the telephone or the window said something before: how far it is, and nothing of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.accounts.actor import Actor
from core.cases import doors
from core.cases.models import Case, Participant
from core.db import ScopedSession
from core.tenancy.models import Unit
from plugins.egov.voices.queries import KIND
from plugins.egov.voices.recusal import hidden

MOST, LOOKED_AT = 20, 400


@dataclass(frozen=True, slots=True)
class Said:
    """A voice of the one register, whichever way it came in: its case, the word for where it is, and whose it is."""

    case: Case
    state: str
    unit: str


def said(session: ScopedSession, actor: Actor, who: str) -> Sequence[Said]:
    """The voices of a number, a whole name or a whole telephone number, the newest first.

    Telephone numbers lie encrypted and are looked for among the newest voices only. What the actor stands back from is
    left out.
    """
    query = select(Case).where(Case.kind == KIND, ~hidden(actor)).order_by(Case.id.desc())
    if (one := doors.find(session, who, (KIND,))) is not None:
        return _shown(session, session.scalars(query.where(Case.id == one.id)).all())
    digits = re.sub(r"\D", "", who)
    if len(digits) < 7:
        return _shown(session, session.scalars(query.where(Case.party == who).limit(MOST)).all())
    newest = query.limit(LOOKED_AT).subquery()
    rows = session.execute(
        select(Case, Participant)
        .join(newest, (newest.c.tenant_id == Case.tenant_id) & (newest.c.id == Case.id))
        .join(Participant, (Participant.tenant_id == Case.tenant_id) & (Participant.case_id == Case.id))
        .order_by(Case.id.desc())
    )
    same = [case for case, person in rows if person.phone and re.sub(r"\D", "", person.phone) == digits]
    return _shown(session, same[:MOST])


def _shown(session: ScopedSession, cases: Sequence[Case]) -> Sequence[Said]:
    query = select(Unit.id, Unit.name).where(Unit.id.in_([case.unit_id for case in cases]))
    names = dict(session.execute(query).all())
    return [Said(case, doors.public_word(case), names.get(case.unit_id, "")) for case in cases]
