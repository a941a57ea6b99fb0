"""The papers of the road, with their registered names and the elements the law requires on each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from core import citations
from core import clock as time
from core.cases import codes, papers
from core.cases.models import Case, Clock
from core.cases.queries import clocks_of, parties_of
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.serving import WAYS, Service
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.approval import besides, materials, queries, rules
from plugins.approval import commands as cmd
from plugins.approval.deferral import BringLater, Supply
from plugins.approval.rules import Facts
from plugins.approval.steps.rules import DOERS, PRE

# What the organ itself is held to; an item runs one of them.
ORGAN_LIMITS = ("licensing.decide", "licensing.decide_joint", "licensing.first_review", "service.statutory")


def common(session: ScopedSession, case: Case, facts: Facts) -> dict[str, Any]:
    """What every paper of the road says: organ, number, applicant, item, basis, day."""
    _, item = queries.application_of(session, case)
    tenant = session.get_one(Tenant, case.tenant_id)
    return {
        "organ": item.entrusted_by or f"{tenant.name}人民政府",
        "acting": f"{tenant.name}人民政府" if item.entrusted_by else "",
        "number": case.number,
        "applicant": parties_of(session, case)[0].name,
        "item": item.name,
        "item_code": item.code,
        "item_type": item.type,
        "licence": item.is_licence,
        "first_review": item.first_review,
        "basis": item.basis,
        "received_on": case.received_on.isoformat(),
        "accepted_on": facts.accepted_on.isoformat() if facts.accepted_on else "",
        "remedies": facts.remedies,
        "sample": item.sample,
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", session.get(Unit, (case.tenant_id, case.unit_id))) or "",
    }


def due_of(clocks: Sequence[Clock], *rules: str) -> str:
    """The day on which the last clock of the first of these rules that has one ends."""
    days = {clock.rule: clock.due_on.isoformat() for clock in clocks if clock.due_on is not None}
    return next((days[rule] for rule in rules if rule in days), "")


def receipt(session: ScopedSession, case: Case, facts: Facts, command: Any) -> dict[str, Any]:
    """收件凭证: what was handed in, the number, and the code that opens the case."""
    application, item = queries.application_of(session, case)
    have, wanted = queries.handed_in(session, case, application), materials.of(item, application)
    return {
        **common(session, case, facts),
        "code": codes.grouped(case.code),
        "materials": [material["name"] for material in wanted if material["code"] in have],
        "missing": materials.missing(wanted, have, 1),
        "deferred": materials.deferred(wanted, have),
        "promise_days": application.promise_days,
        "channel": case.channel,
        **besides.registered(session, case),
        "notice_due": due_of(clocks_of(session, case), "licensing.correction_notice"),
    }


def slip(session: ScopedSession, case: Case, facts: Facts, command: Any) -> dict[str, Any]:
    """代办登记单 of the village agent: what was registered and by when it is brought up; no receipt yet."""
    due = due_of(clocks_of(session, case), "service.agent_submit")
    return {**receipt(session, case, facts, command), "submit_due": due}


def waiting(session: ScopedSession, case: Case, facts: Facts, command: Any) -> dict[str, Any]:
    """前置环节告知单: what comes before the township receives it, and that no limit runs until then."""
    _, item = queries.application_of(session, case)
    told = [
        {
            "name": row["name"],
            "who": DOERS[row["who"]],
            "article": citations.spoken(row.get("article", "")),
            "days": str(row.get("days") or ""),
        }
        for row in item.steps
        if row["phase"] == PRE
    ]
    return {**receipt(session, case, facts, command), "steps": told}


def oral_record(session: ScopedSession, case: Case, facts: Facts, command: Any) -> dict[str, Any]:
    """口头申请笔录: what was said, read back to who said it, and signed (许可法 29③ leaves the form open)."""
    application, item = queries.application_of(session, case)
    typed = json.loads(application.form)
    rows = [{"label": field["label"], "value": typed.get(field["name"], "")} for field in item.fields]
    return {**common(session, case, facts), "said": application.oral, "rows": rows}


def promise(session: ScopedSession, case: Case, facts: Facts, command: Any) -> dict[str, Any]:
    """容缺受理承诺书: what comes later, within how many working days, and what becomes of a promise not kept."""
    return {**common(session, case, facts), "deferred": list(facts.deferred), "promise_days": facts.promise_days}


def materials_receipt(
    session: ScopedSession, case: Case, facts: Facts, command: cmd.TakePapers | cmd.Correct | Supply | BringLater
) -> dict[str, Any]:
    """材料收据 (许可法 32②): what came after the application, how many pieces of each, and what is still owed."""
    names: Mapping[str, str] = {**facts.materials, "form": N_("申请内容")}
    files = queries.uploads(session, "case", case.id)
    if isinstance(command, BringLater):
        came = {code: len(files[code]) for code in command.codes}
    elif isinstance(command, cmd.Correct) and not command.on_paper:  # by the applicant: what was asked for, as files
        notice = [row.issued_at for row in papers.of_case(session, case) if row.code == "approval.correction_notice"]
        late = {code: [row for row in rows if row.stored_at > max(notice)] for code, rows in files.items()}
        came = {code: len(rows) for code, rows in late.items() if rows}
    else:
        came = {code: command.pieces.get(code, 1) for code in command.on_paper}
    online = isinstance(command, BringLater) or not command.on_paper
    return {
        **common(session, case, facts),
        "way": "online" if online else "window",
        "materials": [{"name": names.get(code, code), "pieces": number} for code, number in came.items()],
        "total": sum(came.values()) or 1,
        "missing": list(facts.missing),
        "deferred": list(facts.deferred),
    }


def correction_notice(session: ScopedSession, case: Case, facts: Facts, command: cmd.AskCorrection) -> dict[str, Any]:
    """一次性补正告知书: everything at once."""
    asked = [
        {"material": facts.materials.get(code, N_("申请内容")), "what": what} for code, what in command.asked.items()
    ]
    return {**common(session, case, facts), "asked": asked}


def acceptance(session: ScopedSession, case: Case, facts: Facts, command: Any) -> dict[str, Any]:
    """受理通知书: the day of acceptance, also where silence accepted, and the day it must be decided by."""
    clocks = clocks_of(session, case)
    return {
        **common(session, case, facts),
        "by_silence": isinstance(command, cmd.AcceptBySilence),
        "decide_due": due_of(clocks, *ORGAN_LIMITS),
        "promised_due": due_of(clocks, "service.promised"),
    }


def non_acceptance(session: ScopedSession, case: Case, facts: Facts, command: cmd.RefuseAcceptance) -> dict[str, Any]:
    """不予受理决定书: ground, reasons, the right organ, remedies."""
    return {
        **common(session, case, facts),
        "ground": rules.REFUSALS[command.ground],
        "reasons": command.reasons,
        "right_organ": command.right_organ,
    }


def special(session: ScopedSession, case: Case, facts: Facts, command: cmd.StartSpecial) -> dict[str, Any]:
    """特别程序告知书: the time needed, told in writing (许可法 45)."""
    return {
        **common(session, case, facts),
        **special_of(command),
    }


def special_of(command: cmd.StartSpecial) -> dict[str, Any]:
    """What a notice of a special link says of it."""
    return {
        "ground": command.ground,
        "document": command.document,
        "expected_days": command.expected_days,
        "told_on": command.told_on.isoformat(),
    }


def extension(session: ScopedSession, case: Case, facts: Facts, command: cmd.Extend) -> dict[str, Any]:
    """延长办理期限告知书: the reason and the new day (许可法 42①)."""
    return {
        **common(session, case, facts),
        "days": command.days,
        "reason": command.reason,
        "decide_due": due_of(clocks_of(session, case), "licensing.decide", "licensing.decide_joint"),
        "joint": facts.examined.joint,
    }


def decision(session: ScopedSession, case: Case, facts: Facts, command: cmd.Decide) -> dict[str, Any]:
    """准予、不予决定书 or 办理结果通知书: the decision and its reasons (许可法 38)."""
    application, item = queries.application_of(session, case)
    return {
        **common(session, case, facts),
        **ground_of(command),
        "granted": command.decision == rules.GRANT,
        "reasons": application.reasons,
        "result": item.result,
    }


def settled(session: ScopedSession, case: Case, facts: Facts, command: cmd.Settle) -> dict[str, Any]:
    """即办件办结凭证: received, accepted and decided, each with its day."""
    application, item = queries.application_of(session, case)
    have = queries.handed_in(session, case, application)
    return {
        **common(session, case, facts),
        "decided_on": application.decided_on.isoformat() if application.decided_on else "",
        "reasons": application.reasons,
        "result": item.result,
        "materials": [row["name"] for row in materials.of(item, application) if row["code"] in have],
    }


def ground_of(command: cmd.Decision) -> dict[str, bool]:
    """What a refusal says of false papers, and of the ban that rests on them (许可法 78)."""
    return {"false_papers": command.false_papers, "public_safety": command.public_safety}


def forwarding(session: ScopedSession, case: Case, facts: Facts, command: cmd.Forward) -> dict[str, Any]:
    """初审转报函: the opinion, and all papers (许可法 35)."""
    application, item = queries.application_of(session, case)
    return {
        **common(session, case, facts),
        "opinion": command.opinion,
        "to": item.decided_by,
        "materials": [material["name"] for material in materials.of(item, application)],
    }


def relay(session: ScopedSession, case: Case, facts: Facts, command: cmd.Relay) -> dict[str, Any]:
    """决定转达单: who decided what, by which document, and why."""
    _, item = queries.application_of(session, case)
    return {
        **common(session, case, facts),
        "decided_by": item.decided_by,
        **ground_of(command),
        "document": command.document,
        "decided_on": command.decided_on.isoformat(),
        "granted": command.decision == rules.GRANT,
        "reasons": command.reasons,
    }


def served(service: Service) -> dict[str, str]:
    """What a record of service says of it."""
    return {
        "way": WAYS[service.way],
        "recipient": service.recipient,
        "delivered_on": service.served_on.isoformat(),
        "place": service.place,
        "signed_by": service.signed_by,
        "relation": service.relation,
        "witness": service.witness,
        "tracking": service.tracking,
        "consented_on": service.consented_on.isoformat() if service.consented_on else "",
    }


def delivery(session: ScopedSession, case: Case, facts: Facts, command: cmd.Deliver) -> dict[str, Any]:
    """送达回证: which paper, how, to whom, when; `document` is the other organ's, where its decision was relayed."""
    application, _ = queries.application_of(session, case)
    return {
        **common(session, case, facts),
        "document": application.document,
        **served(command.service),
        "granted": facts.decision == rules.GRANT,
        "not_accepted": isinstance(command, cmd.ServeRefusal),
    }


