"""Papers of a review, in the county government's name: notices of its steps, and the decision with its elements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core import clock as time
from core import remedies
from core.cases import codes
from core.cases.models import Case
from core.cases.queries import parties_of
from core.cases.reviews import DROPS
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.reconsideration import words as law
from plugins.reconsideration.review import queries
from plugins.reconsideration.review.models import Review

Context = Callable[[ScopedSession, Case, Any, Any], dict[str, Any]]
EVERY = ("organ", "applicant", "date", "number", "item")
TO_RESPONDENT = frozenset({"reply_notice", "halt_notice", "opinion", "order"})


def _common(session: ScopedSession, case: Case, review: Review) -> dict[str, Any]:
    tenant = session.get_one(Tenant, case.tenant_id)
    party = next(row for row in parties_of(session, case) if row.role == "applicant")
    told = remedies.told(remedies.AFTER_REVIEW, review=tenant.settings["review_organ"], court=tenant.settings["court"])
    return {
        "organ": f"{tenant.name}人民政府",
        "number": case.number,
        "code": codes.grouped(case.code),
        "applicant": party.name,
        "by": party.name,
        "address": party.address or "",
        "about": review.about,
        "respondent": review.respondent_name,
        "item": law.ACTS[review.act],
        "document": review.document,
        "applied_on": review.applied_on.isoformat(),
        "accepted_on": review.accepted_on.isoformat() if review.accepted_on else "",
        "procedure": law.PROCEDURES.get(review.procedure, ""),
        "remedies": told,
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", session.get(Unit, (case.tenant_id, case.unit_id))) or "",
    }


def _notice(kind: str, extra: Callable[[Any, Any], dict[str, Any]]) -> Context:
    def context(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
        review = queries.review_of(session, case)
        found = {**_common(session, case, review), "kind": kind, **extra(review, command)}
        if kind in TO_RESPONDENT:
            found["applicant"] = review.respondent_name
        return found

    return context


def _words(review: Any, command: Any) -> dict[str, Any]:
    return {"reasons": command.words.strip()}


def _grounded(article: str, among: Any) -> Callable[[Any, Any], dict[str, Any]]:
    return lambda review, command: {
        "reasons": command.words.strip(),
        "ground": among[command.ground],
        "article": f"{law.LAW}{article}({command.ground})",
    }


def _received(review: Any, command: Any) -> dict[str, Any]:
    return {"claims": review.claims, "way": law.WAYS[review.way]}


def _accepted(review: Any, command: Any) -> dict[str, Any]:
    return {"first": [law.FIRST[code] for code in review.first]}


def _asked(review: Any, command: Any) -> dict[str, Any]:
    return {"reasons": review.reasons, "claims": review.claims, "days": 5 if review.procedure == law.SUMMARY else 10}


def _hearing(review: Any, command: Any) -> dict[str, Any]:
    return {"on": command.on.isoformat(), "place": command.place.strip(), "reasons": command.matters.strip()}


def _refused(review: Any, command: Any) -> dict[str, Any]:
    return {**_grounded("30①", law.REFUSALS)(review, command), "competent": command.organ.strip()}


def _days(review: Any, command: Any) -> dict[str, Any]:
    return {"days": command.days, "reasons": command.words.strip()}


def decision(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """行政复议决定书 and 调解书: parties, claims, answer, facts, reasons, ruling, remedies, organ (75①, 73①)."""
    review = queries.review_of(session, case)
    return {
        **_common(session, case, review),
        "joint": review.joint,
        "claims": review.claims,
        "reasons": review.reasons,
        "answer": review.reply if review.replied_on else "",
        "silent": review.silent,
        "heard": [law.ENTRIES[entry.kind] for entry in queries.entries_of(session, case)],
        "findings": review.findings,
        "grounds": review.grounds,
        "outcome": law.ENDINGS[review.outcome],
        "ground": law.GROUNDS.get(review.ground, ""),
        "article": f"{law.LAW}{review.ground}",
        "ruling": review.ruling,
        "fine": queries.yuan(review.fine),
        "gains": queries.yuan(review.gains),
        "dropped": [DROPS[code] for code in review.dropped],
        "redo_days": review.redo_days,
        "rule_asked": review.rule_asked,
        "damages": review.damages,
    }


def _paper(code: str, name: str, article: str, context: Context, *required: str, **more: Any) -> Paper:
    return Paper(
        f"reconsideration.{code}",
        name,
        f"reconsideration/papers/{more.pop('template', 'notice')}.html",
        f"{law.LAW}{article}",
        (*EVERY, *required),
        context,
        {"机关": "organ", "编号": "number", "当事人": "applicant", "事项": "item", "电话": "phone"},
        **more,
    )


def _said(
    code: str, name: str, article: str, extra: Callable[[Any, Any], dict[str, Any]], *required: str, **more: Any
) -> Paper:
    return _paper(code, name, article, _notice(code, extra), *required, **more)


DECISION: dict[str, Any] = {"grade": PaperClass.DECISION}
PAPERS = (
    _said("receipt", N_("行政复议申请收件凭证"), "22", _received, "code", "claims"),
    _said("correction_notice", N_("补正行政复议申请通知书"), "31①", _words, "reasons"),
    _said("acceptance", N_("行政复议受理通知书"), "30①", _accepted, "accepted_on", "procedure"),
    _said("refusal", N_("不予受理行政复议申请决定书"), "30②", _refused, "reasons", "ground", "remedies", **DECISION),
    _said("reply_notice", N_("行政复议答复通知书"), "48", _asked, "reasons", "claims", "days"),
    _said("hearing_notice", N_("行政复议听证通知书"), "51①", _hearing, "on", "place", "reasons"),
    _said(
        "halt_notice", N_("停止执行行政行为通知书"), "42", _grounded("42", law.HALTS), "reasons", "ground", **DECISION
    ),
    _said("conversion", N_("转为普通程序通知书"), "55", _words, "reasons", **DECISION),
    _said("prolonged", N_("行政复议延期审理通知书"), "62①", _days, "reasons", "days", **DECISION),
    _said("stay_notice", N_("行政复议中止通知书"), "39③", _grounded("39①", law.STAYS), "reasons", "ground", **DECISION),
    _said("resume_notice", N_("行政复议恢复审理通知书"), "39③", _words, "reasons"),
    _said("termination", N_("行政复议终止决定书"), "41", _grounded("41", law.ENDS), "reasons", "ground", **DECISION),
    _said("opinion", N_("行政复议意见书"), "76", _words, "reasons", **DECISION),
    _said("order", N_("责令履行通知书"), "77②", _days, "reasons", "days", **DECISION),
    _paper(
        *("decision", N_("行政复议决定书"), "75①", decision),
        *("respondent", "claims", "reasons", "findings", "grounds", "outcome", "article", "ruling", "remedies"),
        template="decision",
        **DECISION,
    ),
    _paper(
        *("mediation", N_("行政复议调解书"), "73①", decision, "respondent", "claims", "findings", "grounds", "ruling"),
        template="mediation",
        **DECISION,
    ),
)
