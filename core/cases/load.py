"""Who has how much: the open cases of units by person, so that a head sees where to hand over. Nobody is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, true

from core import clock as time
from core import plugins
from core.accounts import queries as people
from core.accounts.actor import Actor
from core.accounts.models import Account
from core.accounts.permissions import Perm
from core.cases.figures import NEAR
from core.cases.models import Case
from core.cases.queries import readable
from core.db import ScopedSession
from core.tenancy.models import Unit


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has: open cases, of these due today or within three days, and overdue. Without a name: what
    nobody has yet."""

    account_id: UUID | None
    name: str
    open: int = 0
    near: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """A unit with what each of its people has, by name, what nobody has last."""

    unit_id: UUID
    name: str
    people: Sequence[Load]


def of_units(session: ScopedSession, actor: Actor, kinds: Sequence[str]) -> list[UnitLoad]:
    """The units for which the actor assigns and where there is anything to see, by code, in three queries.

    Who works on such cases stands there with nothing too, since they can be given some; whoever of another unit has
    one of theirs stands there with it.
    """
    units = session.execute(select(Unit.id, Unit.name).where(_assigned(actor)).order_by(Unit.code)).all()
    if not units:
        return []
    today = time.today()
    rows = session.execute(
        select(
            Case.unit_id,
            Case.handler_id,
            Account.display_name,
            func.count(),
            func.count().filter(Case.listed_on.between(today, today + NEAR)),
            func.count().filter(Case.listed_on < today),
        )
        .outerjoin(Account, Account.id == Case.handler_id)
        .where(Case.unit_id.in_([unit_id for unit_id, _ in units]), readable(actor, kinds))
        .where(Case.is_open == True)  # noqa: E712
        .group_by(Case.unit_id, Case.handler_id, Account.display_name)
    ).all()
    found: dict[UUID, dict[UUID | None, Load]] = {unit_id: {} for unit_id, _ in units}
    known = plugins.registry().case_kinds
    doing = frozenset[str]().union(*(known[kind].permissions for kind in kinds if kind in known))
    for unit_id, account_id, name in people.placed(session, doing, found):
        found[unit_id][account_id] = Load(account_id, name)
    for unit_id, handler_id, name, *numbers in rows:
        found[unit_id][handler_id] = Load(handler_id, name or "", *numbers)
    return [
        UnitLoad(unit_id, name, sorted(found[unit_id].values(), key=_by_name))
        for unit_id, name in units
        if found[unit_id]
    ]


def _by_name(load: Load) -> tuple[bool, str, str]:
    return load.account_id is None, load.name, str(load.account_id)


def _assigned(actor: Actor) -> ColumnElement[bool]:
    """The predicate of the units that stand and for which the actor assigns."""
    units = actor.units(Perm.ASSIGN)
    return and_(Unit.closed_on.is_(None), true() if units is None else Unit.id.in_(sorted(units)))
