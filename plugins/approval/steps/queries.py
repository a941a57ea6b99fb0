"""Reading steps: of one case with their ledger, those that are open in the township or in a village, and opinions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.queries import readable
from core.db import ScopedSession
from core.errors import NotFound
from core.files import services as files
from core.tenancy.models import Unit
from plugins.approval.agency import queries as agencies
from plugins.approval.models import Application, Item
from plugins.approval.permissions import Perm
from plugins.approval.rules import WAITING
from plugins.approval.steps.models import CaseStep, Endorsement, StepEntry
from plugins.approval.steps.rules import ACTS, DOERS, OPEN, POST, PRE, VILLAGE, AskedFacts, Steps

KIND, APPLICATION = "approval.endorsement", "approval.application"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Recorded:
    """A step of a case with its ledger, the oldest entry first."""

    step: CaseStep
    entries: Sequence[StepEntry]

    @property
    def last(self) -> StepEntry | None:
        """What it stands by."""
        return self.entries[-1] if self.entries else None


@dataclass(frozen=True, slots=True)
class Line:
    """A step in a list: its case and item, and the village's name where one is known."""

    step: CaseStep
    case: Case
    item: Item
    village: str

    @property
    def late(self) -> bool:
        """Whether its planned day passed."""
        return self.step.planned_on is not None and self.step.planned_on < time.today()


def of_case(session: ScopedSession, case: Case) -> Sequence[Recorded]:
    """The steps of a case in their order, each with its ledger."""
    query = (
        select(CaseStep, StepEntry)
        .outerjoin(StepEntry, and_(StepEntry.tenant_id == CaseStep.tenant_id, StepEntry.step_id == CaseStep.id))
        .where(CaseStep.case_id == case.id)
        .order_by(CaseStep.id, StepEntry.id)
    )
    found: dict[UUID, tuple[CaseStep, list[StepEntry]]] = {}
    for step, entry in session.once(("approval.steps", case.id), lambda: session.execute(query).all()):
        found.setdefault(step.id, (step, []))[1].extend([entry] if entry is not None else ())
    return [Recorded(step, entries) for step, entries in found.values()]


