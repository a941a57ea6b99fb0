"""Reading the audit: newest first, by tenant, time, person and act; paged by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal, select, tuple_

from core import clock as time
from core.audit.models import Audit
from core.db import ScopedSession

Key = tuple[dt.datetime, UUID]


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What a list of the audit shows; empty fields do not restrict.

    Attributes:
        since, until: days in Asia/Shanghai, both inclusive.
        actor: part of a name.
        action: the beginning of an act's code.
        subject: an object's id or code, whole.
    """

    tenant_id: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    actor: str = ""
    action: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page; `after` is the key of the next page or None."""

    rows: Sequence[Audit]
    after: Key | None


def page(session: ScopedSession, wanted: AuditFilter, after: Key | None = None, limit: int = 50) -> AuditPage:
    """A page of the rows the session's scope holds, the newest first."""
    query = _newest_first(wanted)
    if after is not None:
        query = query.where(
            tuple_(Audit.at, Audit.id) < tuple_(literal(after[0], Audit.at.type), literal(after[1], Audit.id.type))
        )
    rows = session.scalars(query.limit(limit + 1)).all()
    return AuditPage(rows[:limit], (rows[limit - 1].at, rows[limit - 1].id) if len(rows) > limit else None)


def rows_of(session: ScopedSession, wanted: AuditFilter) -> Iterator[Audit]:
    """Every row of a filter, the newest first, read piece by piece."""
    with session.scalars(_newest_first(wanted).execution_options(yield_per=500)) as found:
        yield from found


def _newest_first(wanted: AuditFilter) -> Select[Audit]:
    return select(Audit).where(*_conditions(wanted)).order_by(Audit.at.desc(), Audit.id.desc())


def _conditions(wanted: AuditFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.tenant_id is not None:
        yield Audit.tenant_id == wanted.tenant_id
    if wanted.since is not None:
        yield Audit.at >= time.midnight(wanted.since)
    if wanted.until is not None:
        yield Audit.at < time.midnight(wanted.until + dt.timedelta(days=1))
    if wanted.actor:
        yield Audit.actor_name.contains(wanted.actor, autoescape=True)
    if wanted.action:
        yield Audit.action.startswith(wanted.action, autoescape=True)
    if wanted.subject:
        yield Audit.subject == wanted.subject
