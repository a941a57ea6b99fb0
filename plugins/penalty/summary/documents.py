"""The papers of a case decided on the spot: the decision with the elements of 52②, and that there is no penalty."""

from __future__ import annotations

from typing import Any

from core import clock as time
from core import remedies
from core.cases import codes
from core.cases.models import Case
from core.cases.queries import parties_of
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.penalty.catalogue.rules import ENTRUSTED
from plugins.penalty.discretion.rules import GROUNDS
from plugins.penalty.fines.queries import pay_due
from plugins.penalty.summary import queries
from plugins.penalty.summary.queries import Whole


def _common(session: ScopedSession, case: Case, found: Whole, remedy: str) -> dict[str, Any]:
    tenant = session.get_one(Tenant, case.tenant_id)
    party, offence, spot = parties_of(session, case)[0], found.offence, found.spot
    organ = f"{tenant.name}人民政府"
    entrusted = offence.department if offence.title == ENTRUSTED else ""
    told = remedies.told(
        remedy,
        review=tenant.settings["review_organ"],
        court=tenant.settings["court"],
        respondent=entrusted,
    )
    return {
        "organ": entrusted or organ,
        "acting": organ if entrusted else "",
        "number": case.number,
        "code": codes.grouped(case.code),
        "applicant": party.name,
        "address": party.address or "",
        "item": offence.name,
        "item_code": offence.code,
        "basis": offence.basis,
        "duty": offence.duty,
        "acted_on": spot.acted_on.isoformat(),
        "facts": spot.facts,
        "evidence": spot.evidence,
        "place": spot.place,
        "officers": [{"name": row.name, "number": row.number} for row in found.officers],
        "remedies": told,
        "sample": offence.sample,
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", session.get(Unit, (case.tenant_id, case.unit_id))) or "",
    }


def on_spot(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """当场行政处罚决定书: act, kind and basis, amount, time, place, remedies, organ, officers (52②)."""
    found = queries.whole(session, case)
    spot, due = found.spot, pay_due(session, case)
    assert spot.decided_at is not None
    return {
        **_common(session, case, found, remedies.REVIEW_FIRST),
        "penalties": [
            {"kind": kind, "amount": amount}
            for kind, amount in queries.penalty(found.offence, warning=spot.warning, fine=spot.fine)
        ],
        "at": spot.decided_at.astimezone(time.SHANGHAI).strftime("%H:%M"),
        "said": spot.said,
        "examined": spot.examined,
        "reasons": spot.reasons,
        "order": found.offence.order,
        "correct_by": spot.correct_by.isoformat() if spot.correct_by else "",
        "pay_due": due.isoformat() if due else "",
        "cash": bool(spot.cash),
        "receipt": spot.receipt,
        "refusal": spot.refusal,
        "printed": spot.printed,
    }


def waiver(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """不予行政处罚决定书: facts, the ground of the law, and the education (33③)."""
    found = queries.whole(session, case)
    ground = GROUNDS[command.ground]
    return {
        **_common(session, case, found, remedies.DIRECT),
        "ground": ground.words,
        "article": f"行政处罚法{ground.article}",
        "reasons": command.reasons.strip(),
        "education": command.education.strip(),
    }


SLOTS = {"机关": "organ", "编号": "number", "当事人": "applicant", "事项": "item", "电话": "phone"}
EVERY = ("organ", "applicant", "item", "date", "number", "basis", "remedies")
PAPERS = (
    Paper(
        "penalty.on_spot",
        N_("当场行政处罚决定书"),
        "penalty/papers/on_spot.html",
        "行政处罚法52②",
        (*EVERY, "facts", "penalties", "at", "place", "officers"),
        on_spot,
        SLOTS,
    ),
    Paper(
        "penalty.waiver",
        N_("不予行政处罚决定书"),
        "penalty/papers/waiver.html",
        "行政处罚法33",
        (*EVERY, "facts", "ground", "article", "reasons"),
        waiver,
        SLOTS,
        PaperClass.DECISION,
    ),
)
