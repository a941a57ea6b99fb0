"""Sample of the monthly progress reports: on time, late with a reason, returned and handed in anew, nil, still owed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from core.accounts.permissions import Perm
from core.contracts import Submission
from core.db import Scope
from core.duties import services as duties
from core.duties.lines import MONTHLY
from core.duties.making import make
from core.duties.models import Duty
from core.duties.rules import OWED
from core.tenancy.models import Unit

if TYPE_CHECKING:
    from core.demo import Stage

SAID = {
    "NYZ": {
        "goals": ("邦瓦村撂荒地复垦：登记87亩，签协议41份",),
        "law": ("宅基地现场核查全部两人到场",),
        "study": ("培训1次，1人待补课",),
    },
    "LYZ": {"goals": ("防火通道修复4公里，比计划慢，已报困难",), "frontline": ("入户宣传防火46户",)},
    "SBZ": {"law": ("低保受理一律出具受理通知书",), "frontline": ("走访独居老人19户，临时救助1户",)},
    "BMZ": {"egov": ("一次性告知单改为当场打印签收",), "law": ("清单以外的材料不再收",)},
    "ZFD": {"law": ("当场处罚文书自查12份，补正1份",)},
    "ZRS": {"law": ("现场核查改期的，提前一天电话告诉申请人",)},
}
LATE = frozenset({"LYZ"})
RETURNED = frozenset({"NYZ"})
OWES = frozenset({"ZRS"})
AFTER = dt.timedelta(days=3)


def reports(stage: Stage, tenant: int) -> None:
    """The last month's reports, as each unit hands them in; one unit leaves its own open."""
    for days in (22, 1):
        with stage.at(stage.back(days), 6):
            make(stage.database, tenant)
    with stage.database.read(Scope.one(tenant)) as session:
        query = select(Duty.id, Duty.due_on, Unit.id, Unit.code)
        joined = query.join(Unit, (Unit.tenant_id == Duty.tenant_id) & (Unit.id == Duty.unit_id))
        past = joined.where(Duty.rule == MONTHLY, Duty.due_on < stage.today, Unit.code.in_(SAID.keys() - OWES))
        rows = session.execute(past.order_by(Duty.due_on.desc(), Unit.code)).all()
    for duty, due_on, unit, code in rows:
        if due_on == rows[0][1]:
            _hand_in(stage, tenant, duty, due_on, unit, code)


def _hand_in(stage: Stage, tenant: int, duty: UUID, due_on: dt.date, unit: UUID, code: str) -> None:
    key = f"demo:report:{duty.hex}"
    day = due_on + AFTER if code in LATE else due_on - AFTER
    _submit(stage, tenant, duty, unit, code, day, key)
    with stage.at(day, 16), stage.writing(tenant, f"{key}:answer") as session:
        row = session.get_one(Duty, (tenant, duty))
        if row.state != "submitted":
            return
        receiver = stage.someone(session, Perm.RECEIVE, "handler", row.receiver_id)
        if code not in RETURNED:
            duties.accept(session, receiver, duty, duties.Answer(row.version, "数据与登记簿一致。"), f"{key}:accept")
            return
        duties.send_back(
            session, receiver, duty, duties.Answer(row.version, "请写明待补课的人什么时候补。"), f"{key}:return"
        )
    _submit(stage, tenant, duty, unit, code, day + dt.timedelta(days=1), f"{key}:again")


def _submit(stage: Stage, tenant: int, duty: UUID, unit: UUID, code: str, day: dt.date, key: str) -> None:
    with stage.at(day, 10), stage.writing(tenant, key) as session:
        row = session.get_one(Duty, (tenant, duty))
        if row.state not in OWED:
            return
        actor = stage.someone(session, Perm.SUBMIT, "station_head", unit)
        late = "雨季下村，信号中断，补报。" if day > row.due_on else ""
        duties.submit(session, actor, duty, duties.Submit(row.version, Submission("", SAID[code]), late), key)
