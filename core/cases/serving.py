"""Service 送达 of a case's papers: how, when, by whom and into whose hands; and papers that count no more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm as Work
from core.audit.services import record
from core.cases import papers, queries
from core.cases.models import Case, IssuedPaper
from core.cases.services import act, find_transition, may_handle
from core.db import ScopedSession
from core.documents import endings
from core.documents.models import PaperEnding, ServiceRecord
from core.documents.permissions import Perm
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.serving import Service, problems


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
    row = keep(session, actor, paper, service, key)
    record(session, actor, "core.paper.serve", str(case.id), {"paper": str(paper.id), "way": row.way})
    _follow(session, case, paper, row)
    return row


def keep_of_case(
    session: ScopedSession, actor: Actor, case: Case, service: Service, codes: Collection[str]
) -> list[ServiceRecord]:
    """Keep of an act of service how the papers of these codes were served, as far as the case has them.

    The act is in the audit, with what it was told.
    """
    found = [(at, paper) for at, paper in enumerate(papers.of_case(session, case)) if paper.code in codes]
    return [keep(session, actor, paper, service, f"serve:{case.id}:{at}:{service.served_on}") for at, paper in found]


def keep(session: ScopedSession, actor: Actor, paper: IssuedPaper, service: Service, key: str) -> ServiceRecord:
    """Keep how a paper was served; whoever calls has looked whether the actor may and whether it is proved."""
    row = ServiceRecord(
        tenant_id=session.tenant,
        form_key=key,
        case_id=paper.case_id,
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
    session.flush()
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
