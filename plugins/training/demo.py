"""The sample's training: plans that pass and one that does not, sessions, a make-up, books and a check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from core.accounts.models import Person
from core.db import ScopedSession
from core.tenancy.models import Unit
from plugins.training.archive import services as archive
from plugins.training.checks import services as checks
from plugins.training.models import Attendance
from plugins.training.permissions import Perm
from plugins.training.plan import services as plans
from plugins.training.plan.queries import plan_of
from plugins.training.plan.services import Change
from plugins.training.reading import services as reading
from plugins.training.rules import ABSENT, ANSWERS, ITEMS, QUESTIONS
from plugins.training.sessions import services as sessions
from plugins.training.sessions.queries import listed

if TYPE_CHECKING:
    from core.demo import Stage

MENGYUE, HUSA, ZHANGFENG = 533124205, 533124201, 533124101
PAPERS, HOUSES, AID, UNITY, PETITIONS, WOODS = (
    "行政处罚法与一线执法文书",
    "农村宅基地审批与农房管理",
    "社会救助法（2026-07-01施行）受理审核",
    "民族团结进步促进法（2026-07-01施行）",
    "信访工作条例与矛盾纠纷调处",
    "森林防火与生态环境法典基层条款",
)
# Hours in quarters; the second plan has three topics of three hours, nine in all, and fails the ten.
PASSES = ((PAPERS, 16, "ethics"), (HOUSES, 12, ""), (AID, 12, ""))
FAILS = ((UNITY, 12, ""), (PETITIONS, 12, ""), (WOODS, 12, ""))
PLANS = (
    (MENGYUE, "NYZ", PASSES, 56),
    (MENGYUE, "SBZ", ((AID, 20, ""), (UNITY, 12, ""), (PETITIONS, 12, "")), 55),
    (MENGYUE, "LYZ", FAILS, 50),
    (HUSA, "NYZ", PASSES, 54),
    (ZHANGFENG, "SBZ", ((AID, 16, ""), (PETITIONS, 12, ""), (PAPERS, 12, "")), 53),
)
NEEDS = {
    PAPERS: ("执法文书填写不规范，现场笔录漏写时间地点", "上年案卷评查12份中5份退回"),
    HOUSES: ("宅基地审批四至丈量方法不统一", "今年三件申请因四至异议补充测绘"),
    AID: ("新法施行后受理审核程序有变化", "县民政局培训通知"),
    UNITY: ("新法条文还没有学过", "2026-07-01施行"),
    PETITIONS: ("接访记录不会写，答复超过期限", "上半年两件信访答复被催办"),
    WOODS: ("新法典替换了十部法律，防火期处罚依据不清楚", "2026-08-15施行"),
}


def play(stage: Stage) -> None:
    """Everything in the townships where the measure is on."""
    for tenant, unit, topics, days in PLANS:
        if stage.uses(tenant, "training") and stage.back(days).year == stage.today.year:
            _plan(stage, tenant, unit, topics, days)
    if not stage.uses(MENGYUE, "training") or stage.back(56).year != stage.today.year:
        return
    held = _session(
        stage, MENGYUE, "NYZ", "c2", 40, "农村宅基地现场勘测怎么量、怎么记", "集中授课+现场勘测", absent=("金相丙",)
    )
    _answers(stage, held)
    _session(stage, MENGYUE, "NYZ", "c1", 24, "现场笔录和责令改正通知书", "集中授课", absent=("金相丙",))
    _make_up(stage, held)
    _session(stage, MENGYUE, "SBZ", "c1", 18, "社会救助法第三十七条至第四十五条：受理、审核、公示", "案例讲评")
    _session(stage, HUSA, "NYZ", "c2", 20, "宅基地审批四至丈量", "现场观摩")
    _books(stage)
    _check(stage)


def _plan(stage: Stage, tenant: int, unit: str, topics: Any, days: int) -> None:
    day = stage.back(days)
    told = [
        {
            "code": f"c{number}",
            "name": name,
            "quarters": quarters,
            "tag": tag,
            "period": "第三季度" if number == 1 else "第四季度",
            "lecturer": "样讲师甲",
            "form": "集中授课",
        }
        for number, (name, quarters, tag) in enumerate(topics, 1)
    ]
    needs = [
        {"code": f"n{number}", "who": "全体工作人员", "gap": NEEDS[name][0], "basis": NEEDS[name][1]}
        for number, (name, *_rest) in enumerate(topics, 1)
    ]
    with stage.at(day, 9), stage.writing(tenant, f"demo:plan:{tenant}:{unit}") as session:
        unit_id = _unit(session, unit)
        known = plan_of(session, unit_id, day.year)
        if known is not None and known.topics:
            return
        actor = stage.someone(session, Perm.EDIT, "station_head", unit_id)
        plans.change(session, actor, unit_id, day.year, Change(known.version if known else 0, topics=told, needs=needs))


def _session(
    stage: Stage,
    tenant: int,
    unit: str,
    topic: str,
    days: int,
    purpose: str,
    form: str,
    absent: tuple[str, ...] = (),
) -> UUID:
    """A session with who came; whoever is named was away."""
    day, key = stage.back(days), f"demo:session:{tenant}:{unit}:{topic}"
    with stage.at(day, 8), stage.writing(tenant, key) as session:
        unit_id = _unit(session, unit)
        actor = stage.someone(session, Perm.EDIT, "station_head", unit_id)
        hold = sessions.Hold(topic, "", purpose, day, "09:00", "12:00", "乡政府二楼会议室", form, "样讲师甲", 12)
        training = sessions.register(session, actor, unit_id, hold, key)
        session.flush()
        if training.entered_at is None:
            people = [one.person for one in listed(session, training)]
            present = {person.id for person in people if person.name not in absent}
            sessions.attend(session, actor, training.id, training.version, present)
        return training.id


def _answers(stage: Stage, training: UUID) -> None:
    """What those who were there say of it; nobody's name stands under it."""
    with stage.at(stage.back(39), 17), stage.writing(MENGYUE, f"demo:answers:{training}") as session:
        actor = stage.someone(session, Perm.EDIT, "station_head", _unit(session, "NYZ"))
        sessions.answer(session, actor, training, dict.fromkeys(QUESTIONS, next(iter(ANSWERS))))


