"""The dated sample cases: each shows one thing the law says, and all are made by the services under a moved clock.

Days count back from today in working days, so that the sample is as near to its limits next month as it is now.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.services import Party
from core.demo import Stage
from core.errors import NotFound
from core.files import services as files
from core.files.kinds import Limits
from plugins.approval import commands as cmd
from plugins.approval import services
from plugins.approval.models import Item
from plugins.approval.permissions import Perm
from plugins.approval.rules import GRANT, REFUSE

MENGYUE, HUSA, ZHANGFENG = 533124205, 533124201, 533124101
HOUSE, BOOTH, SCHOOL, LEASE, BUILD, FELL, AID, RELIEF, ELDER = (
    "MY-XK-01",
    "MY-XK-02",
    "MY-XK-03",
    "MY-QT-04",
    "MY-CS-05",
    "MY-WT-06",
    "MY-JF-07",
    "MY-JF-08",
    "MY-GG-09",
)
REASONS = "申请材料齐全，现场核查情况与申请一致，符合法定条件。"


@dataclass(frozen=True, slots=True)
class Applicant:
    """An invented person; the ID number lies in an area code that does not exist."""

    name: str
    birth: str
    serial: str

    def party(self, address: str) -> Party:
        """The applicant as a party, with an invented telephone."""
        return Party(
            "applicant", self.name, id_number(f"990000{self.birth}{self.serial}"), f"1990000{self.serial}0", address
        )


PEOPLE = {
    person.name: person
    for person in (
        Applicant("排早戊", "19850412", "101"),
        Applicant("思相戊", "19790903", "102"),
        Applicant("李腊翁样", "19440120", "103"),
        Applicant("何样甲", "19880715", "104"),
        Applicant("金样乙", "19920228", "105"),
        Applicant("曹样丙", "19760606", "106"),
        Applicant("寸样丁", "19831111", "107"),
        Applicant("囊样戊", "19900519", "108"),
        Applicant("方样己", "19681224", "109"),
        Applicant("勒排·诺样庚", "19950801", "110"),
    )
}


def id_number(first_17: str) -> str:
    """Add the check digit to 17 digits (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first_17, weights, strict=True))
    return first_17 + "10X98765432"[total % 11]


def play(stage: Stage) -> None:
    """Play every case; a township that left the sample, or an item it does not publish, is passed over."""
    for make in (
        _near,
        _silent,
        _last_day,
        _overdue,
        _extended,
        _paused,
        _sent_on,
        _entrusted,
        _more,
        _let_the_law_act,
    ):
        try:
            make(stage)
        except NotFound:
            continue


class Road:
    """One application on its way: what was handed in, then act after act, each on its day."""

    def __init__(
        self, stage: Stage, code: str, tenant: int, item: str, who: str, received: dt.date, **given: Any
    ) -> None:
        self.stage = stage
        self.tenant = tenant
        self.case = _submit(stage, code, tenant, item, PEOPLE[who], received, **given)

    def act(
        self, day: dt.date, code: str, role: str, command: Callable[..., Any], hour: int = 15, **given: Any
    ) -> Road:
        """Carry out one act."""
        self.case = self.stage.act(
            self.tenant, day, self.case, code, role, lambda version: command(version=version, **given), hour
        )
        return self

    def accept(self, day: dt.date) -> Road:
        """受理 by the window."""
        return self.act(day, "accept", "window_clerk", cmd.Accept, accepted_on=day)

    def review(self, day: dt.date) -> Road:
        """审查 by the handler, verified by two."""
        return self.act(
            day,
            "review",
            "handler",
            cmd.Review,
            verifiers=("核查员甲", "核查员乙"),
            findings="已到现场核查，情况与申请材料一致。",
            opinion="建议准予。",
        )

    def decide(self, proposed: dt.date, decided: dt.date, decision: str, reasons: str) -> Road:
        """拟办 by the station head, then the leader's decision."""
        self.act(proposed, "propose", "station_head", cmd.Propose, hour=16, decision=decision, reasons=reasons)
        return self.act(decided, "decide", "leader", cmd.Decide, hour=17, decision=decision, reasons=reasons)

    def deliver(self, day: dt.date) -> Road:
        """送达 at the window."""
        return self.act(
            day,
            "deliver",
            "window_clerk",
            cmd.Deliver,
            hour=17,
            way="pickup",
            recipient=self.case.party,
            delivered_on=day,
        )


