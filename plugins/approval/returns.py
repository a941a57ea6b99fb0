"""What approval gives the scheme's returns: in the monthly report the part about law-based administration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select

from core.cases.lists import CaseFilter, conditions
from core.cases.models import Case
from core.db import ScopedSession
from core.duties.lines import LAW, counted, so_many
from core.tenancy.models import Unit
from plugins.approval.items.queries import entries, in_force
from plugins.approval.models import Application, Item
from plugins.approval.rules import REFUSE
from plugins.approval.stats import KIND

Lines = Mapping[str, tuple[str, ...]]


def of_month(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """Lines of the part ``law`` for a unit's month; what did not happen has no line."""

    def count(*, late: bool = False) -> int:
        wanted = CaseFilter(unit_id=unit.id, open_only=False, closed=(first, last), late=late)
        query = select(func.count()).select_from(Case).where(Case.kind == KIND, *conditions(wanted))
        return session.scalar(query) or 0

    (refused,) = counted(
        session, unit, Application, (Application.decision == REFUSE) & Application.decided_on.between(first, last)
    )
    numbers = (
        ("按期办结审批事项{}件", (closed := count()) - (late := count(late=True) if closed else 0)),
        ("逾期办结审批事项{}件", late),
        ("不予许可并说明理由{}件", refused),
    )
    return {LAW: so_many(numbers)}


def centralised(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """How many items that count are handled at the service centre, and why each other one is not yet."""
    names = dict(session.execute(select(Item.code, Item.name).where(in_force()).order_by(Item.code)).all())
    known = entries(session)
    inside = [code for code in names if code in known and known[code].since is not None]
    rest = [
        f"{name}：尚未进驻{'，' + known[code].reason if code in known and known[code].reason else ''}"
        for code, name in names.items()
        if code not in inside
    ]
    return {"centre": (f"已进驻便民服务中心{len(inside)}项，共{len(names)}项", *rest)} if names else {}


def online(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """How many applications of the period came online, out of all."""
    wanted = conditions(CaseFilter(open_only=False, received=(first, last)))
    query = select(func.count(), func.count().filter(Case.channel == "online")).where(Case.kind == KIND, *wanted)
    total, came = session.execute(query).one()
    return {"work": (f"网上申请{came}件，占收件{total}件的{came * 100 // total}%",)} if total else {}
