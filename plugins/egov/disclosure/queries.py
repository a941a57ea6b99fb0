"""Reading requests for information: the facts of one, its page, and the list that shows what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.cases import lists
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.cases.queries import clocks_of, readable
from core.contracts import Card
from core.db import ScopedSession
from core.i18n import N_
from plugins.egov.disclosure import rules
from plugins.egov.disclosure.consulting import queries as consulting
from plugins.egov.disclosure.consulting.rules import CONSULTED, OPINIONS
from plugins.egov.disclosure.models import InformationRequest
from plugins.egov.permissions import Perm

KIND = "egov.request"
NOTICE, REPLY = "disclosure.correction_notice", "disclosure.reply"
PAGE = 50
WAITING = {
    "req_unconfirmed": (N_("待确认的公开申请"), Perm.DISCLOSE),
    "req_received": (N_("在办的公开申请"), Perm.DISCLOSE),
    "req_drafted": (N_("待签发的公开答复"), Perm.DISCLOSE_DECIDE),
}


def request_of(session: ScopedSession, case: Case) -> InformationRequest:
    """What a request holds beyond its case."""
    return session.get_one(InformationRequest, (case.tenant_id, case.id))


def facts(session: ScopedSession, case: Case) -> rules.RequestFacts:
    """What guards know of a request."""
    row, clocks, others = request_of(session, case), clocks_of(session, case), consulting.of_request(session, case)
    due = next((clock.due_on for clock in clocks if clock.rule == NOTICE), None)
    return rules.RequestFacts(
        corrected=bool(row.unclear),
        notice_due=due,
        extended=row.extended_days > 0,
        asked=consulting.last(others, clocks),
        contested=bool(consulting.against(others)),
        reply=row.reply,
        received_on=case.received_on,
        today=time.today(),
    )


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of a request shows."""
    row = request_of(session, case)
    return {
        "request": row,
        "channel": rules.CHANNELS[row.channel],
        "form": rules.FORMS[row.form],
        "consultations": consulting.of_request(session, case),
        "consulted": CONSULTED,
        "opinions": OPINIONS,
        "reply": rules.REPLIES[row.reply] if row.reply else None,
        "ground": rules.GROUNDS.get(row.ground, ""),
    }


def page(
    session: ScopedSession, actor: Actor, state: str, after: UUID | None
) -> tuple[Sequence[tuple[InformationRequest, Case]], UUID | None]:
    """A page of the register of requests 申请登记簿, the newest first, and the key of the next one."""
    query = (
        select(InformationRequest, Case)
        .join(Case, (Case.tenant_id == InformationRequest.tenant_id) & (Case.id == InformationRequest.case_id))
        .where(readable(actor, (KIND,)))
        .order_by(Case.id.desc())
    )
    if state:
        query = query.where(Case.state == state)
    if after is not None:
        query = query.where(Case.id < after)
    rows = [(row, case) for row, case in session.execute(query.limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1][1].id if len(rows) > PAGE else None


def received(
    session: ScopedSession, actor: Actor, since: dt.date, until: dt.date
) -> Sequence[tuple[InformationRequest, Case]]:
    """What came in a period, by day."""
    query = (
        select(InformationRequest, Case)
        .join(Case, (Case.tenant_id == InformationRequest.tenant_id) & (Case.id == InformationRequest.case_id))
        .where(readable(actor, (KIND,)), Case.received_on.between(since, until))
        .order_by(Case.received_on, Case.id)
    )
    return [(row, case) for row, case in session.execute(query)]


def cards(actor: Actor) -> list[Card]:
    """How many wait at each step; steps without any are left out."""
    if not actor.may(Perm.DISCLOSURE):
        return []
    return [
        Card(
            label,
            lists.number_of(actor, CaseFilter(kinds=(KIND,), states=(state,))),
            f"state={state}",
            order=90 + order,
            mine=actor.may(whose),
            if_any=True,
        )
        for order, (state, (label, whose)) in enumerate(WAITING.items())
    ]
