"""The sample of e-government: documents from the county, a request for information, voices, a queue, a review.

Days count back from today; the people are those of the sample's first township and of the county.
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
from core.documents.models import IssuedDocument
from core.tenancy.models import Tenant, Unit
from plugins.egov.disclosure import commands as asking
from plugins.egov.disclosure import services as requests
from plugins.egov.disclosure.catalogue import services as catalogue
from plugins.egov.disclosure.catalogue.rules import Content
from plugins.egov.documents import commands as papers
from plugins.egov.documents import sending
from plugins.egov.documents import services as registering
from plugins.egov.documents.rules import EVERYONE
from plugins.egov.permissions import Perm
from plugins.egov.reviews import commands as reviewing
from plugins.egov.reviews import services as reviews
from plugins.egov.villages import queries as items
from plugins.egov.villages import services as affairs
from plugins.egov.villages.rules import Content as Affair
from plugins.egov.voices import commands as saying
from plugins.egov.voices import services as voices
from plugins.egov.windows import queries as queue
from plugins.egov.windows import services as windows
from plugins.egov.windows.rules import Book

if TYPE_CHECKING:
    from core.demo import Stage

COUNTY, MENGYUE = 533124, 533124205
OFFICE, CLERK, LEADER, ADMIN, STATION = "zuo.xiangbing", "si.nuojia", "yue.zaojia", "yang.xiangbing", "jin.xiangbing"
AGENT = "lepai.nuoyangjia"
COUNTY_HANDLER = "dong.zaojia"
PERSON = "样例申请人"

# Voices: name → (working days ago, who took it in, what was told).
VOICES: dict[str, tuple[int, str, dict[str, Any]]] = {
    "question": (8, CLERK, {"source": "phone", "kind": "question", "words": "宅基地申请要带什么材料？"}),
    "order": (7, OFFICE, {"source": "hotline", "kind": "complaint", "words": "路灯不亮。", "order": "样例工单001"}),
    "petition": (10, OFFICE, {"source": "letter", "kind": "petition", "words": "请求核实征地补偿面积。"}),
    "raw": (1, CLERK, {"source": "visit", "kind": "suggestion", "words": "建议赶集日增加停车位。"}),
}


def play(stage: Stage) -> None:
    """Every room of the measure, where it is on."""
    if not stage.uses(MENGYUE, "egov"):
        return
    _documents(stage)
    _requests(stage)
    _voices(stage)
    _queue(stage)
    _villages(stage)
    if stage.uses(COUNTY, "egov"):
        _reviewed(stage)


def _documents(stage: Stage) -> None:
    """One that the county sent to all, and two that came on paper: one handled, one to be signed for."""
    if stage.uses(COUNTY, "egov"):
        _sent(stage)
    for days, organ, number, title in (
        (12, "县农业农村局", "陇农发〔样例〕21号", "关于做好秋冬季农田水利建设的通知"),
        (2, "县民政局", "陇民发〔样例〕8号", "关于核查临时救助对象的函"),
    ):
        day, key = stage.back(days), f"demo:egov:paper:{days}"
        command = papers.Enter(
            organ=organ, document_number=number, title=title, dated_on=day, received_on=day, wants_answer=days > 5
        )
        with stage.at(day, 9), stage.writing(MENGYUE, key) as session:
            case = registering.enter(session, stage.named(session, OFFICE), command, key)
            session.expunge(case)
        if days > 5:
            _act(stage, case, OFFICE, "propose_handling", days - 1, papers.Words, words="拟请农业综合服务中心阅办。")
            lead = _unit(stage, MENGYUE, "NYZ")
            _act(stage, case, LEADER, "direct", days - 1, papers.Direct, lead=lead, words="请农业综合服务中心办理。")


def _sent(stage: Stage) -> None:
    """The county's own notice, which every township reads and answers."""
    day, key = stage.back(6), "demo:egov:county"
    with stage.at(day, 9), stage.writing(COUNTY, key) as session:
        issued = session.scalars(select(IssuedDocument).order_by(IssuedDocument.id)).first()
        if issued is None:
            return
        to = tuple(session.scalars(select(Tenant.id).where(Tenant.parent_id == COUNTY).order_by(Tenant.id)))
        command = papers.Send(document_id=issued.id, to=to, audience=EVERYONE, wants_answer=True)
        sending.send(session, stage.someone(session, Perm.SEND, "county_admin"), command, key)
    stage.carry(COUNTY, day, 10)


def _requests(stage: Stage) -> None:
    """One that is answered in part, one that waits for its correction, one of today; and what is to be published."""
    made = {}
    for name, days, wanted in (
        ("contract", 15, "三组道路硬化工程的合同和结算资料"),
        ("vague", 6, "所有和土地有关的文件"),
        ("new", 0, "本年度公益岗位安排情况"),
    ):
        day, key = stage.back(days), f"demo:egov:request:{name}"
        command = asking.Ask(
            name=PERSON,
            id_number="样例证件",
            phone="样例电话",
            address="",
            wanted=wanted,
            form="paper",
            channel="in_person",
            received_on=day,
        )
        with stage.at(day, 9), stage.writing(MENGYUE, key) as session:
            made[name] = requests.ask(session, stage.named(session, OFFICE), command, key)
            session.expunge(made[name])
    words = "合同予以公开，隐去个人账号和电话号码。"
    _act(stage, made["contract"], OFFICE, "draft_reply", 9, asking.Draft, reply="partly", ground="privacy", words=words)
    _act(stage, made["contract"], LEADER, "answer_request", 8, asking.Act)
    unclear = "请写明需要的文件名称、文号或者具体事项。"
    _act(stage, made["vague"], OFFICE, "ask_request_correction", 4, asking.AskCorrection, words=unclear, days=10)
    for days, title, code in ((9, "冬季用水安排", "irrigation"), (3, "农村低保对象名单", "relief")):
        key = f"demo:egov:catalogue:{days}"
        with stage.at(stage.back(days), 14), stage.writing(MENGYUE, key) as session:
            given = Content(title=title, class_code=code, made_on=stage.back(days))
            catalogue.enter(session, stage.named(session, OFFICE), given, key)


