"""The paper of a petition: the opinion on it 信访处理意见书 (信访工作条例 32)."""

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
from plugins.egov.voices import queries, rules


def opinion(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """What was asked, what it comes to, why and under which law, and where a review is asked for."""
    row, tenant = queries.voice_of(session, case), session.get_one(Tenant, case.tenant_id)
    unit = session.get_one(Unit, (case.tenant_id, case.unit_id))
    return {
        "organ": f"{tenant.name}人民政府",
        "acting": "",
        "number": case.number,
        "applicant": parties_of(session, case)[0].name,
        "item": "",
        "item_code": "",
        "wanted": row.words,
        "received_on": case.received_on.isoformat(),
        "verdict": rules.VERDICTS[row.verdict],
        "words": row.answer,
        "basis": row.basis,
        # Who signed it for the voice that it was merged into; of any other, whoever does the act.
        "signer": getattr(command, "signer", ""),
        "signed_on": time.today().isoformat(),
        "review": tenant.settings["review_organ"],
        "sample": unit.sample,
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", unit) or "",
    }


PAPERS = (
    Paper(
        code="egov.petition_opinion",
        name=N_("信访处理意见书"),
        template="egov/papers/petition.html",
        article="信访工作条例32",
        required=("organ", "number", "applicant", "wanted", "verdict", "words", "basis", "review", "date"),
        context=opinion,
        grade=PaperClass.DECISION,
    ),
)
