"""An item that names steps and asks the village, and what tests do with its cases."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import cases
from core.cases.models import Case
from core.db import Database, Scope
from core.db.ids import new_id
from core.files import services as files
from core.files.kinds import Limits
from core.files.services import Kept
from core.files.stores import of
from core.tenancy.models import Unit
from plugins.approval.demo_road import blank_pdf
from plugins.approval.models import Item
from plugins.approval.steps import commands as cmd
from plugins.approval.steps import queries, services
from plugins.approval.steps.models import CaseStep
from tests.plugins.approval.road import HOUSE, Road, actor, day
from tests.sample import AGENT, HANDLER, MENGYUE

D = dt.date
START = D(2026, 11, 2)
VILLAGE = "201"
STEPS = [
    {"code": "talk", "phase": "pre", "name": "村民会议讨论", "who": "village", "proof": True},
    {"code": "show", "phase": "pre", "name": "公示", "who": "village", "days": 7},
    {"code": "line", "phase": "post", "name": "定点放线", "who": "station", "days": 10},
]
OPINION_DAYS = 5


def asks(database: Database) -> None:
    """Let the sample's house-site item name steps and ask the village."""
    with database.write(Scope.one(MENGYUE)) as session:
        item = session.scalars(select(Item).where(Item.code == HOUSE)).one()
        item.steps, item.opinion_days = [dict(step) for step in STEPS], OPINION_DAYS


def village(database: Database, code: str = VILLAGE) -> UUID:
    with database.read(Scope.one(MENGYUE)) as session:
        return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def begun(database: Database, at: str | None = VILLAGE, on: dt.date = START) -> Road:
    """An application that waits, of a village."""
    road = Road(database, HOUSE, on=on)
    if at is not None:
        with day(on), database.write(Scope.one(MENGYUE)) as session:
            services.place(session, actor(session, HANDLER), road.case.id, village(database, at))
    return again(road)


def again(road: Road) -> Road:
    road.case = road.now()
    return road


def step(road: Road, code: str) -> CaseStep:
    return recorded(road, code).step


def recorded(road: Road, code: str) -> queries.Recorded:
    with road.database.read(Scope.one(MENGYUE)) as session:
        found = next(row for row in queries.of_case(session, road.case) if row.step.code == code)
        session.expunge_all()
        return found


def proof(app: Any) -> Kept:
    return files.keep(of(app.extensions["xiaoneng.config"]), io.BytesIO(blank_pdf()), "记录.pdf", Limits())


def enter(road: Road, code: str, who: str, today: dt.date, **given: Any) -> Road:
    """Record something of a step on a day; done on that day unless told."""
    found = recorded(road, code)
    command = cmd.Record(**{"act": "done", "on": today} | given)
    with day(today, 14, len(found.entries)), road.database.write(Scope.one(MENGYUE)) as session:
        services.record(session, actor(session, who), found.step.id, command, len(found.entries))
    return again(road)


def come_first(road: Road, kept: Kept, who: str = AGENT) -> Road:
    """Both steps before, done on the tenth day."""
    enter(road, "talk", who, D(2026, 11, 3), proofs=(kept,))
    return enter(road, "show", who, D(2026, 11, 12), began_on=D(2026, 11, 4))


def ask(road: Road, on: dt.date, code: str = VILLAGE) -> Case:
    """Ask a village, and its own case."""
    road.act(HANDLER, cmd.AskVillage, on, village=village(road.database, code), asked="是否一户一宅")
    return part(road)


def part(road: Road) -> Case:
    with road.database.read(Scope.one(MENGYUE)) as session:
        found = queries.opinion_of(session, road.case)
        assert found is not None
        session.expunge_all()
        return found[1]


def answer(road: Road, who: str, on: dt.date, kept: Kept, **given: Any) -> None:
    told = {"agrees": True, "reasons": "", "presided_by": "样甲", "met_on": on, "proofs": (kept,)} | given
    asked = part(road)
    with day(on, 15), road.database.write(Scope.one(MENGYUE)) as session:
        command = cmd.AnswerVillage(version=asked.version, **told)
        cases.act(session, actor(session, who), asked.id, "answer_village", command, new_id().hex)
    again(road)
