"""The sample's key works: driven backward from their last day, with a promise that was not kept and a change agreed to.

Days count back from today and stay within its year; in the first weeks of a year there is nothing to show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from core.cases.models import Case
from core.comments.rules import Moderate, Said
from core.db import Scope
from core.publishing import services as publishing
from core.publishing.checking import Check
from core.publishing.permissions import Perm as Publishing
from core.tenancy.models import Unit
from plugins.goals import commands as cmd
from plugins.goals import comments, inspecting, notice, queries, services
from plugins.goals.demo_works import CANAL, CARE, FIELDS, MARKET, MENGYUE, WOODS, Work
from plugins.goals.permissions import Perm

if TYPE_CHECKING:
    from core.demo import Stage

BEGUN = 52
MINUTES = "勐政纪要〔样例〕4号"
LATE = "第二批选报，经联席会议同意补报。"


def play(stage: Stage) -> None:
    """Every key work as far as its township's people can bring it, where the measure is on."""
    if stage.back(BEGUN).year != stage.today.year or stage.day(14).year != stage.today.year:
        return
    for make in (_fields, _woods, _care, _canal, _market):
        make(stage)


def _fields(stage: Stage) -> None:
    """Published and driven: two stages done, one done late after a change was agreed to, comments, an inspection."""
    road = _Road.begun(stage, FIELDS, "G1")
    if road is None:
        return
    road.to_publication()
    road.drive(
        45,
        "progress",
        "handler",
        cmd.Progress,
        stage=1,
        words="邦瓦村四个村民小组已登记87亩，还有33亩在外务工，正在电话核对。",
    )
    road.drive(
        33,
        "stage_done",
        "handler",
        cmd.StageDone,
        stage=1,
        done_on=stage.back(33),
        proof="登记表四份，公示照片，没有异议",
    )
    road.drive(
        22,
        "stage_done",
        "handler",
        cmd.StageDone,
        stage=2,
        done_on=stage.back(22),
        proof="流转协议41份，司法所审核意见",
    )
    road.drive(
        14,
        "raise_obstacle",
        "station_head",
        cmd.Raise,
        stage=3,
        words="雨后三组机耕路塌方约12米，农机进不去，需要挖掘机两天。",
    )
    road.drive(
        12,
        "answer_obstacle",
        "leader",
        lambda version: cmd.AnswerObstacle(
            version=version, entry=road.obstacle(), words="由财政所从水毁修复资金中安排，水务站的挖掘机周四进场。"
        ),
    )
    later = stage.back(2)
    road.drive(
        8,
        "ask_change",
        "station_head",
        cmd.AskChange,
        stage=3,
        new_on=later,
        why="塌方路段需要先清理，推迟四天，不影响播种。",
    )
    road.drive(7, "decide_change", "leader", cmd.DecideChange, approved=True, words="情况属实，同意；播种时间不变。")
    road.drive(
        3,
        "stage_done",
        "handler",
        cmd.StageDone,
        stage=3,
        done_on=stage.back(3),
        proof="三条机耕路验收单，农机手试走签字",
    )
    road.drive(
        2,
        "supervise",
        "goals_supervisor",
        cmd.Supervise,
        words="现场查看，机耕路已通，播种用的种子到位；请留好每块地的面积核对签字。",
    )
    _comments(stage, road.case.id)
    _inspection(stage)


def _woods(stage: Stage) -> None:
    """Published; a promise was not kept: the second stage is past its day, and the leader has to answer why."""
    road = _Road.begun(stage, WOODS, "G2")
    if road is None:
        return
    road.to_publication()
    road.drive(
        36,
        "stage_done",
        "station_head",
        cmd.StageDone,
        stage=1,
        done_on=stage.back(36),
        proof="设计图和村民代表会议记录",
    )
    road.drive(
        6,
        "raise_obstacle",
        "station_head",
        cmd.Raise,
        stage=2,
        words="运料车要经过两户人家的菜地，一户还没有谈好，通道修复没有按期完成。",
    )


def _care(stage: Stage) -> None:
    """Handed in; the government's side has passed it, the supervision office's is to come."""
    road = _Road.begun(stage, CARE, "G3", 9)
    if road is not None:
        road.hand_in(8)
        road.drive(6, "review_government", "leader", cmd.Review, passed=True)


def _canal(stage: Stage) -> None:
    """Handed in, and waiting for both sides of the joint review."""
    road = _Road.begun(stage, CANAL, "G4", 45)
    if road is not None:
        road.hand_in(44)
        road.drive(43, "review_government", "leader", cmd.Review, passed=True)


def _market(stage: Stage) -> None:
    """Still being written."""
    _Road.begun(stage, MARKET, "G5", 40)


