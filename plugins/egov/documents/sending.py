"""Sending an issued document to other tenants 发文, recalling it, and what comes back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import people_for
from core.audit.services import record
from core.contracts import Matter, NoticeKind, Receiver
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.documents import services as documents
from core.documents.models import Document, IssuedDocument
from core.documents.rules import Stage
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.exchange import queries as parcels
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived, ParcelSent
from core.exchange.parcel import EnclosedFile, Parcel
from core.files import services as files
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant
from plugins.egov.documents import commands as cmd
from plugins.egov.documents import queries, rules
from plugins.egov.documents.models import Dispatch, DispatchAnswer
from plugins.egov.permissions import Perm

ANSWERED = N_("%(number)s已有收文单位答复。")
CAME_BACK = N_("%(number)s被收文单位退回，理由在发送情况里。")


def send(session: ScopedSession, actor: Actor, command: cmd.Send, key: str) -> Dispatch:
    """Owe an issued document to other tenants, in one transaction however many read it there.

    Raises:
        Forbidden: the actor sends nothing.
        NotFound: no such document is out, or one of the places does not exist.
        DomainError: it goes nowhere, or went there before.
    """
    if not actor.may(Perm.SEND):
        raise Forbidden(Perm.SEND)
    queue(session, f"dispatch:{key}")
    if (known := session.scalar(select(Dispatch).where(Dispatch.form_key == key))) is not None:
        return known
    issued = session.get(IssuedDocument, (session.tenant, command.document_id))
    row = session.get(Document, (session.tenant, command.document_id))
    if issued is None or row is None or row.stage != Stage.ISSUED:
        raise NotFound(command.document_id)
    before = queries.sent_before(session, issued.id, command.to)
    names = session.scalars(select(Tenant.name).where(Tenant.id.in_(sorted(before))).order_by(Tenant.id)).all()
    if problems := rules.send(command, names, time.today()):
        raise DomainError(problems)
    dispatch = Dispatch(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        document_id=issued.id,
        audience=command.audience,
        wants_answer=command.wants_answer,
        answer_by=command.answer_by,
        sent_at=time.now(),
        sent_by=actor.title,
    )
    session.add(dispatch)
    exchange.send_all(session, command.to, queries.DOCUMENT, _parcel(session, row, issued, dispatch), str(dispatch.id))
    record(session, actor, "egov.dispatch.send", str(dispatch.id), {"number": issued.number, "to": sorted(command.to)})
    session.flush()
    return dispatch


def _parcel(session: ScopedSession, row: Document, issued: IssuedDocument, dispatch: Dispatch) -> Parcel:
    return Parcel(
        title=issued.title,
        summary=row.body,
        files=tuple(
            EnclosedFile(file.name, file.sha256, file.size, file.media_type)
            for file in files.of_owner(session, documents.OWNER, issued.id)
        ),
        details={
            "organ": issued.organ,
            "number": issued.number,
            "dated_on": issued.dated_on.isoformat(),
            "urgency": row.urgency,
            "audience": dispatch.audience,
            "wants_answer": dispatch.wants_answer,
            "answer_by": dispatch.answer_by.isoformat() if dispatch.answer_by else "",
        },
    )


def recall(session: ScopedSession, actor: Actor, dispatch_id: UUID, reason: str) -> Dispatch:
    """Recall a sending 撤回 with the reason; wherever it was received it stays readable and is marked.

    Raises:
        Forbidden, NotFound: the actor sends nothing; there is no such sending.
        DomainError: no reason, or it was recalled before.
    """
    if not actor.may(Perm.SEND):
        raise Forbidden(Perm.SEND)
    dispatch, issued = queries.one_sent(session, dispatch_id)
    if not reason.strip():
        raise DomainError(Problem(N_("请写明撤回的理由。"), "reason"))
    if dispatch.recalled_at is not None:
        raise DomainError(Problem(N_("已经撤回过。")))
    dispatch.recalled_at, dispatch.recall_reason = time.now(), reason.strip()
    to = [one.to_tenant for one in parcels.sent_under(session, session.tenant, queries.DOCUMENT, str(dispatch.id))]
    note = Parcel(title=issued.title, summary=reason.strip(), details={"dispatch": str(dispatch.id)})
    exchange.send_all(session, to, queries.RECALL, note, str(dispatch.id))
    record(session, actor, "egov.dispatch.recall", str(dispatch.id), {"number": issued.number})
    session.flush()
    return dispatch


def take_answer(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Keep what a receiver answered, and tell those who send.

    Raises:
        DomainError: nothing was sent to the tenant that answers.
    """
    dispatch_id = UUID(parcel.details["dispatch"])
    sent_to = {one.to_tenant for one in parcels.sent_under(session, session.tenant, queries.DOCUMENT, str(dispatch_id))}
    if received.from_tenant not in sent_to:
        raise DomainError(Problem(N_("这里没有发给该单位、等待答复的公文。")))
    dispatch, issued = queries.one_sent(session, dispatch_id)
    session.add(
        DispatchAnswer(
            tenant_id=session.tenant,
            id=new_id(),
            dispatch_id=dispatch.id,
            from_tenant=received.from_tenant,
            number=parcel.details["number"],
            words=parcel.summary,
            at=time.now(),
            by=parcel.details["by"],
        )
    )
    exchange.acknowledge(session, Actor.system(session.tenant), received.id)
    _tell(session, dispatch, issued, ANSWERED)


def sent_back(session: ScopedSession, sent: ParcelSent) -> None:
    """Tell those who send that a place did not take the document."""
    dispatch, issued = queries.one_sent(session, UUID(sent.key))
    _tell(session, dispatch, issued, CAME_BACK)


def _tell(session: ScopedSession, dispatch: Dispatch, issued: IssuedDocument, words: str) -> None:
    news = News(SENDINGS.code, dispatch.id, words, {"number": issued.number})
    notices.tell(session, news, people_for(session, Perm.SEND))


ANSWERS = Receiver(queries.ANSWER, take_answer)
SENDINGS = NoticeKind(
    "egov.dispatch",
    N_("发出公文的答复和退回"),
    Matter("dispatch", "/w/{tenant}/dispatches/{id}", queries.awaited, queries.sendings),
    default="now",
)