def _make_up(stage: Stage, training: UUID) -> None:
    """Who missed the first session was taught in person; the head confirmed it. The second is still to be made up."""
    day = stage.back(30)
    with stage.at(day, 16), stage.writing(MENGYUE, f"demo:make-up:{training}") as session:
        unit_id = _unit(session, "NYZ")
        missed = select(Attendance.id).join(Person, Person.id == Attendance.person_id)
        chosen = session.scalars(
            missed.where(Attendance.session_id == training, Attendance.came == ABSENT, Person.unit_id == unit_id)
        ).all()
        if chosen:
            actor = stage.someone(session, Perm.EDIT, "station_head", unit_id)
            archive.confirm(
                session, actor, unit_id, chosen, day, "taught", "在单位会议室补讲半天，并到现场量了一处宅基地"
            )


def _books(stage: Stage) -> None:
    """The reading drive: two books, notes of two people, an event."""
    year = stage.today.year
    with stage.at(stage.back(48)), stage.writing(MENGYUE, "demo:books") as session:
        unit_id = _unit(session, "NYZ")
        head = stage.someone(session, Perm.EDIT, "station_head", unit_id)
        first = reading.add_book(session, head, unit_id, year, "乡土中国", "费孝通").id
        reading.add_book(session, head, unit_id, year, "中华人民共和国乡村振兴促进法释义", "样例")
    for days, role, words in (
        (34, "handler", "“差序格局”一章对做群众工作有用：先弄清楚谁和谁是亲戚，再去调解用水。"),
        (31, "station_head", "下乡要少说术语，书里讲的就是把话说给听得懂的人。"),
    ):
        key = f"demo:note:{role}"
        with stage.at(stage.back(days), 20), stage.writing(MENGYUE, key) as session:
            reading.note(session, stage.someone(session, Perm.READ, role, unit_id), first, words, key)
    with stage.at(stage.back(26)), stage.writing(MENGYUE, "demo:event") as session:
        head = stage.someone(session, Perm.EDIT, "station_head", unit_id)
        event = reading.Event(
            stage.back(26), "读书会：说给群众听", "邦瓦村活动室", "12人参加，每人用一句群众听得懂的话讲一条政策。"
        )
        reading.add_event(session, head, unit_id, event, "demo:event")


def _check(stage: Stage) -> None:
    """The general office's spot check of one unit, with a fault, and the unit's answer."""
    year, first = stage.today.year, next(iter(ITEMS))
    with stage.at(stage.back(10), 15), stage.writing(MENGYUE, "demo:check") as session:
        actor = stage.someone(session, Perm.CHECK, "handler", _unit(session, "DZB"))
        entered = checks.Entered(
            checked_on=stage.back(10),
            picked="按单位编号抽到",
            findings={code: "no" if code == first else "yes" for code in ITEMS},
            notes={first: "第二场缺一份签到表原件，只有照片。"},
            appraisal="计划合理，课后有现场练习，补课及时。",
            feedback="请补上第二场的签到表原件，课件放进档案。",
        )
        check = checks.enter(session, actor, _unit(session, "NYZ"), year, entered, "demo:check")
        session.flush()
        found, version, answered = check.id, check.version, bool(check.reply)
    if not answered:
        with stage.at(stage.back(6)), stage.writing(MENGYUE, "demo:check:reply") as session:
            head = stage.someone(session, Perm.EDIT, "station_head", _unit(session, "NYZ"))
            checks.reply(session, head, found, version, "签到表原件已找到，放进了档案盒；课件已上传。")


def _unit(session: ScopedSession, code: str) -> UUID:
    found: UUID = session.scalars(select(Unit.id).where(Unit.code == code)).one()
    return found
