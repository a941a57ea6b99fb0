"""Reading voices: the facts of one, its page, the register, and those that are answered together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import placed
from core.cases import lists
from core.cases.clocks import ALIVE
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.cases.queries import clocks_of, readable
from core.contracts import Card
from core.db import ScopedSession
from core.i18n import N_
from core.tenancy.models import Unit
from core.tenancy.offices import office
from plugins.egov.permissions import Perm
from plugins.egov.voices import rules
from plugins.egov.voices.models import Voice

KIND, NOTICE, RECEIVE_NOTICE = "egov.voice", "petition.notice", "petition.receive_notice"
HANDLE = "petition.handle"
OBJECTION, REVIEW_REQUEST = "petition.objection", "petition.review_request"
PAGE = 50
_OF = (Voice.tenant_id == Case.tenant_id) & (Voice.case_id == Case.id)
# What was struck off does not count as taken in.
_KEPT = Case.state != "voice_struck"
WAITING = {
    "voice_received": (N_("待定性分办的来信来访来电"), Perm.TRIAGE),
    "voice_handling": (N_("在办的来信来访来电"), Perm.VOICE_HANDLE),
    "voice_accepted": (N_("已受理的信访"), Perm.VOICE_HANDLE),
    "petition_drafted": (N_("待签发的信访处理意见"), Perm.VOICE_SIGN),
    "voice_reopened": (N_("本人说没有解决的来信来访来电"), Perm.VOICE_HANDLE),
}


def voice_of(session: ScopedSession, case: Case) -> Voice:
    """What a voice holds beyond its case."""
    return session.get_one(Voice, (case.tenant_id, case.id))


def handling_units(session: ScopedSession) -> dict[UUID, str]:
    """The units in which somebody handles voices, by name."""
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.closed_on.is_(None)).order_by(Unit.code))
    names = dict(rows.all())
    able = {unit for unit, _account, _name in placed(session, (Perm.VOICE_HANDLE,), names.keys())}
    return {unit: name for unit, name in names.items() if unit in able}


def facts(session: ScopedSession, case: Case) -> rules.VoiceFacts:
    """What guards know of a voice."""
    row, own, clocks = voice_of(session, case), office(session), clocks_of(session, case)
    return rules.VoiceFacts(
        kind=row.kind,
        at_office=own is not None and own.id == case.unit_id,
        vetoed=row.vetoed,
        extended=row.extended_days > 0,
        petition_runs=any(clock.rule in {NOTICE, RECEIVE_NOTICE} and clock.state in ALIVE for clock in clocks),
        accepted=case.state == "voice_accepted",
        transferred=row.source == rules.TRANSFERRED,
        objection_due=next((clock.due_on for clock in clocks if clock.rule == OBJECTION), None),
        ground=row.ground,
        review_runs=any(clock.rule == REVIEW_REQUEST and clock.state in ALIVE for clock in clocks),
        answer=row.answer,
        received_on=case.received_on,
        today=time.today(),
    )


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of a voice shows."""
    row = voice_of(session, case)
    merged = row.merged_id and session.get(Case, (case.tenant_id, row.merged_id))
    return {
        "voice": row,
        "kind": rules.KINDS[row.kind],
        "source": rules.SOURCES[row.source],
        "road": rules.ROADS.get(row.road, ""),
        "ground": rules.REFUSALS[row.ground].label if row.ground else "",
        "verdict": rules.VERDICTS.get(row.verdict, ""),
        "merged": merged.number if merged else "",
        "together": merged_into(session, case) if case.is_open else (),
        "before": said_before(session, case) if case.is_open else (),
    }


def said_before(session: ScopedSession, case: Case) -> Sequence[Case]:
    """Other open voices of the same person: perhaps the same matter."""
    query = select(Case).where(Case.kind == KIND, Case.id != case.id, Case.is_open.is_(True), Case.party == case.party)
    return session.scalars(query.order_by(Case.id).limit(10)).all()


def merged_into(session: ScopedSession, case: Case) -> Sequence[Case]:
    """The open voices that are answered with this one."""
    query = (
        select(Case)
        .join(Voice, (Voice.tenant_id == Case.tenant_id) & (Voice.case_id == Case.id))
        .where(Voice.merged_id == case.id, Case.is_open.is_(True))
        .order_by(Case.id)
    )
    return session.scalars(query).all()


def of_orders(session: ScopedSession, source: str, orders: Sequence[str]) -> dict[str, str]:
    """Of these numbers of orders, those that were taken in: order → the number of its case."""
    found: dict[str, str] = {}
    query = select(Voice.order_number, Case).join_from(Case, Voice, _OF).where(Voice.source == source, _KEPT)
    for at in range(0, len(orders), 500):
        rows = session.execute(query.where(Voice.order_number.in_(orders[at : at + 500])))
        found |= {order: case.number for order, case in rows}
    return found


def of_order(session: ScopedSession, source: str, order: str) -> Case | None:
    """The voice that was taken in under the number of an order; one that was struck off does not count."""
    query = select(Case).join(Voice, _OF).where(Voice.source == source, Voice.order_number == order, _KEPT)
    return session.scalars(query.limit(1)).first()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the register is asked for; empty is everything."""

    state: str = ""
    kind: str = ""
    source: str = ""
    order: str = ""


def page(
    session: ScopedSession, actor: Actor, wanted: Wanted, after: UUID | None = None
) -> tuple[Sequence[tuple[Voice, Case]], UUID | None]:
    """A page of the register, the newest first, and the key of the next one."""
    query = (
        select(Voice, Case)
        .join(Case, (Case.tenant_id == Voice.tenant_id) & (Case.id == Voice.case_id))
        .where(readable(actor, (KIND,)))
        .order_by(Case.id.desc())
    )
    for column, value in (
        (Case.state, wanted.state),
        (Voice.kind, wanted.kind),
        (Voice.source, wanted.source),
        (Voice.order_number, wanted.order),
    ):
        if value:
            query = query.where(column == value)
    if after is not None:
        query = query.where(Case.id < after)
    rows = [(row, case) for row, case in session.execute(query.limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1][1].id if len(rows) > PAGE else None


def received(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Sequence[tuple[Voice, Case]]:
    """What came in a period, by day."""
    query = (
        select(Voice, Case)
        .join(Case, (Case.tenant_id == Voice.tenant_id) & (Case.id == Voice.case_id))
        .where(readable(actor, (KIND,)), Case.received_on.between(since, until))
        .order_by(Case.received_on, Case.id)
    )
    return [(row, case) for row, case in session.execute(query)]


def cards(actor: Actor) -> list[Card]:
    """How many wait at each step; steps without any are left out."""
    if not actor.may(Perm.VOICES):
        return []
    return [
        Card(
            label,
            lists.number_of(actor, CaseFilter(kinds=(KIND,), states=(state,))),
            f"state={state}",
            order=95 + order,
            mine=actor.may(whose),
            if_any=True,
        )
        for order, (state, (label, whose)) in enumerate(WAITING.items())
    ]
