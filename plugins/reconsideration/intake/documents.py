"""The dated receipt of an application that an intake point took in."""

from __future__ import annotations

from typing import Any

from core import clock as time
from core.cases import codes
from core.cases.models import Case
from core.cases.queries import parties_of
from core.contracts import Paper
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from core.tenancy.queries import county


def receipt(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """Who handed in what and when; the time to apply is kept by this day."""
    unit, above = session.get_one(Unit, (case.tenant_id, case.unit_id)), county(session)
    return {
        "organ": unit.name,
        "number": case.number,
        "code": codes.grouped(case.code),
        "applicant": parties_of(session, case)[0].name,
        "item": case.title,
        "county": f"{session.get_one(Tenant, above).name}人民政府" if above is not None else "",
        "received_on": case.received_on.isoformat(),
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", unit) or "",
    }


PAPERS = (
    Paper(
        "reconsideration.intake_receipt",
        N_("行政复议申请代收凭证"),
        "reconsideration/papers/intake_receipt.html",
        "行政复议法22",
        ("organ", "applicant", "item", "date", "number", "code", "county", "received_on"),
        receipt,
        {"机关": "organ", "编号": "number", "当事人": "applicant", "事项": "item", "电话": "phone"},
    ),
)
