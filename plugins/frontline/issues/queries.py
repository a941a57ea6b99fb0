"""Reading issues: the facts of one, its page, the ledger, and the units that can lead or take part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import aliased

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import placed
from core.cases import lists
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.contracts import Card
from core.db import ScopedSession
from core.files import services as files
from core.i18n import N_
from core.tenancy.models import Unit
from core.tenancy.offices import office, where_office
from plugins.frontline.issues.models import Issue, IssuePart
from plugins.frontline.issues.rules import MATTERS, RESULTS, SOURCES, IssueFacts, PartFacts
from plugins.frontline.permissions import Perm

KIND, PART = "frontline.issue", "frontline.part"
ALIKE, COLLECTED = 10, 50
# What waits at each step → whose it is.
WAITING: Mapping[str, tuple[str, str]] = {
    "collected": (N_("待梳理分发的问题"), Perm.SORT),
    "handling": (N_("在办的问题"), Perm.HANDLE),
    "reopened": (N_("群众说没有解决的问题"), Perm.HANDLE),
}


def villages(session: ScopedSession) -> dict[UUID, str]:
    """The villages of the township by name, in the order of their codes."""
    query = select(Unit.id, Unit.name).where(Unit.kind == "village", Unit.closed_on.is_(None)).order_by(Unit.code)
    return session.once(("frontline.villages",), lambda: dict(session.execute(query).all()))


def handling_units(session: ScopedSession, but: UUID | None = None) -> dict[UUID, str]:
    """The units in which somebody handles issues, by name; without one of them."""
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.closed_on.is_(None)).order_by(Unit.code))
    names = {unit: name for unit, name in rows if unit != but}
    able = {unit for unit, _account, _name in placed(session, (Perm.HANDLE,), names.keys())}
    return {unit: name for unit, name in names.items() if unit in able}


@dataclass(frozen=True, slots=True)
class Whole:
    """An issue with its village, the parts of its partners in the order in which they were given out, and the general
    office."""

    issue: Issue
    village: str
    parts: Sequence[tuple[IssuePart, Case, str]]
    office_id: UUID | None


def whole(session: ScopedSession, case: Case) -> Whole:
    """An issue with all that its page and its guards ask for, in one statement."""

    def ask() -> Whole:
        child, partner, village, own = aliased(Case), aliased(Unit), aliased(Unit), aliased(Unit)
        general = where_office(select(own.id).where(own.tenant_id == case.tenant_id), own)
        rows = session.execute(
            select(
                Issue,
                village.name,
                general.scalar_subquery(),
                IssuePart,
                child,
                partner.name,
            )
            .outerjoin(village, (village.tenant_id == Issue.tenant_id) & (village.id == Issue.village_id))
            .outerjoin(child, (child.tenant_id == Issue.tenant_id) & (child.parent_id == Issue.case_id))
            .outerjoin(IssuePart, (IssuePart.tenant_id == child.tenant_id) & (IssuePart.case_id == child.id))
            .outerjoin(partner, (partner.tenant_id == child.tenant_id) & (partner.id == child.unit_id))
            .where(Issue.tenant_id == case.tenant_id, Issue.case_id == case.id)
            .order_by(child.id)
        ).all()
        parts = [(part, found, unit) for *_about, part, found, unit in rows if part is not None]
        return Whole(rows[0][0], rows[0][1] or "", parts, rows[0][2])

    return session.once(("frontline.issue", case.id), ask)


def issue_of(session: ScopedSession, case: Case) -> Issue:
    """What an issue holds beyond its case."""
    return session.get_one(Issue, (case.tenant_id, case.id))


def parts_of(session: ScopedSession, case: Case) -> Sequence[tuple[IssuePart, Case, str]]:
    """The parts of an issue with their cases and units, in the order in which they were given out."""
    return whole(session, case).parts


def facts(session: ScopedSession, case: Case) -> IssueFacts:
    """What guards know of an issue."""
    found, today = whole(session, case), time.today()
    issue = found.issue
    waiting = tuple(
        unit
        for _part, child, unit in found.parts
        if child.is_open and child.due_on is not None and child.due_on >= today
    )
    return IssueFacts(
        at_office=found.office_id == case.unit_id,
        passed_back=issue.passed_back,
        waiting=waiting,
        on_spot=issue.on_spot,
        vetoed=issue.vetoed_on is not None,
        today=today,
    )


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of an issue shows."""
    found = whole(session, case)
    issue = found.issue
    joined = issue.joined_id and session.get(Case, (case.tenant_id, issue.joined_id))
    return {
        "issue": issue,
        "village": found.village,
        "matter": MATTERS[issue.matter],
        "source": SOURCES[issue.source],
        "result": RESULTS.get(issue.result, ""),
        "parts": found.parts,
        "joined": joined.number if joined else "",
        "alike": alike(session, case, issue) if case.state == "collected" else (),
        "files": files.of_owner(session, "case", case.id),
    }


