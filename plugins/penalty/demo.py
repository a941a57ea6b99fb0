"""The sample's penalties: on the spot and not paid; waiting for its decision; under an older, lighter text and closed.

Days count back from today; who acts is named, for only the two officers of a case investigate it and none of them
decides.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core import cases, plugins
from core.accounts.directory import account_by_login
from core.accounts.models import Person
from core.cases.models import Case
from core.db import ScopedSession
from plugins.penalty.catalogue import services as catalogue
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.rules import STATUTE
from plugins.penalty.discretion import queries as standards
from plugins.penalty.discretion import services as discretion
from plugins.penalty.enforcement import commands as after
from plugins.penalty.fines import commands as fine
from plugins.penalty.officers import queries as certificates
from plugins.penalty.officers import services as officers
from plugins.penalty.ordinary import commands as road
from plugins.penalty.ordinary import services as ordinary
from plugins.penalty.summary import commands as spot
from plugins.penalty.summary import services as summary

if TYPE_CHECKING:
    from core.demo import Stage

MENGYUE, HUSA, ZHANGFENG = 533124205, 533124201, 533124101
BOOTH, FIRE, WASTE = "CF-02", "FQ-04", "FQ-06"
# The day on which the text of `WASTE` changed; what was done before is judged by the lighter one before it (37).
CHANGED = dt.date(2026, 8, 15)
# Who keeps the books, who decides, and the officers of the case with their certificates.
STAFF = {
    ZHANGFENG: ("fang.zaoding", "nang.xiangwu", ("nang.zaojia", "men.nuoyi")),
    HUSA: ("cun.nuoyi", "cao.zaowu", ("cun.zaowu", "cao.xiangjia")),
    MENGYUE: ("yang.xiangbing", "pai.nuoyi", ("yu.yangding", "jin.xiangbing")),
}


def play(stage: Stage) -> None:
    """The cases, where the measure is on."""
    for tenant, make in ((ZHANGFENG, _booth), (MENGYUE, _fire), (HUSA, _waste)):
        if stage.uses(tenant, "penalty"):
            _prepare(stage, tenant)
            make(stage, tenant)


def _prepare(stage: Stage, tenant: int) -> None:
    """The catalogue taken in, its standard published by another person, certificates entered, the power confirmed."""
    keeper, leader, named = STAFF[tenant]
    with stage.at(stage.back(59)), stage.writing(tenant, "penalty") as session:
        if certificates.listed(session):
            return
        catalogue.take_in(session, stage.named(session, keeper))
        for place, login in enumerate(named, start=1):
            account = account_by_login(session, login)
            assert account is not None
            person = session.scalars(select(Person).where(Person.account_id == account.id)).one()
            issued = {"number": f"样例-{tenant}-{place}", "issuer": "样例"}
            since, until = stage.today.replace(day=1, month=1), stage.today + dt.timedelta(days=700)
            entered = officers.Enter(person_id=person.id, valid_from=since, valid_to=until, **issued)
            officers.enter(session, stage.named(session, keeper), entered)
        session.flush()
        for code in (BOOTH, FIRE, WASTE):
            for offence in session.scalars(select(Offence).where(Offence.code == code)).all():
                for standard in standards.of_offence(session, offence.id):
                    discretion.publish(session, stage.named(session, leader), standard.id, standard.version)
                if offence.title != STATUTE:
                    paper = "样政发〔2024〕1号"
                    catalogue.confirm(
                        session, stage.named(session, leader), offence.id, paper, since, None, offence.version
                    )


def _pair(stage: Stage, session: ScopedSession, tenant: int) -> tuple[Any, ...]:
    wanted = [stage.named(session, login).account_id for login in STAFF[tenant][2]]
    found = {row.account_id: row.id for row in certificates.listed(session)}
    return tuple(found[one] for one in wanted)


def _act(stage: Stage, case: Case, login: str, days: int, command: Any, hour: int = 15, **given: Any) -> None:
    """One act of somebody, so many working days ago; the class of the command says which."""
    kind = plugins.registry().case_kinds[case.kind]
    transition = next(one for one in kind.transitions if one.command is command)
    key = f"demo:{case.id.hex}:{transition.code}"
    with stage.at(stage.back(days), hour), stage.writing(case.tenant_id, key) as session:
        now = session.get_one(Case, (case.tenant_id, case.id))
        if now.state in transition.sources:
            made = command(version=now.version, **given)
            cases.act(session, stage.named(session, login), case.id, transition.code, made, key)


def _booth(stage: Stage, tenant: int) -> None:
    """Fined on the spot, reported, unpaid since its last day: what is added grows, until a review is applied for."""
    keeper, _leader, (first, _second) = STAFF[tenant]
    day = stage.back(17)
    found: dict[str, Any] = {
        "subject": "person",
        "name": "思相戊",
        "address": "芒弄村二组",
        "place": "章凤集市东门",
        "facts": "在集市通道上搭建铁皮棚一处，约12平方米。",
        "evidence": "现场照片两张，当事人陈述，现场笔录。",
    }
    with stage.at(day, 10), stage.writing(tenant, "penalty:booth") as session:
        pair = _pair(stage, session, tenant)
        command = spot.Open(offence=BOOTH, acted_on=day, officers=pair, cards_shown=True, **found)
        case = summary.begin(session, stage.named(session, first), command, "demo:penalty:booth")
        session.expunge_all()
    _act(stage, case, first, 17, spot.Told, 11, warning=False, band=0, rights=True, fine=Decimal(200))
    _act(
        stage,
        case,
        first,
        17,
        spot.Hear,
        12,
        said="赶街日不知道不能搭棚。",
        examined="已告知市场管理规定，理由不成立。",
    )
    _act(stage, case, first, 17, spot.Decide, warning=False, fine=Decimal(200), signed=True)
    _act(stage, case, keeper, 16, spot.Report)


def _fire(stage: Stage, tenant: int) -> None:
    """Filed, investigated, told and heard; the legal review passed, and the head has days left to decide."""
    keeper, leader, (first, _second) = STAFF[tenant]
    day = stage.back(50)
    found: dict[str, Any] = {
        "subject": "person",
        "name": "排相丁",
        "address": "邦瓦村三组",
        "place": "邦瓦村后山",
        "facts": "森林防火期内在林区边烧地埂，火势蔓延约0.3亩。",
        "evidence": "",
        "clue": "护林员巡查发现",
    }
    with stage.at(day, 10), stage.writing(tenant, "penalty:fire") as session:
        pair = _pair(stage, session, tenant)
        command = road.OpenCase(offence=FIRE, acted_on=day, found_on=day, officers=pair, cards_shown=True, **found)
        case = ordinary.begin(session, stage.named(session, first), command, "demo:penalty:fire")
        session.expunge_all()
    seen: dict[str, Any] = {
        "kind": "recording",
        "source": "现场拍摄",
        "words": "现场照片四张，显示燃烧痕迹和过火范围。",
    }
    _act(stage, case, leader, 49, road.File)
    _act(stage, case, first, 48, road.AddEvidence, taken_on=stage.back(48), cards_shown=True, **seen)
    told: dict[str, Any] = {"warning": True, "fine": Decimal(1200), "band": 0, "rights": True, "grave": True}
    _act(stage, case, first, 40, road.Notify, reasons="火势蔓延，当事人主动参与扑救。", **told)
    said: dict[str, Any] = {"said": "认识到错误，请求从轻。", "examined": "已经考虑主动扑救的情节。", "gives_up": True}
    _act(stage, case, first, 30, road.Defend, **said)
    _act(stage, case, keeper, 4, road.LegalReview, passed=True, opinion="事实清楚，裁量适当。", qualified=True)


def _waste(stage: Stage, tenant: int) -> None:
    """Burnt before the text changed, decided after: fined by the lighter one, paid and closed; published to nobody."""
    keeper, leader, (first, _second) = STAFF[tenant]
    acted, day = CHANGED - dt.timedelta(days=14), stage.back(56)
    if not acted < day < acted + dt.timedelta(days=700):
        return  # too long ago to be punished (36), or not yet done
    found: dict[str, Any] = {
        "subject": "person",
        "name": "曹样丙",
        "address": "户撒村四组",
        "place": "户撒村四组晒场",
        "facts": "在晒场焚烧生活垃圾一堆，约0.5立方米。",
        "evidence": "",
        "clue": "群众举报",
        # Up to 500 yuan before, up to 1000 since.
        "lighter": False,
    }
    with stage.at(day, 10), stage.writing(tenant, "penalty:waste") as session:
        pair = _pair(stage, session, tenant)
        command = road.OpenCase(offence=WASTE, acted_on=acted, found_on=day, officers=pair, cards_shown=True, **found)
        case = ordinary.begin(session, stage.named(session, first), command, "demo:penalty:waste")
        session.expunge_all()
    seen: dict[str, Any] = {"kind": "recording", "source": "现场拍摄", "words": "现场照片三张，显示焚烧痕迹。"}
    _act(stage, case, leader, 55, road.File)
    _act(stage, case, first, 54, road.AddEvidence, taken_on=stage.back(54), cards_shown=True, **seen)
    told: dict[str, Any] = {"warning": False, "fine": Decimal(300), "band": 0, "rights": True}
    _act(stage, case, first, 52, road.Notify, reasons="初次违法，及时清理。", **told)
    _act(stage, case, first, 48, road.Defend, said="放弃陈述和申辩", examined="没有意见", gives_up=True)
    _act(stage, case, leader, 46, road.Penalise, warning=False, fine=Decimal(300), facts=found["facts"])
    _act(stage, case, first, 46, after.Serve, 16, way="direct", served_on=stage.back(46), signed_by="曹样丙")
    paid: dict[str, Any] = {"paid_on": stage.back(42), "amount": Decimal(300), "way": "bank", "receipt": "样例-300"}
    _act(stage, case, keeper, 42, fine.Pay, **paid)
    _act(stage, case, keeper, 41, fine.Close)
