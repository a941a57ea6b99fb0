"""Taking a review of a petition in, what its acts fill, and the news of it that the township gets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases import doors
from core.cases import services as kernel
from core.cases.catalogue import catalogue
from core.cases.models import Case
from core.cases.services import Opening, Party
from core.contracts import Receiver
from core.db import ScopedSession
from core.deadlines import counting
from core.errors import DomainError, Forbidden, Problem
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived
from core.exchange.parcel import Parcel
from core.i18n import N_
from core.tenancy.models import Tenant
from plugins.egov.permissions import Perm
from plugins.egov.reviews import commands as cmd
from plugins.egov.reviews import queries, rules
from plugins.egov.reviews.models import PetitionReview
from plugins.egov.voices import queries as voices
from plugins.egov.voices.commands import TakeOutcome

TITLE = N_("信访复查、复核")


def ask(session: ScopedSession, actor: Actor, command: cmd.Ask, key: str) -> Case:
    """Take a petitioner's request in for the unit of whoever takes it; its thirty days run from the day it came.

    Raises:
        Forbidden: the actor reviews no petitions.
        DomainError: something is missing, or there is no such township.
    """
    units = actor.own_units(Perm.REVIEW)
    if not units:
        raise Forbidden(Perm.REVIEW)
    if done := kernel.once(session, key, "open"):
        return done
    problems = rules.ask(command, time.today())
    if command.place and command.place not in queries.townships(session):
        problems.append(Problem(N_("请选择乡镇。"), "place"))
    if problems:
        raise DomainError(problems)
    last = counting.compute(rules.REQUESTS[command.level], command.answered_on, catalogue=catalogue()).due
    opening = Opening(
        title=TITLE,
        series=f"{session.get_one(Tenant, session.tenant).settings['prefix']}复查",
        unit_id=min(units),
        parties=(Party("petitioner", command.name.strip(), phone=command.phone.strip()),),
        received_on=command.requested_on,
        channel="window",
        values={"level": command.level},
        label=N_("收到请求"),
    )

    def detail(case: Case) -> Sequence[object]:
        return [
            PetitionReview(
                tenant_id=case.tenant_id,
                case_id=case.id,
                level=command.level,
                place=command.place,
                organ=command.organ.strip(),
                document=command.document.strip(),
                answered_on=command.answered_on,
                late=last is not None and command.requested_on > last,
                words=command.words.strip(),
            )
        ]

    return cases.open_case(session, actor, queries.KIND, opening, detail, key)


def hear_petition(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Hear) -> None:
    """Keep since when it is heard."""
    row = queries.review_of(session, case)
    row.heard_since, row.heard_until = command.on, None


def end_petition_hearing(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.EndHearing) -> None:
    """Keep what came of the hearing."""
    row = queries.review_of(session, case)
    row.heard_until, row.heard = command.on, command.words.strip()


def answer_review(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Answer) -> None:
    """Keep the opinion, and owe the news of it to the township whose opinion was reviewed."""
    row = queries.review_of(session, case)
    row.outcome, row.answer, row.basis = command.outcome, command.words.strip(), command.basis.strip()
    if row.place:
        organ = f"{session.get_one(Tenant, case.tenant_id).name}人民政府"
        details = {"number": row.document, "outcome": row.outcome, "organ": organ, "level": row.level}
        parcel = Parcel(TITLE, row.answer, rules.ARTICLES[row.level], case.received_on, details=details)
        exchange.send(session, row.place, queries.NEWS, parcel, str(case.id))


def refuse_review(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Keep why it is not reviewed."""
    queries.review_of(session, case).answer = command.words.strip()


def take_news(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Bring what came of a review to the petition whose opinion it was; one that was revoked is open again.

    Raises:
        DomainError: there is no petition of this number here that was answered.
    """
    case = doors.find(session, str(parcel.details["number"]), (voices.KIND,))
    if case is None or case.state != "petition_answered":
        raise DomainError(Problem(N_("这里没有这个编号、已经出具处理意见的信访事项。")))
    system = Actor.system(session.tenant)
    told = f"{parcel.details['organ']}：{parcel.summary}"
    command = TakeOutcome(version=case.version, words=told, revoked=parcel.details["outcome"] == rules.REVOKED)
    cases.act(session, system, case.id, "take_review_outcome", command, f"parcel:{received.id.hex}")
    exchange.acknowledge(session, system, received.id, number=case.number)


RECEIVER = Receiver(queries.NEWS, take_news)
