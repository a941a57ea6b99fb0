"""The township's end: everything goes up once, and what was decided comes back into the case by itself."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core import cases
from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.notices import TURN, handlers
from core.cases.queries import clocks_of, parties_of
from core.contracts import Receiver
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived, ParcelSent
from core.exchange.parcel import REFUSED, EnclosedFile, Parcel
from core.files import services as files
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant
from core.tenancy.queries import county
from core.tenancy.services import enabled_plugins
from plugins.approval import materials, queries
from plugins.approval.county import commands as cmd
from plugins.approval.county.queries import first_due, parcel_of
from plugins.approval.county.rules import DOWN, TAKEN_BACK, UP
from plugins.approval.items.rules import asked
from plugins.approval.limits import PROMISED
from plugins.approval.models import Application, Item
from plugins.approval.rules import Facts

CAME_BACK = N_("%(number)s的转报件被退回，理由在本件“转报”里，请处理。")


def send_up(session: ScopedSession, case: Case, facts: Facts, opinion: str) -> None:
    """Owe the organ above the opinion and all papers (许可法 35), where its county decides on the platform; where it
    does not, the letter goes on paper and the decision is entered by hand."""
    above = county(session)
    if above is None or "approval" not in enabled_plugins(session, above):
        return
    application, item = queries.application_of(session, case)
    enclosed = tuple(
        EnclosedFile(file.name, file.sha256, file.size, file.media_type)
        for file in files.of_owner(session, "case", case.id)
    )
    parcel = Parcel(
        title=item.name,
        summary=opinion,
        article=item.basis if not facts.licence else "行政许可法35",
        received_on=case.received_on,
        files=enclosed,
        details={**dossier(session, case, facts, application, item), "opinion": opinion},
    )
    exchange.send(session, above, UP, parcel, case.id.hex)


def take_back(session: ScopedSession, case: Case) -> None:
    """Tell the organ above that the applicant withdrew, where the application was sent on."""
    sent = parcel_of(session, case)
    if sent is not None and sent.state != REFUSED:
        exchange.send(session, sent.to_tenant, TAKEN_BACK, Parcel(case.title, case.number), case.id.hex)


def sent_back(session: ScopedSession, sent: ParcelSent) -> None:
    """Tell who has the case that the organ above did not take it; why stands beside the case."""
    case = session.get(Case, (session.tenant, UUID(sent.key)))
    if case is not None:
        notices.tell(session, News(TURN.code, case.id, CAME_BACK, {"number": case.number}), handlers(session, case))


def dossier(
    session: ScopedSession, case: Case, facts: Facts, application: Application, item: Item
) -> Mapping[str, Any]:
    """What the organ above needs, so that it asks for nothing twice: item, parties, answers, materials, both limits."""
    typed, came = json.loads(application.form), queries.uploads(session, "case", case.id)
    limits = {clock.rule: clock.due_on for clock in clocks_of(session, case) if clock.due_on is not None}
    first = first_due(session, case)
    tenant = session.get_one(Tenant, case.tenant_id)
    return {
        "from": f"{tenant.name}人民政府",
        "number": case.number,
        "channel": case.channel,
        "to": item.decided_by,
        "item": item.name,
        "item_code": item.code,
        "item_type": item.type,
        "licence": item.is_licence,
        "basis": item.basis,
        "conditions": list(item.conditions),
        "result": item.result,
        "sample": item.sample,
        "legal_days": item.legal_days,
        "legal_source": item.legal_source,
        "remedies": dict(facts.remedies),
        "accepted_on": (facts.accepted_on or case.received_on).isoformat(),
        "first_due": first.isoformat() if first else "",
        "promised_due": limits[PROMISED].isoformat() if PROMISED in limits else "",
        "findings": application.findings,
        "verifiers": list(application.verifiers),
        "oral": application.oral,
        "parties": [
            {
                "role": party.role,
                "name": party.name,
                "id_number": party.id_number or "",
                "phone": party.phone or "",
                "address": party.address or "",
            }
            for party in parties_of(session, case)
        ],
        "rows": [[field["label"], typed.get(field["name"], "")] for field in asked(item.fields, typed)],
        "materials": [
            {
                "name": row["name"],
                "on_paper": row["code"] in application.on_paper,
                "files": [file.sha256 for file in came.get(row["code"], [])],
            }
            for row in materials.of(item, application)
        ],
    }


def receive(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Take a decision into the case it is about, as if it had been entered by hand, and sign for it.

    Raises:
        DomainError: the case was not sent to the organ that answers, or no longer waits for a decision.
    """
    case = session.get(Case, (session.tenant, UUID(received.key)))
    sent = parcel_of(session, case) if case is not None else None
    if case is None or sent is None or sent.to_tenant != received.from_tenant:
        raise DomainError(Problem(N_("这里没有等候该机关决定的申请。")))
    details, actor = parcel.details, Actor.system(session.tenant)
    command = cmd.TakeDecision(
        version=case.version,
        decision=details["decision"],
        document=details["document"],
        decided_on=dt.date.fromisoformat(details["decided_on"]),
        reasons=details["reasons"],
        false_papers=details.get("false_papers", False),
        public_safety=details.get("public_safety", False),
        paper=parcel.papers[0].content,
    )
    cases.act(session, actor, case.id, "take_decision", command, f"parcel:{received.id.hex}")
    exchange.acknowledge(session, actor, received.id, number=case.number)


DECISIONS = Receiver(DOWN, receive)
