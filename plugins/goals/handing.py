"""Key works and the duties of the scheme: one entry fills both (实施方案四(三)1, 3).

What a unit hands in is written from its key works; the returns of self-check and inspection find what is known already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import or_, select

from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.contracts import Submission
from core.db import ScopedSession
from core.draws.queries import drawn
from core.duties import services as duties
from core.duties.rules import ACCEPTED, SUBMITTED
from core.errors import DomainError
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.goals.inspecting import INSPECTION, organs
from plugins.goals.models import Entry, Inspection, KeyWork, Stage
from plugins.goals.queries import SELECTED, selection, stands
from plugins.goals.rules import NOT_YET

RECEIVED = N_("本年度的重点工作选报已经接收，要补报，请先请接收单位退回选报任务。")
ENDED = ("finished", "unfinished")
Lines = Mapping[str, tuple[str, ...]]


def hand_in(session: ScopedSession, actor: Actor, case: Case, work: KeyWork, late_reason: str) -> None:
    """Hand in the unit's selection with this work in it: the duty's lines are written from the key works.

    What was handed in without this work and is not received yet is taken back and handed in anew; a work that was only
    returned for changes stays in it, so that nobody is late by being asked for more.

    Raises:
        DomainError: the selection was received without this work.
        Forbidden: the actor does not hand in for the unit.
    """
    duty = selection(session, work)
    if duty is None or stands(duty, work):
        return
    if duty.state == ACCEPTED:
        raise DomainError(RECEIVED)
    key = f"goals:{case.id.hex}:{case.version}"
    if duty.state == SUBMITTED:
        duties.withdraw(session, actor, duty.id, duties.Answer(duty.version), f"{key}:again")
    lines = tuple(_selected(session, work.unit_id, work.year, also=case.id))
    given = duties.Submit(duty.version, Submission("", {"goals": lines}), late_reason)
    duties.submit(session, actor, duty.id, given, key)
    work.handed_in = True


def selected(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """The key works a unit handed in for a year."""
    return _only("goals", _selected(session, unit.id, first.year))


def told(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """By which media the public was told of the year's key works: name, day and link of each, once."""
    query = select(KeyWork.media, KeyWork.media_on, KeyWork.media_link).where(
        KeyWork.year == first.year, KeyWork.media != ""
    )
    rows = session.execute(query.distinct().order_by(KeyWork.media_on, KeyWork.media, KeyWork.media_link))
    return _only("media", ["，".join(filter(None, (name, str(day), link))) for name, day, link in rows])


def checked(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """How each key work of a unit stands today, from its stages: what the self-check begins with."""
    today = time.today()
    works = _works(session, unit.id, first.year, ("running", "finished", "unfinished"))
    stages: dict[UUID, list[Stage]] = {}
    of_works = select(Stage).where(Stage.case_id.in_([work.case_id for work in works])).order_by(Stage.no)
    for stage in session.scalars(of_works):
        stages.setdefault(stage.case_id, []).append(stage)
    return _only("checks", [_stands(work, stages.get(work.case_id, []), today) for work in works])


def of_month(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """Lines of the part ``goals`` of a unit's monthly report: the month's progress, stages done, and obstacles open."""
    works = {work.case_id: work.name for work in _works(session, unit.id, first.year, ("running", *ENDED))}
    stages = select(Stage).where(Stage.case_id.in_(works), Stage.done_on.between(first, last))
    lines = [
        f"{works[row.case_id]}：{row.done_on}完成阶段“{row.name}”"
        for row in session.scalars(stages.order_by(Stage.done_on, Stage.no))
    ]
    until = time.midnight(last + dt.timedelta(days=1))
    said = select(Entry).where(Entry.case_id.in_(works), Entry.at >= time.midnight(first), Entry.at < until)
    for row in session.scalars(said.order_by(Entry.at, Entry.id)):
        words = " ".join(row.words.split())
        if row.kind == "progress":
            lines.append(f"{works[row.case_id]}：{words}")
        elif row.kind == "obstacle" and not row.answered_at:
            lines.append(f"{works[row.case_id]}：需要协调——{words}")
    return _only("goals", lines)


def inspected(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """How many units select key work in this township, those inspected with the result, and those drawn."""
    rows = session.execute(
        select(Unit.name, Inspection)
        .join(Inspection, (Inspection.tenant_id == Unit.tenant_id) & (Inspection.unit_id == Unit.id))
        .where(Inspection.year == first.year, Inspection.held_on.is_not(None))
        .order_by(Unit.code)
    )
    found = {name: f"{name}：{row.held_on}，{row.result}" for name, row in rows}
    total, lines = len(organs(session)), list(found.values())
    if (draw := drawn(session, INSPECTION, first, last)) is not None:
        total = len(draw.said.candidates)
        lines += [f"{one.name}：{NOT_YET}" for one in draw.drawn if one.name not in found]
    return {"organs": (str(total),), **_only("inspected", lines)}


def _selected(session: ScopedSession, unit_id: UUID, year: int, also: UUID | None = None) -> list[str]:
    works = _works(session, unit_id, year, SELECTED, also)
    stages: dict[UUID, list[str]] = {}
    of_works = select(Stage).where(Stage.case_id.in_([work.case_id for work in works])).order_by(Stage.no)
    for stage in session.scalars(of_works):
        stages.setdefault(stage.case_id, []).append(f"{stage.name}（{stage.planned_on}）")
    return [
        f"{work.name}；负责人：{work.head}；责任主体：{work.body}；"
        f"{work.begins_on}至{work.ends_on}；阶段目标：{'、'.join(stages.get(work.case_id, []))}"
        for work in works
    ]


def _works(
    session: ScopedSession, unit_id: UUID, year: int, states: Sequence[str], also: UUID | None = None
) -> Sequence[KeyWork]:
    in_question = or_(Case.state.in_(states), Case.id == also)
    return session.scalars(
        select(KeyWork)
        .join(Case, (Case.tenant_id == KeyWork.tenant_id) & (Case.id == KeyWork.case_id))
        .where(KeyWork.unit_id == unit_id, KeyWork.year == year, in_question)
        .order_by(KeyWork.case_id)
    ).all()


def _stands(work: KeyWork, stages: Sequence[Stage], today: dt.date) -> str:
    done = sum(stage.done_on is not None for stage in stages)
    late = [stage.name for stage in stages if stage.done_on is None and stage.planned_on < today]
    words = f"{today}，{work.name}：{len(stages)}个阶段完成{done}个"
    return f"{words}，未按时完成：{'、'.join(late)}" if late else words


def _only(code: str, lines: Sequence[str]) -> Lines:
    return {code: tuple(lines)} if lines else {}
