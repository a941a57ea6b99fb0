"""Registers of reviews: the cases of a period row by row, and the return of a half-year or year, counted from them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import or_, select

from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.queries import readable
from core.contracts import Register, RegisterColumn
from core.db import ScopedSession
from core.db.masks import mask_name
from core.i18n import N_
from plugins.reconsideration import words as law
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review.models import Review
from plugins.reconsideration.review.queries import KIND
from plugins.reconsideration.review.road import STATES

Row = tuple[str | int | dt.date | None, ...]


def _rows(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[tuple[Review, Case]]:
    """The reviews that were received or ended in a period, in the order of their receipt."""
    query = (
        select(Review, Case)
        .join(Case, (Case.tenant_id == Review.tenant_id) & (Case.id == Review.case_id))
        .where(readable(actor, (KIND,)))
        .where(or_(Case.received_on.between(since, until), Review.decided_on.between(since, until)))
        .order_by(Case.received_on, Case.id)
    )
    yield from ((row[0], row[1]) for row in session.execute(query))


def _cases(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    states = {state.code: state.label for state in STATES}
    for review, case in _rows(session, actor, since, until):
        yield (
            case.number,
            case.received_on,
            mask_name(case.party),
            review.respondent_name,
            law.ACTS[review.act],
            review.accepted_on,
            law.PROCEDURES.get(review.procedure, ""),
            states[case.state],
            law.ENDINGS.get(review.outcome, "") if review.decided_on else "",
            review.decided_on,
            review.served_on,
            review.filed_as,
        )


def _return(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    """A line for each kind of act: what came in, what was accepted, and how it ended."""
    came: Counter[tuple[str, str]] = Counter()
    for review, case in _rows(session, actor, since, until):
        if since <= case.received_on <= until:
            came[review.act, "received"] += 1
        if review.accepted_on and since <= review.accepted_on <= until:
            came[review.act, "accepted"] += 1
        if case.state == "rv_refused" and since <= case.received_on <= until:
            came[review.act, "refused"] += 1
        if review.decided_on and since <= review.decided_on <= until:
            came[review.act, review.outcome] += 1
    ends = (
        (law.UPHOLD,),
        (law.CHANGE,),
        (law.REVOKE, law.REVOKE_PART),
        (law.UNLAWFUL, law.VOID),
        (law.PERFORM, law.AGREEMENT),
        (law.DISMISS, law.DISMISS_CLAIM),
        (law.MEDIATED,),
        (law.TERMINATED,),
    )
    for act, label in law.ACTS.items():
        numbers = [came[act, name] for name in ("received", "accepted", "refused")]
        numbers += [sum(came[act, outcome] for outcome in outcomes) for outcomes in ends]
        if any(numbers):
            yield (label, *numbers)


CASES = Register(
    "reconsideration.cases",
    N_("行政复议案件登记簿"),
    N_("期间收到或者作出决定的行政复议案件，按收到日期排列。"),
    Perm.READ,
    (
        RegisterColumn(N_("编号"), 10),
        RegisterColumn(N_("收到日期")),
        RegisterColumn(N_("申请人")),
        RegisterColumn(N_("被申请人"), 10),
        RegisterColumn(N_("行政行为"), 10),
        RegisterColumn(N_("受理日期")),
        RegisterColumn(N_("程序")),
        RegisterColumn(N_("状态"), 8),
        RegisterColumn(N_("结果")),
        RegisterColumn(N_("决定日期")),
        RegisterColumn(N_("送达日期")),
        RegisterColumn(N_("备案编号"), 8),
    ),
    _cases,
)
RETURN = Register(
    "reconsideration.return",
    N_("行政复议案件统计报表"),
    N_("半年、全年报送的统计：期间收到、受理、不予受理和各种结果的件数，从案件逐件统计（实施方案四(二)3(3)）。"),
    Perm.READ,
    (
        RegisterColumn(N_("行政行为"), 14),
        *(
            RegisterColumn(label, total=True)
            for label in (
                *(N_("收到"), N_("受理"), N_("不予受理"), N_("维持"), N_("变更"), N_("撤销"), N_("确认违法、无效")),
                *(N_("责令履行"), N_("驳回"), N_("调解结案"), N_("终止")),
            )
        ),
    ),
    _return,
)
