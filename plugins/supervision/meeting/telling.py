"""Telling who is to carry out a resolution: once the minutes are made, shortly before its day, and after it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import people_in
from core.calendar import services as calendars
from core.contracts import Matter, NoticeKind
from core.db import Database, Scope, ScopedSession
from core.i18n import N_
from core.jobs.services import had_effect
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.offices import of_function
from plugins.supervision import office
from plugins.supervision.meeting.models import Meeting, Resolution
from plugins.supervision.orders.queries import near_until
from plugins.supervision.permissions import Perm

JOB = "supervision.resolutions"
ENTERED = N_("“%(meeting)s”议定的事项由本单位负责，应当于%(due)s前完成。")
NEAR = N_("“%(meeting)s”议定的事项应当于%(due)s前完成，还没有登记完成情况。")
LATE = N_("“%(meeting)s”议定的事项已于%(due)s到期，还没有登记完成情况。")


def tell(session: ScopedSession, row: Resolution, meeting: Meeting, words: str) -> None:
    """Tell the people of the unit who may report it; where it has none, the general office, which follows it."""
    people = people_in(session, Perm.READ, row.unit_id)
    if not people and (general := of_function(session, office.GENERAL)) is not None:
        people = people_in(session, Perm.MEETING, general.id)
    said = {"meeting": meeting.title, "due": str(row.due_on)}
    notices.tell(session, News(RESOLVED.code, row.id, words, said), people)


def remind(database: Database, tenant: int) -> None:
    """Tell of what is not done two working days before its day, and once when that has passed."""
    with database.read(Scope.one(tenant)) as session:
        calendars.current(session)
    with database.write(Scope.one(tenant)) as session:
        rows = session.execute(
            select(Resolution, Meeting)
            .join(Meeting, (Meeting.tenant_id == Resolution.tenant_id) & (Meeting.id == Resolution.meeting_id))
            .where(Meeting.stage == "closed", Resolution.done_on.is_(None), Resolution.due_on <= near_until(session))
            .order_by(Resolution.due_on, Resolution.id)
        )
        for row, meeting in rows:
            words = LATE if row.due_on < time.today() else NEAR
            if not had_effect(session, JOB, f"{row.id.hex}:{'late' if words == LATE else 'near'}"):
                tell(session, row, meeting, words)


def _alive(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    return set(session.scalars(select(Resolution.id).where(Resolution.id.in_(ids), Resolution.done_on.is_(None))))


def _visible(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    return set(ids) if actor.may(Perm.READ) else set()


RESOLVED = NoticeKind(
    "supervision.resolved",
    N_("联席会议议定的事项"),
    Matter("supervision_resolution", "/w/{tenant}/meetings/resolutions/{id}", _alive, _visible),
    default="now",
)
