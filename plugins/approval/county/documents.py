"""Papers of the organ that decides: its decision, and the copy of it that the township serves."""

from __future__ import annotations

import json
from typing import Any

from core import clock as time
from core.cases.models import Case
from core.cases.queries import parties_of
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.approval.county import commands as cmd
from plugins.approval.county import queries
from plugins.approval.county.rules import ReviewFacts
from plugins.approval.documents import paper
from plugins.approval.rules import GRANT


def decision(session: ScopedSession, case: Case, facts: ReviewFacts, command: cmd.DecideReview) -> dict[str, Any]:
    """The decision on what a township sent on (许可法 38), in the name of the department that decides."""
    _review, _received, dossier = queries.review_of(session, case)
    tenant, unit = session.get_one(Tenant, case.tenant_id), session.get_one(Unit, (case.tenant_id, case.unit_id))
    return {
        "organ": f"{tenant.name}{unit.name.removeprefix(tenant.name).removeprefix(tenant.name[-1:])}",
        "acting": "",
        "number": case.number,
        "applicant": parties_of(session, case)[0].name,
        "item": dossier["item"],
        "item_code": dossier["item_code"],
        "item_type": dossier["item_type"],
        "licence": facts.licence,
        "basis": facts.basis,
        "article": command.article.strip(),
        "sent_by": dossier["from"],
        "sent_number": dossier["number"],
        "received_on": dossier["received_on"],
        "accepted_on": dossier["accepted_on"],
        "arrived_on": case.received_on.isoformat(),
        "granted": command.decision == GRANT,
        "reasons": command.reasons,
        "result": dossier["result"],
        "remedies": facts.remedies,
        "sample": dossier["sample"],
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", unit) or "",
        "copied_by": "",
    }


def copy(session: ScopedSession, case: Case, facts: Any, command: cmd.TakeDecision) -> dict[str, Any]:
    """The same paper as its organ froze it, with who hands it over."""
    return {**json.loads(command.paper), "copied_by": f"{session.get_one(Tenant, case.tenant_id).name}人民政府"}


def _decision(code: str, name: str, article: str) -> Paper:
    required = ("number", "article", "reasons", "remedies", "sent_by")
    return paper(code, name, article, decision, *required, grade=PaperClass.DECISION, template="review_decision")


PAPERS = (
    _decision("review_grant", N_("准予行政许可决定书"), "行政许可法38①"),
    _decision("review_refusal", N_("不予行政许可决定书"), "行政许可法38②"),
    _decision("review_result", N_("办理结果通知书"), "行政许可法38"),
    paper(
        "review_copy",
        N_("决定机关的决定书"),
        "行政许可法38",
        copy,
        *("number", "article", "reasons", "remedies", "sent_by", "copied_by"),
        template="review_decision",
    ),
)
