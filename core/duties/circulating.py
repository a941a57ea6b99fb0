"""Circulating 通报 a compiled report: as an official document that every unit which owes the duty signs for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.catalogue import catalogue
from core.db import ScopedSession
from core.documents import addressed
from core.documents import services as documents
from core.documents.content import Content
from core.documents.models import Document
from core.documents.rules import LETTER, STAGES, Stage
from core.duties import board
from core.duties.board import BoardFilter
from core.duties.measures import rules_on
from core.duties.models import Duty, DutyReport
from core.duties.reports import get_report, paper_of
from core.errors import DomainError
from core.i18n import N_
from core.tenancy.models import Unit

LONGEST = 45_000  # signs of a body, so that it can still be edited as a document
TOO_LONG = "各单位报送的内容较多，详见汇总材料。"
# How far the circular of a report is, by the stage of its document.
LABELS: Mapping[str, str] = {
    **{stage: N_("通报起草中") for stage in (Stage.DRAFT, Stage.CHECKING, Stage.SIGNING, Stage.SIGNED)},
    Stage.ISSUED: N_("已通报"),
    Stage.RECALLED: STAGES[Stage.RECALLED],
    Stage.REPLACED: STAGES[Stage.REPLACED],
}


@dataclass(frozen=True, slots=True)
class Circulated:
    """How far the circular of a report is: its document and the label of its stage."""

    document_id: UUID
    label: str
    number: str


def circulate(session: ScopedSession, actor: Actor, report_id: UUID, key: str) -> Document:
    """Draft the circular of a report; its road is that of every document. One that was made void makes room.

    Raises:
        NotFound: the report is absent or not the actor's to read.
        Forbidden: the actor drafts no documents.
        DomainError: it is circulated already.
    """
    report = get_report(session, actor, rules_on(session, session.tenant), report_id)
    if (known := session.scalar(select(Document).where(Document.form_key == key))) is not None:
        return known
    if states(session, [report]):
        raise DomainError(N_("这份材料已经起草通报。"))
    units = session.scalars(select(Unit).where(Unit.id.in_(_owing(session, actor, report))).order_by(Unit.code)).all()
    title = f"关于{report.title.removesuffix('汇总')}的通报"
    content = Content("circular", LETTER, title, "、".join(unit.name for unit in units)[:300], body_of(report))
    document = documents.write(session, actor, content, key)
    addressed.address(session, document, [unit.id for unit in units])
    report.document_id = document.id
    body = {"rule": report.rule, "period": report.period, "units": len(units)}
    record(session, actor, "core.duty.circulate", str(report.id), body)
    session.flush()
    return document


def states(session: ScopedSession, reports: Collection[DutyReport]) -> dict[UUID, Circulated]:
    """By report, how far its circular is; none where there is no document, or it was made void."""
    named = {report.document_id: report.id for report in reports if report.document_id is not None}
    rows = session.execute(select(Document.id, Document.stage, Document.number).where(Document.id.in_(sorted(named))))
    return {named[row]: Circulated(row, LABELS[stage], number) for row, stage, number in rows if stage in LABELS}


def body_of(report: DutyReport) -> str:
    """The body of the circular: what the report's paper says, a line for each row of its tables."""
    whole = _body(paper_of(report))
    if len(whole) <= LONGEST:
        return whole
    short = {**report.content, "sections": [[catalogue().newest(report.rule).name, TOO_LONG]]}
    return _body(paper_of(report, short))


def _body(paper: Mapping[str, Any]) -> str:
    found = []
    for block in paper["body"]:
        rows = block.get("rows")
        found += ["，".join(cell for cell in row if cell) + "。" for row in rows] if rows else [block["text"]]
    return "\n".join(found)


def _owing(session: ScopedSession, actor: Actor, report: DutyReport) -> list[UUID]:
    wanted = board.conditions(BoardFilter(report.period, (report.rule,)))
    return sorted(session.scalars(select(Duty.unit_id).where(board.handled(actor), *wanted).distinct()))
