"""The county's end: a case for what came up, its decision, and the answer that goes back down."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import people_for
from core.cases import papers
from core.cases.models import Case
from core.cases.notices import TURN
from core.cases.queries import clocks_of
from core.cases.services import Opening, Party
from core.contracts import Receiver
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived
from core.exchange.parcel import EnclosedPaper, Parcel
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant, Unit
from plugins.approval.commands import EndSpecial, Extend, StartSpecial
from plugins.approval.county import commands as cmd
from plugins.approval.county import queries, sending
from plugins.approval.county.models import Review
from plugins.approval.county.rules import DOWN, TAKEN_BACK, UP, ReviewFacts
from plugins.approval.handling.services import refuse_host
from plugins.approval.permissions import Perm

CAME = N_("%(number)s由乡镇转报，请审查。")
DECISIONS = ("approval.review_grant", "approval.review_refusal", "approval.review_result")


def receive(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Open a case in the unit that decides, sign for the parcel at once, and tell its number and its limit.

    Raises:
        DomainError: this tenant has no unit of the name to which the item is sent.
    """
    actor, tenant = Actor.system(session.tenant), session.get_one(Tenant, session.tenant)
    unit = _unit(session, parcel.details["to"], tenant.name)
    if unit is None:
        words = N_("%(place)s没有名为“%(name)s”的单位，请核对事项的报送机关。")
        raise DomainError(Problem(words, params={"place": tenant.name, "name": parcel.details["to"]}))
    opening = Opening(
        title=parcel.title,
        series=f"{tenant.settings['prefix']}报",
        unit_id=unit.id,
        parties=tuple(Party(**party) for party in parcel.details["parties"]),
        received_on=time.today(),
        channel=parcel.details["channel"],
        label=N_("收到转报件"),
    )

    def detail(case: Case) -> list[object]:
        exchange.take_files(session, parcel, "case", case.id)
        dossier = json.dumps({**parcel.details, "received_on": str(parcel.received_on)}, ensure_ascii=False)
        return [Review(tenant_id=case.tenant_id, case_id=case.id, parcel_id=received.id, dossier=dossier)]

    case = cases.open_case(session, actor, queries.KIND, opening, detail, f"parcel:{received.id.hex}")
    if case.handler_id is None:
        news = News(TURN.code, case.id, CAME, {"number": case.number})
        notices.tell(session, news, people_for(session, Perm.REVIEW_HANDLE, unit.id))
    due = [clock.due_on for clock in clocks_of(session, case) if clock.due_on is not None]
    exchange.acknowledge(session, actor, received.id, number=case.number, due=min(due, default=None))


def take_back(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """End a case whose applicant withdrew below, and sign for the word of it.

    Raises:
        LookupError: what it takes back has not arrived yet; it is tried again.
        DomainError: it was answered already.
    """
    same = (ParcelReceived.from_tenant == received.from_tenant, ParcelReceived.key == received.key)
    found = session.scalar(
        select(Case)
        .join(Review, (Review.tenant_id == Case.tenant_id) & (Review.case_id == Case.id))
        .join(
            ParcelReceived,
            (ParcelReceived.tenant_id == Review.tenant_id) & (ParcelReceived.id == Review.parcel_id),
        )
        .where(ParcelReceived.kind == UP, *same)
    )
    if found is None:
        raise LookupError(received.key)
    actor = Actor.system(session.tenant)
    command = cmd.DropReview(version=found.version)
    cases.act(session, actor, found.id, "drop_review", command, f"parcel:{received.id.hex}")
    exchange.acknowledge(session, actor, received.id, number=found.number)


def propose(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.ProposeReview) -> None:
    """Keep the proposal the head will read; whoever makes it has the case from now on.

    Raises:
        DomainError: the actor hosts the hearing (许可法 48①三).
    """
    refuse_host(session, actor, case)
    review = _keep(session, case, command)
    review.proposed_by = actor.account_id
    if case.handler_id is None:
        cases.assign(session, actor, case, actor.account_id)


def decide(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.DecideReview) -> None:
    """Fix the decision.

    Raises:
        DomainError: the same person proposed it (two persons decide, not one).
    """
    if facts.proposed_by == actor.account_id:
        raise DomainError(Problem(N_("审查人、拟办人不能同时作出决定，请由另一名负责人决定。")))
    review = _keep(session, case, command)
    review.decided_on = time.today()
    if command.on_record.strip():
        review.reasons = f"{command.reasons}\n{command.on_record.strip()}"


def answer(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: cmd.AnswerReview) -> None:
    """Owe the township the decision, with the paper as it was signed."""
    review, received, _dossier = queries.review_of(session, case)
    paper = next(row for row in reversed(papers.of_case(session, case)) if row.code in DECISIONS)
    said = json.loads(paper.context)
    details: dict[str, Any] = {
        "decision": review.decision,
        "reasons": review.reasons,
        "document": f"{paper.name}（{case.number}）",
        "decided_on": str(review.decided_on),
        **{name: said[name] for name in ("false_papers", "public_safety") if name in said},
    }
    enclosed = EnclosedPaper.sealed(paper.name, paper.issued_on, paper.context)
    parcel = Parcel(case.title, review.reasons, review.article, papers=(enclosed,), details=details)
    exchange.send(session, received.from_tenant, DOWN, parcel, received.key)


def pause(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: StartSpecial) -> None:
    """Keep the notice of a special link (许可法 45)."""
    session.get_one(Review, (case.tenant_id, case.id)).special = {
        "ground": command.ground,
        "document": command.document,
        "told_on": command.told_on.isoformat(),
        "expected_days": command.expected_days,
    }


def go_on(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: EndSpecial) -> None:
    """Keep the result of the special link."""
    review = session.get_one(Review, (case.tenant_id, case.id))
    review.special = {**review.special, "arrived_on": command.arrived_on.isoformat(), "result": command.result}


def extend(session: ScopedSession, actor: Actor, case: Case, facts: ReviewFacts, command: Extend) -> None:
    """The limit itself keeps what is lengthened, its paper the reason (许可法 42①)."""


def filled(session: ScopedSession, case: Case) -> tuple[Review]:
    """The row that the steps within the office fill: what an undo puts back."""
    return (session.get_one(Review, (case.tenant_id, case.id)),)


def _keep(session: ScopedSession, case: Case, command: cmd.ProposeReview | cmd.DecideReview) -> Review:
    review = session.get_one(Review, (case.tenant_id, case.id))
    review.decision, review.reasons, review.article = command.decision, command.reasons, command.article.strip()
    return review


def _unit(session: ScopedSession, name: str, place: str) -> Unit | None:
    """The open unit that an item's words name: 县民政局, or with the county's own name 陇川县民政局."""
    wanted = {name, f"{place[-1:]}{name.removeprefix(place)}"}
    query = select(Unit).where(Unit.name.in_(sorted(wanted)), Unit.closed_on.is_(None))
    return session.scalars(query.order_by(Unit.id)).first()


PARCELS = (Receiver(UP, receive, sending.sent_back, queries.dues), Receiver(TAKEN_BACK, take_back))
