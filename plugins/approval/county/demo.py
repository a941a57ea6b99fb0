"""The county's part of the sample cases: what went up is carried, decided, and comes back down."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from sqlalchemy import select

from core.cases.models import Case
from core.db import Scope
from core.demo import Stage
from core.exchange.models import ParcelReceived
from core.tenancy.queries import county_id
from plugins.approval.county import commands as cmd
from plugins.approval.county import queries
from plugins.approval.county.models import Review
from plugins.approval.demo_road import Road


def sent(road: Road, day: dt.date) -> Road:
    """What was sent on arrives on the same day, and the township learns the number it has there."""
    road.stage.carry(road.tenant, day, 17)
    _carry_back(road.stage, day, 17)
    return road


def decided(road: Road, proposed: dt.date, decided_on: dt.date, decision: str, reasons: str) -> Road:
    """Proposed by one, decided by another, sent back the same day; the township's case takes it in."""
    stage = road.stage
    case = _above(road)
    if case is None:
        return road
    given = {"decision": decision, "reasons": reasons}
    steps: tuple[tuple[dt.date, str, str, Any, dict[str, str]], ...] = (
        (proposed, "propose_review", "county_handler", cmd.ProposeReview, {**given, "article": _basis(stage, case)}),
        (decided_on, "decide_review", "county_head", cmd.DecideReview, {**given, "article": _basis(stage, case)}),
        (decided_on, "answer_review", "county_handler", cmd.AnswerReview, {}),
    )
    for day, act, role, command, more in steps:
        hour = 16 if act != "answer_review" else 17
        made = partial(_made, command, more)
        stage.act(case.tenant_id, day, case, act, role, made, hour)
    _carry_back(stage, decided_on, 17)
    with stage.database.read(Scope.one(road.tenant)) as session:
        road.case = session.get_one(Case, (road.tenant, road.case.id))
        session.expunge(road.case)
    return road


def _made(command: Any, given: dict[str, str], version: int) -> Any:
    return command(version=version, **given)


def _carry_back(stage: Stage, day: dt.date, hour: int) -> None:
    county = county_id(stage.database)
    if county is not None:
        stage.carry(county, day, hour)


def _above(road: Road) -> Case | None:
    county = county_id(road.stage.database)
    if county is None:
        return None
    query = (
        select(Case)
        .join(Review, (Review.tenant_id == Case.tenant_id) & (Review.case_id == Case.id))
        .join(ParcelReceived, (ParcelReceived.tenant_id == Review.tenant_id) & (ParcelReceived.id == Review.parcel_id))
        .where(ParcelReceived.key == road.case.id.hex)
    )
    with road.stage.database.read(Scope.one(county)) as session:
        found = session.scalars(query).one_or_none()
        if found is not None:
            session.expunge(found)
        return found


def _basis(stage: Stage, case: Case) -> str:
    with stage.database.read(Scope.one(case.tenant_id)) as session:
        return queries.facts(session, case).basis
