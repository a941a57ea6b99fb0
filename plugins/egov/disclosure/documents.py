"""The papers of a request for information: the notice of correction, of the extension, and the reply."""

from __future__ import annotations

from typing import Any

from core import clock as time
from core import remedies
from core.cases.clocks import due_of
from core.cases.models import Case
from core.cases.queries import clocks_of, parties_of
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.egov.disclosure import queries, rules

EVERY = ("organ", "number", "applicant", "wanted", "date")


def common(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What every paper of a request names."""
    row, tenant = queries.request_of(session, case), session.get_one(Tenant, case.tenant_id)
    unit = session.get_one(Unit, (case.tenant_id, case.unit_id))
    due = due_of(clocks_of(session, case), queries.REPLY)
    return {
        "organ": f"{tenant.name}人民政府",
        "acting": "",
        "number": case.number,
        "applicant": parties_of(session, case)[0].name,
        "item": "",
        "item_code": "",
        "wanted": row.wanted,
        "received_on": case.received_on.isoformat(),
        "due": due.isoformat() if due else "",
        "sample": unit.sample,
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", unit) or "",
    }


def correction(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """补正告知书: what is unclear, and until when it may be put right."""
    submit = next(one for one in clocks_of(session, case) if one.rule == "disclosure.correction_submit")
    return {
        **common(session, case),
        "unclear": command.words.strip(),
        "submit_due": submit.due_on.isoformat() if submit.due_on else "",
    }


def extension(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """延期答复告知书: by how many working days, why, and the new last day."""
    return {**common(session, case), "days": str(command.days), "reason": command.reason.strip()}


def reply(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """答复书: which reply, its article, reasons and remedies."""
    row, tenant = queries.request_of(session, case), session.get_one(Tenant, case.tenant_id)
    answer = rules.REPLIES[row.reply]
    organ = f"{tenant.name}人民政府"
    return {
        **common(session, case),
        "reply": answer.label,
        "article": answer.article,
        "ground": rules.GROUNDS.get(row.ground, ""),
        "words": row.words,
        "form": rules.FORMS[row.form],
        "remedies": remedies.told(
            answer.remedy, review=tenant.settings["review_organ"], court=tenant.settings["court"], respondent=organ
        ),
    }


PAPERS = (
    Paper(
        code="egov.request_correction",
        name=N_("政府信息公开申请补正告知书"),
        template="egov/papers/correction.html",
        article="政府信息公开条例30",
        required=(*EVERY, "unclear", "submit_due"),
        context=correction,
    ),
    Paper(
        code="egov.request_extension",
        name=N_("政府信息公开延期答复告知书"),
        template="egov/papers/extension.html",
        article="政府信息公开条例33②",
        required=(*EVERY, "days", "reason", "due"),
        context=extension,
        grade=PaperClass.DECISION,
    ),
    Paper(
        code="egov.request_reply",
        name=N_("政府信息公开申请答复书"),
        template="egov/papers/reply.html",
        article="政府信息公开条例36",
        required=(*EVERY, "reply", "article", "words", "remedies"),
        context=reply,
        grade=PaperClass.DECISION,
    ),
)
