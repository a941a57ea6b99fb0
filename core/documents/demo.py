"""The sample's documents: drafts, some that wait for the next step, some that were issued, and one recalled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from core import clock as time
from core.accounts.proving import Proof
from core.db import Scope
from core.documents import services
from core.documents.content import Content
from core.documents.issuing import Press
from core.documents.models import Document
from core.documents.permissions import Perm
from core.documents.rules import Stage as At
from core.files import stores
from core.tenancy.models import Tenant

if TYPE_CHECKING:
    from uuid import UUID

    from core.demo import Stage

ROAD = (At.DRAFT, At.CHECKING, At.SIGNING, At.SIGNED, At.ISSUED)
BODY = """各村民委员会，乡属各单位：
为做好今冬明春森林防火工作，现将有关事项通知如下。
一、落实责任
各村要把责任落实到人，护林员每日巡山，发现火情立即报告。
二、加强宣传
（一）进村入户讲清野外用火的规定。
（二）在进山路口设立提示牌。
三、做好值守
防火期内实行二十四小时值班，值班电话向群众公布。"""


@dataclass(frozen=True, slots=True)
class Sample:
    """One document of the sample: what it says, how long ago it began, and how far it came."""

    days: int
    content: Content
    came: At
    recalled: str = ""


SAMPLES = (
    Sample(
        30, Content("notice", "letterhead", "关于做好森林防火工作的通知", "各村民委员会，乡属各单位", BODY), At.ISSUED
    ),
    Sample(
        25,
        Content(
            "notice", "letterhead", "关于调整便民服务中心办公时间的通知", "乡属各单位", "自下月起上午八时开始办公。"
        ),
        At.ISSUED,
        "办公时间写错，另行发文",
    ),
    Sample(
        12,
        Content(
            "request",
            "letterhead",
            "关于解决便民服务中心用房的请示",
            "陇川县人民政府",
            "我乡便民服务中心用房不足，恳请解决。\n妥否，请批示。",
            notes="联系人：样例，电话：0000-0000000",
        ),
        At.ISSUED,
    ),
    Sample(
        6, Content("letter", "letter", "关于商请协助核实情况的函", "陇川县水务局", "请协助核实有关情况。"), At.SIGNED
    ),
    Sample(
        3,
        Content("report", "letterhead", "关于今年第三季度工作情况的报告", "陇川县人民政府", "现将有关情况报告如下。"),
        At.SIGNING,
    ),
    Sample(
        2,
        Content(
            "minutes",
            "minutes",
            "乡长办公会议纪要",
            "",
            "会议研究了下列事项。\n出席：乡长、副乡长、便民服务中心负责人\n列席：各村民委员会主任",
        ),
        At.CHECKING,
    ),
    Sample(1, Content("announcement", "letterhead", "关于封山禁牧的公告", "", "为保护林草资源，公告如下。"), At.DRAFT),
)


COUNTY_SAMPLE = Sample(
    28,
    Content(
        "notice",
        "letterhead",
        "关于开展便民服务中心规范化建设的通知",
        "各乡镇人民政府，县直各有关部门",
        "为方便群众办事，现将有关事项通知如下。\n一、统一标识\n各中心按县里的样式更换标识。\n二、公开期限\n每个事项的期限都要公开。",
    ),
    At.ISSUED,
)
# Who takes a step: of the county, of a township.
WRITER = {True: "county_handler", False: "handler"}
CHECKER = {True: "county_admin", False: "station_head"}
SIGNER = {True: "county_admin", False: "leader"}
ISSUER = {True: "county_admin", False: "unit_admin"}


@dataclass(frozen=True, slots=True)
class Road:
    """Where a document of the sample goes, and by whose hands."""

    stage: Stage
    tenant: int
    county: bool
    key: str
    sample: Sample


def play(stage: Stage) -> None:
    """One issued document in every tenant, and documents at all stages in the township with the highest code."""
    with stage.database.read(Scope.system("the tenants of the sample")) as session:
        tenants = [(row.id, row.is_county) for row in session.scalars(select(Tenant).order_by(Tenant.id))]
    for tenant, county in tenants:
        samples = (COUNTY_SAMPLE,) if county else SAMPLES if tenant == tenants[-1][0] else SAMPLES[:1]
        for number, sample in enumerate(samples):
            _go(Road(stage, tenant, county, f"demo:document:{tenant}:{number}", sample))


def _go(road: Road) -> None:
    """One document along its road, each step by another person and an hour later."""
    stage, sample = road.stage, road.sample
    day = stage.back(sample.days)
    document = _write(road, day)
    for hour, reached in enumerate(ROAD[1:], start=10):
        if ROAD.index(reached) <= ROAD.index(sample.came):
            _step(road, document, reached, day, hour)
    if sample.recalled:
        with stage.at(stage.back(sample.days - 3)), stage.writing(road.tenant, f"{road.key}:recall") as session:
            leader = stage.someone(session, Perm.RECALL, SIGNER[road.county])
            row = session.get_one(Document, (road.tenant, document))
            if row.stage == At.ISSUED:
                services.recall(session, leader, document, sample.recalled, row.version)


def _write(road: Road, day: dt.date) -> UUID:
    stage = road.stage
    with stage.at(day, 9), stage.writing(road.tenant, road.key) as session:
        writer = stage.someone(session, Perm.DRAFT, WRITER[road.county])
        checker = stage.someone(session, Perm.CHECK, CHECKER[road.county], min(writer.own_units(Perm.DRAFT)))
        signer = stage.someone(session, Perm.SIGN, SIGNER[road.county], but=checker.account_id)
        content = replace(road.sample.content, signers=(signer.account_id,))
        return services.write(session, writer, content, road.key).id


def _step(road: Road, document: UUID, reached: At, day: dt.date, hour: int) -> None:
    stage = road.stage
    with stage.at(day, hour), stage.writing(road.tenant, f"{road.key}:{reached}") as session:
        row = session.get_one(Document, (road.tenant, document))
        version, unit = row.version, row.unit_id
        if row.stage not in ROAD or ROAD.index(At(row.stage)) >= ROAD.index(reached):
            return
        if reached == At.CHECKING:
            services.submit(session, stage.someone(session, Perm.DRAFT, WRITER[road.county], unit), document, version)
        elif reached == At.SIGNING:
            checker = stage.someone(session, Perm.CHECK, CHECKER[road.county], unit, but=row.author_id)
            services.check(session, checker, document, version)
        elif reached == At.SIGNED:
            signer = stage.someone(session, Perm.SIGN, SIGNER[road.county], but=row.checked_by)
            services.sign(session, signer, document, version, Proof(signer.account_id, "sample", time.now()))
        else:
            issuer = stage.someone(session, Perm.ISSUE, ISSUER[road.county])
            press = Press(stores.of(stage.config), substitutes=lambda: ())
            services.issue(session, issuer, document, version, press)
