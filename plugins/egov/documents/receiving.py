"""What the worker puts into the receiver's tenant: a document with all its readers, and the mark of a recall."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import people_for
from core.cases.models import Case
from core.cases.notices import TURN
from core.contracts import Receiver
from core.db import ScopedSession
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived
from core.exchange.parcel import Parcel
from core.notices import services as notices
from core.notices.services import News
from plugins.egov.documents import commands as cmd
from plugins.egov.documents import queries, rules, services
from plugins.egov.documents.models import Incoming
from plugins.egov.documents.sending import sent_back
from plugins.egov.permissions import Perm


def receive(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Open a case for the office, which signs for it or sends it back; where everyone is to read it, all get it now.

    Raises:
        DomainError: this tenant has no office for documents.
    """
    details, actor = parcel.details, Actor.system(session.tenant)
    opening = services.opened(session, parcel.title, details["organ"], "doc_arrived")

    def detail(case: Case) -> list[object]:
        exchange.take_files(session, parcel, "case", case.id)
        return [
            Incoming(
                tenant_id=case.tenant_id,
                case_id=case.id,
                parcel_id=received.id,
                organ=details["organ"],
                document_number=details["number"],
                dated_on=dt.date.fromisoformat(details["dated_on"]),
                urgency=details["urgency"],
                body=parcel.summary,
                wants_answer=details["wants_answer"],
                answer_by=dt.date.fromisoformat(details["answer_by"]) if details["answer_by"] else None,
            )
        ]

    case = cases.open_case(session, actor, queries.KIND, opening, detail, f"parcel:{received.id.hex}")
    if details["audience"] == rules.EVERYONE:
        services.give(session, case, queries.staff(session))
    if case.handler_id is None:
        news = News(TURN.code, case.id, services.ARRIVED, {"number": case.number})
        notices.tell(session, news, people_for(session, Perm.REGISTER, case.unit_id))


def take_recall(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Mark the document, and end its case where it is open; what was archived stays archived."""
    actor = Actor.system(session.tenant)
    query = (
        select(Incoming, Case)
        .join(Case, (Case.tenant_id == Incoming.tenant_id) & (Case.id == Incoming.case_id))
        .join(
            ParcelReceived,
            (ParcelReceived.tenant_id == Incoming.tenant_id) & (ParcelReceived.id == Incoming.parcel_id),
        )
        .where(ParcelReceived.from_tenant == received.from_tenant, ParcelReceived.key == parcel.details["dispatch"])
    )
    found = session.execute(query).first()
    exchange.acknowledge(session, actor, received.id)
    if found is None:
        return
    row, case = found
    row.recalled_on, row.recall_reason = time.today(), parcel.summary
    if case.is_open:
        command = cmd.Words(version=case.version, words=parcel.summary)
        cases.act(session, actor, case.id, "take_recall", command, f"parcel:{received.id.hex}")


RECEIVERS = (Receiver(queries.DOCUMENT, receive, sent_back), Receiver(queries.RECALL, take_recall))
