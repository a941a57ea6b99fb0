"""Sample cases of steps and of a village's opinion, under an edition of the house-site item that names them.

Only one township has that edition, from a day of its own: what was applied for before goes on as it was.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import cases
from core.cases.models import Case
from core.db import Scope
from core.demo import Stage
from core.files import services as files
from core.files.kinds import Limits
from core.files.services import Kept
from core.files.stores import of
from core.tenancy.models import Unit
from plugins.approval.demo_road import Road, blank_pdf, item_of
from plugins.approval.items import services as editions
from plugins.approval.permissions import Perm
from plugins.approval.rules import GRANT
from plugins.approval.steps import commands as cmd
from plugins.approval.steps import queries, services

SINCE, VILLAGE, ARTICLE = 16, "201", "土地管理法实施条例34①"
DISCUSSION, PUBLICITY, MARKING, CHECKING = "discussion", "publicity", "marking", "checking"
STEPS: tuple[Mapping[str, Any], ...] = (
    {"code": DISCUSSION, "phase": "pre", "name": "村民会议讨论", "who": "village", "article": ARTICLE, "proof": True},
    {
        **{"code": PUBLICITY, "phase": "pre", "name": "本集体范围内公示", "who": "village"},
        **{"article": ARTICLE, "days": 7, "proof": True},
    },
    {"code": MARKING, "phase": "post", "name": "定点放线（样例）", "who": "station", "days": 2, "proof": True},
    {"code": CHECKING, "phase": "post", "name": "竣工核查（样例）", "who": "station", "days": 180, "proof": True},
)
# What the steps themselves bring is asked for no second time.
BROUGHT = {"discussion", "notice"}
OPINION_DAYS = 5


def play(stage: Stage, tenant: int, item_code: str) -> None:
    """One that waits, one whose village is asked, and one that was delivered and is late with what comes after."""
    _edition(stage, tenant, item_code)
    waits = Road(stage, "S1", tenant, item_code, "方样己", stage.back(3))
    record(stage, waits, stage.back(2), DISCUSSION, on=stage.back(2))
    asked = Road(stage, "S2", tenant, item_code, "囊样戊", stage.back(13))
    _come_first(stage, asked, 12, 5)
    asked.accept(stage.back(4))
    _ask(stage, asked, stage.back(1), "S2")
    road = Road(stage, "S3", tenant, item_code, "金样乙", stage.back(SINCE))
    _come_first(stage, road, 15, 8)
    road.accept(stage.back(8))
    _ask(stage, road, stage.back(8), "S3")
    _answer(stage, road, stage.back(7))
    road.review(stage.back(6)).decide(stage.back(5), stage.back(4), GRANT, "村民会议同意，现场核查属实，符合条件。")
    road.deliver(stage.back(3))


def _edition(stage: Stage, tenant: int, item_code: str) -> None:
    with stage.at(stage.back(SINCE), 8), stage.writing(tenant, "demo:S:edition") as session:
        if item_of(session, item_code).steps:
            return
        editor = stage.someone(session, Perm.EDIT, "unit_admin")
        draft = editions.revise(session, editor, item_code)
        told = {
            "why": "前置环节、事后环节和村级意见分开登记（样例）",
            "materials": [{"source": "申请人自备", **row} for row in draft.materials if row["code"] not in BROUGHT],
            "steps": [dict(step) for step in STEPS],
            "pre_steps": ["户向农村集体经济组织或者村民小组申请"],
            "post_steps": [],
            "opinion_days": OPINION_DAYS,
            "ask_phone": "0692-0000001",
            "complain_phone": "12345",
        }
        saved = editions.save(session, editor, draft.id, told, draft.version)
        editions.submit(session, editor, saved.id, saved.version)
        leader = stage.someone(session, Perm.PUBLISH, "leader", but=editor.account_id)
        editions.publish(session, leader, saved.id, stage.back(SINCE), saved.version)


def _come_first(stage: Stage, road: Road, began: int, ended: int) -> None:
    record(stage, road, stage.back(began), DISCUSSION, on=stage.back(began))
    record(stage, road, stage.back(ended), PUBLICITY, began_on=stage.back(began), on=stage.back(ended))


def record(stage: Stage, road: Road, day: dt.date, code: str, **given: Any) -> None:
    """Enter that a step of a sample case is done, by the village's own agent, with a sheet as its proof."""
    with stage.at(day, 14), stage.writing(road.tenant, f"demo:{road.case.id.hex}:{code}") as session:
        row = next(row for row in queries.of_case(session, road.case) if row.step.code == code)
        if row.entries:
            return  # done before the demo was cut off
        queries.step_of(session, row.step.id)[2].village_id = _village(session)
        session.flush()
        actor = stage.someone(session, Perm.ENDORSE, "village_agent")
        command = cmd.Record(act="done", proofs=(_sheet(stage, f"{row.step.name}.pdf"),), **given)
        services.record(session, actor, row.step.id, command, 0)
    with stage.database.read(Scope.one(road.tenant)) as session:
        road.case = session.get_one(Case, (road.tenant, road.case.id))
        session.expunge_all()


def _ask(stage: Stage, road: Road, day: dt.date, sample: str) -> None:
    words = "请村里说明：是否本村村民，是否符合一户一宅，四至有没有争议。"
    key = f"demo:{sample}:ask"  # the village's case has a code of its own, the same on every run
    with stage.at(day, 15), stage.writing(road.tenant, key) as session:
        case = session.get_one(Case, (road.tenant, road.case.id))
        if queries.opinion_of(session, case) is None:
            actor = stage.someone(session, Perm.ACCEPT, "handler", case.unit_id)
            command = cmd.AskVillage(version=case.version, village=_village(session), asked=words)
            road.case = cases.act(session, actor, case.id, "ask_village", command, key)


def _answer(stage: Stage, road: Road, day: dt.date) -> None:
    with stage.database.read(Scope.one(road.tenant)) as session:
        found = queries.opinion_of(session, road.case)
        assert found is not None
        session.expunge_all()

    def said(version: int) -> cmd.AnswerVillage:
        return cmd.AnswerVillage(
            version=version,
            agrees=True,
            reasons="本村村民，无其他宅基地，四至无争议。",
            presided_by="章样甲",
            met_on=day,
            proofs=(_sheet(stage, "村民会议记录.pdf"),),
        )

    stage.act(road.tenant, day, found[1], "answer_village", "village_agent", said, 16)


def _village(session: Any) -> UUID:
    found: UUID = session.scalars(select(Unit.id).where(Unit.code == VILLAGE)).one()
    return found


def _sheet(stage: Stage, name: str) -> Kept:
    return files.keep(of(stage.config), io.BytesIO(blank_pdf()), name, Limits())
