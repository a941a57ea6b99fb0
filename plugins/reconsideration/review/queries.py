"""Reading reviews: what one holds, the limits of applying for it, and what guards know of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from core import clock as time
from core.accounts.actor import Actor
from core.cases.catalogue import catalogue
from core.cases.clocks import ALIVE
from core.cases.lists import CaseFilter, number_of
from core.cases.models import Case, Clock
from core.cases.queries import clocks_of, parties_of
from core.cases.reviews import DROPS
from core.contracts import Card
from core.db import ScopedSession
from core.deadlines.counting import compute
from core.deadlines.errors import DeadlineError
from core.files import services as files
from core.i18n import N_
from core.tenancy.models import Tenant, Unit
from core.tenancy.offices import of_function
from core.tenancy.services import enabled_plugins
from plugins.reconsideration import words as law
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review.commands import Apply
from plugins.reconsideration.review.models import Entry, Review
from plugins.reconsideration.review.rules import ReviewFacts

KIND, SUIT = "reconsideration.case", "litigation.after_reconsideration"
APPLY, UNTOLD = "reconsideration.apply", "reconsideration.apply_untold"
WAIT = "reconsideration.nonaction_wait"  # 实施条例16①(二)
BAR, BAR_REALTY = "reconsideration.bar", "reconsideration.bar_realestate"
DECIDE, DECIDE_SUMMARY = "reconsideration.decide", "reconsideration.decide_summary"
REPLY, REPLY_SUMMARY = "reconsideration.reply", "reconsideration.reply_summary"
STAY_OVER, HEARING_NOTICE = "reconsideration.stay_terminate", "reconsideration.hearing_notice"
WAITING: tuple[tuple[str, str, str], ...] = (
    (N_("复议申请待审查"), "rv_applied", Perm.REVIEW),
    (N_("复议案件待发送副本"), "rv_accepted", Perm.REVIEW),
    (N_("复议意见待审批"), "rv_proposed", Perm.DECIDE),
    (N_("复议决定待送达"), "rv_decided", Perm.REVIEW),
)


def bureau(session: ScopedSession) -> Unit | None:
    """The office that handles reviews 行政复议机构 (4②): the county's bureau of justice."""
    return of_function(session, "justice_bureau")


def review_of(session: ScopedSession, case: Case) -> Review:
    """What a review holds."""
    return session.once(("reconsideration.review", case.id), lambda: session.get_one(Review, (case.tenant_id, case.id)))


def entries_of(session: ScopedSession, case: Case) -> Sequence[Entry]:
    """What was taken down, the earliest first."""
    query = select(Entry).where(Entry.case_id == case.id)
    return session.scalars(query.order_by(Entry.noted_on, Entry.id)).all()


def on_platform(session: ScopedSession, respondent: int) -> bool:
    """Whether a respondent gets its papers over the platform; on paper otherwise."""
    return bool(respondent) and "reconsideration" in enabled_plugins(session, respondent)


def last_day(review: Review | Apply) -> dt.date | None:
    """The last day to apply (20): from knowing, without the days of an obstacle; untold rights run from being told.

    Of a duty that was not performed, sixty days after it was asked for (实施条例16①(二)).
    """
    assert review.known_on is not None  # both were looked at
    delays = [(review.delayed_from, review.delayed_to)] if review.delayed_from and review.delayed_to else []
    start = review.told_on or review.known_on
    try:
        if law.INACTION in review.first and (waited := compute(WAIT, review.known_on, catalogue=catalogue()).due):
            start = waited
        due = compute(APPLY, start, catalogue=catalogue(), suspensions=delays).due
        if review.told_on is None or due is None:
            return due
        most = compute(UNTOLD, review.known_on, catalogue=catalogue(), filed=review.applied_on).due
    except DeadlineError:
        return None
    return min(due, most) if most is not None else due


def barred(review: Review) -> bool:
    """Whether the outer limit has passed (21): twenty years where land or buildings are at stake, else five."""
    if review.made_on is None:
        return False
    rule = BAR_REALTY if review.realty else BAR
    try:
        due = compute(rule, review.made_on, catalogue=catalogue(), filed=review.applied_on).due
    except DeadlineError:
        return False
    return due is not None and review.applied_on > due


def hearing_latest(on: dt.date) -> dt.date | None:
    """The last day on which the parties may be told of a hearing (51①)."""
    try:
        return compute(HEARING_NOTICE, on, catalogue=catalogue()).due
    except DeadlineError:
        return None


