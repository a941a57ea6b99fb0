"""Reading the respondent's desk."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.cases.doors import numbered
from core.cases.models import Case
from core.db import ScopedSession
from core.exchange import queries as exchange
from core.exchange.models import ParcelReceived
from core.files import services as files
from core.tenancy.offices import office
from plugins.reconsideration import parcels
from plugins.reconsideration import words as law
from plugins.reconsideration.reply.models import Answer
from plugins.reconsideration.reply.rules import AnswerFacts

KIND = "reconsideration.reply"


def answer_of(session: ScopedSession, case: Case) -> Answer:
    """What an answer holds."""
    return session.once(("reconsideration.answer", case.id), lambda: session.get_one(Answer, (case.tenant_id, case.id)))


def key_of(session: ScopedSession, case: Case) -> str:
    """The review's own name, by which both ends know it."""
    return session.get_one(ParcelReceived, (case.tenant_id, answer_of(session, case).parcel_id)).key


def of_key(session: ScopedSession, key: str, sender: int) -> Case | None:
    """The answer to the review of a key."""
    query = (
        select(Case)
        .join(Answer, (Answer.tenant_id == Case.tenant_id) & (Answer.case_id == Case.id))
        .join(ParcelReceived, (ParcelReceived.tenant_id == Answer.tenant_id) & (ParcelReceived.id == Answer.parcel_id))
        .where(ParcelReceived.key == key, ParcelReceived.from_tenant == sender, ParcelReceived.kind == parcels.COPY)
    )
    return session.scalar(query)


def desk(session: ScopedSession, document: str) -> UUID | None:
    """The unit that answers: that of the case whose act it is, else the general office; None where there is neither."""
    named = numbered(document) if document else None
    found = session.scalar(select(Case.unit_id).where(named)) if named is not None else None
    if found is not None:
        return found
    general = office(session)
    return general.id if general is not None else None


def facts(session: ScopedSession, case: Case) -> AnswerFacts:
    """What guards and clocks know."""
    answer = answer_of(session, case)
    return AnswerFacts(
        today=time.today(),
        received_on=case.received_on,
        summary=json.loads(answer.dossier)["procedure"] == law.SUMMARY,
        drafted_by=answer.drafted_by,
        owed=answer.owed,
        opinion=bool(answer.opinion),
        redo_days=answer.redo_days,
        over=not case.is_open,
    )


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of an answer shows."""
    answer = answer_of(session, case)
    key = key_of(session, case)
    sent = (
        next(iter(exchange.sent_under(session, case.tenant_id, parcels.REPLY, key)), None)
        if answer.replied_on
        else None
    )
    return {
        "answer": answer,
        "dossier": json.loads(answer.dossier),
        "files": files.of_owner(session, "case", case.id),
        "law": law,
        "sent": sent,
    }
