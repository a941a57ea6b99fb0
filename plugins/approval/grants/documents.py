"""The papers of a grant: certificate, receipt of what is asked, warning, decision, deemed renewal."""

from __future__ import annotations

import json
from typing import Any

from core import clock as time
from core.cases import codes
from core.cases.models import Case
from core.cases.queries import clocks_of, parties_of
from core.contracts import PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.approval import queries as applications
from plugins.approval.documents import common, due_of, paper, served
from plugins.approval.grants import commands as cmd
from plugins.approval.grants import queries, rules
from plugins.approval.grants.models import Grant
from plugins.approval.limits import DECIDE, RENEWAL_DECIDE
from plugins.approval.models import Item


def certificate(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """许可证件: number, holder, item, and from when to when it is valid (许可法 39)."""
    grant = queries.on_case(session, case)
    _, item = applications.application_of(session, case)
    return {**common(session, case, facts), **_says(session, grant, item)}


def new_certificate(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """The certificate of what was renewed or changed, in the place of the one before (许可法 49, 50)."""
    _, grant = queries.matter_of(session, case)
    item = session.get_one(Item, (case.tenant_id, grant.item_id))
    said = _says(session, grant, item)
    return {**_of_matter(session, case), **said, "applicant": said["holder"], "replaces": True}


def _says(session: ScopedSession, grant: Grant, item: Item) -> dict[str, Any]:
    now = queries.holding(session, grant)
    return {
        "certificate": grant.number,
        "title": item.result or item.name,
        "holder": now.name,
        "address": now.address,
        "content": now.content,
        "valid_from": grant.valid_from.isoformat(),
        "valid_until": grant.valid_until.isoformat() if grant.valid_until else "",
    }


def _of_matter(session: ScopedSession, case: Case) -> dict[str, Any]:
    matter, grant = queries.matter_of(session, case)
    item = session.get_one(Item, (case.tenant_id, grant.item_id))
    tenant = session.get_one(Tenant, case.tenant_id)
    words, article = rules.GROUNDS[matter.matter][matter.ground]
    return {
        "organ": grant.organ,
        "acting": f"{tenant.name}人民政府" if item.entrusted_by else "",
        "number": case.number,
        "applicant": parties_of(session, case)[0].name,
        "item": grant.item_name,
        "certificate": grant.number,
        "matter": rules.MATTERS[matter.matter],
        "asked": matter.matter in rules.ASKED,
        "ground": words,
        "article": article,
        "request": matter.request,
        "remedies": applications.remedy_of(session, item),
        "sample": item.sample,
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", session.get(Unit, (case.tenant_id, case.unit_id))) or "",
    }


def receipt(session: ScopedSession, case: Case, facts: rules.MatterFacts, command: Any) -> dict[str, Any]:
    """收件凭证 of what the holder asks: the number, the code that opens the case, and by when it is decided."""
    return {
        **_of_matter(session, case),
        "code": codes.grouped(case.code),
        "received_on": case.received_on.isoformat(),
        "decide_due": due_of(clocks_of(session, case), RENEWAL_DECIDE, DECIDE),
        "renews": facts.matter == rules.RENEW,
        "changes": _changes(session, case),
    }


def warning(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """事先告知书: what is intended and why, and the right to be heard."""
    return {**_of_matter(session, case), "words": command.words, "code": codes.grouped(case.code)}


def decision(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """决定书: what became of the grant, on which ground and article, with the remedies."""
    matter, _ = queries.matter_of(session, case)
    return {
        **_of_matter(session, case),
        "granted": command.decision == "grant",
        "reasons": command.reasons,
        "said": matter.said,
        "until": matter.until.isoformat() if matter.until and command.decision == "grant" else "",
        "changes": _changes(session, case),
    }


def _changes(session: ScopedSession, case: Case) -> list[dict[str, str]]:
    matter, _ = queries.matter_of(session, case)
    found = json.loads(matter.changes).items()
    return [{"what": rules.CHANGES[name], "before": before, "after": after} for name, (before, after) in found]


def delivery(session: ScopedSession, case: Case, facts: Any, command: cmd.ServeMatter) -> dict[str, Any]:
    """送达回证 of a decision about a grant."""
    return {
        **_of_matter(session, case),
        **served(command.service),
        "paper": N_("《行政许可延续、变更、终止决定书》"),
        "document": "",
    }


def renewal(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """视为准予延续通知书: the law renewed the grant, until when (许可法 50②)."""
    matter, _ = queries.matter_of(session, case)
    return {**_of_matter(session, case), "until": matter.until.isoformat() if matter.until else ""}


HEAD = PaperClass.DECISION
PAPERS = (
    paper(
        "grant_receipt",
        N_("延续、变更申请收件凭证"),
        "行政许可法32②",
        receipt,
        "number",
        "code",
        "received_on",
        "request",
    ),
    paper("certificate", N_("行政许可证件"), "行政许可法39", certificate, "certificate", "valid_from", grade=HEAD),
    paper("grant_warning", N_("拟终止行政许可告知书"), "行政许可法7", warning, "certificate", "words", "ground"),
    paper(
        "grant_decision",
        N_("行政许可延续、变更、终止决定书"),
        "行政许可法49、50、69、70",
        decision,
        "certificate",
        "reasons",
        "article",
        "remedies",
        grade=HEAD,
    ),
    paper(
        "new_certificate",
        N_("行政许可证件"),
        "行政许可法49、50",
        new_certificate,
        "certificate",
        "valid_from",
        grade=HEAD,
        template="certificate",
    ),
    paper(
        "grant_delivery",
        N_("送达回证"),
        "行政许可法7",
        delivery,
        "way",
        "recipient",
        "delivered_on",
        template="delivery",
    ),
    paper("renewal", N_("视为准予延续通知书"), "行政许可法50②", renewal, "certificate", "until"),
)
