"""What the register knows already for the returns of training, so that nothing is entered twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select

from core.db import ScopedSession
from core.duties.lines import so_many
from core.tenancy.models import Unit
from plugins.training import rules
from plugins.training.models import Attendance, Check, ReadingEvent, Training
from plugins.training.plan.queries import plan_of, submission
from plugins.training.sessions.queries import Held, sessions_of

Lines = Mapping[str, tuple[str, ...]]


def plan(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """Topics and needs of the year's plan."""
    found = plan_of(session, unit.id, first.year)
    return submission(found).parts if found is not None else {}


def quota(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """Hours by topic of the sessions that were held, each topic a line."""
    topics: dict[str, int] = {}
    for one in _held(session, unit, first, last):
        topics[one.training.topic] = topics.get(one.training.topic, 0) + one.training.quarters
    return {"topics": tuple(rules.line(name, quarters) for name, quarters in topics.items())}


def summary(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """Each session with its hours and how many came, their sum, and the courseware that was kept."""
    held = _held(session, unit, first, last)
    lines = [
        f"{one.training.held_on.isoformat()} {one.training.topic}："
        f"{rules.hours(one.training.quarters)}学时，{one.came}人参加，{one.missed}人待补课，授课人{one.training.lecturer}"
        for one in held
    ]
    total = rules.hours(sum(one.training.quarters for one in held))
    whole = [f"全年集中培训{len(held)}场，共{total}学时"] if held else []
    return {"summary": (*lines, *whole), "courseware": tuple(name for one in held for name in one.courseware)}


def of_month(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """Lines of the part ``study`` of a unit's monthly report: sessions, make-up, and events of the reading drive."""
    lines = [
        f"{one.training.held_on.isoformat()} {one.training.topic}："
        f"{rules.hours(one.training.quarters)}学时，{one.came}人参加"
        for one in _held(session, unit, first, last)
    ]
    made_up = (
        select(func.count())
        .select_from(Attendance)
        .join(Training, (Training.tenant_id == Attendance.tenant_id) & (Training.id == Attendance.session_id))
        .where(Training.unit_id == unit.id, Attendance.made_up_on.between(first, last))
    )
    events = select(func.count()).where(ReadingEvent.unit_id == unit.id, ReadingEvent.held_on.between(first, last))
    numbers = (("补课{}人次", session.scalar(made_up)), ("读书活动{}次", session.scalar(events)))
    return {"study": (*lines, *so_many(numbers))}


def spot_checks(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """Each spot check of the period with its appraisal; they are the general office's own."""
    query = (
        select(Check, Unit.name)
        .join(Unit, (Unit.tenant_id == Check.tenant_id) & (Unit.id == Check.unit_id))
        .where(Check.checked_on.between(first, last))
        .order_by(Check.checked_on, Check.id)
    )
    return {"checks": tuple(_said(check, name) for check, name in session.execute(query))}


def _held(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> list[Held]:
    """The unit's sessions of the period of which it was entered who came."""
    rows = sessions_of(session, [unit.id], first.year)
    return [one for one in rows if one.training.entered_at is not None and first <= one.training.held_on <= last]


def _said(check: Check, name: str) -> str:
    bad = sum(1 for found in check.findings.values() if found == "no")
    appraisal = " ".join(check.appraisal.split())
    return f"{check.checked_on.isoformat()} {name}：查出问题{bad}项。{appraisal}"