def _voices(stage: Stage) -> None:
    """A question answered at once, an order of the hotline, a petition that was accepted, and one not sorted yet."""
    said: dict[str, Case] = {}
    for name, (days, login, given) in VOICES.items():
        key = f"demo:egov:voice:{name}"
        with stage.at(stage.back(days), 10), stage.writing(MENGYUE, key) as session:
            command = saying.Say(**given, name=f"样例群众{len(said) + 1}", consent=name == "order")
            said[name] = voices.say(session, stage.named(session, login), command, key)
            session.expunge(said[name])
    at_once = "请带身份证、户口簿和村民小组意见，到便民服务中心领取申请表。"
    _act(stage, said["question"], OFFICE, "answer_at_once", 8, saying.Words, words=at_once)
    lead = _unit(stage, MENGYUE, "NYZ")
    _act(stage, said["order"], OFFICE, "triage", 6, saying.Triage, kind="complaint", unit=lead)
    _act(stage, said["order"], STATION, "answer_voice", 4, saying.Answer, words="已更换控制器，路灯恢复照明。")
    official = "样例〔信〕5号"
    _act(stage, said["petition"], OFFICE, "triage", 9, saying.Triage, kind="petition", unit=lead, official=official)
    words = "由农业综合服务中心调查核实，六十日内书面答复。"
    _act(stage, said["petition"], STATION, "accept_petition", 7, saying.Words, words=words)


def _queue(stage: Stage) -> None:
    """Three who came this morning: one at the window, two waiting."""
    with stage.at(stage.today, 8), stage.writing(MENGYUE, "demo:egov:queue") as session:
        clerk = stage.named(session, CLERK)
        for no, (errand, priority) in enumerate((("低保", ""), ("宅基地", ""), ("医保", "elderly"))):
            windows.give(session, clerk, errand, priority, f"demo:egov:ticket:{no}")
        for no, (errand, name) in enumerate((("医保报销", "样例群众6"), ("残疾证换领", "样例群众7"))):
            visit = Book(day=stage.day(1), hour="0900", errand=errand, name=name, phone="样例电话")
            windows.book(session, visit, f"demo:egov:booking:{no}")
        if not queue.today(session).called:
            windows.call(session, clerk, "1")


def _villages(stage: Stage) -> None:
    """What a village published of its last month, and what waits for the township's look."""
    for days, kind, matter, title, table in (
        (4, "finance", "funds", "集体收支情况", (("项目", "收入（元）", "支出（元）"), ("鱼塘租金", "12000", ""))),
        (1, "general", "assisting", "协助开展冬季防火检查的情况", ()),
    ):
        key = f"demo:egov:village:{days}"
        with stage.at(stage.back(days), 10), stage.writing(MENGYUE, key) as session:
            agent = stage.named(session, AGENT)
            village = next(iter(items.own(session, agent)))
            words = "内容是虚构的样例。"
            given = Affair(
                village=village, kind=kind, matter=matter, on=stage.back(days), title=title, body=words, cells=table
            )
            row = affairs.enter(session, agent, given, key)
            if days > 1 and row.published_on is None:
                affairs.publish(session, stage.named(session, ADMIN), row.id, row.version)


def _reviewed(stage: Stage) -> None:
    """A re-examination at the county of another organ's opinion."""
    key, day = "demo:egov:review", stage.back(3)
    with stage.at(day, 10), stage.writing(COUNTY, key) as session:
        command = reviewing.Ask(
            level="review",
            name="样例信访人",
            phone="",
            place=0,
            organ="县自然资源局",
            document="陇自然信〔样例〕3号",
            answered_on=day - dt.timedelta(days=12),
            requested_on=day,
            words="对征地面积的认定不服，请求复查。",
        )
        reviews.ask(session, stage.named(session, COUNTY_HANDLER), command, key)


def _unit(stage: Stage, tenant: int, code: str) -> UUID:
    with stage.database.read(Scope.one(tenant)) as session:
        return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def _act(stage: Stage, case: Case, login: str, code: str, ago: int, command: Any, **given: Any) -> None:
    """One act of somebody of the township; who is named may always do it in the sample."""
    key = f"demo:{case.id.hex}:{code}"
    with stage.at(stage.back(ago), 15), stage.writing(case.tenant_id, key) as session:
        version = session.get_one(Case, (case.tenant_id, case.id)).version
        actor: Actor = stage.named(session, login)
        cases.act(session, actor, case.id, code, command(version=version, **given), key)
