"""The papers of a petition: accepted or refused in writing, directed elsewhere, extended, and the opinion on it.

信访工作条例 19, 23, 31, 32, 34, 36.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from core import clock as time
from core.cases.clocks import due_of
from core.cases.models import Case
from core.cases.queries import clocks_of, parties_of
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.egov.voices import queries, rules

EVERY = ("organ", "number", "applicant", "wanted", "date")


def common(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What every paper of a petition names."""
    row, tenant = queries.voice_of(session, case), session.get_one(Tenant, case.tenant_id)
    unit = session.get_one(Unit, (case.tenant_id, case.unit_id))
    due = due_of(clocks_of(session, case), queries.HANDLE)
    return {
        "organ": f"{tenant.name}人民政府",
        "acting": "",
        "number": case.number,
        "applicant": parties_of(session, case)[0].name,
        "item": "",
        "item_code": "",
        "wanted": row.words,
        "received_on": case.received_on.isoformat(),
        "due": due.isoformat() if due else "",
        "review": tenant.settings["review_organ"],
        "sample": unit.sample,
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", unit) or "",
    }


def told(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """受理告知书: by which road and in which steps, and until when."""
    return {**common(session, case), "words": command.words.strip()}


def refusal(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """不予受理、不再受理告知书: the ground of the law, and what shows it."""
    ground = rules.REFUSALS[command.ground]
    return {**told(session, case, facts, command), "ground": ground.label, "article": ground.article}


def directed(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """途径告知书: which lawful road, to which organ, and why."""
    road = {"road": rules.ROADS[command.road], "article": rules.ROAD_ARTICLES[command.road]}
    return {**told(session, case, facts, command), **road, "to": command.organ.strip()}


def extension(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """延期告知书: by how many days, why, and the new last day."""
    return {**common(session, case), "days": str(command.days), "reason": command.reason.strip()}


def opinion(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """处理意见书: what was asked, facts and reasons, what it comes to and under which law, where a review is asked."""
    row = queries.voice_of(session, case)
    return {
        **common(session, case),
        "verdict": rules.VERDICTS[row.verdict],
        "reasons": row.reasons,
        "words": row.answer,
        "basis": row.basis,
        # Who signed it for the voice that it was merged into; of any other, whoever does the act.
        "signer": getattr(command, "signer", ""),
        "signed_on": time.today().isoformat(),
    }


_decision = partial(Paper, grade=PaperClass.DECISION)
_refusal = partial(
    _decision, template="egov/papers/petition_refusal.html", required=(*EVERY, "ground", "words"), context=refusal
)
PAPERS = (
    Paper(
        code="egov.petition_acceptance",
        name=N_("信访事项受理告知书"),
        template="egov/papers/petition_acceptance.html",
        article="信访工作条例23",
        required=(*EVERY, "words", "due"),
        context=told,
    ),
    _refusal(code="egov.petition_refusal", name=N_("信访事项不予受理告知书"), article="信访工作条例19③"),
    _refusal(code="egov.petition_no_more", name=N_("信访事项不再受理告知书"), article="信访工作条例36③"),
    Paper(
        code="egov.petition_directed",
        name=N_("信访事项办理途径告知书"),
        template="egov/papers/petition_directed.html",
        article="信访工作条例23",
        required=(*EVERY, "road", "to", "words"),
        context=directed,
    ),
    _decision(
        code="egov.petition_extension",
        name=N_("信访事项延期办理告知书"),
        template="egov/papers/petition_extension.html",
        article="信访工作条例34",
        required=(*EVERY, "days", "reason", "due"),
        context=extension,
    ),
    _decision(
        code="egov.petition_opinion",
        name=N_("信访处理意见书"),
        template="egov/papers/petition.html",
        article="信访工作条例32",
        required=(*EVERY, "verdict", "reasons", "words", "basis", "review"),
        context=opinion,
    ),
)
