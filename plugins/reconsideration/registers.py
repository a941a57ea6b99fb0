"""Registers of reviews: the cases of a period row by row, and the return of a half-year or year, counted from them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, or_, select

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


def _rows(
    session: ScopedSession, since: dt.date, until: dt.date, *where: ColumnElement[bool]
) -> Iterator[tuple[Review, Case]]:
    """The reviews that were received or ended in a period, in the order of their receipt."""
    query = (
        select(Review, Case)
        .join(Case, (Case.tenant_id == Review.tenant_id) & (Case.id == Review.case_id))
        .where(Case.kind == KIND, *where)
        .where(or_(Case.received_on.between(since, until), Review.decided_on.between(since, until)))
        .order_by(Case.received_on, Case.id)
    )
    yield from ((row[0], row[1]) for row in session.execute(query))


def _cases(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    states = {state.code: state.label for state in STATES}
    for review, case in _rows(session, since, until, readable(actor, (KIND,))):
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


# What the return counts after what came in: ways to end, each with the outcomes that are it.
ENDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("维持"), (law.UPHOLD,)),
    (N_("变更行政行为"), (law.CHANGE,)),
    (N_("撤销行政行为"), (law.REVOKE, law.REVOKE_PART)),
    (N_("确认违法、无效"), (law.UNLAWFUL, law.VOID)),
    (N_("责令履行"), (law.PERFORM, law.AGREEMENT)),
    (N_("驳回"), (law.DISMISS, law.DISMISS_CLAIM)),
    (N_("调解结案"), (law.MEDIATED,)),
    (N_("终止"), (law.TERMINATED,)),
)
HEADS = (N_("收到"), N_("受理"), N_("不予受理"), *(label for label, _outcomes in ENDS))


def totals(session: ScopedSession, since: dt.date, until: dt.date) -> list[tuple[str, int]]:
    """The figures of the return over all kinds of acts, in its order."""
    rows = [numbers for _act, numbers in _tally(_rows(session, since, until), since, until)]
    return [(label, sum(numbers[at] for numbers in rows)) for at, label in enumerate(HEADS)]


def _return(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    """A line for each kind of act: what came in, what was accepted, and how it ended."""
    for act, numbers in _tally(_rows(session, since, until, readable(actor, (KIND,))), since, until):
        if any(numbers):
            yield (law.ACTS[act], *numbers)


def _tally(rows: Iterable[tuple[Review, Case]], since: dt.date, until: dt.date) -> Iterator[tuple[str, Sequence[int]]]:
    came: Counter[tuple[str, str]] = Counter()
    for review, case in rows:
        if since <= case.received_on <= until:
            came[review.act, "received"] += 1
        if review.accepted_on and since <= review.accepted_on <= until:
            came[review.act, "accepted"] += 1
        if case.state == "rv_refused" and since <= case.received_on <= until:
            came[review.act, "refused"] += 1
        if review.decided_on and since <= review.decided_on <= until:
            came[review.act, review.outcome] += 1
    for act in law.ACTS:
        ended = [sum(came[act, outcome] for outcome in outcomes) for _label, outcomes in ENDS]
        yield act, [*(came[act, name] for name in ("received", "accepted", "refused")), *ended]


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
        *(RegisterColumn(label, total=True) for label in HEADS),
    ),
    _return,
)
