"""The sample of the frontline measure: issues at each step, a diary with visits, a project, a consultation.

Days count back from today; the people are those of the sample's first township.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from core import cases
from core.accounts.actor import Actor
from core.cases.models import Case
from core.db import Scope
from core.publishing import services as publishing
from core.publishing.checking import Check
from core.publishing.models import Publication
from core.publishing.rules import Stage as Stages
from core.tenancy.models import Unit
from plugins.frontline.consult import commands as consulting
from plugins.frontline.consult import services as consultations
from plugins.frontline.diary import commands as writing
from plugins.frontline.diary import services as diary
from plugins.frontline.issues import commands as cmd
from plugins.frontline.issues import services as issues
from plugins.frontline.projects import commands as planning
from plugins.frontline.projects import services as projects
from plugins.frontline.projects.rules import DRAFT

if TYPE_CHECKING:
    from core.demo import Stage

MENGYUE = 533124205
OFFICE, LEADER, SECOND, ADMIN = "zuo.xiangbing", "yue.zaojia", "pai.nuoyi", "yang.xiangbing"
STATION, AGENT = "jin.xiangbing", "lepai.nuoyangjia"
# Issues: name → (working days ago, who took it in, what was told).
ISSUES: dict[str, tuple[int, str, dict[str, Any]]] = {
    "spring": (
        14,
        AGENT,
        {"source": "village", "matter": "drinking", "place": "二组", "problem": "水池漏水，三天一停水"},
    ),
    "road": (6, OFFICE, {"source": "phone", "matter": "road", "place": "三组", "problem": "雨后村组路塌方约12米"}),
    "canal": (2, AGENT, {"source": "village", "matter": "farming", "place": "五组", "problem": "支渠堵塞，秧田缺水"}),
}


def play(stage: Stage) -> None:
    """Every room of the measure, where it is on."""
    if not stage.uses(MENGYUE, "frontline"):
        return
    _issues(stage)
    _visits(stage)
    _project(stage)
    _consultation(stage)


def _issues(stage: Stage) -> None:
    """One answered and solved, one handled by lead and partner, one to be sorted, one settled on the spot."""
    made: dict[str, Case] = {}
    for name, (days, login, told) in ISSUES.items():
        key = f"demo:frontline:{name}"
        with stage.at(stage.back(days), 10), stage.writing(MENGYUE, key) as session:
            command = cmd.Collect(**told, name=f"样例群众{len(made) + 1}")
            made[name] = issues.collect(session, stage.named(session, login), command, key)
            session.expunge(made[name])
    key = "demo:frontline:spot"
    with stage.at(stage.back(4), 10), stage.writing(MENGYUE, key) as session:
        command = cmd.Collect(
            source="window",
            name="样例群众4",
            matter="relief",
            place="街上",
            problem="不会填救助申请表",
            on_spot=True,
            measures="工作人员当场帮助填写并受理。",
        )
        issues.collect(session, stage.named(session, STATION), command, key)
    lead = _unit(stage, "NYZ")
    for name, days in (("spring", 13), ("road", 5)):
        told = ISSUES[name][2]
        given = {"matter": told["matter"], "place": told["place"], "lead": lead}
        _act(stage, made[name], OFFICE, "sort", days, cmd.Sort, **given)
    measures = "已修补水池，恢复每天供水。"
    _act(stage, made["spring"], STATION, "answer", 8, cmd.Answer, result="solved", measures=measures)
    _act(stage, made["spring"], "", "confirm", 6, cmd.Confirm)
    asked = "请核实塌方路段的管线，三日内提出意见。"
    share = {"units": (_unit(stage, "LYZ"),), "asked": asked, "days": 5}
    _act(stage, made["road"], STATION, "share_out", 4, cmd.ShareOut, **share)
    _act(stage, made["road"], LEADER, "chase", 1, cmd.Chase, words="雨季将至，请本周内通车。")


def _visits(stage: Stage) -> None:
    """A visit that was made, with its entry, and one that is planned."""
    village = _unit(stage, "201")
    key = "demo:frontline:diary"
    with stage.at(stage.back(5), 16), stage.writing(MENGYUE, key) as session:
        command = writing.Write(
            visited_on=stage.back(5),
            kind="solve",
            words="走访五户，查看饮水和冬季用火。",
            village_id=village,
            place="二组",
            people="样例群众5",
            led_by="岳早甲",
        )
        diary.write(session, stage.named(session, LEADER), command, key)
    key = "demo:frontline:visit"
    with stage.at(stage.today, 8), stage.writing(MENGYUE, key) as session:
        leader = stage.named(session, SECOND)
        plan = writing.Plan(
            leader_id=leader.account_id, village_id=village, planned_on=stage.day(3), purpose="看饮水工程进度"
        )
        diary.plan(session, leader, plan, key)


def _project(stage: Stage) -> None:
    """A project that the public reads, with a record of work on site."""
    key, begins = "demo:frontline:project", stage.back(20)
    with stage.at(begins, 9), stage.writing(MENGYUE, key) as session:
        content = planning.Content(
            name="营盘村饮水提升",
            purpose="解决二组、三组季节性缺水",
            led_by="岳早甲",
            watched_by="乡监察室",
            money="县级补助和村集体自筹",
            begins_on=begins,
            ends_on=begins + dt.timedelta(days=90),
            stages=(
                ("水源勘察完成", begins + dt.timedelta(days=10)),
                ("管网铺设完成", begins + dt.timedelta(days=75)),
            ),
        )
        project = projects.plan(session, stage.named(session, STATION), content, key)
        if project.standing == DRAFT:
            projects.publish(session, stage.named(session, LEADER), project.id, project.version)
        project_id = project.id
    with stage.at(stage.back(10), 15), stage.writing(MENGYUE, f"{key}:note") as session:
        leader = stage.named(session, LEADER)
        words = planning.Note(kind="site", noted_on=stage.back(10), words="现场确定取水点。", place="二组", public=True)
        projects.note(session, leader, project_id, words, f"{key}:note")


def _consultation(stage: Stage) -> None:
    """A consultation that is out and runs."""
    key = "demo:frontline:consult"
    with stage.at(stage.back(4), 9), stage.writing(MENGYUE, key) as session:
        content = consulting.Content(
            title="集镇停车管理办法",
            draft="赶集日在农贸市场北侧设临时停车区。",
            explanation="赶集日车辆占道，群众多次反映。",
            how="也可以到党政办公室书面提出。",
            major=True,
            days=30,
        )
        row = consultations.ask(session, stage.named(session, STATION), content, key)
        notice = session.get_one(Publication, (MENGYUE, row.notice_id))
        if notice.stage == Stages.DRAFT:
            publishing.check(session, stage.named(session, ADMIN), notice.id, Check(notice.version))
            session.flush()
            publishing.sign(session, stage.named(session, LEADER), notice.id, notice.version, {})


def _unit(stage: Stage, code: str) -> UUID:
    with stage.database.read(Scope.one(MENGYUE)) as session:
        return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def _act(stage: Stage, case: Case, login: str, code: str, ago: int, command: Any, **given: Any) -> None:
    """One act of somebody of the township; the empty login is the person who raised it."""
    key = f"demo:{case.id.hex}:{code}"
    with stage.at(stage.back(ago), 15), stage.writing(MENGYUE, key) as session:
        current = session.get_one(Case, (MENGYUE, case.id))
        actor = stage.named(session, login) if login else Actor.party(MENGYUE, current.party)
        cases.act(session, actor, case.id, code, command(version=current.version, **given), key)