def _submit(
    stage: Stage,
    code: str,
    tenant: int,
    item_code: str,
    who: Applicant,
    received: dt.date,
    *,
    lacking: tuple[str, ...] = (),
    channel: str = "window",
    with_file: bool = False,
    note: str = "",
) -> Case:
    with stage.at(received, 9), stage.writing(tenant, f"demo:{code}") as session:
        item = session.scalar(select(Item).where(Item.code == item_code, Item.published.is_(True)))
        if item is None:
            raise NotFound(item_code)
        have = tuple(m["code"] for m in item.materials if m["code"] not in lacking and not m.get("deferrable"))
        form = {field["name"]: _typed(field, received) for field in item.fields}
        party = who.party("样例地址")
        submission = services.Submission(item, (party,), form, channel, have, note)
        actor = (
            Actor.party(tenant, who.name)
            if channel == "online"
            else stage.someone(session, Perm.RECEIVE, "window_clerk")
        )
        case = services.submit(session, actor, submission, f"demo:{code}")
        if with_file and item.materials:
            kept = files.keep(stage.config.files, io.BytesIO(_pdf()), "样例申请表.pdf", Limits())
            files.attach(session, kept, owner_kind="case", owner_id=case.id, slot=item.materials[0]["code"])
        return case


def _typed(field: Mapping[str, Any], received: dt.date) -> str:
    """Something of a field's kind, as an applicant would type it."""
    kinds = {"number": "120" if "面积" in field["label"] else "4", "date": received.isoformat()}
    return str(field["choices"][0]) if field.get("choices") else kinds.get(field.get("kind", "text"), "样例村三组")


def _near(stage: Stage) -> None:
    """A1: two days are left of twenty, and the shorter promise was missed and explained."""
    road = Road(stage, "A1", MENGYUE, HOUSE, "排早戊", stage.back(18), note="由村级代办员代为提交", with_file=True)
    road.accept(stage.back(18)).review(stage.back(10))
    road.act(
        stage.back(2),
        "explain_overrun",
        "handler",
        cmd.ExplainOverrun,
        words="雨季道路中断，现场核查推迟三个工作日，承诺时限未能兑现，法定期限内办结。",
    )


def _silent(stage: Stage) -> None:
    """A2: incomplete, and nobody told the applicant in five working days: accepted by the law."""
    Road(stage, "A2", MENGYUE, HOUSE, "何样甲", stage.back(6), lacking=_first_lacking(stage, MENGYUE, HOUSE))


def _last_day(stage: Stage) -> None:
    """A3: incomplete; today is the last day to tell."""
    Road(
        stage,
        "A3",
        MENGYUE,
        BOOTH,
        "思相戊",
        stage.back(5),
        channel="online",
        lacking=_first_lacking(stage, MENGYUE, BOOTH),
    )


def _overdue(stage: Stage) -> None:
    """A4: three days late, explained in public."""
    road = Road(stage, "A4", ZHANGFENG, BOOTH, "囊样戊", stage.back(23)).accept(stage.back(23))
    road.review(stage.back(9)).act(
        stage.back(8),
        "explain_overrun",
        "handler",
        cmd.ExplainOverrun,
        words="集贸市场改造方案调整，需要重新核对占用位置，超过承诺时限，特此说明。",
    )


def _extended(stage: Stage) -> None:
    """A5: ten working days more, by the head, with the reason told."""
    road = Road(stage, "A5", HUSA, HOUSE, "曹样丙", stage.back(22)).accept(stage.back(22)).review(stage.back(12))
    road.act(
        stage.back(4),
        "extend",
        "leader",
        cmd.Extend,
        hour=11,
        days=10,
        reason="相邻权利人对四至提出异议，需要补充测绘核实。",
    )
    road.act(
        stage.back(3),
        "explain_overrun",
        "handler",
        cmd.ExplainOverrun,
        words="因四至异议补充测绘，超过承诺时限，法定期限已依法延长。",
    )


def _paused(stage: Stage) -> None:
    """A6: an expert review stops the clock; four days are used, sixteen are left."""
    road = Road(stage, "A6", HUSA, HOUSE, "寸样丁", stage.back(12)).accept(stage.back(12))
    road.act(
        stage.back(8),
        "start_special",
        "handler",
        cmd.StartSpecial,
        hour=11,
        ground="专家评审",
        document="地质灾害专家评审告知书",
        told_on=stage.back(8),
        expected_days=15,
    )


