"""From the spot to the ordinary procedure (行政处罚法 54): the clue begins with what was found, and its evidence."""

from __future__ import annotations

import hashlib

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.queries import parties_of
from core.cases.services import Opening, Party
from core.db import ScopedSession
from core.i18n import N_
from core.tenancy.models import Tenant
from plugins.penalty.officers.services import own
from plugins.penalty.ordinary import queries as ordinary
from plugins.penalty.ordinary.models import Evidence, Inquiry
from plugins.penalty.summary import commands as cmd
from plugins.penalty.summary import queries
from plugins.penalty.summary.rules import SpotFacts

RECORD = "inspection"  # 现场笔录


def turn(session: ScopedSession, actor: Actor, case: Case, facts: SpotFacts, command: cmd.Turn) -> None:
    """Keep why it needs the ordinary procedure, and bring its clue before the head."""
    own(actor, facts.officers)
    found = queries.whole(session, case)
    spot, party, reasons = found.spot, parties_of(session, case)[0], command.reasons.strip()
    opening = Opening(
        title=found.offence.name,
        series=f"{session.get_one(Tenant, case.tenant_id).settings['prefix']}罚",
        unit_id=case.unit_id,
        parties=(Party("applicant", party.name, party.id_number or "", party.phone or "", party.address or ""),),
        received_on=time.today(),
        channel="window",
        values={"found_on": case.received_on},
        label=N_("登记线索"),
        handler_id=case.handler_id,
    )
    words = "\n".join((case.received_on.isoformat(), spot.evidence))

    def detail(opened: Case) -> list[object]:
        mine = {"tenant_id": opened.tenant_id, "case_id": opened.id}
        inquiry = Inquiry(
            **mine,
            offence_id=spot.offence_id,
            subject=spot.subject,
            acted_on=spot.acted_on,
            found_on=case.received_on,
            clue=f"{case.number}转为普通程序：{reasons}",
            place=spot.place,
            facts=spot.facts,
            first_id=spot.first_id,
            second_id=spot.second_id,
        )
        proof = Evidence(
            **mine,
            kind=RECORD,
            words=spot.evidence,
            source=case.number,
            taken_on=case.received_on,
            sha256=hashlib.sha256(words.encode()).hexdigest(),
            at=time.now(),
            by=actor.title,
        )
        return [inquiry, proof]

    opened = cases.open_case(session, actor, ordinary.KIND, opening, detail, f"turn:{case.id.hex}")
    spot.outcome = f"{reasons}\n{opened.number}"
