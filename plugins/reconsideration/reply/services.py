"""The respondent's end: an answer is opened for what came, drafted, signed and sent; the decision comes back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import people_for
from core.cases import reviews
from core.cases.models import Case
from core.cases.notices import TURN, handlers
from core.cases.services import Opening, Party
from core.contracts import Receiver
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived, ParcelSent
from core.exchange.parcel import Parcel
from core.files import services as files
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant
from plugins.reconsideration import parcels
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.reply import commands as cmd
from plugins.reconsideration.reply import queries
from plugins.reconsideration.reply.models import Answer
from plugins.reconsideration.reply.rules import AnswerFacts
from plugins.reconsideration.review import sending

MOST_FILES = 50
CAME = N_("收到复议申请书副本%(number)s，请在期限内答复、举证；逾期视为没有证据、依据。")
CAME_BACK = N_("%(number)s的复议答复没有被接收，理由在本件里，请与行政复议机构联系。")
NO_DESK = N_("没有可以答复行政复议的单位。")


def receive_copy(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Open an answer in the unit that made the act, and sign for the copy: its limit runs from today (48).

    Raises:
        DomainError: no unit of the township can answer.
    """
    actor, tenant = Actor.system(session.tenant), session.get_one(Tenant, session.tenant)
    unit_id = queries.desk(session, parcel.details["document"])
    if unit_id is None:
        raise DomainError(Problem(NO_DESK))
    opening = Opening(
        title=parcel.title,
        series=f"{tenant.settings['prefix']}复答",
        unit_id=unit_id,
        parties=tuple(Party(**party) for party in parcel.details["applicants"]),
        received_on=time.today(),
        channel="window",
        label=N_("收到申请书副本"),
    )

    def detail(case: Case) -> list[object]:
        exchange.take_files(session, parcel, "case", case.id)
        dossier = json.dumps(dict(parcel.details), ensure_ascii=False)
        return [Answer(tenant_id=case.tenant_id, case_id=case.id, parcel_id=received.id, dossier=dossier)]

    case = cases.open_case(session, actor, queries.KIND, opening, detail, f"parcel:{received.id.hex}")
    news = News(TURN.code, case.id, CAME, {"number": case.number})
    notices.tell(session, news, people_for(session, Perm.ANSWER, unit_id))
    exchange.acknowledge(session, actor, received.id, number=case.number, due=case.due_on)


def receive_news(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Take in how the review goes on, and sign for it.

    Raises:
        LookupError: the copy has not arrived yet; it is tried again.
    """
    case = queries.of_key(session, received.key.partition(":")[0], received.from_tenant)
    if case is None:
        raise LookupError(received.key)
    details, actor = parcel.details, Actor.system(session.tenant)
    act, command = _act_of(case, details, parcel.summary)
    cases.act(session, actor, case.id, act, command, f"parcel:{received.id.hex}")
    exchange.acknowledge(session, actor, received.id, number=case.number)


def _act_of(case: Case, details: Any, words: str) -> tuple[str, Any]:
    version, on = case.version, dt.date.fromisoformat(details["on"])
    if details["what"] in {parcels.DECIDED, parcels.ENDED}:
        given = {name: details.get(name) for name in ("outcome", "owed", "redo_days")}
        return "take_outcome", cmd.TakeOutcome(version=version, on=on, words=words, **given)
    if details["what"] == parcels.OPINION:
        return "take_opinion", cmd.TakeOpinion(version=version, on=on, words=words)
    return "take_news", cmd.TakeNews(version=version, what=details["what"], words=words)


def draft_reply(session: ScopedSession, actor: Actor, case: Case, facts: AnswerFacts, command: cmd.Draft) -> None:
    """Keep the draft; who drafts it has the case."""
    answer = queries.answer_of(session, case)
    answer.reply, answer.evidence = command.reply.strip(), command.evidence.strip()
    answer.drafted_by = actor.account_id
    for kept in command.files:
        files.attach(session, kept, owner_kind="case", owner_id=case.id, slot="evidence", at_most=MOST_FILES)
    if case.handler_id is None:
        cases.assign(session, actor, case, actor.account_id)


def sign_reply(session: ScopedSession, actor: Actor, case: Case, facts: AnswerFacts, command: cmd.Sign) -> None:
    """Owe the county the answer with the evidence.

    Raises:
        DomainError: whoever drafted it signs it.
    """
    if facts.drafted_by == actor.account_id:
        raise DomainError(Problem(N_("起草人不能签发自己起草的答复，请由负责人签发。")))
    answer = queries.answer_of(session, case)
    answer.replied_on = time.today()
    details = {"replied_on": answer.replied_on.isoformat(), "evidence": answer.evidence}
    sums = reviews.sums_of(session, json.loads(answer.dossier)["document"])
    if sums is not None:
        details |= {"fined": str(sums[0]), "confiscated": str(sums[1])}
    parcel = Parcel(
        case.title, answer.reply, "行政复议法48", files=parcels.enclosed(session, case, "evidence"), details=details
    )
    parcels.to_county(session, parcels.REPLY, parcel, queries.key_of(session, case))


def take_outcome(
    session: ScopedSession, actor: Actor, case: Case, facts: AnswerFacts, command: cmd.TakeOutcome
) -> None:
    """Keep how the review ended and what is to be done."""
    answer = queries.answer_of(session, case)
    answer.outcome, answer.ruling = command.outcome, command.words
    answer.owed, answer.redo_days = command.owed, command.redo_days


def take_opinion(
    session: ScopedSession, actor: Actor, case: Case, facts: AnswerFacts, command: cmd.TakeOpinion
) -> None:
    """Keep the letter."""
    queries.answer_of(session, case).opinion = command.words


def report_performance(
    session: ScopedSession, actor: Actor, case: Case, facts: AnswerFacts, command: cmd.Report
) -> None:
    """Owe the county the report of what was done."""
    answer = queries.answer_of(session, case)
    answer.performed_on, answer.performance = command.performed_on, command.words.strip()
    details = {"performed_on": command.performed_on.isoformat()}
    parcel = Parcel(case.title, answer.performance, "行政复议法77①", details=details)
    key = f"{queries.key_of(session, case)}:{case.version}"
    parcels.to_county(session, parcels.PERFORMED, parcel, key)


def came_back(session: ScopedSession, sent: ParcelSent) -> None:
    """Tell who has the answer that the county did not take it: it came after silence had been noted (70)."""
    case = _own(session, sent)
    if case is not None:
        notices.tell(session, News(TURN.code, case.id, CAME_BACK, {"number": case.number}), handlers(session, case))


def _own(session: ScopedSession, sent: ParcelSent) -> Case | None:
    return queries.of_key(session, UUID(sent.key.partition(":")[0]).hex, sent.to_tenant)


RECEIVERS = (
    Receiver(parcels.COPY, receive_copy, sending.came_back),
    Receiver(parcels.NEWS, receive_news, sending.came_back),
)
