"""The sample's supervision: orders in their states, the log, a draw; campaign, meeting and look back are the offices'.

Days count back from today in working days; what a township's people can't do, because nobody holds the post, is left
out there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from core.cases.models import Case
from core.db import ScopedSession
from core.draws import services as draws
from core.draws.permissions import Perm as Draws
from core.tenancy.models import Unit
from plugins.supervision import demo_duties, demo_office
from plugins.supervision.draws import INSPECTED
from plugins.supervision.guidance import rules as log
from plugins.supervision.guidance import services as logging
from plugins.supervision.orders import rules, services
from plugins.supervision.permissions import Perm

if TYPE_CHECKING:
    from core.demo import Stage

MENGYUE, HUSA, ZHANGFENG = 533124205, 533124201, 533124101


def play(stage: Stage) -> None:
    """Everything in the townships where the measure is on."""
    for tenant, make in (
        (MENGYUE, demo_office.staff),
        (MENGYUE, _orders),
        (MENGYUE, _log),
        (MENGYUE, _draw),
        (MENGYUE, demo_office.campaign),
        (MENGYUE, demo_office.meeting),
        (MENGYUE, demo_duties.reports),
        (MENGYUE, demo_office.look_back),
        (HUSA, demo_office.practice),
        (HUSA, demo_duties.reports),
        (ZHANGFENG, _dogs),
        (ZHANGFENG, demo_duties.reports),
    ):
        if stage.uses(tenant, "supervision"):
            make(stage, tenant)


def _orders(stage: Stage, tenant: int) -> None:
    """One checked and closed, one returned and still owed, one near its limit, one overdue, a finding put right."""
    road = _issue(
        stage,
        tenant,
        rules.ASSIGN,
        "NYZ",
        30,
        "撂荒地图斑核实",
        "逐块核实县里下发的撂荒地图斑，报清是谁的地、为什么撂荒。",
        "何早乙",
        20,
    )
    _answer(stage, tenant, road, 24, "已核实图斑23块，其中3块是轮作，不是撂荒，附现场照片编号和村民小组签字。")
    _check(stage, tenant, road, 22, "抽看5块，与答复一致。")
    road = _issue(
        stage,
        tenant,
        rules.SUPERVISE,
        "LYZ",
        14,
        "森林防火值班记录缺页",
        "补齐10月值班记录，写明缺页的原因，今后每周一交党政办查看。",
        "余样丁",
        9,
    )
    _answer(stage, tenant, road, 10, "值班记录已补。")
    day = stage.day(2)
    _act(
        stage,
        tenant,
        road,
        8,
        "send_back",
        lambda version: rules.Return(version=version, reason="没有写明缺页的原因，也没有写今后怎么防止。", due_on=day),
    )
    _issue(
        stage,
        tenant,
        rules.URGE,
        "SBZ",
        4,
        "低保复核入户进度",
        "本月应入户41户，系统里只有26户，请报清差的15户哪天去。",
        "排样甲",
        -1,
    )
    _issue(
        stage,
        tenant,
        rules.ASSIGN,
        "ZFD",
        9,
        "集镇占道摊点劝导",
        "赶街日安排两人劝导，并登记三次以上不听劝的摊点。",
        "线早甲",
        3,
    )
    road = _issue(
        stage,
        tenant,
        rules.RECTIFY,
        "BMZ",
        20,
        "一次性告知单没有签收",
        "抽查10份一次性告知单，4份没有申请人签收，请补办并整改。",
        "思样丙",
        12,
    )
    _answer(stage, tenant, road, 15, "四位申请人已电话说明并补签；窗口加了签收提示，打印后先签字再离开。")
    _check(stage, tenant, road, 13, "复查10份，全部签收，可以销号。")


def _dogs(stage: Stage, tenant: int) -> None:
    """A township without a supervision office of its own people: the leader issues, the station answers."""
    road = _issue(
        stage,
        tenant,
        rules.SUPERVISE,
        "NYZ",
        16,
        "迭撒村流浪犬",
        "三天内会同综合行政执法队收容，答复提出问题的家长。",
        "囊样丙",
        11,
    )
    _answer(stage, tenant, road, 12, "已收容4只，免疫登记2只有主犬；已到学校门口答复家长。")
    _issue(
        stage,
        tenant,
        rules.ASSIGN,
        "ZFD",
        5,
        "集贸市场改造期间临时交通",
        "赶街日在路口设劝导员，公告期间每天巡查两次。",
        "囊早甲",
        -3,
    )


def _log(stage: Stage, tenant: int) -> None:
    """Visits of the general office, one of them not solved yet, and briefs to the county, adopted or not."""
    for number, (days, code, problem, help_, solved, how) in enumerate(
        (
            (
                42,
                "201",
                "村务公开栏三季度收支没有贴出来。",
                "当场帮助核对凭证，改好表格样式。",
                40,
                "次日贴出，照片存党政办。",
            ),
            (
                25,
                "SBZ",
                "社会救助法施行后仍在用旧的申请表。",
                "发给新表电子版，讲了受理和审核的新时限。",
                24,
                "旧表全部收回。",
            ),
            (7, "204", "代办登记簿上有两笔没有写受益人电话。", "教会代办员补录，约定月底再看一次。", 0, ""),
        )
    ):
        key = f"demo:visit:{number}"
        with stage.at(stage.back(days), 16), stage.writing(tenant, key) as session:
            actor = stage.someone(session, Perm.GUIDANCE_WRITE, "supervisor")
            told: dict[str, Any] = {"unit_id": _unit(session, code), "on": stage.back(days), "by": "左相丙、杨相丙"}
            visit = logging.enter_visit(session, actor, log.NewVisit(problem=problem, help=help_, **told), key)
            found, open_ = visit.id, visit.solved_on is None
        if solved and open_:
            with stage.at(stage.back(solved), 11), stage.writing(tenant, f"{key}:solved") as session:
                actor = stage.someone(session, Perm.GUIDANCE_WRITE, "supervisor")
                logging.solve(session, actor, found, stage.back(solved), how)
    for number, (days, title, outcome) in enumerate(
        (
            (33, "勐约乡把流转协议鉴证和面积核查合成一次上门", "adopted"),
            (19, "五个村代办登记簿统一样式", "declined"),
            (5, "便民服务中心一次性告知单先签字再离开", ""),
        )
    ):
        key = f"demo:brief:{number}"
        text = f"{title}。做法、数据和群众反映见附表（样例）。"
        with stage.at(stage.back(days), 15), stage.writing(tenant, key) as session:
            actor = stage.someone(session, Perm.GUIDANCE_WRITE, "supervisor")
            sent = log.NewBrief(title=title, text=text, sent_to="县人民政府办公室", sent_on=stage.back(days))
            brief = logging.enter_brief(session, actor, sent, key)
            found, open_ = brief.id, brief.outcome == "waiting"
        if outcome and open_:
            with stage.at(stage.back(days - 4), 10), stage.writing(tenant, f"{key}:answer") as session:
                actor = stage.someone(session, Perm.GUIDANCE_WRITE, "supervisor")
                logging.answer_brief(session, actor, found, outcome, stage.back(days - 4), "")


def _draw(stage: Stage, tenant: int) -> None:
    """Which units are inspected at random: signed by two, revealed by both; anybody may draw it again."""
    key, signers = (
        f"demo:draw:{tenant}",
        (("leader", "sample-leader-secret-0001"), ("station_head", "sample-office-secret-0002")),
    )
    with stage.at(stage.back(11), 9), stage.writing(tenant, key) as session:
        actor = _seat(stage, session, "supervision_office", "station_head")
        listed = [
            (unit.code, unit.name)
            for unit in session.scalars(select(Unit).where(Unit.kind == "station").order_by(Unit.code))
        ]
        begun = draws.begin(session, actor, INSPECTED, draws.Beginning("便民服务和执法检查对象", "3", listed), key)
        session.flush()
        draw, drawn = begun.id, begun.drawn_on is not None
    if drawn:
        return
    for step, hour in ((draws.sign, 10), (draws.reveal, 15)):
        for role, secret in signers:
            where = "supervision_office" if role == "station_head" else ""
            with stage.at(stage.back(11), hour), stage.writing(tenant, f"{key}:{hour}:{role}") as session:
                step(session, _seat(stage, session, where, role), draw, secret)


def _seat(stage: Stage, session: ScopedSession, function: str, role: str) -> Any:
    query = select(Unit.id).where(Unit.function == function if function else Unit.kind == "leadership")
    return stage.someone(session, Draws.USE, role, session.scalars(query).one())


def _issue(
    stage: Stage, tenant: int, kind: str, unit: str, days: int, matter: str, demand: str, person: str, due: int
) -> Case:
    """An order of the general office, or of the leader where nobody of an office issues one.

    Args:
        days, due: working days back; `due` below zero lies ahead.
    """
    key = f"demo:order:{tenant}:{unit}:{days}"
    due_on = stage.back(due) if due > 0 else stage.day(-due)
    with stage.at(stage.back(days), 9), stage.writing(tenant, key) as session:
        role = "leader" if kind in (rules.SUPERVISE,) else "supervisor"
        actor = stage.someone(session, Perm.ORDER_ISSUE, role)
        said = rules.Issue(
            kind=kind, matter=matter, demand=demand, unit_id=_unit(session, unit), person=person, due_on=due_on
        )
        case = services.issue(session, actor, said, key)
        session.flush()
        session.expunge(case)
    return case


def _answer(stage: Stage, tenant: int, case: Case, days: int, words: str) -> None:
    made = lambda version: rules.Answer(version=version, words=words)  # noqa: E731
    stage.act(tenant, stage.back(days), case, "answer", "station_head", made, 14)


def _check(stage: Stage, tenant: int, case: Case, days: int, words: str) -> None:
    _act(
        stage,
        tenant,
        case,
        days,
        "accept",
        lambda version: rules.Accept(version=version, words=words),
    )


def _act(stage: Stage, tenant: int, case: Case, days: int, code: str, made: Callable[[int], Any]) -> None:
    stage.act(tenant, stage.back(days), case, code, "leader", made, 16)


def _unit(session: ScopedSession, code: str) -> UUID:
    return session.scalars(select(Unit.id).where(Unit.code == code)).one()