def step_of(session: ScopedSession, step_id: UUID) -> tuple[CaseStep, Case, Application, Item]:
    """A step with its case, application and item.

    Raises:
        NotFound: there is none.
    """
    query = _joined(select(CaseStep, Case, Application, Item)).where(CaseStep.id == step_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(step_id)
    return row[0], row[1], row[2], row[3]


def opinion_of(session: ScopedSession, case: Case) -> tuple[Endorsement, Case, str] | None:
    """What the village of a case was asked, on which case of its own, and the village's name; None before."""
    query = (
        select(Endorsement, Case, Unit.name)
        .join(Case, and_(Case.tenant_id == Endorsement.tenant_id, Case.id == Endorsement.case_id))
        .join(Unit, and_(Unit.tenant_id == Case.tenant_id, Unit.id == Case.unit_id))
        .where(Case.parent_id == case.id)
    )
    row = session.once(("approval.opinion", case.id), lambda: session.execute(query).first())
    return (row[0], row[1], row[2]) if row is not None else None


def facts_of(session: ScopedSession, case: Case, item: Item) -> Steps:
    """What guards know of a case's steps and village; an item without either costs no question."""
    found = of_case(session, case) if item.steps else ()
    asked = opinion_of(session, case) if item.opinion_days else None
    waiting = case.state == WAITING
    agency = agencies.of_case(session, case) if waiting else None
    return Steps(
        waiting=waiting,
        open_before=[row.step.name for row in found if row.step.phase == PRE and row.step.stands == OPEN],
        by_agent=agency is not None and agency.reached_on is None,
        opinion_days=item.opinion_days,
        opinion=_stage(asked[1]) if asked is not None else "",
        opinion_due=asked[1].due_on if asked is not None and asked[1].is_open else None,
    )


def _stage(case: Case) -> str:
    return {"asked": "asked", "answered": "answered"}.get(case.state, "passed")


def villages(session: ScopedSession) -> dict[UUID, str]:
    """The villages of the township that were not closed, by code."""
    query = select(Unit.id, Unit.name).where(Unit.kind == "village", Unit.closed_on.is_(None)).order_by(Unit.code)
    return {row.id: row.name for row in session.execute(query)}


def listed(
    session: ScopedSession,
    actor: Actor,
    phase: str,
    village: UUID | None = None,
    item: str = "",
    late: bool = False,
    after: UUID | None = None,
) -> tuple[list[Line], UUID | None]:
    """A page of the open steps of a phase that the actor may see, the oldest first, and the key of the next page.

    Args:
        item: code of an item, of whatever edition.
        late: only those whose planned day passed.
    """
    query = _open(phase).where(readable(actor, (APPLICATION,))).order_by(CaseStep.id).limit(PAGE + 1)
    if village is not None:
        query = query.where(Application.village_id == village)
    if item:
        query = query.where(Item.code == item)
    if late:
        query = query.where(CaseStep.planned_on < time.today())
    if after is not None:
        query = query.where(CaseStep.id > after)
    return _page(session, query)


def of_village(session: ScopedSession, village: UUID) -> list[Line]:
    """The open steps that a village itself has to do, before and after, the oldest first."""
    mine = and_(Application.village_id == village, CaseStep.who == VILLAGE)
    return [
        line
        for phase in (PRE, POST)
        for line in _page(session, _open(phase).where(mine).order_by(CaseStep.id).limit(PAGE))[0]
    ]


def asked_of(session: ScopedSession, village: UUID) -> Sequence[tuple[Case, Case]]:
    """What a village was asked and has not answered, with the application, the earliest limit first."""
    lead = aliased(Case)
    query = (
        select(Case, lead)
        .join(lead, and_(lead.tenant_id == Case.tenant_id, lead.id == Case.parent_id))
        .where(Case.kind == KIND, Case.unit_id == village, Case.is_open.is_(True))
        .order_by(Case.listed_on, Case.id)
        .limit(PAGE)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def open_after(actor: Actor) -> Select[int]:
    """Asks how many cases have a step after delivery that is open."""
    counted: Select[int] = _joined(select(func.count(CaseStep.case_id.distinct())).select_from(CaseStep))
    return counted.where(_is_open(POST), readable(actor, (APPLICATION,)))


def part_of(session: ScopedSession, case: Case) -> tuple[Endorsement, Case]:
    """What a village was asked, with the application it is about."""

    def ask() -> tuple[Endorsement, Case]:
        row = session.get_one(Endorsement, (case.tenant_id, case.id))
        return row, session.get_one(Case, (case.tenant_id, case.parent_id))

    return session.once(("approval.endorsement", case.id), ask)


def asked_facts(session: ScopedSession, case: Case) -> AskedFacts:
    """What guards know when a village answers."""
    return AskedFacts(case.received_on, time.today())


def asked_detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of a village's question shows: the question, what was applied for, the answer."""
    from plugins.approval import queries as applications

    row, lead = part_of(session, case)
    application, item = applications.application_of(session, lead)
    return {
        "endorsement": row,
        "lead": lead,
        "item": item,
        "rows": applications.answered(application, item),
        "files": files.of_owner(session, "case", case.id),
    }


def detail(session: ScopedSession, case: Case, application: Application, item: Item) -> dict[str, Any]:
    """What a case's page shows of its steps and its village, for staff and party alike."""
    opinion = opinion_of(session, case) if item.opinion_days else None
    return {
        "steps": of_case(session, case) if item.steps else (),
        "opinion": opinion,
        "village": opinion[2] if opinion is not None else _village(session, application),
        "doers": DOERS,
        "acts": ACTS,
        "today": time.today(),
    }


def _village(session: ScopedSession, application: Application) -> str:
    if application.village_id is None:
        return ""
    return session.get_one(Unit, (application.tenant_id, application.village_id)).name


def may_record(actor: Actor, step: CaseStep, case: Case, application: Application) -> bool:
    """Whether an actor records a step: the office its own and what villages bring on paper, a village its own."""
    if actor.visiting is not None:
        return False
    if actor.may(Perm.STEPS, case.unit_id):
        return True
    return step.who == VILLAGE and application.village_id in actor.own_units(Perm.ENDORSE)


def _is_open(phase: str) -> ColumnElement[bool]:
    alive = Case.is_open.is_(True) if phase == PRE else Case.state == "delivered"
    return and_(CaseStep.phase == phase, CaseStep.stands == OPEN, alive)


def _open(phase: str) -> Any:
    query = _joined(select(CaseStep, Case, Item, Unit.name))
    return query.outerjoin(
        Unit, and_(Unit.tenant_id == Application.tenant_id, Unit.id == Application.village_id)
    ).where(_is_open(phase))


def _joined(query: Any) -> Any:
    return (
        query.join(Case, and_(Case.tenant_id == CaseStep.tenant_id, Case.id == CaseStep.case_id))
        .join(Application, and_(Application.tenant_id == CaseStep.tenant_id, Application.case_id == CaseStep.case_id))
        .join(Item, and_(Item.tenant_id == Application.tenant_id, Item.id == Application.item_id))
    )


def _page(session: ScopedSession, query: Any) -> tuple[list[Line], UUID | None]:
    lines = [Line(step, case, item, village or "") for step, case, item, village in session.execute(query)]
    return lines[:PAGE], lines[PAGE - 1].step.id if len(lines) > PAGE else None


def since(session: ScopedSession, step: CaseStep, application: Application) -> dt.date | None:
    """The day before which nothing of a step can lie: what comes after comes after delivery."""
    told = application.delivery.get("delivered_on")
    return dt.date.fromisoformat(told) if step.phase == POST and told else None
