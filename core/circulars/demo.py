"""The sample circular: sent by the county three days ago, signed for in one township, waiting in the others."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.accounts.permissions import Perm
from core.circulars.models import CircularReceived
from core.circulars.services import Draft, send, sign
from core.db import Scope
from core.tenancy.models import Tenant

if TYPE_CHECKING:
    from core.demo import Stage

KEY = "demo:circular"
BODY = """各乡镇人民政府：
为方便群众办事，请核对本乡镇各窗口的办公时间、联系电话，并在门户上公布。有变动的，请在签收时一并回复。"""


def play(stage: Stage) -> None:
    """Send it, deliver it, and sign for it in the township with the lowest code."""
    with stage.database.read(Scope.system("the tenants of the sample")) as session:
        tenants = session.scalars(select(Tenant).order_by(Tenant.id)).all()
        county = next(tenant.id for tenant in tenants if tenant.is_county)
        townships = tuple(tenant.id for tenant in tenants if not tenant.is_county)
    if not townships:
        return
    day = stage.back(3)
    draft = Draft("关于核对政务服务窗口办公时间的通知", BODY, townships, stage.today + dt.timedelta(days=7))
    with stage.at(day), stage.writing(county, KEY) as session:
        send(session, stage.someone(session, Perm.SEND, "county_admin"), draft, KEY)
    stage.carry(county, day)
    with stage.at(stage.back(2)), stage.writing(townships[0], KEY) as session:
        circular = session.scalars(select(CircularReceived)).first()
        if circular is not None:
            admin = stage.someone(session, Perm.SIGN, "unit_admin")
            sign(session, admin, circular.id, "窗口电话已核对，没有变动。")