EVERY = ("organ", "applicant", "item", "date")


def paper(
    code: str,
    name: str,
    article: str,
    context: Any,
    *required: str,
    grade: PaperClass = PaperClass.WINDOW,
    template: str = "",
) -> Paper:
    """A paper of approval with what every one of them needs; `template` where it is not of the paper's own name."""
    return Paper(
        code=f"approval.{code}",
        name=name,
        template=f"approval/papers/{template or code}.html",
        article=article,
        required=(*EVERY, *required),
        context=context,
        slots={"机关": "organ", "编号": "number", "申请人": "applicant", "事项": "item", "电话": "phone"},
        grade=grade,
    )


DECISION = PaperClass.DECISION
PAPERS = (
    paper("receipt", N_("收件凭证"), "行政许可法32②", receipt, "number", "code"),
    paper("slip", N_("代办登记单"), "", slip, "number", "code", "registered_on", "agent"),
    paper("waiting", N_("前置环节告知单"), "", waiting, "number", "code", "steps"),
    paper("oral_record", N_("口头申请笔录"), "", oral_record, "number", "said"),
    paper("promise", N_("容缺受理承诺书"), "", promise, "number", "deferred", "promise_days"),
    paper("materials_receipt", N_("材料收据"), "行政许可法32②", materials_receipt, "number", "total"),
    paper("correction_notice", N_("一次性补正告知书"), "行政许可法32①四", correction_notice, "asked"),
    paper("acceptance", N_("受理通知书"), "行政许可法32②", acceptance, "accepted_on"),
    paper("settled", N_("即办件办结凭证"), "行政许可法34②", settled, "number", "accepted_on", "decided_on", "reasons"),
    paper("non_acceptance", N_("不予受理决定书"), "行政许可法32②", non_acceptance, "reasons", "remedies"),
    paper("special", N_("特别程序告知书"), "行政许可法45", special, "ground", "expected_days"),
    paper(
        "extension",
        N_("延长办理期限告知书"),
        "行政许可法42①",
        extension,
        "days",
        "reason",
        "decide_due",
        grade=DECISION,
    ),
    paper("grant", N_("准予行政许可决定书"), "行政许可法38①", decision, "basis", "reasons", grade=DECISION),
    paper(
        "refusal", N_("不予行政许可决定书"), "行政许可法38②", decision, "basis", "reasons", "remedies", grade=DECISION
    ),
    paper("result", N_("办理结果通知书"), "行政许可法38", decision, "reasons", "remedies", grade=DECISION),
    paper("forwarding", N_("初审意见转报函"), "行政许可法35", forwarding, "opinion", "to"),
    paper("relay", N_("决定转达单"), "行政许可法38", relay, "decided_by", "document", "reasons", "remedies"),
    paper("delivery", N_("送达回证"), "行政许可法44", delivery, "way", "recipient", "delivered_on"),
)
