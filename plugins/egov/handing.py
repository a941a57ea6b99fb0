"""What is published and answered already, for the returns about publicity, so that nobody counts or types it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select

from core import clock as time
from core import plugins
from core.db import ScopedSession
from core.duties.lines import so_many
from core.publishing.models import Publication, Published
from core.tenancy.models import Unit
from plugins.egov.disclosure.figures import of_year

ENFORCING = ("approval", "penalty")  # measures whose publications are of enforcement
Lines = Mapping[str, tuple[str, ...]]


def disclosure(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """The figures of the year before the one in which the report is due (公开条例 50)."""
    year = of_year(session, first.year - 1)
    numbers = [(f"主动公开{label}：{{}}条", number) for label, number in year.published.items()]
    numbers += [("收到公开申请：{}件", year.received), ("上年结转公开申请：{}件", year.carried_over)]
    numbers += [("办结公开申请：{}件", sum(year.ended.values()) + year.dropped)]
    numbers += [("结转下年公开申请：{}件", year.carried_on)]
    return {"figures": so_many(numbers)}


def published(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """How much of each type of enforcement publication was made public in the year before."""
    types = plugins.registry().publication_types
    of_law = [code for code in types if code.partition(".")[0] in ENFORCING]
    begin, end = time.midnight(dt.date(first.year - 1, 1, 1)), time.midnight(first.replace(month=1, day=1))
    rows = session.execute(
        select(Published.type, func.count())
        .where(Published.published_at >= begin, Published.published_at < end)
        .group_by(Published.type)
        .order_by(Published.type)
    )
    return {"figures": so_many((f"公开{types[code].label}：{{}}条", number) for code, number in rows if code in of_law)}


def posted(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """What the village made public in the period: day and title of each; its board is its own to add."""
    begin, end = time.midnight(first), time.midnight(last + dt.timedelta(days=1))
    query = select(Publication.title, Publication.published_at).where(
        Publication.unit_id == unit.id, Publication.published_at >= begin, Publication.published_at < end
    )
    rows = session.execute(query.order_by(Publication.published_at, Publication.id))
    return {"posted": tuple(f"{time.local_date(at)}，门户公开：{title}" for title, at in rows if at is not None)}
