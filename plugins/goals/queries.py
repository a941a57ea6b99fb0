"""Reading key works: one with all that belongs to it, the list of a year, what guards know, and what duties ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select

from core import clock as time
from core.accounts.actor import Actor
from core.calendar.services import latest
from core.cases.models import Case
from core.cases.queries import readable
from core.db import ScopedSession
from core.duties.models import Duty
from core.duties.rules import OWED
from core.errors import NotFound
from core.files import services as files
from core.publishing.models import Published
from core.tenancy.models import Unit
from plugins.goals import plan
from plugins.goals.commands import Content
from plugins.goals.models import Change, Entry, KeyWork, Stage
from plugins.goals.rules import Facts

KIND = "goals.key_work"
NOTICE = "goals.notice"
SELECT = "scheme.goals.select"
# Of these states a work is selected, or may still be.
SELECTED = ("submitted", "work_reviewed", "approved", "running", "finished", "unfinished")


@dataclass(frozen=True, slots=True)
class Whole:
    """A key work with its stages, what was said of it, and the changes of its days."""

    work: KeyWork
    stages: Sequence[Stage]
    entries: Sequence[Entry]
    changes: Sequence[Change]


def work_of(session: ScopedSession, case: Case) -> KeyWork:
    """The key work of a case.

    Raises:
        NotFound: the case is about none.
    """
    return whole(session, case.id).work


def whole(session: ScopedSession, case_id: UUID) -> Whole:
    """A key work with all that belongs to it, in one statement, asked once for a page.

    Raises:
        NotFound: there is none, or the session may not see it.
    """
    return session.once((KIND, case_id), lambda: _whole(session, case_id))


def _whole(session: ScopedSession, case_id: UUID) -> Whole:
    rows = session.execute(
        select(KeyWork, Stage, Change, Entry)
        .outerjoin(Stage, (Stage.tenant_id == KeyWork.tenant_id) & (Stage.case_id == KeyWork.case_id))
        .outerjoin(
            Change,
            (Change.tenant_id == Stage.tenant_id) & (Change.case_id == Stage.case_id) & (Change.stage == Stage.no),
        )
        .outerjoin(Entry, (Entry.tenant_id == KeyWork.tenant_id) & (Entry.case_id == KeyWork.case_id))
        .where(KeyWork.case_id == case_id)
    ).all()
    if not rows:
        raise NotFound(case_id)
    stages = {row[1].no: row[1] for row in rows if row[1] is not None}
    changes = {row[2].id: row[2] for row in rows if row[2] is not None}
    entries = {row[3].id: row[3] for row in rows if row[3] is not None}
    return Whole(
        rows[0][0],
        [stages[no] for no in sorted(stages)],
        sorted(entries.values(), key=lambda entry: (entry.at, entry.id)),
        sorted(changes.values(), key=lambda change: (change.asked_at, change.id)),
    )


def planned(stages: Sequence[Stage]) -> tuple[plan.Stage, ...]:
    """Stages as the plan counts them."""
    return tuple(
        plan.Stage(row.no, row.name, row.days, row.planned_on, tuple(row.after), row.done_on) for row in stages
    )


def content_of(work: KeyWork) -> Content:
    """What a key work says, as its form asks for it."""
    return Content(work.name, work.head, work.body, work.begins_on, work.ends_on, work.standard, work.limit, work.lost)


def facts(session: ScopedSession, case: Case) -> Facts:
    """What guards know of a key work."""
    found = whole(session, case.id)
    work = found.work
    waiting = next((change for change in found.changes if change.approved is None), None)
    draft = case.state == "draft"
    return Facts(
        content=content_of(work),
        year=work.year,
        today=time.today(),
        calendar=latest(),
        stages=planned(found.stages),
        held=held(session, work.unit_id, work.year) if draft else 1,
        late=draft and is_late(session, work),
        selected_by=work.selected_by,
        government=work.government_id,
        supervision=work.supervision_id,
        noticed=case.state == "approved" and noticed(session, work.year),
        obstacles=tuple(row.id for row in found.entries if row.kind == "obstacle" and row.answered_at is None),
        changing=(waiting.stage, waiting.new_on) if waiting is not None else None,
        files=len(files.of_owner(session, "case", case.id)),
        minutes=(work.document, work.resolved_on, work.ended_words) if work.document and work.resolved_on else None,
    )


def held(session: ScopedSession, unit_id: UUID, year: int) -> int:
    """How many key works a unit has in a year, drafts among them, without those that were not selected."""
    query = select(func.count()).select_from(KeyWork).where(KeyWork.unit_id == unit_id, KeyWork.year == year)
    return session.scalar(query.where(KeyWork.outcome != "dropped")) or 0


def selection(session: ScopedSession, work: KeyWork) -> Duty | None:
    """The duty to select key works, of a work's unit and year; None where the unit does not owe it."""
    query = select(Duty).where(Duty.rule == SELECT, Duty.unit_id == work.unit_id, Duty.period == str(work.year))
    return session.scalar(query)


