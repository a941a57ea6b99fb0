"""Reading the calendar's history, what waits for a second person, and how far counting anew has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.calendar import rules as calendar
from core.calendar import services as calendars
from core.calendar.models import CalendarVersion, OverlayVersion
from core.cases import clocks
from core.cases.models import Clock
from core.db import ScopedSession
from core.errors import NotFound
from core.holidays.models import Proposal

SHOWN = 50


@dataclass(frozen=True, slots=True)
class MissingNotice:
    """A year whose notice is not there yet; `late` when it should have been."""

    year: int
    late: bool


def missing_notice(actor: Actor) -> MissingNotice | None:
    """The notice that is awaited, for those who can bring it in."""
    published = calendar.published_year(calendars.latest())
    missing = calendar.missing(published, time.today())
    if missing is None or not actor.may(Perm.CALENDAR_PROPOSE):
        return None
    return MissingNotice(published + 1, missing is calendar.Missing.LATE)


def proposals(session: ScopedSession, tenant: int, kinds: Collection[str]) -> Sequence[Proposal]:
    """A tenant's proposals of some kinds, those that wait first, the newest first."""
    query = select(Proposal).where(Proposal.tenant_id == tenant, Proposal.kind.in_(kinds))
    return session.scalars(query.order_by(Proposal.outcome != "open", Proposal.id.desc()).limit(SHOWN)).all()


def proposal(session: ScopedSession, tenant: int, proposal_id: UUID) -> Proposal:
    """One of a tenant's proposals.

    Raises:
        NotFound: it is absent or another tenant's.
    """
    found = session.get(Proposal, (tenant, proposal_id))
    if found is None:
        raise NotFound(proposal_id)
    return found


def versions(session: ScopedSession) -> Sequence[CalendarVersion]:
    """Every version of the country's calendar, the newest first."""
    return session.scalars(
        select(CalendarVersion).where(CalendarVersion.number > 0).order_by(CalendarVersion.number.desc())
    ).all()


def overlays(session: ScopedSession, tenant: int) -> Sequence[OverlayVersion]:
    """Every state of the local rest days that held for a tenant, the newest first."""
    here = or_(OverlayVersion.whole.is_(True), OverlayVersion.tenant_id == tenant)
    return session.scalars(
        select(OverlayVersion).where(here, OverlayVersion.number > 0).order_by(OverlayVersion.number.desc())
    ).all()


def to_count(session: ScopedSession, tenants: Iterable[int]) -> dict[int, int]:
    """How many open limits of each tenant still stand on an older calendar; tenants that are done are left out."""
    rows = session.execute(
        select(Clock.tenant_id, Clock.calendar_version, func.count())
        .where(Clock.state.in_(clocks.ALIVE))
        .group_by(Clock.tenant_id, Clock.calendar_version)
    ).all()
    left: dict[int, int] = {}
    for tenant in tenants:
        newest = calendar.made_of(calendars.parts(session, tenant)).version
        number = sum(count for owner, version, count in rows if owner == tenant and version != newest)
        if number:
            left[tenant] = number
    return left
