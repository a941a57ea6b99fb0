"""Registers of training: the sessions of a period, and who learnt how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import func, select

from core.accounts.actor import Actor
from core.accounts.models import Person
from core.contracts import Register, RegisterColumn
from core.db import ScopedSession
from core.i18n import N_
from core.tenancy.models import Unit
from core.tenancy.switches import in_use
from plugins.training.models import Attendance, Training
from plugins.training.permissions import Perm
from plugins.training.rules import ABSENT, STATES, hours
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
        facts = (unit, row.topic, row.held_on, when, row.place, row.form, row.lecturer, str(hours(row.quarters)))
        yield (*facts, number or 0)


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
        yield unit, name, training.held_on, training.topic, STATES[row.came], counted, row.made_up_on, row.confirmed_by


SESSIONS = Register(
    "training.sessions",
    N_("培训登记簿"),
    N_("期间举办的培训，按日期排列。"),
    Perm.READ,
    (
        RegisterColumn(N_("单位"), 8),
        RegisterColumn(N_("专题"), 12),
        RegisterColumn(N_("日期")),
        RegisterColumn(N_("时间")),
        RegisterColumn(N_("地点"), 8),
        RegisterColumn(N_("形式"), 8),
        RegisterColumn(N_("授课人")),
        RegisterColumn(N_("学时"), 3),
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
        RegisterColumn(N_("情况"), 4),
        RegisterColumn(N_("学时"), 3),
        RegisterColumn(N_("补课日期")),
        RegisterColumn(N_("确认人")),
    ),
    _people,
)
