"""Registers of training: the sessions of a period, and who learnt how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import func, select

from core.accounts.actor import Actor
from core.accounts.models import Person
from core.contracts import Register, RegisterColumn
from core.db import ScopedSession
from core.files.models import StoredFile
from core.i18n import N_
from core.tenancy.models import Unit
from core.tenancy.switches import in_use
from plugins.training.models import Attendance, Training
from plugins.training.permissions import Perm
from plugins.training.rules import ABSENT, MADE_UP, STATES, TAGS, hours
from plugins.training.sessions.queries import OWNER
from plugins.training.who import sight

Row = tuple[str | int | dt.date | None, ...]


def _sessions(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    seen = sight(session, actor).units
    counts = (
        select(Attendance.session_id, func.count().label("n"))
        .where(Attendance.came != ABSENT)
        .group_by(Attendance.session_id)
        .subquery()
    )
    came, ware = _came(session, actor, since, until), _courseware(session, since, until)
    query = (
        select(Training, Unit.name, counts.c.n)
        .join(Unit, (Unit.tenant_id == Training.tenant_id) & (Unit.id == Training.unit_id))
        .outerjoin(counts, counts.c.session_id == Training.id)
        .where(Training.held_on.between(since, until), in_use("training", Training))
        .order_by(Training.held_on, Training.id)
    )
    for row, unit, number in session.execute(
        query if seen is None else query.where(Training.unit_id.in_(sorted(seen)))
    ):
        when = f"{row.begins}-{row.ends}"
        what = (unit, row.topic, TAGS[row.tag], row.purpose, row.held_on, when, row.place, row.form, row.lecturer)
        kept = ("、".join(came.get(row.id, ())), "、".join(ware.get(row.id, ())))
        yield (*what, str(hours(row.quarters)), *kept, number or 0)


def _came(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> dict[UUID, list[str]]:
    """The names of who came or made it up, by session, as far as the actor sees them."""
    query = (
        select(Attendance.session_id, Person.name, Attendance.came)
        .join(Training, (Training.tenant_id == Attendance.tenant_id) & (Training.id == Attendance.session_id))
        .join(Person, (Person.tenant_id == Attendance.tenant_id) & (Person.id == Attendance.person_id))
        .where(Attendance.came != ABSENT, Training.held_on.between(since, until))
        .order_by(Person.name, Person.id)
    )
    if (seen := sight(session, actor).units) is not None:
        # A colleague sees themselves alone; who keeps a unit's register sees everybody on it.
        kept = Training.unit_id.in_(sorted(actor.own_units(Perm.EDIT) & seen))
        query = query.where(kept | (Person.account_id == actor.account_id))
    found: dict[UUID, list[str]] = {}
    for session_id, name, state in session.execute(query):
        found.setdefault(session_id, []).append(f"{name}（补课）" if state == MADE_UP else name)
    return found


def _courseware(session: ScopedSession, since: dt.date, until: dt.date) -> dict[UUID, list[str]]:
    """The names of the courseware, by session."""
    query = (
        select(StoredFile.owner_id, StoredFile.name)
        .join(Training, (Training.tenant_id == StoredFile.tenant_id) & (Training.id == StoredFile.owner_id))
        .where(StoredFile.owner_kind == OWNER, Training.held_on.between(since, until))
        .order_by(StoredFile.id)
    )
    found: dict[UUID, list[str]] = {}
    for session_id, name in session.execute(query):
        found.setdefault(session_id, []).append(name)
    return found


def _people(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    seen = sight(session, actor).units
    query = (
        select(Unit.name, Person.name, Training, Attendance)
        .select_from(Attendance)
        .join(Training, (Training.tenant_id == Attendance.tenant_id) & (Training.id == Attendance.session_id))
        .join(Person, (Person.tenant_id == Attendance.tenant_id) & (Person.id == Attendance.person_id))
        .join(Unit, (Unit.tenant_id == Person.tenant_id) & (Unit.id == Person.unit_id))
        .where(Training.held_on.between(since, until), in_use("training", Training))
        .order_by(Unit.code, Person.name, Person.id, Training.held_on)
    )
    if seen is not None:
        # A colleague reads the own entries alone; who keeps a unit reads all of it.
        kept = Person.unit_id.in_(sorted(actor.own_units(Perm.EDIT) & seen))
        query = query.where(kept | (Person.account_id == actor.account_id))
    for unit, name, training, row in session.execute(query):
        counted = "0" if row.came == ABSENT else str(hours(training.quarters))
        topic, how = (training.topic, TAGS[training.tag]), (row.made_up_on, row.confirmed_by)
        yield unit, name, training.held_on, *topic, STATES[row.came], counted, *how


SESSIONS = Register(
    "training.sessions",
    N_("培训登记簿"),
    N_("期间举办的培训，按日期排列。"),
    Perm.READ,
    (
        RegisterColumn(N_("单位"), 8),
        RegisterColumn(N_("专题"), 12),
        RegisterColumn(N_("结合的主题"), 4),
        RegisterColumn(N_("培训目的"), 12),
        RegisterColumn(N_("日期")),
        RegisterColumn(N_("时间")),
        RegisterColumn(N_("地点"), 8),
        RegisterColumn(N_("形式"), 8),
        RegisterColumn(N_("授课人")),
        RegisterColumn(N_("学时"), 3),
        RegisterColumn(N_("参加人员"), 12),
        RegisterColumn(N_("课件"), 8),
        RegisterColumn(N_("参加人次"), 4, total=True),
    ),
    _sessions,
)
PEOPLE = Register(
    "training.people",
    N_("人员学时登记簿"),
    N_("期间每个人参加的培训和补课；本人看到自己的，单位负责人看到本单位的。"),
    Perm.READ,
    (
        RegisterColumn(N_("单位"), 8),
        RegisterColumn(N_("姓名")),
        RegisterColumn(N_("日期")),
        RegisterColumn(N_("专题"), 12),
        RegisterColumn(N_("结合的主题"), 4),
        RegisterColumn(N_("情况"), 4),
        RegisterColumn(N_("学时"), 3),
        RegisterColumn(N_("补课日期")),
        RegisterColumn(N_("确认人")),
    ),
    _people,
)
