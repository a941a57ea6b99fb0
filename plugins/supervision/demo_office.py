"""Sample of the offices: a campaign with complaints and findings, a joint meeting, a look back, good practice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from core.accounts.models import Account, Person
from core.accounts.permissions import Perm as Core
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.db import ScopedSession
from core.errors import DomainError
from core.people import posts, services
from core.publishing import services as publishing
from core.publishing.checking import Check
from core.publishing.permissions import Perm as Publishing
from core.publishing.services import Content
from core.tenancy.models import Tenant, Unit
from plugins.supervision.campaign import rules as plans
from plugins.supervision.campaign import services as campaigns
from plugins.supervision.chain import queries as chains
from plugins.supervision.chain import rules as looking
from plugins.supervision.chain import services as chain_services
from plugins.supervision.complaint import rules as complaints
from plugins.supervision.complaint import services as complaint_services
from plugins.supervision.meeting import queries as meetings
from plugins.supervision.meeting import rules as agenda
from plugins.supervision.meeting import services as meeting_services
from plugins.supervision.permissions import Perm

if TYPE_CHECKING:
    from core.demo import Stage

HEAD, CLERK = "排样戊", "余样戊"
PLAN = """一、范围：各站所、窗口和村级代办点。
二、步骤：公布举报方式；受理和核查投诉；查出问题的当月整改；年底总结。
三、要求：核查须两人，答复投诉人；涉及违纪的原样转县纪委监委。"""


def staff(stage: Stage, tenant: int) -> None:
    """The supervision office gets its head and a second person, from the township's administrator."""
    with stage.at(stage.back(59), 9), stage.writing(tenant, "demo:office") as session:
        office, admin = _office(session), stage.someone(session, Core.PEOPLE, "unit_admin")
        people = {person.name: person.id for person in session.scalars(select(Person).where(Person.unit_id == office))}
        if CLERK in people or HEAD not in people:
            return
        clerk = services.add(session, admin, services.PersonCommand(CLERK, office, "监察室工作人员", login="yu.yangwu"))
        session.flush()
        for person, role in ((clerk.id, "handler"), (people[HEAD], "station_head")):
            posts.give(session, admin, person, posts.PostCommand(role, office, stage.back(59)))


def campaign(stage: Stage, tenant: int) -> None:
    """A campaign that two signed: a complaint that was so and answered, one that was not, one waiting; two findings."""
    key, day = f"demo:campaign:{tenant}", stage.back(44)
    with stage.at(day, 9), stage.writing(tenant, key) as session:
        office = _office(session)
        actor = stage.someone(session, Perm.CAMPAIGN, "handler", office)
        plan = plans.Plan(
            title="吃拿卡要专项整治",
            subject="向办事群众索要烟酒、故意拖延、让群众多跑路",
            plan=PLAN,
            leader="岳早甲",
            unit_id=office,
            from_on=day,
            to_on=day.replace(month=12, day=31),
        )
        row = campaigns.plan(session, actor, plan, key)
        session.flush()
        found, stands = row.id, row.stage
    if stands == "plan":
        for place, permission, role, hour in (
            ("government", Perm.SIGN_FOR_GOVERNMENT, "leader", 11),
            ("supervision", Perm.SIGN_FOR_SUPERVISION, "station_head", 14),
        ):
            with stage.at(day, hour), stage.writing(tenant, f"{key}:{place}") as session:
                where = office if place == "supervision" else None
                signer = stage.someone(session, permission, role, where)
                version = session.get_one(type(row), (tenant, found)).version
                campaigns.sign(session, signer, found, place, version)
    _complaints(stage, tenant)
    for number, (days, unit, words, done) in enumerate(
        (
            (
                32,
                "BMZ",
                "窗口让群众回村里重复盖章，材料清单里没有这一项。",
                "从材料清单外的要求里删去，窗口贴出“清单以外不收”。",
            ),
            (6, "ZRS", "现场核查约定的日期改了两次，没有提前告诉申请人。", ""),
        )
    ):
        with stage.at(stage.back(days), 10), stage.writing(tenant, f"{key}:finding:{number}") as session:
            actor = stage.someone(session, Perm.CAMPAIGN, "handler", office)
            given = plans.Finding(_unit(session, unit), words, stage.back(days))
            entry = campaigns.find(session, actor, found, given, f"{key}:finding:{number}").id
        if done:
            with stage.at(stage.back(days - 5), 15), stage.writing(tenant, f"{key}:done:{number}") as session:
                actor = stage.someone(session, Perm.CAMPAIGN, "handler", office)
                campaigns.put_right(session, actor, found, entry, done)


