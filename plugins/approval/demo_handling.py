"""Sample cases of handling and of grants: parts of several units, findings to sign, a hearing, a renewal."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from core import cases
from core.cases.models import Case
from core.db import Scope
from core.demo import Stage
from core.errors import NotFound
from plugins.approval.demo_road import Road
from plugins.approval.grants import commands as granting
from plugins.approval.grants import queries as grants
from plugins.approval.grants import rules as grant_rules
from plugins.approval.grants import services as grant_services
from plugins.approval.handling import commands as handling
from plugins.approval.handling import services
from plugins.approval.handling.models import Verifier
from plugins.approval.joint import commands as joint
from plugins.approval.models import Item
from plugins.approval.permissions import Perm

MENGYUE = 533124205
HOUSE, BUILD, FELL = "MY-XK-01", "MY-CS-05", "MY-WT-06"


def several_units(stage: Stage) -> None:
    """C1: handled together; one part is in, and one of the two who verify has signed."""
    road = Road(stage, "C1", MENGYUE, HOUSE, "方样己", stage.back(7))
    units = tuple(_unit(stage, code) for code in (BUILD, FELL))
    asked = "该户拟用地块是否符合村庄规划、是否占用林地？"
    # Under a key of its own: the codes of the parts come from it, and are the same on every run.
    with stage.at(stage.back(7), 11), stage.writing(MENGYUE, "demo:C1:share") as session:
        case = session.get_one(Case, (MENGYUE, road.case.id))
        if case.state == "received":
            actor = stage.someone(session, Perm.ACCEPT, "window_clerk")
            command = joint.ShareOut(version=case.version, units=units, asked=asked, days=10)
            cases.act(session, actor, case.id, "share_out", command, f"demo:{case.id.hex}:share_out")
    road.accept(stage.back(6))
    _answer(stage, road, units[1], stage.back(3))
    staff = _staff(stage, road)
    road.act(stage.back(5), "assign_staff", "handler", handling.AssignStaff, purpose="verify", staff=staff)
    _sign(stage, road, staff[1], stage.back(4))


def hearing(stage: Stage) -> None:
    """C2: a neighbour was told and heard, asked for a hearing, and it is called for today."""
    road = Road(stage, "C2", MENGYUE, HOUSE, "囊样戊", stage.back(14)).accept(stage.back(14)).review(stage.back(12))
    told, heard, asked, called = (stage.back(days) for days in (12, 11, 9, 8))
    interest = "拟建房屋与相邻住宅相距不足两米，影响采光和通行。"
    given = {"name": "金样辛", "interest": interest, "document": "利害关系人告知书", "told_on": told}
    road.act(told, "tell_interested", "handler", handling.TellInterested, hour=16, **given)
    said = "请求退让两米，并举行听证。"
    road.act(
        heard, "hear", "handler", lambda version: handling.Hear(version=version, who="0", said=said, heard_on=heard)
    )
    road.act(heard, "tell_hearing", "handler", handling.TellHearing, hour=16, interest=interest, told_on=heard)
    road.act(asked, "ask_hearing", "window_clerk", handling.AskHearing, asked_by="金样辛", reason=said, asked_on=asked)
    with stage.database.read(Scope.one(MENGYUE)) as session:
        host = stage.someone(session, Perm.DECIDE, "leader").account_id
    place = "乡政府二楼会议室"
    road.act(called, "call_hearing", "handler", handling.CallHearing, held_on=stage.today, place=place, host=host)


def renewal(stage: Stage) -> None:
    """C3: a grant that ends in five weeks, and its holder's application to renew it."""
    with stage.database.read(Scope.one(MENGYUE)) as session:
        grant = next((row.id for row in grants.register(session)[0] if row.valid_until is not None), None)
    if grant is None:
        raise NotFound("a grant that ends")
    day = stage.back(1)
    command = granting.OpenMatter(matter=grant_rules.RENEW, request="临时摊位继续使用，位置和面积不变。")
    with stage.at(day, 11), stage.writing(MENGYUE, "demo:C3") as session:
        actor = stage.someone(session, Perm.RECEIVE, "window_clerk")
        grant_services.open_matter(session, actor, grant, command, "demo:C3")


def _unit(stage: Stage, item: str) -> UUID:
    with stage.database.read(Scope.one(MENGYUE)) as session:
        found = session.scalar(select(Item.unit_id).where(Item.code == item))
    if found is None:
        raise NotFound(item)
    return found


def _staff(stage: Stage, road: Road) -> tuple[UUID, UUID]:
    with stage.database.read(Scope.one(MENGYUE)) as session:
        first = stage.someone(session, Perm.HANDLE, "handler", road.case.unit_id)
        second = stage.someone(session, Perm.HANDLE, "station_head", road.case.unit_id, first.account_id)
        return first.account_id, second.account_id


def _answer(stage: Stage, road: Road, unit_id: UUID, day: dt.date) -> None:
    with stage.database.read(Scope.one(MENGYUE)) as session:
        part = session.scalars(select(Case).where(Case.parent_id == road.case.id, Case.unit_id == unit_id)).one()
        session.expunge(part)
    stage.act(
        MENGYUE,
        day,
        part,
        "answer_part",
        "handler",
        lambda version: joint.AnswerPart(version=version, agrees=True, opinion="经核对林地一张图，不占用林地。"),
        15,
    )


def _sign(stage: Stage, road: Road, account_id: UUID, day: dt.date) -> None:
    found = services.Findings(day, "到现场丈量，四至与申请材料一致，未占用基本农田。")
    with stage.at(day, 15), stage.writing(MENGYUE, f"demo:{road.case.id.hex}:sign") as session:
        row = session.scalars(
            select(Verifier).where(Verifier.case_id == road.case.id, Verifier.account_id == account_id)
        ).one()
        if row.signed_at is None:
            actor = stage.someone(session, Perm.HANDLE, "station_head", road.case.unit_id)
            if actor.account_id == account_id:
                services.sign(session, actor, row.id, found)