def stands(duty: Duty, work: KeyWork) -> bool:
    """Whether the unit's selection names a work and is not owed anew: a work that was only returned stays in it."""
    return work.handed_in and duty.state not in OWED


def is_late(session: ScopedSession, work: KeyWork) -> bool:
    """Whether the unit still has to hand in its selection for a work, and the day for it has passed."""
    duty = selection(session, work)
    return duty is not None and time.today() > duty.due_on and not stands(duty, work)


def noticed(session: ScopedSession, year: int) -> bool:
    """Whether a notice of key works was signed in a year and still stands."""
    first, last = time.midnight(dt.date(year, 1, 1)), time.midnight(dt.date(year + 1, 1, 1))
    query = exists().where(
        Published.type == NOTICE,
        Published.listed.is_(True),
        Published.published_at >= first,
        Published.published_at < last,
    )
    return bool(session.scalar(select(query)))


def of_year(
    session: ScopedSession, actor: Actor, year: int, unit_id: UUID | None = None
) -> Sequence[tuple[KeyWork, Case, Unit]]:
    """The key works of a year that the actor may read, by unit."""
    query = (
        select(KeyWork, Case, Unit)
        .join(Case, (Case.tenant_id == KeyWork.tenant_id) & (Case.id == KeyWork.case_id))
        .join(Unit, (Unit.tenant_id == KeyWork.tenant_id) & (Unit.id == KeyWork.unit_id))
        .where(KeyWork.year == year, readable(actor, (KIND,)))
        .order_by(Unit.code, KeyWork.case_id)
    )
    if unit_id is not None:
        query = query.where(KeyWork.unit_id == unit_id)
    return [(work, case, unit) for work, case, unit in session.execute(query)]


def stages_of(session: ScopedSession, ids: Sequence[UUID]) -> Mapping[UUID, tuple[plan.Stage, ...]]:
    """The stages of several key works, in one statement."""
    rows: dict[UUID, list[Stage]] = {case_id: [] for case_id in ids}
    for row in session.scalars(select(Stage).where(Stage.case_id.in_(ids)).order_by(Stage.case_id, Stage.no)):
        rows[row.case_id].append(row)
    return {case_id: planned(found) for case_id, found in rows.items()}


def obstacle_words(session: ScopedSession, case: Case) -> Sequence[Entry]:
    """The obstacles of a key work that wait for an answer."""
    found = whole(session, case.id).entries
    return [row for row in found if row.kind == "obstacle" and row.answered_at is None]


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the case's page shows of a key work: what was selected, its plan with last moments, what became of it."""
    found = whole(session, case.id)
    known = facts(session, case)
    return {
        "whole": found,
        "plan": plan_rows(found.stages, found.work.ends_on),
        "broken": [one.problem for one in known.broken] if case.is_open else [],
        "files": files.of_owner(session, "case", case.id),
        "stage_names": {stage.no: stage.name for stage in found.stages},
    }


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A stage as pages show it: from when to when, its last responsible moment, and how it stands today.

    `standing` is ``done``, ``overdue``, ``near`` where it must begin within three days or has begun, else ``on_time``.
    """

    stage: Stage
    begins_on: dt.date
    last: plan.Moment
    standing: str


NEAR = dt.timedelta(days=3)


def standing(stage: plan.Stage, last: plan.Moment, today: dt.date) -> str:
    """How a stage stands today against its own day and its last responsible moment."""
    if stage.done_on is not None:
        return "done"
    if stage.planned_on < today:
        return "overdue"
    return "near" if min(stage.planned_on, last.begin) - NEAR <= today else "on_time"


def plan_rows(rows: Sequence[Stage], ends_on: dt.date) -> list[PlanRow]:
    """The rows of a plan, in its order, on the calendar that counts."""
    stages, calendar, today = planned(rows), latest(), time.today()
    last = plan.moments(stages, ends_on, calendar)
    return [
        PlanRow(row, plan.begins(one, calendar), last[one.no], standing(one, last[one.no], today))
        for row, one in zip(rows, stages, strict=True)
    ]
