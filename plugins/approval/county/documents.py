"""Papers of the organ that decides: on the way and its decision, and their copies that the township hands over."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from core import clock as time
from core.cases.models import Case
from core.cases.queries import clocks_of, parties_of
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.approval import documents
from plugins.approval.commands import Extend, StartSpecial
from plugins.approval.county import commands as cmd
from plugins.approval.county import queries
from plugins.approval.county.rules import ReviewFacts, copy_of
from plugins.approval.documents import paper
from plugins.approval.handling.documents import examination
from plugins.approval.limits import DECIDE
from plugins.approval.rules import GRANT


def common(session: ScopedSession, case: Case, facts: ReviewFacts) -> dict[str, Any]:
    """What every paper of the organ above says, in the name of the department that decides."""
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
        "sent_by": dossier["from"],
        "sent_number": dossier["number"],
        "received_on": dossier["received_on"],
        "accepted_on": dossier["accepted_on"],
        "arrived_on": case.received_on.isoformat(),
        "remedies": facts.remedies,
        "sample": dossier["sample"],
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", unit) or "",
        "copied_by": "",
    }


def decision(session: ScopedSession, case: Case, facts: ReviewFacts, command: cmd.DecideReview) -> dict[str, Any]:
    """The decision on what a township sent on (许可法 38)."""
    review, _received, dossier = queries.review_of(session, case)
    return {
        **common(session, case, facts),
        **documents.ground_of(command),
        "article": command.article.strip(),
        "granted": command.decision == GRANT,
        "reasons": review.reasons,
        "result": dossier["result"],
    }


def _here(session: ScopedSession, case: Case, facts: ReviewFacts) -> dict[str, Any]:
    """As `common`; this organ has it since the day on which it came up."""
    return {**common(session, case, facts), "accepted_on": case.received_on.isoformat()}


def special(session: ScopedSession, case: Case, facts: ReviewFacts, command: StartSpecial) -> dict[str, Any]:
    """特别程序告知书: which link of 许可法 45, by which document, how long."""
    return {**_here(session, case, facts), **documents.special_of(command)}


def extension(session: ScopedSession, case: Case, facts: ReviewFacts, command: Extend) -> dict[str, Any]:
    """延长办理期限告知书: the reason and the new day (许可法 42①)."""
    due = documents.due_of(clocks_of(session, case), DECIDE)
    return {
        **_here(session, case, facts),
        "days": command.days,
        "reason": command.reason,
        "decide_due": due,
        "joint": False,
    }


def copy(session: ScopedSession, case: Case, facts: Any, command: cmd.TakeDecision | cmd.HandOn) -> dict[str, Any]:
    """The same paper as its organ froze it, with who hands it over."""
    return {**json.loads(command.paper), "copied_by": f"{session.get_one(Tenant, case.tenant_id).name}人民政府"}


def _decision(code: str, name: str, article: str) -> Paper:
    required = ("number", "article", "reasons", "remedies", "sent_by")
    return paper(code, name, article, decision, *required, grade=PaperClass.DECISION, template="review_decision")


TIMED = (
    paper(
        "review_special", N_("特别程序告知书"), "行政许可法45", special, "ground", "expected_days", template="special"
    ),
    paper(
        "review_extension",
        N_("延长办理期限告知书"),
        "行政许可法42①",
        extension,
        *("days", "reason", "decide_due"),
        grade=PaperClass.DECISION,
        template="extension",
    ),
    *examination(_here, "review_"),
)
SPECIAL, EXTENSION, HEARING_RIGHTS, HEARING_CALLED, HEARING_ANNOUNCED = (
    f"approval.review_{name}"
    for name in ("special", "extension", "hearing_rights", "hearing_notice", "hearing_announcement")
)
# What the township hands on to the applicant as it was signed.
HANDED_ON = frozenset({SPECIAL, EXTENSION, HEARING_RIGHTS, HEARING_CALLED})
PAPERS = (
    *TIMED,
    *(
        replace(one, code=copy_of(one.code), context=copy, grade=PaperClass.WINDOW)
        for one in TIMED
        if one.code in HANDED_ON
    ),
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