def _twice(session: ScopedSession, case: Case, review: Review) -> bool:
    if not review.document or not case.party_index:
        return False
    query = (
        select(func.count())
        .select_from(Review)
        .join(Case, (Case.tenant_id == Review.tenant_id) & (Case.id == Review.case_id))
        .where(Review.document == review.document, Case.party_index == case.party_index, Case.id != case.id)
        .where(Review.accepted_on.is_not(None))
    )
    return bool(session.scalar(query))


def due_of(clocks: Sequence[Clock], *rules: str) -> dt.date | None:
    """The day on which the first running limit of some rules ends."""
    return next((clock.due_on for clock in clocks if clock.rule in rules and clock.state in ALIVE), None)


def _fined(review: Review) -> int | None:
    return review.fined if review.fined is not None or review.act != law.PENALTY else review.amount


def facts(session: ScopedSession, case: Case) -> ReviewFacts:
    """What guards, clocks and papers know of a review."""
    review, clocks, entries = review_of(session, case), clocks_of(session, case), entries_of(session, case)
    heard = [entry for entry in entries if entry.kind == law.HEARD]
    return ReviewFacts(
        today=time.today(),
        forum=review.forum,
        act=review.act,
        first=tuple(review.first),
        amount=Decimal(review.amount) / 100 if review.amount is not None else None,
        # On paper, without an answer, what the applicant wrote is all that is known.
        fined=Decimal(fined) / 100 if (fined := _fined(review)) is not None else None,
        confiscated=Decimal(review.confiscated) / 100 if review.confiscated is not None else None,
        applied_on=review.applied_on,
        last_day=last_day(review),
        barred=barred(review),
        twice=case.state == "rv_applied" and _twice(session, case, review),
        asked=bool(review.asked),
        accepted_on=review.accepted_on,
        procedure=review.procedure,
        on_platform=on_platform(session, review.respondent),
        copied_on=review.copied_on,
        replied_on=review.replied_on,
        silent=review.silent,
        reply_due=due_of(clocks, REPLY, REPLY_SUMMARY),
        decide_due=due_of(clocks, DECIDE, DECIDE_SUMMARY),
        noted=frozenset(entry.kind for entry in entries),
        heard_only_on_paper=bool(heard) and all(entry.mode == law.ON_PAPER for entry in heard),
        hearing_on=review.hearing_on,
        hearing_latest=hearing_latest(review.hearing_on) if review.hearing_on else None,
        handlers=tuple(filter(None, review.handlers.split("、"))),
        stay=review.stay,
        stay_over=due_of(clocks, STAY_OVER),
        withdrawn_on=review.withdrawn_on,
        settled=review.settled,
        damages=bool(review.damages),
        proposed_by=review.proposed_by,
        outcome=review.outcome,
        redo_days=review.redo_days,
        opinion=bool(review.opinion),
        decided_on=review.decided_on,
        served_on=review.served_on,
        overrun=any(clock.rule == SUIT for clock in clocks),
        counted_from=max((row.to_on for row in entries if row.to_on is not None), default=None),
    )


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of a review shows."""
    review = review_of(session, case)
    return {
        "review": review,
        "applicants": parties_of(session, case),
        "entries": entries_of(session, case),
        "files": files.of_owner(session, "case", case.id),
        "law": law,
        "last_day": last_day(review),
        "barred": barred(review),
        "amount": yuan(review.amount),
        "fine": yuan(review.fine),
        "gains": yuan(review.gains),
        "dropped": [DROPS[code] for code in review.dropped],
        "decided": [yuan(review.fined), yuan(review.confiscated)],
    }


def yuan(fen: int | None) -> str:
    """A sum as it is written; empty where there is none."""
    return "" if fen is None else f"{Decimal(fen) / 100:.2f}".removesuffix(".00")


def townships(session: ScopedSession) -> dict[str, str]:
    """The townships of this county by their code, as a form's choices."""
    query = select(Tenant).where(Tenant.tier != "county", Tenant.successor_id.is_(None)).order_by(Tenant.id)
    return {str(tenant.id): f"{tenant.name}人民政府" for tenant in session.scalars(query)}


def cards(actor: Actor) -> list[Card]:
    """Figures of the workbench of whoever reviews."""
    if not actor.may(Perm.REVIEW):
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