@dataclass
class _Road:
    """One key work on its way."""

    stage: Stage
    work: Work
    case: Case
    acts: int = 0

    @classmethod
    def begun(cls, stage: Stage, work: Work, code: str, days: int = BEGUN) -> _Road | None:
        """The work with its stages, as a draft; None where the measure is off or the township left the sample."""
        if not stage.uses(work.tenant, "goals"):
            return None
        day, key = stage.back(days), f"demo:{code}"
        content = cmd.Content(
            name=work.name,
            head=work.head,
            body=work.body,
            begins_on=day,
            ends_on=stage.day(work.stages[-1][3]),
            standard=work.standard,
            limit=work.limit,
            lost=work.lost,
        )
        with stage.at(day, 9), stage.writing(work.tenant, key) as session:
            unit = session.scalars(select(Unit.id).where(Unit.code == work.unit)).one()
            actor = stage.someone(session, Perm.EDIT, "station_head", unit)
            case = services.open_work(session, actor, unit, day.year, content, key)
            session.flush()
            session.expunge(case)
        road = cls(stage, work, case)
        for number, (name, standard, needs, at) in enumerate(work.stages):
            road.drive(
                days,
                "put_stage",
                "station_head",
                partial(
                    _stage,
                    name=name,
                    standard=standard,
                    days=needs,
                    planned_on=stage.day(at),
                    after=(number,) if number else (),
                ),
            )
        return road

    def drive(self, days: int, code: str, role: str, made: Callable[..., Any], **given: Any) -> None:
        """One act so many working days ago, by somebody who may."""
        self.acts += 1
        self.stage.act(
            self.work.tenant,
            self.stage.back(days),
            self.case,
            code,
            role,
            lambda version: made(version=version, **given) if given else made(version),
            10 + self.acts % 6,
            again=str(self.acts),
        )

    def hand_in(self, days: int) -> None:
        """Hand it in."""
        self.drive(days, "submit", "station_head", cmd.Submit, late_reason=LATE)

    def to_publication(self) -> None:
        """Reviewed by both sides, approved by the joint meeting, told to the public."""
        stage, tenant = self.stage, self.work.tenant
        self.hand_in(51)
        self.drive(50, "review_government", "leader", cmd.Review, passed=True)
        self.drive(50, "review_supervision", "goals_supervisor", cmd.Review, passed=True)
        day = stage.back(49)
        self.drive(49, "resolve", "leader", cmd.Resolve, decision="approve", held_on=day, document=MINUTES)
        _notice(stage, tenant, day)
        told = {"media": "陇川县人民政府网（样例）", "media_on": day, "link": "https://example.org/key-works"}
        self.drive(48, "publish", "unit_admin", cmd.Publish, **told)

    def obstacle(self) -> UUID:
        """The obstacle that waits for an answer."""
        with self.stage.database.read(Scope.one(self.work.tenant)) as session:
            return next(entry.id for entry in queries.whole(session, self.case.id).entries if entry.kind == "obstacle")


def _stage(version: int, **given: Any) -> cmd.PutStage:
    return cmd.PutStage(version=version, no=0, **given)


def _notice(stage: Stage, tenant: int, day: dt.date) -> None:
    """The notice of the year, drafted and signed by two people, once."""
    key = f"demo:notice:{tenant}:{day.year}"
    with stage.at(day, 16), stage.writing(tenant, key) as session:
        if queries.noticed(session, day.year):
            return
        writer = stage.someone(session, Perm.PUBLISH, "unit_admin")
        row = notice.draft(session, writer, day.year, key)
        publishing.check(session, writer, row.id, Check(row.version))
        session.flush()
        signer = stage.someone(session, Publishing.SIGN, "leader", but=writer.account_id)
        publishing.sign(session, signer, row.id, row.version, {})


def _comments(stage: Stage, case_id: UUID) -> None:
    """Two readers' comments that were shown with an answer, one that was held back, and one that waits."""
    said = (
        (
            20,
            "勒样甲",
            "复垦的地以后谁来管水？去年水沟没有人清。",
            True,
            "水沟由三个村民小组轮流清理，值班表已经贴在村委会门口。",
        ),
        (
            11,
            "",
            "希望播种前开一次田间会，我们想学冬马铃薯的种法。",
            True,
            "播种前在二组田边开现场会，时间由村委会通知。",
        ),
        (9, "", "种子哪里买便宜？加我。", False, ""),
        (1, "排样乙", "三组的机耕路修好了，就是过水的管子小了点。", None, ""),
    )
    for number, (days, name, words, show, answer) in enumerate(said):
        key = f"demo:comment:{number}"
        with stage.at(stage.back(days), 20), stage.writing(MENGYUE, key) as session:
            row = comments.say(session, case_id, Said(words=words, name=name), key).id
        if show is None:
            continue
        command = Moderate(show=show, ground="" if show else "advert")
        with stage.at(stage.back(days - 1), 9), stage.writing(MENGYUE, f"{key}:look") as session:
            actor = stage.someone(session, Perm.PUBLISH, "unit_admin")
            comments.look(session, actor, row, command, answer)


def _inspection(stage: Stage) -> None:
    """Three units on the list of the year's inspection, one of them inspected."""
    with stage.at(stage.back(4)), stage.writing(MENGYUE, "demo:inspection") as session:
        actor = stage.someone(session, Perm.SUPERVISE, "goals_supervisor")
        units = {unit.code: unit.id for unit in inspecting.organs(session)}
        chosen = [units[code] for code in ("NYZ", "LYZ", "SBZ") if code in units]
        inspecting.put_on_list(session, actor, stage.today.year, chosen)
    with stage.at(stage.back(2), 16), stage.writing(MENGYUE, "demo:inspection:found") as session:
        actor = stage.someone(session, Perm.SUPERVISE, "goals_supervisor")
        row = next(one for one in inspecting.of_year(session, stage.today.year).values() if one.unit_id == units["NYZ"])
        found = inspecting.Found(stage.back(2), True, "阶段证明齐全，变更经过审批，群众意见有答复。")
        inspecting.enter(session, actor, row.id, found)