def alike(session: ScopedSession, case: Case, issue: Issue) -> Sequence[Case]:
    """Other open issues of the same kind and village, the earliest first: perhaps the same one."""
    query = (
        select(Case)
        .join(Issue, (Issue.tenant_id == Case.tenant_id) & (Issue.case_id == Case.id))
        .where(Case.is_open.is_(True), Case.id != case.id, Case.state != "joined")
        .where(Issue.matter == issue.matter, Issue.village_id == issue.village_id)
        .order_by(Case.id)
        .limit(ALIKE)
    )
    return session.scalars(query).all()


def joined_to(session: ScopedSession, case: Case) -> Sequence[Case]:
    """The open issues that are answered with this one."""
    query = (
        select(Case)
        .join(Issue, (Issue.tenant_id == Case.tenant_id) & (Issue.case_id == Case.id))
        .where(Issue.joined_id == case.id, Case.is_open.is_(True))
        .order_by(Case.id)
    )
    return session.scalars(query).all()


def part_of(session: ScopedSession, case: Case) -> tuple[IssuePart, Case]:
    """What a part holds, with the issue it belongs to."""

    def ask() -> tuple[IssuePart, Case]:
        part = session.get_one(IssuePart, (case.tenant_id, case.id))
        return part, session.get_one(Case, (case.tenant_id, case.parent_id))

    return session.once(("frontline.part", case.id), ask)


def part_facts(session: ScopedSession, case: Case) -> PartFacts:
    """What guards know of a part."""
    return PartFacts(lead_open=part_of(session, case)[1].is_open)


def part_detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of a part shows: what is asked, and the issue it is about."""
    part, lead = part_of(session, case)
    own = files.of_owner(session, "case", case.id)
    return {**detail(session, lead), "part": part, "lead": lead, "parts": (), "alike": (), "files": own}


def sees_all(session: ScopedSession, actor: Actor) -> bool:
    """Whether an actor sees the whole ledger: leaders, superiors, and the people of the general office."""
    own = office(session)
    return actor.units(Perm.READ) is None or (own is not None and actor.in_unit(Perm.SORT, own.id))


def own_rows(session: ScopedSession, actor: Actor, column: Any, partners: bool = False) -> ColumnElement[bool]:
    """The condition for rows of the units whose issues the actor reads.

    Args:
        column: the unit of the row.
        partners: also issues in which one of these units takes part.
    """
    if sees_all(session, actor):
        return true()
    units = sorted(actor.units(Perm.READ) or ())
    found: ColumnElement[bool] = column.in_(units)
    if partners:
        child = aliased(Case)
        found |= exists().where(child.tenant_id == Case.tenant_id, child.parent_id == Case.id, child.unit_id.in_(units))
    return found


def collected_by(session: ScopedSession, units: Sequence[UUID]) -> Sequence[tuple[Issue, Case]]:
    """What some units took in, the newest first: where each stands is all that they see of it later."""
    query = (
        select(Issue, Case)
        .join(Case, (Case.tenant_id == Issue.tenant_id) & (Case.id == Issue.case_id))
        .where(Issue.collected_unit_id.in_(units))
        .order_by(Issue.case_id.desc())
        .limit(COLLECTED)
    )
    return [(issue, case) for issue, case in session.execute(query)]


def cards(actor: Actor) -> list[Card]:
    """How many issues wait at each step; steps without any are left out."""
    if not actor.may(Perm.READ):
        return []
    return [
        Card(
            label,
            lists.number_of(actor, CaseFilter(kinds=(KIND,), states=(state,))),
            f"state={state}",
            order=70 + order,
            mine=actor.may(whose),
            if_any=True,
        )
        for order, (state, (label, whose)) in enumerate(WAITING.items())
    ]


def counted(session: ScopedSession, *where: ColumnElement[bool]) -> int:
    """How many issues hold a condition."""
    query = (
        select(func.count())
        .select_from(Issue)
        .join(Case, (Case.tenant_id == Issue.tenant_id) & (Case.id == Issue.case_id))
    )
    return session.scalar(query.where(*where)) or 0
