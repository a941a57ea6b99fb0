"""Service 送达 of a case's papers: how, when, by whom and into whose hands; and papers that count no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm as Work
from core.audit.services import record
from core.cases import queries
from core.cases.models import Case, IssuedPaper
from core.cases.services import act, find_transition, may_handle
from core.db import ScopedSession
from core.documents import endings
from core.documents.models import PaperEnding, ServiceRecord
from core.documents.permissions import Perm
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_

DIRECT, LEFT, POST, ELECTRONIC, NOTICE = "direct", "left", "post", "electronic", "notice"
WAYS = {
    DIRECT: N_("直接送达"),
    LEFT: N_("留置送达"),
    POST: N_("邮寄送达"),
    ELECTRONIC: N_("电子送达"),
    NOTICE: N_("公告送达"),
}


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a paper as it was made.

    Attributes:
        signed_by, relation: who signed for it, and as what where it was not the recipient.
        witness: who saw it left.
        tracking: the number of the letter.
        consented_on: the day on which the recipient signed that they take papers electronically.
    """

    way: str
    served_on: dt.date
    recipient: str
    place: str = ""
    signed_by: str = ""
    relation: str = ""
    witness: str = ""
    tracking: str = ""
    consented_on: dt.date | None = None
    note: str = ""


def problems(service: Service, issued_on: dt.date, today: dt.date) -> list[Problem]:
    """What a way of service needs and was not told, each at its field.

    Papers go by fax, mail and the like only to who agreed to it in a signed confirmation (行政处罚法61②).
    """
    found = []
    if service.way not in WAYS:
        found.append(Problem(N_("请选择送达方式。"), "way"))
    if not service.recipient.strip():
        found.append(Problem(N_("请填写受送达人。"), "recipient"))
    if not issued_on <= service.served_on <= today:
        words = N_("送达日期应当在文书出具（%(issued)s）以后，不晚于今天。")
        found.append(Problem(words, "served_on", {"issued": issued_on.isoformat()}))
    needs = {
        DIRECT: (service.signed_by, "signed_by", N_("直接送达要写明谁签收。")),
        LEFT: (service.witness, "witness", N_("留置送达要写明见证人，或者拍照录像的情况。")),
        POST: (service.tracking, "tracking", N_("邮寄送达要写明邮件号码。")),
        NOTICE: (service.place, "place", N_("公告送达要写明在哪里公告。")),
    }
    if service.way in needs and not needs[service.way][0].strip():
        found.append(Problem(needs[service.way][2], needs[service.way][1]))
    if service.way == ELECTRONIC:
        consented = service.consented_on
        if consented is None:
            words = N_("电子送达要有当事人签订的确认书，请填写签订日期；没有签订的，请用其他方式送达。")
            found.append(Problem(words, "consented_on"))
        elif consented > service.served_on:
            found.append(Problem(N_("确认书的签订日期不能晚于送达日期。"), "consented_on"))
    return found


def serve(
    session: ScopedSession, actor: Actor, case_id: UUID, paper_id: UUID, service: Service, key: str
) -> ServiceRecord:
    """Record that a paper was served; the same form a second time is the same record.

    Raises:
        Forbidden: the actor handles no step of this case.
        NotFound: there is no such paper of such a case for them.
        DomainError: what the way of service needs and was not told.
    """
    case, paper = _paper(session, actor, case_id, paper_id)
    if not may_handle(case, actor):
        raise Forbidden(Work.WORK)
    if (known := session.scalar(select(ServiceRecord).where(ServiceRecord.form_key == key))) is not None:
        return known
    if found := problems(service, paper.issued_on, time.today()):
        raise DomainError(found)
    row = ServiceRecord(
        tenant_id=session.tenant,
        form_key=key,
        case_id=case.id,
        paper_id=paper.id,
        way=service.way,
        served_on=service.served_on,
        place=service.place.strip(),
        recipient=service.recipient.strip(),
        signed_by=service.signed_by.strip(),
        relation=service.relation.strip(),
        witness=service.witness.strip(),
        tracking=service.tracking.strip(),
        consented_on=service.consented_on,
        note=service.note.strip(),
        served_by=actor.title,
        recorded_at=time.now(),
    )
    session.add(row)
    record(session, actor, "core.paper.serve", str(case.id), {"paper": str(paper.id), "way": row.way})
    session.flush()
    _follow(session, case, paper, row)
    return row


def _follow(session: ScopedSession, case: Case, paper: IssuedPaper, row: ServiceRecord) -> None:
    """What the kind of the case makes of it, as a limit that runs from the service."""
    kind = plugins.registry().case_kinds[case.kind]
    for follow in kind.served:
        if follow.paper == paper.code and case.state in find_transition(kind, follow.transition).sources:
            system, command = Actor.system(case.tenant_id), follow.command(case, row.served_on)
            act(session, system, case.id, follow.transition, command, f"served:{paper.id}:{case.version}")


def recall(
    session: ScopedSession, actor: Actor, case_id: UUID, paper_id: UUID, reason: str, newer: UUID | None = None
) -> PaperEnding:
    """Recall a paper of a case, or say which later one of the case stands in its place; it stays readable.

    Raises:
        Forbidden: the actor may not recall for the case's unit.
        NotFound: there is no such paper of such a case for them.
        DomainError: no reason, it counts no more already, or the newer one is none of the case's later papers.
    """
    case, paper = _paper(session, actor, case_id, paper_id)
    if not actor.may(Perm.RECALL, case.unit_id):
        raise Forbidden(Perm.RECALL)
    if newer is not None and newer not in {row.id for row in later_than(session, paper)}:
        raise DomainError(Problem(N_("请选择本件在它以后出具的文书。"), "newer"))
    state = endings.RECALLED if newer is None else endings.REPLACED
    row = endings.end(session, actor, paper.id, state, reason, newer)
    record(session, actor, "core.paper.recall", str(case.id), {"paper": str(paper.id), "state": state})
    return row


def later_than(session: ScopedSession, paper: IssuedPaper) -> Sequence[IssuedPaper]:
    """The papers of the same case that were issued after one."""
    query = select(IssuedPaper).where(IssuedPaper.case_id == paper.case_id, IssuedPaper.id > paper.id)
    return session.scalars(query.order_by(IssuedPaper.id)).all()


def records_of(session: ScopedSession, case: Case) -> Sequence[ServiceRecord]:
    """How the papers of a case were served, oldest first."""
    query = select(ServiceRecord).where(ServiceRecord.case_id == case.id)
    return session.scalars(query.order_by(ServiceRecord.served_on, ServiceRecord.id)).all()


def record_of(session: ScopedSession, paper: IssuedPaper, service_id: UUID) -> ServiceRecord:
    """One service of a paper.

    Raises:
        NotFound: it has none of this id.
    """
    query = select(ServiceRecord).where(ServiceRecord.id == service_id, ServiceRecord.paper_id == paper.id)
    row = session.scalar(query)
    if row is None:
        raise NotFound(service_id)
    return row


def paper_of(session: ScopedSession, case: Case, paper_id: UUID) -> IssuedPaper:
    """A paper of a case.

    Raises:
        NotFound: it has none of this id.
    """
    query = select(IssuedPaper).where(IssuedPaper.id == paper_id, IssuedPaper.case_id == case.id)
    paper = session.scalar(query)
    if paper is None:
        raise NotFound(paper_id)
    return paper


def _paper(session: ScopedSession, actor: Actor, case_id: UUID, paper_id: UUID) -> tuple[Case, IssuedPaper]:
    case = queries.get_case(session, actor, case_id)
    return case, paper_of(session, case, paper_id)
