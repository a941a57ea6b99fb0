"""What the organ above tells the applicant on the way, over the township that has their case: papers, and the limit.

An act above owes it; it goes once the act stands, for its paper and its limits are made last.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core import cases
from core.accounts.actor import Actor
from core.cases import papers
from core.cases.models import Case
from core.contracts import Handler, Owed, Receiver
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.exchange import dues
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived
from core.exchange.parcel import EnclosedPaper, Parcel
from core.i18n import N_
from core.jobs.services import emit
from plugins.approval.county import commands as cmd
from plugins.approval.county import queries
from plugins.approval.county.rules import TOLD, UP

TOPIC = "approval.review_told"


def telling(handler: Handler, paper: str = "") -> Handler:
    """A handler after which the township is told the limit as it stands then, and a paper of the act.

    Args:
        paper: the code of the paper; none where the applicant gets none.
    """

    def both(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: Any) -> None:
        handler(session, actor, case, facts, command)
        emit(session, TOPIC, f"{case.id}:{case.version}", {"case": str(case.id), "paper": paper})

    return both


def carry(session: ScopedSession, payload: Mapping[str, Any]) -> None:
    """Owe the township what an act above made; the same paper twice is one parcel."""
    case = session.get_one(Case, (session.tenant, UUID(payload["case"])))
    _review, received, _dossier = queries.review_of(session, case)
    made = [row for row in papers.of_case(session, case) if row.code == payload["paper"]]
    if made:
        paper = made[-1]
        enclosed = EnclosedPaper.sealed(paper.name, paper.issued_on, paper.context)
        details = {"case": received.key, "code": paper.code}
        parcel = Parcel(case.title, paper.name, papers=(enclosed,), details=details)
        exchange.send(session, received.from_tenant, TOLD, parcel, paper.id.hex)
    dues.tell_anew(session, UP, {received.id})


def receive(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Hand a paper of the organ above on to the applicant, in the case it is about, and sign for it.

    Raises:
        DomainError: the case was not sent to that organ, or no longer waits for its decision.
    """
    case = session.get(Case, (session.tenant, UUID(parcel.details["case"])))
    sent = queries.parcel_of(session, case) if case is not None else None
    if case is None or sent is None or sent.to_tenant != received.from_tenant:
        raise DomainError(Problem(N_("这里没有等候该机关决定的申请。")))
    command = cmd.HandOn(version=case.version, code=parcel.details["code"], paper=parcel.papers[0].content)
    actor = Actor.system(session.tenant)
    cases.act(session, actor, case.id, "hand_on", command, f"parcel:{received.id.hex}")
    exchange.acknowledge(session, actor, received.id, number=case.number)


EFFECTS = (Owed(TOPIC, carry, N_("告知申请人决定机关的办理情况")),)
PARCELS = (Receiver(TOLD, receive),)
