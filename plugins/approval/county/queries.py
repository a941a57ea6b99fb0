"""Reading both ends: how far an application sent on has come, and what the county's case holds."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.cases import clocks as kernel
from core.cases.lists import CaseFilter, number_of
from core.cases.models import Case, Clock
from core.cases.queries import clocks_of
from core.contracts import Card
from core.db import ScopedSession
from core.exchange import queries as exchange
from core.exchange.models import ParcelReceived, ParcelSent
from core.exchange.parcel import RECEIVED, REFUSED
from core.files import services as files
from core.i18n import N_
from plugins.approval.county.models import Review
from plugins.approval.county.rules import (
    BEFORE,
    DECIDED,
    ON_ITS_WAY,
    OUTSIDE,
    SENT_BACK,
    THERE,
    UP,
    Onward,
    ReviewFacts,
)
from plugins.approval.handling import queries as examining
from plugins.approval.handling.models import Handling
from plugins.approval.limits import DECIDE, FIRST_REVIEW, STATUTORY
from plugins.approval.models import Application, Item
from plugins.approval.permissions import Perm

KIND = "approval.county_review"
WAITING: tuple[tuple[str, str, str], ...] = (
    (N_("转报件待审查"), "came_up", Perm.REVIEW_HANDLE),
    (N_("转报件待签发"), "proposed", Perm.REVIEW_DECIDE),
    (N_("决定待送回乡镇"), "ruled", Perm.REVIEW_HANDLE),
)


def parcel_of(session: ScopedSession, case: Case) -> ParcelSent | None:
    """The parcel in which a township's application went up; None where it did not, or not over the platform."""
    return session.once(
        asks(case), lambda: next(iter(exchange.sent_under(session, case.tenant_id, UP, case.id.hex)), None)
    )


def asks(case: Case) -> tuple[str, UUID]:
    """The question after the parcel of a case, for whoever read it already."""
    return ("approval.parcel", case.id)


def decided_above(session: ScopedSession, case: Case) -> bool:
    """Whether the organ above has the application on the platform, so that its decision comes by itself."""
    sent = parcel_of(session, case)
    return sent is not None and sent.state != REFUSED


def onward(session: ScopedSession, case: Case, application: Application, item: Item) -> Onward | None:
    """How far an accepted application of first review has come; None of every other."""
    if not item.first_review or application.accepted_on is None:
        return None
    sent = parcel_of(session, case)
    if sent is None:
        outside = {"forwarded": OUTSIDE}.get(case.state, BEFORE)
        return Onward(item.decided_by, DECIDED if application.decided_on else outside)
    receipt, arrived = sent.receipt, sent.delivered_at if sent.state == RECEIVED else None
    stage = {REFUSED: SENT_BACK, RECEIVED: THERE}.get(sent.state, ON_ITS_WAY)
    return Onward(
        organ=item.decided_by,
        stage=DECIDED if application.decided_on else stage,
        sent_on=time.local_date(sent.sent_at),
        arrived_on=time.local_date(arrived) if arrived else None,
        number=receipt.number,
        due=receipt.due,
        said=receipt.said if sent.state == REFUSED else (),
    )


def first_due(session: ScopedSession, case: Case) -> dt.date | None:
    """The last day of the township's own limit, also after it was met."""
    return next((clock.due_on for clock in clocks_of(session, case) if clock.rule in (FIRST_REVIEW, STATUTORY)), None)


def review_of(session: ScopedSession, case: Case) -> tuple[Review, ParcelReceived, dict[str, Any]]:
    """What a county's case holds, the parcel it came in, and what that said."""

    def ask() -> tuple[Review, ParcelReceived, dict[str, Any]]:
        review = session.get_one(Review, (case.tenant_id, case.id))
        received = session.get_one(ParcelReceived, (case.tenant_id, review.parcel_id))
        return review, received, json.loads(review.dossier)

    return session.once(("approval.review", case.id), ask)


def dues(session: ScopedSession) -> dict[UUID, dt.date | None]:
    """Parcel → the last day to decide on what it brought, None while that does not run; of what is not decided yet."""
    query = (
        select(Review.parcel_id, Clock.due_on)
        .join(Case, (Case.tenant_id == Review.tenant_id) & (Case.id == Review.case_id))
        .join(Clock, (Clock.tenant_id == Review.tenant_id) & (Clock.case_id == Review.case_id))
        .where(Case.is_open.is_(True), Clock.rule.in_((DECIDE, STATUTORY)), Clock.state.in_(kernel.ALIVE))
    )
    return dict(session.execute(query).all())


def facts(session: ScopedSession, case: Case) -> ReviewFacts:
    """What guards, clocks and papers know of a county's case."""
    review, _received, dossier = review_of(session, case)
    kept, clocks = session.get(Handling, (case.tenant_id, case.id)), clocks_of(session, case)
    running = [clock for clock in clocks if clock.rule == DECIDE and clock.state in kernel.ALIVE]
    return ReviewFacts(
        licence=dossier["licence"],
        accepted_on=dt.date.fromisoformat(dossier["accepted_on"]),
        legal_days=dossier["legal_days"],
        legal_source=dossier["legal_source"],
        basis=dossier["basis"],
        today=time.today(),
        decision=review.decision,
        reasons=review.reasons,
        article=review.article,
        proposed_by=review.proposed_by,
        remedies=dossier["remedies"],
        decide_due=running[0].due_on if running else None,
        extended=any(clock.extension for clock in clocks),
        special_told_on=dt.date.fromisoformat(review.special["told_on"]) if review.special else None,
        examined=examining.examined(kept, 0, examining.verifiers(session, case) if kept is not None else (), clocks),
    )


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of a county's case shows: everything that came, each material with its files."""
    review, received, dossier = review_of(session, case)
    kept = session.get(Handling, (case.tenant_id, case.id))
    came = {file.sha256: file for file in files.of_owner(session, "case", case.id)}
    wanted = [
        {**row, "files": [came[sha256] for sha256 in row["files"] if sha256 in came]} for row in dossier["materials"]
    ]
    named = {file.id for row in wanted for file in row["files"]}
    return {
        "review": review,
        "handling": examining.shown(kept, examining.verifiers(session, case) if kept is not None else ()),
        "received": received,
        "dossier": dossier,
        "materials": wanted,
        "others": [file for file in came.values() if file.id not in named],
    }


def cards(actor: Actor) -> list[Card]:
    """Figures of the workbench of whoever decides for the county."""
    if not actor.may(Perm.REVIEW_READ):
        return []
    return [
        Card(
            label,
            number_of(actor, CaseFilter(kinds=(KIND,), states=(state,))),
            f"state={state}",
            order=order,
            mine=actor.may(permission),
        )
        for order, (label, state, permission) in enumerate(WAITING)
    ]
