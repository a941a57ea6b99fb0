"""Reading meetings: what waits for one, its agenda and resolutions, and what is still to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from core import plugins
from core.accounts.actor import Actor
from core.contracts import Card, MeetingItem
from core.db import ScopedSession
from core.duties.who import STATIONS_AND_VILLAGES
from core.errors import NotFound
from core.i18n import N_
from core.tenancy.models import Unit
from core.tenancy.services import enabled_plugins
from plugins.supervision import office
from plugins.supervision.meeting import rules
from plugins.supervision.meeting.models import AgendaItem, Meeting, Resolution
from plugins.supervision.permissions import Perm

MOST = 200


@dataclass(frozen=True, slots=True)
class Owed:
    """A resolution with the unit that is to do it and the meeting's title."""

    row: Resolution
    unit: str
    meeting: str


def all_of(session: ScopedSession) -> Sequence[Meeting]:
    """The meetings, the newest first."""
    return session.scalars(select(Meeting).order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(MOST)).all()


def meeting_of(session: ScopedSession, meeting_id: UUID) -> Meeting:
    """A meeting of the session's tenant.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Meeting, (session.tenant, meeting_id))
    if found is None:
        raise NotFound(meeting_id)
    return found


def agenda_of(session: ScopedSession, meeting: Meeting) -> Sequence[AgendaItem]:
    """The items of a meeting in their order."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    return session.scalars(query.order_by(AgendaItem.number)).all()


def waiting(session: ScopedSession) -> list[MeetingItem]:
    """What the measures that are on have for a meeting, without what is on an agenda already."""
    on = {plugins.CORE, *enabled_plugins(session, session.tenant)}
    answers = plugins.registry().each("provide_meeting_items", only=on.__contains__, session=session)
    found = {item.key: item for _, items in answers for item in items}
    rows = session.execute(
        select(AgendaItem.key, AgendaItem.outcome)
        .join(Meeting, (Meeting.tenant_id == AgendaItem.tenant_id) & (Meeting.id == AgendaItem.meeting_id))
        .where(AgendaItem.key.in_(list(found)))
        .order_by(Meeting.held_on, Meeting.id)
    )
    before = dict(rows.all())
    return [found[key] for key in rules.still_offered(list(found), before)]


def resolutions_of(session: ScopedSession, meeting: Meeting) -> list[Owed]:
    """What a meeting resolved, in the order in which it was entered."""
    return _owed(session, Resolution.meeting_id == meeting.id)


def resolutions(session: ScopedSession, *, open_only: bool) -> list[Owed]:
    """What meetings resolved, the earliest due first."""
    return _owed(session, *([Resolution.done_on.is_(None)] if open_only else []))


def resolution_of(session: ScopedSession, resolution_id: UUID) -> Owed:
    """One resolution.

    Raises:
        NotFound: there is none.
    """
    found = _owed(session, Resolution.id == resolution_id)
    if not found:
        raise NotFound(resolution_id)
    return found[0]


def cards(actor: Actor) -> list[Card]:
    """How many resolutions the reader's own units still have to carry out."""
    units = sorted(actor.own_units(Perm.READ))
    if not units:
        return []
    counted: Select[int] = select(func.count()).select_from(Resolution)
    number = counted.where(Resolution.done_on.is_(None), Resolution.unit_id.in_(units))
    url = f"/w/{actor.tenant}/meetings/resolutions"
    return [Card(N_("联席会议议定事项待办"), number, url, order=60, mine=True, if_any=True)]


def said(session: ScopedSession, meeting: Meeting) -> list[rules.Said]:
    """The agenda as the minutes say it, resolutions of no item at the end."""
    by_item: dict[UUID | None, list[str]] = {}
    for owed in resolutions_of(session, meeting):
        words = rules.owed(owed.row.words, owed.unit, owed.row.person, owed.row.due_on)
        by_item.setdefault(owed.row.item_id, []).append(words)
    found = [
        rules.Said(item.title, rules.OUTCOMES.get(item.outcome, ""), item.words, tuple(by_item.get(item.id, ())))
        for item in agenda_of(session, meeting)
    ]
    return [*found, *([rules.Said("其他事项", resolutions=tuple(by_item[None]))] if None in by_item else [])]


def told_of(session: ScopedSession, meeting: Meeting) -> Sequence[Unit]:
    """The units that sign for a meeting's circular: villages and stations, and whoever else it gave something to do.

    The general office drafts it and has nothing to sign for.
    """
    owing = select(Resolution.unit_id).where(Resolution.meeting_id == meeting.id)
    told = or_(Unit.kind.in_(sorted(STATIONS_AND_VILLAGES.kinds)), Unit.id.in_(owing))
    query = select(Unit).where(told, Unit.function.is_distinct_from(office.GENERAL), Unit.closed_on.is_(None))
    return session.scalars(query.order_by(Unit.code)).all()


def _owed(session: ScopedSession, *where: ColumnElement[bool]) -> list[Owed]:
    query = (
        select(Resolution, Unit.name, Meeting.title)
        .join(Unit, (Unit.tenant_id == Resolution.tenant_id) & (Unit.id == Resolution.unit_id))
        .join(Meeting, (Meeting.tenant_id == Resolution.tenant_id) & (Meeting.id == Resolution.meeting_id))
        .where(*where)
        .order_by(Resolution.due_on, Resolution.id)
        .limit(MOST)
    )
    return [Owed(*row) for row in session.execute(query)]
