"""The paper of a key work: its schedule 目标进度表, as the joint meeting approved it."""

from __future__ import annotations

from typing import Any

from core import clock as time
from core.cases.models import Case
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.goals import queries
from plugins.goals.rules import Facts


def schedule(session: ScopedSession, case: Case, facts: Facts, command: Any) -> dict[str, Any]:
    """What was approved: the work with its standard and limit, and each stage with its days and last moment."""
    found = queries.whole(session, case.id)
    rows = queries.plan_rows(found.stages, found.work.ends_on)
    work, unit = found.work, session.get_one(Unit, (case.tenant_id, case.unit_id))
    tenant = session.get_one(Tenant, case.tenant_id)
    return {
        "organ": f"{tenant.name}人民政府",
        "applicant": unit.name,
        "number": case.number,
        "item": work.name,
        "head": work.head,
        "body": work.body,
        "begins_on": work.begins_on.isoformat(),
        "ends_on": work.ends_on.isoformat(),
        "standard": work.standard,
        "limit": work.limit,
        "lost": work.lost,
        "document": work.document,
        "resolved_on": work.resolved_on.isoformat() if work.resolved_on else "",
        "stages": [
            {
                "no": str(row.stage.no),
                "name": row.stage.name,
                "standard": row.stage.standard,
                "days": str(row.stage.days),
                "begins_on": row.begins_on.isoformat(),
                "planned_on": row.stage.planned_on.isoformat(),
                "last": row.last.begin.isoformat(),
            }
            for row in rows
        ],
        "bars": [
            [f"{row.stage.no}. {row.stage.name}", row.begins_on.isoformat(), row.stage.planned_on.isoformat()]
            for row in rows
        ],
        "date": time.today().isoformat(),
        "sample": unit.sample,
        "phone": settings.value(session, "core.phone", unit) or "",
        "remedies": "",
        "acting": "",
        "item_code": "",
    }


PAPERS = (
    Paper(
        code="goals.schedule",
        name=N_("重点工作目标进度表"),
        template="goals/papers/schedule.html",
        article="实施方案四(三)2",
        required=("organ", "applicant", "item", "document", "stages", "date"),
        context=schedule,
        slots={"机关": "organ", "编号": "number", "单位": "applicant", "重点工作": "item", "电话": "phone"},
        grade=PaperClass.DECISION,
    ),
)
