"""An application handled by several units: a lead, parts with limits of their own, and one decision after all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core import cases
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.db import Database, Scope
from core.db.ids import new_id
from core.errors import DomainError, Forbidden
from core.notices.models import Notice
from plugins.approval.commands import Extend, Withdraw
from plugins.approval.joint import commands as cmd
from plugins.approval.joint import queries, services
from tests.plugins.approval.road import HOUSE, LEASE, Road, actor, day
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE

D = dt.date
START = D(2026, 11, 2)
DECIDE, JOINT = "licensing.decide", "licensing.decide_joint"
FOREST, PLANNING = "yu.yangding", "yang.nuowu"

pytestmark = pytest.mark.usefixtures("app")


def unit_of(county: Database, login: str) -> UUID:
    """The unit in which somebody handles."""
    with county.read(Scope.one(MENGYUE)) as session:
        held = actor(session, login).units("approval.case.handle")
        assert held is not None
        return next(iter(held))


def shared(county: Database, days: int = 10, logins: Sequence[str] = (FOREST, PLANNING)) -> Road:
    units = tuple(unit_of(county, login) for login in logins)
    road = Road(county, HOUSE, on=START)
    return road.act(CLERK, cmd.ShareOut, units=units, asked="是否占用林地", days=days)


def parts(road: Road) -> list[Case]:
    with road.database.read(Scope.one(MENGYUE)) as session:
        found = session.scalars(select(Case).where(Case.parent_id == road.case.id).order_by(Case.id)).all()
        session.expunge_all()
        return list(found)


def answer(road: Road, part: Case, who: str, on: dt.date, **given: Any) -> None:
    with day(on), road.database.write(Scope.one(MENGYUE)) as session:
        command = cmd.AnswerPart(version=part.version, **{"agrees": True, "opinion": "不占用林地", **given})
        cases.act(session, actor(session, who), part.id, "answer_part", command, new_id().hex)


def test_a_joint_handling_runs_forty_five_days_and_no_other_limit(county: Database) -> None:
    road = shared(county).accept()
    clocks = road.clocks()
    assert DECIDE not in clocks
    assert (clocks[JOINT].start_on, clocks[JOINT].due_on) == (START, D(2027, 1, 5))


def test_each_unit_gets_its_part_with_its_limit(county: Database) -> None:
    road = shared(county)
    found = parts(road)
    assert {part.unit_id for part in found} == {unit_of(county, FOREST), unit_of(county, PLANNING)}
    assert {(part.state, part.due_on, part.series) for part in found} == {("asked", D(2026, 11, 16), "勐约协")}
    with county.read(Scope.one(MENGYUE)) as session:
        (clock,) = clocks_of(session, found[0])
        assert (clock.rule, clock.length, clock.source) == (JOINT, 10, services.SOURCE)
        assert queries.detail(session, found[0])["lead"].id == road.case.id


def test_parts_go_to_other_units_once_within_the_whole_limit(county: Database) -> None:
    own = unit_of(county, HANDLER)
    road = Road(county, HOUSE, on=START)
    given = {"asked": "意见", "days": 10}
    with pytest.raises(DomainError, match="承办人员的单位"):
        road.act(CLERK, cmd.ShareOut, units=(own,), **given)
    with pytest.raises(DomainError) as refused:
        road.act(CLERK, cmd.ShareOut, units=(), asked=" ", days=46)
    assert {problem.field for problem in refused.value.problems} == {"units", "asked", "days"}
    with pytest.raises(DomainError, match="已经确定了协办单位"):
        shared(county).act(CLERK, cmd.ShareOut, units=(own,), **given)


def test_the_lead_does_not_decide_before_every_part_is_in(county: Database) -> None:
    road = shared(county).accept().review(D(2026, 11, 3))
    forest, planning = sorted(parts(road), key=lambda part: part.unit_id != unit_of(county, FOREST))
    with pytest.raises(DomainError, match="还有2个协办单位没有答复"):
        road.propose()
    for stranger in (HANDLER, HEAD, LEADER, PLANNING):
        with pytest.raises(Forbidden):
            answer(road, forest, stranger, D(2026, 11, 4))
    with pytest.raises(DomainError, match="写明意见"):
        answer(road, forest, FOREST, D(2026, 11, 4), opinion=" ")
    answer(road, forest, FOREST, D(2026, 11, 4))
    with pytest.raises(DomainError, match="还有1个协办单位没有答复"):
        road.propose()
    answer(road, planning, PLANNING, D(2026, 11, 5), agrees=False)
    assert {(part.state, part.is_open) for part in parts(road)} == {("answered", False)}
    with county.read(Scope.one(MENGYUE)) as session:
        told = session.scalars(
            select(Notice).where(Notice.matter_id == road.case.id, Notice.words == services.ANSWERED)
        ).all()
        assert len(told) == 2
    road.propose(D(2026, 11, 6)).decide()
    assert (road.case.state, road.clocks()[JOINT].state) == ("decided", "satisfied")


def test_a_joint_handling_is_lengthened_by_fifteen_days_once(county: Database) -> None:
    road = shared(county).accept()
    with pytest.raises(DomainError, match="已经结束"):
        road.act(LEADER, Extend, D(2026, 11, 4), days=5, reason="补充")
    with pytest.raises(DomainError, match="1至15"):
        road.act(LEADER, cmd.ExtendJoint, D(2026, 11, 4), days=16, reason="补充测绘")
    road.act(LEADER, cmd.ExtendJoint, D(2026, 11, 4), days=15, reason="补充测绘")
    assert road.clocks()[JOINT].due_on == D(2027, 1, 26)
    assert road.papers()[-1][1]["decide_due"] == "2027-01-26"
    with pytest.raises(DomainError, match="只允许延长一次"):
        road.act(LEADER, cmd.ExtendJoint, days=1, reason="再延长")


def test_a_withdrawn_application_leaves_no_part_open(county: Database) -> None:
    road = shared(county).act(CLERK, Withdraw, D(2026, 11, 4), reason="不办了")
    assert {(part.state, part.is_open, part.due_on) for part in parts(road)} == {("dropped", False, None)}


def test_other_items_know_no_joint_handling(county: Database) -> None:
    road = Road(county, LEASE, on=START)
    facts = road.facts()
    assert not any(act.applies(facts) for act in road.acts_named("share_out", "extend_joint"))
