"""What the tables of penalties say already for the scheme's duties (实施方案四(二)2), so that nobody types it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core.db import ScopedSession
from core.tenancy.models import Unit
from plugins.penalty.booklet.models import Booklet
from plugins.penalty.booklet.rules import DRAFT, STATES
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.discretion.models import Standard

Lines = Mapping[str, tuple[str, ...]]


def catalogue(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """The published offences that count in the period, each with its basis."""
    query = select(Offence).where(
        Offence.published.is_(True),
        Offence.valid_from <= last,
        Offence.valid_to.is_(None) | (Offence.valid_to >= first),
    )
    rows = session.scalars(query.order_by(Offence.code, Offence.edition))
    return {"offences": tuple({row.code: f"{row.name}（{row.basis}）" for row in rows}.values())}


def discretion(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """The standards that are published, with the source of those adopted from above, and the booklets of the year."""
    query = (
        select(Offence.name, Standard.source, Standard.published_on)
        .join(Standard, (Standard.tenant_id == Offence.tenant_id) & (Standard.offence_id == Offence.id))
        .where(Standard.published.is_(True), Standard.published_on <= last)
        .order_by(Offence.code, Standard.edition)
    )
    standards = [
        f"{name}裁量标准（{'，'.join(filter(None, (source, str(day))))}）"
        for name, source, day in session.execute(query)
    ]
    plans = [_title(row) for row in _booklets(session, first.year) if row.plan.strip()]
    return {"standard": tuple(standards), "plan": tuple(plans)}


def handed_in(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """How far each booklet of the year is that was handed in for review."""
    return {
        "booklets": tuple(
            f"{_title(row)}：{STATES[row.stage][0]}，{row.submitted_on}报送"
            for row in _booklets(session, first.year)
            if row.stage != DRAFT
        )
    }


def _booklets(session: ScopedSession, year: int) -> Sequence[Booklet]:
    return session.scalars(select(Booklet).where(Booklet.year == year).order_by(Booklet.edition)).all()


def _title(row: Booklet) -> str:
    return f"{row.year}年行政处罚裁量标准和实施方案第{row.edition}版{row.number and f'（{row.number}）'}"