def _sent_on(stage: Stage) -> None:
    """A7: an oral application, first review, sent on; no silence effect."""
    road = Road(
        stage, "A7", MENGYUE, AID, "李腊翁样", stage.back(20), channel="oral", note="口头申请，工作人员记录并宣读确认"
    )
    road.accept(stage.back(20)).review(stage.back(9)).act(
        stage.back(5),
        "forward",
        "station_head",
        cmd.Forward,
        hour=16,
        opinion="家庭收入核对低于标准，入户调查属实，建议纳入最低生活保障。",
    )


def _entrusted(stage: Stage) -> None:
    """A8: granted in the name of the county's department, within the mandate."""
    road = Road(stage, "A8", MENGYUE, FELL, "勒排·诺样庚", stage.back(30)).accept(stage.back(30)).review(stage.back(28))
    road.decide(stage.back(27), stage.back(26), GRANT, "符合采伐限额和技术规程，准予采伐。").deliver(stage.back(24))


def _more(stage: Stage) -> None:
    """Every other end of the road, over the three townships."""
    for code, tenant, who in (("B1", MENGYUE, "金样乙"), ("B2", HUSA, "曹样丙"), ("B3", ZHANGFENG, "方样己")):
        road = Road(stage, code, tenant, BOOTH, who, stage.back(16)).accept(stage.back(15)).review(stage.back(13))
        road.decide(stage.back(12), stage.back(11), GRANT, REASONS).deliver(stage.back(9))
    road = Road(stage, "B4", ZHANGFENG, HOUSE, "囊样戊", stage.back(17)).accept(stage.back(16)).review(stage.back(11))
    road.decide(
        stage.back(8), stage.back(7), REFUSE, "申请人户在本集体已有一处宅基地，不符合“一户一宅”的规定。"
    ).deliver(stage.back(5))
    Road(stage, "B5", MENGYUE, SCHOOL, "排早戊", stage.back(3), channel="online").accept(stage.back(2))
    Road(stage, "B6", ZHANGFENG, LEASE, "方样己", stage.back(4)).accept(stage.back(4))
    Road(stage, "B7", HUSA, ELDER, "寸样丁", stage.back(6)).accept(stage.back(6))
    road = Road(stage, "B8", MENGYUE, HOUSE, "思相戊", stage.back(4), lacking=_first_lacking(stage, MENGYUE, HOUSE))
    asked = dict.fromkeys(_first_lacking(stage, MENGYUE, HOUSE), "请补交原件或者复印件")
    road.act(stage.back(3), "ask_correction", "window_clerk", cmd.AskCorrection, asked=asked)
    Road(stage, "B9", HUSA, FELL, "曹样丙", stage.back(3)).act(
        stage.back(2),
        "refuse_acceptance",
        "window_clerk",
        cmd.RefuseAcceptance,
        ground="not_needed",
        reasons="采伐房前屋后个人所有的零星林木，不需要申请采伐许可证（森林法第五十六条第二款）。",
    )
    Road(stage, "B10", MENGYUE, ELDER, "李腊翁样", stage.back(1), channel="online")
    road = Road(stage, "B11", MENGYUE, AID, "何样甲", stage.back(28)).accept(stage.back(28)).review(stage.back(20))
    road.act(stage.back(18), "forward", "station_head", cmd.Forward, hour=16, opinion="符合条件，建议确认。")
    road.act(
        stage.back(6),
        "relay",
        "window_clerk",
        cmd.Relay,
        decision=GRANT,
        document="陇民低保确〔2026〕样例号",
        decided_on=stage.back(7),
        reasons="经确认符合最低生活保障条件。",
    )
    road = Road(stage, "B12", MENGYUE, HOUSE, "金样乙", stage.back(9)).accept(stage.back(9)).review(stage.back(3))
    road.act(stage.back(1), "propose", "station_head", cmd.Propose, decision=GRANT, reasons=REASONS)


def _let_the_law_act(stage: Stage) -> None:
    """A2 again. It comes last, so that a sample that was cut off is completed before the law looks at its halves."""
    stage.sweep(MENGYUE, stage.today)


def _first_lacking(stage: Stage, tenant: int, item_code: str) -> tuple[str, ...]:
    """The code of the item's first material that can't be deferred."""
    from core.db import Scope

    with stage.database.read(Scope.one(tenant)) as session:
        item = session.scalar(select(Item).where(Item.code == item_code))
        needed = [] if item is None else [m["code"] for m in item.materials if not m.get("deferrable")]
    return tuple(needed[-1:])


def _pdf() -> bytes:
    """A one-page PDF with nothing on it."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
