"""Reading a case: what an actor may see is one SQL predicate, and what the page of one case shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, not_, or_, select, union_all
from sqlalchemy.orm import aliased

from core import plugins
from core.accounts.actor import Actor
from core.accounts.models import Account
from core.cases.clocks import kept
from core.cases.models import Case, Clock, ClockEntry, Participant, Reply, Timeline
from core.db import ScopedSession
from core.errors import NotFound
from core.tenancy.models import Tenant, Unit


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as its page shows it, with its tenant, who takes part, its parts, and who has each (case → name).

    Attributes:
        parties: the applicant first.
        shut: parts that the reader may not open, because other units have them.
        also: what rooms above this one asked for, in the order in which they did.
    """

    case: Case
    tenant: Tenant
    parties: Sequence[Participant]
    children: Sequence[Case]
    who: Mapping[UUID, str]
    shut: frozenset[UUID] = frozenset()
    also: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Recounted:
    """A limit counted anew on another calendar: the day it ended on before and ends on now, and the document."""

    old: dt.date | None
    due: dt.date | None
    document: str

    @property
    def moved(self) -> bool:
        """False where the day stayed and is only certain now."""
        return self.old != self.due


def readable(actor: Actor, kinds: Collection[str] | None = None) -> ColumnElement[bool]:
    """The predicate of the cases an actor may see: of kinds that are on, in the units where the permission is held.

    Args:
        kinds: codes of the kinds in question; None for all.
    """
    parts: list[ColumnElement[bool]] = []
    for kind in plugins.registry().case_kinds.values():
        if kinds is not None and kind.code not in kinds:
            continue
        units, shut = actor.units(kind.read), sorted(actor.shut_for(kind.read))
        part = Case.kind == kind.code
        if units is not None:
            part = and_(part, or_(Case.unit_id.in_(sorted(units)), Case.handler_id == actor.account_id))
        if kind.hidden is not None and (units is None or units):
            part = and_(part, not_(kind.hidden(actor)))
        if units is None or units:
            parts.append(and_(part, Case.unit_id.not_in(shut)) if shut else part)
    if len(parts) == 1:
        return parts[0]  # the usual list is of one kind; every page of it is asked with as little around it as can be
    return or_(*parts) if parts else false()


def get_case(session: ScopedSession, actor: Actor, case_id: UUID) -> Case:
    """A case the actor may see.

    Raises:
        NotFound: it is absent or not theirs to see, which look the same.
    """
    case = session.scalar(select(Case).where(Case.id == case_id, readable(actor)))
    if case is None:
        raise NotFound(case_id)
    return case


def opened(
    session: ScopedSession, actor: Actor, case_id: UUID, also: Sequence[Callable[[type[Case]], ColumnElement[Any]]] = ()
) -> Opened:
    """What the head of a case's page shows, in one query.

    Args:
        also: columns that rooms above this one want of the same case; their values come back in `Opened.also`.

    Raises:
        NotFound: it is absent or not theirs to see, which look the same.
    """
    # Two searches rather than one for either: the planner would read every case of the tenant.
    own = select(Case.id).where(Case.id == case_id, readable(actor))
    part = aliased(Case)
    parts = select(part.id).where(part.parent_id == case_id)
    may = readable(actor).label("may")
    query = (
        select(Case, Tenant, Account.display_name, Unit.name, Participant, may, *(make(Case) for make in also))
        .join(Tenant, Tenant.id == Case.tenant_id)
        .join(Unit, and_(Unit.tenant_id == Case.tenant_id, Unit.id == Case.unit_id))
        .outerjoin(Account, Account.id == Case.handler_id)
        .outerjoin(
            Participant,
            and_(
                Participant.tenant_id == Case.tenant_id, Participant.case_id == Case.id, Participant.case_id == case_id
            ),
        )
        .where(Case.id.in_(union_all(own, parts)))
        .order_by(Case.id, Participant.id)
    )
    rows = session.execute(query).all()
    mine = [row for row in rows if row[0].id == case_id]
    if not mine:
        raise NotFound(case_id)
    return Opened(
        case=mine[0][0],
        tenant=mine[0][1],
        parties=[row[4] for row in mine if row[4] is not None],
        children=[row[0] for row in rows if row[0].id != case_id],
        who={row[0].id: row[2] or row[3] for row in rows},
        shut=frozenset(row[0].id for row in rows if not row[5]),
        also=tuple(mine[0][6:]),
    )


def clocks_of(session: ScopedSession, case: Case) -> Sequence[Clock]:
    """Every clock of a case, oldest first, also those that ended."""
    found = {clock.id: clock for clock, _ in kept(session, case)}
    return sorted(found.values(), key=lambda clock: (clock.start_on, clock.id))


def entries_of(session: ScopedSession, clock: Clock) -> Sequence[ClockEntry]:
    """The ledger of one clock, in the order in which it was written."""
    return session.scalars(select(ClockEntry).where(ClockEntry.clock_id == clock.id).order_by(ClockEntry.id)).all()


def recounted(session: ScopedSession, case: Case) -> dict[UUID, Recounted]:
    """What the last change of the calendar made of each of a case's limits, from its ledger; by the clock's id."""
    found: dict[UUID, Recounted] = {}
    before: dict[UUID, dt.date | None] = {}
    entries = (
        select(ClockEntry)
        .join(Clock, (Clock.tenant_id == ClockEntry.tenant_id) & (Clock.id == ClockEntry.clock_id))
        .where(Clock.case_id == case.id)
        .order_by(ClockEntry.id)
    )
    for entry in session.scalars(entries):
        if entry.act == "recompute":
            found[entry.clock_id] = Recounted(before.get(entry.clock_id), entry.due_on, entry.document)
        before[entry.clock_id] = entry.due_on
    return found


def timeline_of(session: ScopedSession, case: Case) -> Sequence[Timeline]:
    """What happened on a case, oldest first."""
    return session.scalars(select(Timeline).where(Timeline.case_id == case.id).order_by(Timeline.at, Timeline.id)).all()


def parties_of(session: ScopedSession, case: Case) -> Sequence[Participant]:
    """Who takes part in a case, the applicant first."""
    query = select(Participant).where(Participant.case_id == case.id).order_by(Participant.id)
    return session.once(("parties", case.id), lambda: session.scalars(query).all())


def replies_of(session: ScopedSession, case: Case) -> Sequence[Reply]:
    """The answers given to the person."""
    return session.scalars(select(Reply).where(Reply.case_id == case.id).order_by(Reply.at, Reply.id)).all()
