"""The live board: every open case and every duty that is not settled, by the colour of its day; nothing ranks units.

Whoever follows all units sees of each matter its number, unit and limit, whatever measure it belongs to; of persons the
board shows nothing. Complaints, tips and looks back are seen here by those alone who may read them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, tuple_

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.cases.models import NEVER, Case
from core.cases.queries import readable
from core.db import ScopedSession
from core.duties import board
from core.duties.models import Duty
from core.duties.own import owner_of
from core.duties.queries import readable as readable_duties
from core.duties.rules import OWED, SUBMITTED
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.supervision.orders.queries import near_until
from plugins.supervision.permissions import Perm

WHATS: Mapping[str, str] = {"cases": N_("办理事项"), "duties": N_("任务")}
# Name in the address → (label, why a case has this colour, why a duty has it, the tone of its badge).
COLOURS: Mapping[str, tuple[str, str, str, str]] = {
    "late": (N_("已超期"), N_("过了期限还没有办结。"), N_("过了期限还没有报送。"), "late"),
    "near": (N_("临近"), N_("两个工作日内到期，还没有办结。"), N_("两个工作日内到期，还没有报送。"), "wait"),
    "going": (
        N_("办理中"),
        N_("离期限还有两个工作日以上。"),
        N_("离期限还有两个工作日以上，或者只是力争完成。"),
        "busy",
    ),
    "rest": (N_("不在计时"), N_("停止计时，或者在等当事人、等核查。"), N_("已经报送，等待接收。"), "plain"),
}
Place = tuple[dt.date, UUID]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the board shows: the kinds of cases and the rules of duties, of one unit where it is named."""

    kinds: tuple[str, ...]
    rules: tuple[str, ...]
    unit: UUID | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list: each row with its unit's name, the rows the reader may open, and the place of the next page."""

    rows: Sequence[tuple[Any, str]]
    opens: frozenset[UUID]
    after: Place | None


def whole(actor: Actor) -> bool:
    """Whether somebody follows every unit of the township."""
    return actor.units(Perm.ORDER_READ) is None


def figures(session: ScopedSession, actor: Actor, shown: Shown) -> dict[str, dict[str, int]]:
    """How many cases and duties have each colour: what → colour → number."""
    cases, duties = _case_colours(session), _duty_colours(session)
    of_cases = select(*(func.count().filter(each) for each in cases.values())).where(*_cases(actor, shown))
    of_duties = select(*(func.count().filter(each) for each in duties.values())).where(*_duties(actor, shown))
    return {
        "cases": dict(zip(cases, session.execute(of_cases.select_from(Case)).one(), strict=True)),
        "duties": dict(zip(duties, session.execute(of_duties.select_from(Duty)).one(), strict=True)),
    }


def cases(
    session: ScopedSession, actor: Actor, shown: Shown, colour: str, after: Place | None, limit: int = 50
) -> Listed:
    """The cases of one colour, the earliest day first."""
    place = tuple_(Case.listed_on, Case.id)
    query = (
        select(Case, Unit.name)
        .join(Unit, (Unit.tenant_id == Case.tenant_id) & (Unit.id == Case.unit_id))
        .where(*_cases(actor, shown), _case_colours(session)[colour])
        .order_by(Case.listed_on, Case.id)
        .limit(limit + 1)
    )
    found = session.execute(query.where(place > after) if after else query).all()
    rows = [(case, name) for case, name in found[:limit]]
    own = select(Case.id).where(Case.id.in_([case.id for case, _ in rows]), readable(actor, shown.kinds))
    last = rows[-1][0] if len(found) > limit else None
    return Listed(rows, frozenset(session.scalars(own)), (last.listed_on, last.id) if last else None)


def duties(
    session: ScopedSession, actor: Actor, shown: Shown, colour: str, after: Place | None, limit: int = 50
) -> Listed:
    """The duties of one colour, the earliest day first."""
    place = tuple_(Duty.due_on, Duty.id)
    query = (
        select(Duty, Unit.name)
        .join(Unit, (Unit.tenant_id == Duty.tenant_id) & (Unit.id == Duty.unit_id))
        .where(*_duties(actor, shown), _duty_colours(session)[colour])
        .order_by(Duty.due_on, Duty.id)
        .limit(limit + 1)
    )
    found = session.execute(query.where(place > after) if after else query).all()
    rows = [(duty, name) for duty, name in found[:limit]]
    last = rows[-1][0] if len(found) > limit else None
    return Listed(rows, frozenset(duty.id for duty, _ in rows), (last.due_on, last.id) if last else None)


def measures(kinds: Collection[str], rules: Collection[str]) -> dict[str, str]:
    """The measures that have something on the board: name → label."""
    registry = plugins.registry()
    names = [registry.owner[kind] for kind in kinds] + [owner_of(rule) for rule in rules]
    return {name: registry.plugins[name].label for name in dict.fromkeys(names)}


def of_measure(shown: Shown, measure: str) -> Shown:
    """The same of one measure."""
    owner = plugins.registry().owner
    kinds = tuple(kind for kind in shown.kinds if owner[kind] == measure)
    rules = tuple(rule for rule in shown.rules if owner_of(rule) == measure)
    return Shown(kinds, rules, shown.unit)


def _cases(actor: Actor, shown: Shown) -> list[ColumnElement[bool]]:
    seen = readable(actor, shown.kinds)
    if whole(actor):
        registry, parts = plugins.registry(), [seen]
        for code in shown.kinds:
            kind = registry.case_kinds[code]
            if registry.owner[code] != "supervision":
                shut = [] if kind.hidden is None else [not_(kind.hidden(actor))]
                parts.append(and_(Case.kind == code, *shut))
        seen = or_(*parts)
    found: list[ColumnElement[bool]] = [Case.is_open == True, Case.kind.in_(shown.kinds), seen]  # noqa: E712
    return [*found, Case.unit_id == shown.unit] if shown.unit else found


def _duties(actor: Actor, shown: Shown) -> list[ColumnElement[bool]]:
    found = [readable_duties(actor), Duty.rule.in_(shown.rules), Duty.state.in_((*OWED, SUBMITTED))]
    return [*found, Duty.unit_id == shown.unit] if shown.unit else found


def _case_colours(session: ScopedSession) -> dict[str, ColumnElement[bool]]:
    today, near = time.today(), near_until(session)
    return {
        "late": Case.listed_on < today,
        "near": Case.listed_on.between(today, near),
        "going": and_(Case.listed_on > near, Case.listed_on < NEVER),
        "rest": Case.listed_on == NEVER,
    }


def _duty_colours(session: ScopedSession) -> dict[str, ColumnElement[bool]]:
    today, near, owed = time.today(), near_until(session), Duty.state.in_(OWED)
    striven = Duty.rule.in_(sorted(board.targets()))
    return {
        "late": and_(owed, Duty.due_on < today, not_(striven)),
        "near": and_(owed, Duty.due_on.between(today, near)),
        "going": and_(owed, or_(Duty.due_on > near, and_(striven, Duty.due_on < today))),
        "rest": Duty.state == SUBMITTED,
    }