def _complaints(stage: Stage, tenant: int) -> None:
    for number, (days, kind, unit, words, founded, findings, measures, answer) in enumerate(
        (
            (
                38,
                "block",
                "BMZ",
                "办临时摊位，第一次说缺照片，第二次又说缺身份证复印件，为什么不一次说完？",
                "yes",
                "调取收件记录，两次告知相隔六天，确实没有一次性告知。",
                "向当事人道歉；窗口逐条打印一次性告知单，签收后归档。",
                "您反映的情况属实，给您添麻烦了。窗口已改为一次告知、当场打印，再遇到请直接找便民服务中心负责人。",
            ),
            (
                27,
                "demand",
                "LYZ",
                "听说办采伐证要给烟。",
                "no",
                "走访近三个月全部11名申请人，没有人给过或者被要过。",
                "",
                "已走访全部申请人，没有发现；您有具体的时间地点，请再告诉我们。",
            ),
            (5, "block", "ZRS", "宅基地现场核查一直改日期，前后改了两次。", "", "", "", ""),
        )
    ):
        key = f"demo:complaint:{number}"
        with stage.at(stage.back(days), 20), stage.writing(tenant, key) as session:
            place = session.get_one(Tenant, tenant)
            told = complaints.Complain(kind=kind, words=words, about_id=_unit(session, unit))
            case = complaint_services.complain(session, place, told, key)
            session.flush()
            session.expunge(case)
        if founded:
            verified = complaints.Verify(version=0, founded=founded, findings=findings, measures=measures)
            _act(stage, tenant, case, days - 3, "verify", "handler", verified)
            _act(stage, tenant, case, days - 5, "answer", "station_head", complaints.Answer(version=0, words=answer))


def meeting(stage: Stage, tenant: int) -> None:
    """A joint meeting that was held: what it resolved is partly done, and one resolution is past its day."""
    key, day = f"demo:meeting:{tenant}", stage.back(18)
    with stage.at(stage.back(20), 9), stage.writing(tenant, key) as session:
        general = session.scalars(select(Unit.id).where(Unit.function == "general_office")).one()
        actor = stage.someone(session, Perm.MEETING, "handler", general)
        called = agenda.Call(
            title="第四次联席会议",
            held_on=day,
            place="乡政府二楼会议室",
            chair="岳早甲",
            free=("三季度进展和督查情况", "撂荒地复垦缺挖掘机", "便民服务中心午间值班"),
        )
        row = meeting_services.call(session, actor, called, key)
        session.flush()
        found, stands = row.id, row.stage
    if stands == "called":
        with stage.at(day, 12), stage.writing(tenant, f"{key}:held") as session:
            row = meetings.meeting_of(session, found)
            items = meetings.agenda_of(session, row)
            outcomes = {item.id: agenda.Outcome("agreed") for item in items}
            outcomes[items[-1].id] = agenda.Outcome("deferred", "值班补休怎么算，下次一并研究。")
            held = agenda.Held(
                chair="岳早甲",
                present="岳早甲、排诺乙、杨相丙、排样戊、何早乙",
                absent="余样丁",
                guests="",
                outcomes=outcomes,
            )
            actor = stage.someone(session, Perm.MEETING, "handler", general)
            meeting_services.hold(session, actor, found, held, row.version)
    resolved = []
    for number, (at, words, unit, person, due) in enumerate(
        (
            (0, "各站所每周五报进展，没有进展的写明原因", "NYZ", "何早乙", 5),
            (1, "从水毁修复资金中安排两天挖掘机", "ZFD", "线早甲", 9),
            (1, "把三组塌方路段列入下月巡查", "LYZ", "余样丁", 3),
        )
    ):
        with stage.at(day, 15), stage.writing(tenant, f"{key}:resolved:{number}") as session:
            actor = stage.someone(session, Perm.MEETING, "handler", general)
            items = meetings.agenda_of(session, meetings.meeting_of(session, found))
            made = agenda.Resolve(
                item_id=items[at].id, words=words, unit_id=_unit(session, unit), person=person, due_on=stage.back(due)
            )
            resolved.append(meeting_services.resolve(session, actor, found, made, f"{key}:resolved:{number}").id)
    with stage.at(stage.back(17), 10), stage.writing(tenant, f"{key}:minutes") as session:
        actor = stage.someone(session, Perm.MEETING, "handler", general)
        version = meetings.meeting_of(session, found).version
        meeting_services.make_minutes(session, actor, found, version, f"{key}:minutes")
    with stage.at(stage.back(8), 10), stage.writing(tenant, f"{key}:done") as session:
        actor = stage.someone(session, Perm.MEETING, "handler", general)
        meeting_services.finish(session, actor, resolved[1], "挖掘机已进场两天，塌方清理完，运费单交财政所。")


