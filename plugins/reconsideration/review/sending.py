"""The county's end of the exchange: copies and news go out, applications, replies and reports come in."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.notices import TURN, handlers
from core.cases.queries import parties_of
from core.cases.reviews import MEDIATED
from core.contracts import Receiver
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived, ParcelSent
from core.exchange.parcel import Parcel
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant
from plugins.reconsideration import parcels
from plugins.reconsideration import words as law
from plugins.reconsideration.parcels import DECIDED, ENDED
from plugins.reconsideration.review import applying, queries
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review.models import Review

DECISIONS = ("reconsideration.decision", "reconsideration.mediation")
CAME_BACK = N_("%(number)s发给被申请人的材料被退回，请改用纸质送达。")


def accepted(session: ScopedSession, case: Case, review: Review) -> None:
    """The plugin that made the act learns that it is under review: nothing is added to a fine meanwhile (处罚法73③)."""
    _tell_owner(session, case, review, "accepted", review.reasons, applied_on=review.applied_on.isoformat())


def copy(session: ScopedSession, case: Case, review: Review) -> None:
    """The copy of the application with its files, to the respondent (48)."""
    applicants = [{"name": party.name, "role": party.role} for party in parties_of(session, case)]
    details = {
        "number": case.number,
        "organ": f"{session.get_one(Tenant, case.tenant_id).name}人民政府",
        "applicants": applicants,
        "act": review.act,
        "document": review.document,
        "made_on": review.made_on.isoformat() if review.made_on else "",
        "procedure": review.procedure,
        "applied_on": review.applied_on.isoformat(),
        "accepted_on": review.accepted_on.isoformat() if review.accepted_on else "",
        "claims": review.claims,
        "reasons": review.reasons,
        "joint": review.joint,
    }
    files = parcels.enclosed(session, case)
    parcel = Parcel(case.title, review.claims, "行政复议法48", review.accepted_on, files=files, details=details)
    exchange.send(session, review.respondent, parcels.COPY, parcel, case.id.hex)


def news(session: ScopedSession, case: Case, review: Review, what: str, words: str, **details: Any) -> None:
    """Tell a respondent that has the copy over the platform how its case goes on."""
    if review.copied_on is None or not queries.on_platform(session, review.respondent):
        return
    given = {"what": what, "number": case.number, "on": time.today().isoformat(), **details}
    papers = parcels.last_paper(session, case, DECISIONS) if what == DECIDED else ()
    parcel = Parcel(case.title, words.strip(), "行政复议法", papers=papers, details=given)
    exchange.send(session, review.respondent, parcels.NEWS, parcel, f"{case.id.hex}:{what}:{case.version}")


def decided(session: ScopedSession, case: Case, review: Review) -> None:
    """The decision, to the respondent and to the case whose act it is about."""
    assert review.served_on is not None
    owed = review.outcome in law.CORRECTING or review.outcome == law.MEDIATED
    given = {"outcome": review.outcome, "owed": owed, "redo_days": review.redo_days, "on": review.served_on.isoformat()}
    news(session, case, review, DECIDED, review.ruling, **given)
    more: dict[str, Any] = {
        "outcome": MEDIATED if review.outcome == law.MEDIATED else law.OUTCOMES[review.outcome].effect,
        "remake_days": review.redo_days,
        "dropped": list(review.dropped),
        "procedural": review.ground == law.PROCEDURAL,
    }
    sums = {"fine": review.fine, "gains": review.gains}
    more |= {name: queries.yuan(fen) for name, fen in sums.items() if fen is not None}
    _tell_owner(session, case, review, DECIDED, review.ruling, **more)


def ended(session: ScopedSession, case: Case, review: Review) -> None:
    """It ended without a decision on the act."""
    news(session, case, review, ENDED, review.grounds, outcome=review.outcome, owed=False)
    if review.accepted_on is not None:
        _tell_owner(session, case, review, ENDED, review.grounds)


def _tell_owner(session: ScopedSession, case: Case, review: Review, effect: str, words: str, **more: Any) -> None:
    on = {"accepted": review.accepted_on}.get(effect, review.served_on or review.decided_on) or time.today()
    details = {
        "case_number": review.document,
        "document": case.number,
        "on": on.isoformat(),
        "stay": bool(review.halted),
        "reasons": words,
        **more,
    }
    parcels.tell_owner(session, case, review.respondent, review.act, effect, words, details)


def receive_application(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Open a review of what an intake point or the office that made the act sent on, and sign for it at once.

    Raises:
        DomainError: the county has no office of review.
    """
    given = {**parcel.details, "way": law.INTAKE, "first": tuple(parcel.details["first"])}
    for name in ("made_on", "known_on", "told_on", "delayed_from", "delayed_to", "applied_on"):
        given[name] = parcels.day(given[name])
    actor = Actor.system(session.tenant)
    case = applying.apply(session, actor, cmd.Apply(**given), f"parcel:{received.id.hex}")
    queries.review_of(session, case).parcel_id = received.id
    exchange.take_files(session, parcel, "case", case.id)
    exchange.acknowledge(session, actor, received.id, number=case.number, due=case.due_on)


def _case(session: ScopedSession, received: ParcelReceived) -> Case:
    """The review a township writes about; only its respondent may.

    Raises:
        DomainError: it is none of its reviews.
    """
    case = session.get(Case, (session.tenant, UUID(received.key.partition(":")[0])))
    if case is None or case.kind != queries.KIND or queries.review_of(session, case).respondent != received.from_tenant:
        raise DomainError(Problem(N_("这里没有该机关作为被申请人的复议案件。")))
    return case


def receive_reply(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Take in the respondent's answer with its evidence.

    Raises:
        DomainError: the review no longer waits for it: silence has been noted (70), or it has ended.
    """
    case, actor = _case(session, received), Actor.system(session.tenant)
    command = cmd.TakeReply(
        version=case.version,
        replied_on=dt.date.fromisoformat(parcel.details["replied_on"]),
        reply=parcel.summary,
        evidence=parcel.details["evidence"],
        fined=parcel.details.get("fined", ""),
        confiscated=parcel.details.get("confiscated", ""),
    )
    cases.act(session, actor, case.id, "take_reply", command, f"parcel:{received.id.hex}")
    exchange.take_files(session, parcel, "case", case.id)
    exchange.acknowledge(session, actor, received.id, number=case.number)


def receive_performance(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Take in what the respondent did.

    Raises:
        DomainError: nothing of it is owed.
    """
    case, actor = _case(session, received), Actor.system(session.tenant)
    done = dt.date.fromisoformat(parcel.details["performed_on"])
    command = cmd.TakePerformance(version=case.version, performed_on=done, words=parcel.summary)
    cases.act(session, actor, case.id, "take_performance", command, f"parcel:{received.id.hex}")
    exchange.acknowledge(session, actor, received.id, number=case.number)


def came_back(session: ScopedSession, sent: ParcelSent) -> None:
    """Tell who has the review that the respondent did not take its papers."""
    case = session.get(Case, (session.tenant, UUID(sent.key.partition(":")[0])))
    if case is not None:
        notices.tell(session, News(TURN.code, case.id, CAME_BACK, {"number": case.number}), handlers(session, case))


RECEIVERS = (
    Receiver(parcels.REPLY, receive_reply),
    Receiver(parcels.PERFORMED, receive_performance),
)
