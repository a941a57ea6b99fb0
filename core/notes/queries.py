"""Reading notes: those of the reader's own units, whoever else may open the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from core import plugins
from core.accounts import queries as people
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.cases.models import Case
from core.db import ScopedSession
from core.notes.models import CaseNote


def of_case(session: ScopedSession, actor: Actor, case_id: UUID) -> Sequence[CaseNote]:
    """The notes on a case that the actor's own units wrote, the oldest first."""
    query = select(CaseNote).where(CaseNote.case_id == case_id, readable(actor))
    return session.scalars(query.order_by(CaseNote.at, CaseNote.id)).all()


def readable(actor: Actor) -> ColumnElement[bool]:
    """The predicate of the notes an actor may see: those of units among whose own people they are; a superior who
    only visits is of none."""
    return CaseNote.unit_id.in_(sorted(own_units(actor)))


def count_column(actor: Actor) -> Callable[[type[Case]], ColumnElement[Any]]:
    """How many notes on a case the actor may see, as a column of a query over cases."""

    def column(case: type[Case]) -> ColumnElement[Any]:
        found = select(func.count()).select_from(CaseNote)
        found = found.where(CaseNote.tenant_id == case.tenant_id, CaseNote.case_id == case.id, readable(actor))
        return found.correlate(case).scalar_subquery()

    return column


def own_units(actor: Actor) -> frozenset[UUID]:
    """The units whose notes the actor reads and may write."""
    return frozenset() if actor.visiting else actor.own_units(Perm.WORK)


def unit_for(actor: Actor, case: Case) -> UUID | None:
    """For whose people the actor's note on a case is: of the case's unit where they are of it, else of their first
    one; None where they are of none."""
    own = own_units(actor)
    if case.unit_id in own:
        return case.unit_id
    return next((held.unit_id for held in actor.held if held.unit_id in own), None)


def colleagues(session: ScopedSession, case: Case, unit_id: UUID) -> list[tuple[UUID, str]]:
    """Who can be named in a note: the unit's own people who may open the case, (account, name) by name."""
    read = plugins.registry().case_kinds[case.kind].read
    may = set(people.people_for(session, read, case.unit_id))
    return [one for one in people.own_people(session, {read}, {unit_id}) if one[0] in may]
