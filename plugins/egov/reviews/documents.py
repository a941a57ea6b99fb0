"""The papers of a review of a petition: 信访复查意见书 and 信访复核意见书 (信访工作条例 35, 36)."""

from __future__ import annotations

from typing import Any

from core import clock as time
from core.cases.models import Case
from core.cases.queries import parties_of
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.egov.reviews import queries, rules


def opinion(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """What was asked of whose opinion, what comes of it and why; of a first review also who rechecks."""
    row, tenant = queries.review_of(session, case), session.get_one(Tenant, case.tenant_id)
    unit = session.get_one(Unit, (case.tenant_id, case.unit_id))
    return {
        "organ": f"{tenant.name}人民政府",
        "acting": "",
        "number": case.number,
        "applicant": parties_of(session, case)[0].name,
        "item": "",
        "item_code": "",
        "level": row.level,
        "maker": row.organ,
        "document": row.document,
        "wanted": row.words,
        "received_on": case.received_on.isoformat(),
        "outcome": rules.OUTCOMES[row.outcome],
        "words": row.answer,
        "basis": row.basis,
        "sample": unit.sample,
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", unit) or "",
    }


REQUIRED = ("organ", "number", "applicant", "maker", "document", "wanted", "outcome", "words", "basis", "date")
PAPERS = tuple(
    Paper(
        code=code,
        name=name,
        template="egov/papers/petition_review.html",
        article=article,
        required=REQUIRED,
        context=opinion,
        grade=PaperClass.DECISION,
    )
    for code, name, article in (
        ("egov.review_opinion", N_("信访复查意见书"), "信访工作条例35"),
        ("egov.recheck_opinion", N_("信访复核意见书"), "信访工作条例36"),
    )
)
