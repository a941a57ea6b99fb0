"""Calling a meeting, recording it, following what it resolved, and its minutes and circular as documents."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.services import STALE
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.documents import addressed
from core.documents import rules as papers
from core.documents import services as documents
from core.documents.content import Content
from core.documents.models import Document
from core.duties.who import STATIONS_AND_VILLAGES
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.jobs.services import emit
from core.tenancy.models import Tenant, Unit
from plugins.supervision import office
from plugins.supervision.meeting import queries, rules, telling
from plugins.supervision.meeting.models import AgendaItem, Meeting, Resolution
from plugins.supervision.orders.queries import is_working
from plugins.supervision.permissions import Perm

ALL = "各村委会、各站所"


def call(session: ScopedSession, actor: Actor, command: rules.Call, key: str) -> Meeting:
    """Call a meeting with its agenda; the same form a second time is the same meeting.

    Raises:
        Forbidden: the actor is not of the general office 党政办.
        DomainError: what is wrong, at its field.
    """
    office.refuse(session, actor, Perm.MEETING, office.GENERAL)
    queue(session, f"meetings {session.tenant}")
    if (known := session.scalar(select(Meeting).where(Meeting.form_key == key))) is not None:
        return known
    problems = rules.call_problems(command)
    offered = {item.key: item for item in queries.waiting(session)}
    if set(command.keys) - offered.keys():
        problems.append(Problem(N_("选择的议题中有的已经不在待议事项里，请重新选择。"), "keys"))
    if problems:
        raise DomainError(problems)
    row = Meeting(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        title=command.title.strip(),
        held_on=command.held_on,
        place=command.place.strip(),
        chair=command.chair.strip(),
        by=actor.title,
        at=time.now(),
    )
    session.add(row)
    session.flush()
    chosen = [offered[key] for key in command.keys]
    given = [
        *({"key": item.key, "title": item.title, "url": item.url, "topic": item.topic} for item in chosen),
        *({"title": line.strip()} for line in command.free),
    ]
    for number, item in enumerate(given, start=1):
        session.add(AgendaItem(tenant_id=session.tenant, meeting_id=row.id, number=number, **item))
    record(session, actor, "supervision.meeting.call", str(row.id), {"items": len(given)})
    session.flush()
    return row


def hold(session: ScopedSession, actor: Actor, meeting_id: UUID, held: rules.Held, version: int) -> Meeting:
    """Record who was there and what became of each item; until the minutes are made it may be done again.

    Raises:
        Forbidden, DomainError: as `call`; the minutes are made, or it is not held yet.
    """
    office.refuse(session, actor, Perm.MEETING, office.GENERAL)
    row = _locked(session, meeting_id, version)
    items = queries.agenda_of(session, row)
    problems = rules.held_problems(row.stage, held, [item.id for item in items], row.held_on, time.today())
    if problems:
        raise DomainError(problems)
    row.chair, row.present = held.chair.strip(), held.present.strip()
    row.absent, row.guests, row.stage = held.absent.strip(), held.guests.strip(), "held"
    for item in items:
        given = held.outcomes[item.id]
        item.outcome, item.words = given.outcome, given.words.strip()
    record(session, actor, "supervision.meeting.hold", str(row.id), {})
    session.flush()
    return row


def resolve(session: ScopedSession, actor: Actor, meeting_id: UUID, command: rules.Resolve, key: str) -> Resolution:
    """Enter what somebody is to do; the same form a second time is the same resolution.

    Raises:
        Forbidden, DomainError: as `call`; the meeting is not held, or its minutes are made.
    """
    office.refuse(session, actor, Perm.MEETING, office.GENERAL)
    queue(session, key)
    if (known := session.scalar(select(Resolution).where(Resolution.form_key == key))) is not None:
        return known
    meeting = queries.meeting_of(session, meeting_id)
    working = is_working(session, command.due_on)
    problems = rules.resolve_problems(meeting.stage, command, meeting.held_on, working=working)
    if session.get(Unit, (session.tenant, command.unit_id)) is None:
        problems.append(Problem(N_("请选择单位。"), "unit"))
    if command.item_id and command.item_id not in {item.id for item in queries.agenda_of(session, meeting)}:
        problems.append(Problem(N_("请选择议题。"), "item"))
    if problems:
        raise DomainError(problems)
    row = Resolution(
        tenant_id=session.tenant,
        form_key=key,
        meeting_id=meeting.id,
        item_id=command.item_id,
        words=command.words.strip(),
        unit_id=command.unit_id,
        person=command.person.strip(),
        due_on=command.due_on,
    )
    session.add(row)
    session.flush()
    record(session, actor, "supervision.meeting.resolve", str(meeting.id), {"resolution": str(row.id)})
    return row


def finish(session: ScopedSession, actor: Actor, resolution_id: UUID, done: str) -> Resolution:
    """Enter that a resolution was carried out, as its unit or the general office; nothing happens the second time.

    Raises:
        NotFound: there is none.
        Forbidden: it is another unit's.
        DomainError: what was done is not said, or the minutes are not made yet.
    """
    row = session.get(Resolution, (session.tenant, resolution_id), with_for_update=True)
    if row is None:
        raise NotFound(resolution_id)
    if not may_finish(session, actor, row):
        raise Forbidden(Perm.READ)
    if row.done_on is not None:
        return row
    if queries.meeting_of(session, row.meeting_id).stage != "closed":
        raise DomainError(Problem(N_("纪要还没有形成，不能登记完成情况。")))
    if not done.strip():
        raise DomainError(Problem(N_("请写明完成情况。"), "done"))
    row.done, row.done_on, row.done_by = done.strip(), time.today(), actor.title
    record(session, actor, "supervision.meeting.finish", str(row.meeting_id), {"resolution": str(row.id)})
    session.flush()
    return row


def may_finish(session: ScopedSession, actor: Actor, row: Resolution) -> bool:
    """Whether a resolution is the actor's own unit's to carry out, or they are of the general office."""
    own = not actor.visiting and actor.in_unit(Perm.READ, row.unit_id)
    return own or office.may(session, actor, Perm.MEETING, office.GENERAL)


def make_minutes(session: ScopedSession, actor: Actor, meeting_id: UUID, version: int, key: str) -> Document:
    """Draft the minutes 纪要 and close the meeting; whoever is to carry something out is told, and so are the measures
    whose items they were.

    Raises:
        Forbidden, DomainError: as `call`; the meeting is not held yet, or the actor drafts no documents.
    """
    office.refuse(session, actor, Perm.MEETING, office.GENERAL)
    if (known := queries.meeting_of(session, meeting_id).minutes_id) is not None:
        return session.get_one(Document, (session.tenant, known))
    row = _locked(session, meeting_id, version)
    if row.stage != "held":
        raise DomainError(Problem(N_("会议召开并记录以后才能形成纪要。")))
    tenant = session.get_one(Tenant, row.tenant_id)
    where = f"在{row.place}" if row.place else ""
    day = f"{row.held_on.year}年{row.held_on.month}月{row.held_on.day}日"
    opening = f"{day}，{row.chair}{where}主持召开{row.title}。现将会议议定的事项纪要如下。"
    said = queries.said(session, row)
    text = rules.body(said, row.present, row.absent, row.guests, opening)
    made = _draft(session, actor, "minutes", papers.MINUTES, f"{tenant.name}{row.title}纪要", text, key)
    row.minutes_id, row.stage = made.id, "closed"
    for owed in queries.resolutions_of(session, row):
        telling.tell(session, owed.row, row, telling.ENTERED)
    for item in queries.agenda_of(session, row):
        if item.topic in plugins.registry().effects and item.outcome != "deferred":
            told = {"key": item.key, "outcome": item.outcome, "words": item.words, "held_on": row.held_on.isoformat()}
            told["document"] = made.title
            emit(session, item.topic, f"meeting:{item.id}", told)
    record(session, actor, "supervision.meeting.minutes", str(row.id), {"document": str(made.id)})
    session.flush()
    return made


def make_circular(session: ScopedSession, actor: Actor, meeting_id: UUID, version: int, key: str) -> Document:
    """Draft the circular 通报 of what was resolved, once the minutes are made; once issued, every unit signs for it.

    Raises:
        Forbidden, DomainError: as `make_minutes`; nothing was resolved.
    """
    office.refuse(session, actor, Perm.MEETING, office.GENERAL)
    if (known := queries.meeting_of(session, meeting_id).circular_id) is not None:
        return session.get_one(Document, (session.tenant, known))
    row = _locked(session, meeting_id, version)
    said = queries.said(session, row)
    if row.stage != "closed" or not any(item.resolutions for item in said):
        raise DomainError(Problem(N_("形成纪要并有议定事项以后才能通报。")))
    tenant = session.get_one(Tenant, row.tenant_id)
    text = rules.circular(said, f"现将{row.title}议定的事项通报如下，请按期办理。")
    title = f"{tenant.name}关于{row.title}议定事项的通报"
    units = queries.told_of(session, row)
    others = [unit.name for unit in units if unit.kind not in STATIONS_AND_VILLAGES.kinds]
    made = _draft(session, actor, "circular", papers.LETTERHEAD, title, text, key, "、".join([ALL, *others])[:300])
    addressed.address(session, made, [unit.id for unit in units])
    row.circular_id = made.id
    record(session, actor, "supervision.meeting.circular", str(row.id), {"document": str(made.id)})
    session.flush()
    return made


def _draft(
    session: ScopedSession, actor: Actor, kind: str, form: str, title: str, text: str, key: str, to: str = ""
) -> Document:
    return documents.write(session, actor, Content(kind, form, title, to, text), key)


def _locked(session: ScopedSession, meeting_id: UUID, version: int) -> Meeting:
    row = session.get(Meeting, (session.tenant, meeting_id), with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(meeting_id)
    if row.version != version:
        raise DomainError(Problem(STALE))
    return row
