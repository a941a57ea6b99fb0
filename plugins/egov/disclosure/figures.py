"""The figures of the yearly report on disclosure 年度报告 (条例 50): what was published, asked and answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from core import clock as time
from core.cases.models import Case, Timeline
from core.db import ScopedSession
from plugins.egov.disclosure.catalogue.rules import CLASSES
from plugins.egov.disclosure.models import CatalogueEntry, InformationRequest
from plugins.egov.disclosure.queries import KIND, NEWS_ACT
from plugins.egov.disclosure.rules import REPLIES


@dataclass(frozen=True, slots=True)
class Year:
    """A year's figures: label → number. What came in with what was carried over is what ended and what is carried on.

    Attributes:
        published: entries listed in the year, by class.
        carried_over: requests received before the year and open when it began.
        ended: requests ended in the year, by kind of reply.
        dropped: withdrawn, or given up where no correction came.
        contested: requests whose answer was brought to reconsideration in the year (条例 50(三)).
        carried_on: received by the end of the year and open then.
    """

    year: int
    published: Mapping[str, int]
    received: int
    carried_over: int
    ended: Mapping[str, int]
    dropped: int
    contested: int
    carried_on: int

    @property
    def adds_up(self) -> bool:
        """Whether nothing is lost between the year's two ends."""
        return self.received + self.carried_over == sum(self.ended.values()) + self.dropped + self.carried_on


def of_year(session: ScopedSession, year: int) -> Year:
    """The figures of a calendar year in the session's tenant."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    begin, end = time.midnight(first), time.midnight(dt.date(year + 1, 1, 1))
    published = dict(
        session.execute(
            select(CatalogueEntry.class_code, func.count())
            .where(CatalogueEntry.listed_on.between(first, last))
            .group_by(CatalogueEntry.class_code)
        ).all()
    )
    ended = dict(
        session.execute(
            select(InformationRequest.reply, func.count())
            .join(Case, (Case.tenant_id == InformationRequest.tenant_id) & (Case.id == InformationRequest.case_id))
            .where(Case.closed_at >= begin, Case.closed_at < end, Case.state == "req_answered")
            .group_by(InformationRequest.reply)
        ).all()
    )
    requests = select(func.count()).select_from(Case).where(Case.kind == KIND)

    def count(*where: object) -> int:
        return session.scalar(requests.where(*where)) or 0  # type: ignore[arg-type]

    still = Case.closed_at.is_(None)
    return Year(
        year=year,
        published={CLASSES[code].label: published.get(code, 0) for code in CLASSES},
        received=count(Case.received_on.between(first, last)),
        carried_over=count(Case.received_on < first, still | (Case.closed_at >= begin)),
        ended={REPLIES[code].label: ended.get(code, 0) for code in REPLIES},
        dropped=count(
            Case.closed_at >= begin, Case.closed_at < end, Case.state.in_(("req_abandoned", "req_withdrawn"))
        ),
        contested=_contested(session, first, last),
        carried_on=count(Case.received_on <= last, still | (Case.closed_at >= end)),
    )


def _contested(session: ScopedSession, first: dt.date, last: dt.date) -> int:
    """The requests whose first news of a reconsideration came in a period."""
    came = (
        select(func.min(Timeline.on).label("on"))
        .join(Case, (Case.tenant_id == Timeline.tenant_id) & (Case.id == Timeline.case_id))
        .where(Case.kind == KIND, Timeline.code == NEWS_ACT)
        .group_by(Timeline.case_id)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(came).where(came.c.on.between(first, last))) or 0