def look_back(stage: Stage, tenant: int) -> None:
    """What missed its limit is traced back through its hands; the person was heard, and the conclusion is no fault."""
    key = f"demo:chain:{tenant}"
    with stage.at(stage.back(5), 10), stage.writing(tenant, key) as session:
        missed = _missed(session)
        if missed is None:
            return
        actor = stage.someone(session, Perm.CHAIN, "handler", _office(session))
        case = chain_services.begin(session, actor, missed, key)
        session.flush()
        session.expunge(case)
    person = next(hand.account_id for hand in missed.hands if hand.account_id is not None)
    asked = looking.Ask(version=0, person_id=person, question="这一件为什么超过承诺的期限？中间有哪几天没有办？")
    _act(stage, tenant, case, 5, "ask", "handler", asked)
    with stage.at(stage.back(3), 9), stage.writing(tenant, f"{key}:heard") as session:
        row = session.get_one(Case, (tenant, case.id))
        if row.state == "being_heard":
            heard = actor_of(session, session.get_one(Account, person))
            words = "雨季道路中断三天，车进不去；已经事先告诉申请人，法定期限内会办结。"
            chain_services.hear(session, heard, case.id, words, row.version, f"{key}:heard")
    concluded = looking.Conclude(
        version=0, outcome="no_fault", words="道路中断有通告为证，事先告知了申请人，没有责任。"
    )
    _act(stage, tenant, case, 2, "conclude", "station_head", concluded)


def _missed(session: ScopedSession) -> chains.Missed | None:
    """The first case of the township that missed a limit and lay in somebody's hands."""
    cases = select(Case).where(Case.closed_at.is_(None)).order_by(Case.received_on, Case.id)
    for case in session.scalars(cases).all():
        try:
            found = chains.case_missed(session, case.number)
        except DomainError:
            continue
        if any(hand.account_id is not None for hand in found.hands):
            return found
    return None


def practice(stage: Stage, tenant: int) -> None:
    """A good practice, checked and signed by two people, that the whole county reads."""
    key = f"demo:practice:{tenant}"
    body = (
        "做法：赶街日在集市设流动受理点，带打印机和电子印章，当场收件、当场给收件凭证。\n"
        "效果：九月以来收件31件，其中26件没有再跑第二趟。\n可以照搬：一张桌子、一部手机、两个人；不用新增经费。"
    )
    with stage.at(stage.back(12), 9), stage.writing(tenant, key) as session:
        writer = stage.someone(session, Publishing.WRITE, "unit_admin")
        row = publishing.write(session, writer, Content("practices", "赶街日流动受理点", body), key)
        if row.stage != "draft":
            return
        publishing.check(session, writer, row.id, Check(row.version))
        session.flush()
        signer = stage.someone(session, Publishing.SIGN, "leader", but=writer.account_id)
        publishing.sign(session, signer, row.id, row.version, {})


def _act(stage: Stage, tenant: int, case: Case, days: int, code: str, role: str, told: object) -> None:
    stage.act(tenant, stage.back(days), case, code, role, lambda version: replace(told, version=version), 11)  # type: ignore[type-var]


def _office(session: ScopedSession) -> UUID:
    return session.scalars(select(Unit.id).where(Unit.function == "supervision_office")).one()


def _unit(session: ScopedSession, code: str) -> UUID:
    return session.scalars(select(Unit.id).where(Unit.code == code)).one()
