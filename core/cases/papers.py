"""Papers 文书 that acts make: a registered name, a frozen context, and the elements the law requires on it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases import wordings
from core.cases.models import Case, IssuedPaper
from core.cases.queries import readable
from core.contracts import Paper, PaperClass
from core.db import ScopedSession, new_id
from core.documents.models import PaperEnding, ServiceRecord
from core.errors import DomainError, Problem
from core.i18n import N_
from core.jobs.services import emit

# The worker makes and keeps the PDF of a paper that went out.
KEPT = "core.paper"
# What a decision's context has of the signature.
SIGNER, SIGNED_ON = "signer", "signed_on"
# The township's own words on it.
WORDING = "wording"
# The names of elements as the message says them; one that is not here is said by its name in the context.
ELEMENTS = {
    "organ": N_("行政机关名称"),
    "applicant": N_("当事人"),
    "item": N_("事项"),
    "date": N_("日期"),
    "number": N_("编号"),
    "basis": N_("依据"),
    "reason": N_("理由"),
    "reasons": N_("理由"),
    "remedies": N_("救济途径"),
    "asked": N_("补正的内容"),
    "ground": N_("情形"),
    "document": N_("文书文号"),
    "opinion": N_("意见"),
    "recipient": N_("受送达人"),
    "delivered_on": N_("送达日期"),
    SIGNER: N_("签发人"),
    SIGNED_ON: N_("签发日期"),
}
Papers = tuple[str, ...] | Callable[[Any, Any], tuple[str, ...]]


def names(papers: Papers, facts: Any, command: Any) -> str:
    """What an act's papers are called, for the ledger of the limits it moves."""
    registered = plugins.registry().papers
    return "、".join(registered[code].name for code in (papers(facts, command) if callable(papers) else papers))


def issue(session: ScopedSession, actor: Actor, case: Case, papers: Papers, facts: Any, command: Any) -> None:
    """Issue the papers of an act; the worker keeps their PDFs.

    Raises:
        DomainError: an element the law requires on a paper is empty, with its name.
    """
    for code in papers(facts, command) if callable(papers) else papers:
        paper = plugins.registry().papers[code]
        context = {**paper.context(session, case, facts, command)}
        context |= _signature(paper, actor, context)
        context[WORDING] = wordings.filled(session, paper, context)
        if missing := [name for name in _required(paper) if not context.get(name)]:
            raise DomainError(
                Problem(
                    N_("《%(paper)s》缺少法定要素：%(missing)s。"),
                    params={"paper": paper.name, "missing": tuple(ELEMENTS.get(name, name) for name in missing)},
                )
            )
        paper_id = new_id()
        session.add(
            IssuedPaper(
                tenant_id=case.tenant_id,
                id=paper_id,
                case_id=case.id,
                code=code,
                name=paper.name,
                issued_at=time.now(),
                issued_on=time.today(),
                issued_by=Actor.system(case.tenant_id).name if actor.is_party else actor.title,
                context=json.dumps(context, ensure_ascii=False, default=str),
            )
        )
        emit(session, KEPT, f"paper:{paper_id}", {"paper": str(paper_id)}, priority=120)


@dataclass(frozen=True, slots=True)
class Standing:
    """The papers of a case, oldest first; what counts no more, by the paper's id; and which have been served."""

    papers: Sequence[IssuedPaper]
    ended: Mapping[UUID, PaperEnding]
    served: Collection[UUID]


def standing(session: ScopedSession, case: Case) -> Standing:
    """The papers of a case with what became of them, in one query."""
    of_paper = (ServiceRecord.tenant_id == IssuedPaper.tenant_id, ServiceRecord.paper_id == IssuedPaper.id)
    rows = session.execute(
        select(IssuedPaper, PaperEnding, exists().where(*of_paper))
        .outerjoin(PaperEnding, (PaperEnding.tenant_id == IssuedPaper.tenant_id) & (PaperEnding.id == IssuedPaper.id))
        .where(IssuedPaper.case_id == case.id)
        .order_by(IssuedPaper.issued_at, IssuedPaper.id)
    ).all()
    return Standing(
        [paper for paper, _ending, _served in rows],
        {paper.id: ending for paper, ending, _served in rows if ending is not None},
        {paper.id for paper, _ending, served in rows if served},
    )


def issued_on(
    session: ScopedSession, actor: Actor, kinds: Collection[str], day: dt.date, most: int
) -> Sequence[tuple[IssuedPaper, Case]]:
    """The first papers of a day in cases of some kinds that the actor may see, in the order in which they went out."""
    found = session.execute(
        select(IssuedPaper, Case)
        .join(Case, (Case.tenant_id == IssuedPaper.tenant_id) & (Case.id == IssuedPaper.case_id))
        .where(IssuedPaper.issued_on == day, readable(actor, kinds))
        .order_by(IssuedPaper.issued_at, IssuedPaper.id)
        .limit(most)
    )
    return [(paper, case) for paper, case in found]


def note_printed(session: ScopedSession, actor: Actor, papers: Sequence[IssuedPaper]) -> None:
    """Write down who put which papers into one file to print."""
    record(session, actor, "core.paper.print", "", {"papers": [str(paper.id) for paper in papers]})


def _signature(paper: Paper, actor: Actor, context: Mapping[str, Any]) -> dict[str, str]:
    """Who signed a decision, and when: whoever does the act that makes it, which only those who may can do.

    One that was signed for several cases at once follows in each by the system, which names the same hand.
    """
    if paper.grade == PaperClass.DECISION and actor.is_system:
        return {name: context.get(name, "") for name in (SIGNER, SIGNED_ON)}
    if paper.grade != PaperClass.DECISION or actor.is_party:
        return {SIGNER: "", SIGNED_ON: ""}
    return {SIGNER: actor.title, SIGNED_ON: time.today().isoformat()}


def _required(paper: Paper) -> tuple[str, ...]:
    return (*paper.required, SIGNER, SIGNED_ON) if paper.grade == PaperClass.DECISION else paper.required


def of_case(session: ScopedSession, case: Case) -> Sequence[IssuedPaper]:
    """The papers of a case, oldest first."""
    return session.scalars(
        select(IssuedPaper).where(IssuedPaper.case_id == case.id).order_by(IssuedPaper.issued_at, IssuedPaper.id)
    ).all()
