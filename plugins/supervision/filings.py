"""The register of plans that units filed 备案登记簿, with who leads, who answers and whom to call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select

from core.accounts.actor import Actor
from core.clock import local_date, midnight
from core.contracts import Register, RegisterColumn
from core.db import ScopedSession
from core.duties import rules
from core.duties.models import Duty
from core.duties.queries import readable
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.supervision.permissions import Perm

PLAN = "scheme.plan"
# What of a filing stands in the register, by the codes of its parts.
SHOWN = ("body", "team", "head", "department", "contact")
Row = tuple[str | dt.date | None, ...]


def _rows(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    first, after = midnight(since), midnight(until + dt.timedelta(days=1))
    found = session.execute(
        select(Duty, Unit.name)
        .join(Unit, (Unit.tenant_id == Duty.tenant_id) & (Unit.id == Duty.unit_id))
        .where(Duty.rule == PLAN, readable(actor), Duty.state.not_in(rules.OWED))
        .where(Duty.submitted_at >= first, Duty.submitted_at < after)
        .order_by(Unit.code, Duty.id)
    )
    for duty, unit in found:
        parts = duty.content.get("parts", {})
        said = ("；".join(parts.get(code, ())) for code in SHOWN)
        filed_on = local_date(duty.submitted_at) if duty.submitted_at is not None else None
        yield (unit, duty.number, filed_on, rules.LABELS[duty.state], *said, duty.opinion)


REGISTER = Register(
    "supervision.filings",
    N_("实施方案备案登记簿"),
    N_("期间报送备案的单位，按单位编号排列。"),
    Perm.READ,
    (
        RegisterColumn(N_("单位"), 9),
        RegisterColumn(N_("备案号"), 8),
        RegisterColumn(N_("报送日期")),
        RegisterColumn(N_("状态"), 4),
        RegisterColumn(N_("工作机构"), 8),
        RegisterColumn(N_("工作班子"), 10),
        RegisterColumn(N_("第一责任人"), 7),
        RegisterColumn(N_("责任部门"), 7),
        RegisterColumn(N_("专人"), 9),
        RegisterColumn(N_("备案意见"), 10),
    ),
    _rows,
)
