"""Sample administration of one township: a colleague stands in, a unit does without a measure, settings of its own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.accounts.models import Account, Grant, Person
from core.accounts.permissions import Perm
from core.cases.figures import open_of_plugin
from core.people.posts import DeputyCommand, appoint, limits
from core.settings.services import TENANT, UNIT, Change, change
from core.tenancy.models import Tenant, Unit
from core.tenancy.services import enabled_plugins, narrow

if TYPE_CHECKING:
    from core.db import ScopedSession
    from core.demo import Stage

from core.db import Scope

KEY = "demo:people"
HOURS = "工作日 9:00—12:00，13:30—17:30"


def play(stage: Stage) -> None:
    """In the township with most people: a week's deputy, hours of the windows, and a unit that uses no approval."""
    with stage.database.read(Scope.system("the townships of the sample")) as session:
        towns = session.scalars(select(Tenant.id).where(Tenant.tier == "township").order_by(Tenant.id.desc())).all()
    if not towns:
        return
    with stage.at(stage.back(1)), stage.writing(towns[0], KEY) as session:
        admin = stage.someone(session, Perm.UNITS, "unit_admin")
        change(session, admin, Change({"core.site.hours": HOURS}, TENANT))
        window = session.scalars(select(Unit).where(Unit.kind == "window").order_by(Unit.code)).first()
        if window is not None:
            told = Change({"core.site.address": f"{window.name}一楼大厅"}, UNIT, window.id)
            change(session, admin, told)
        office = session.scalar(select(Unit).where(Unit.function == "supervision_office"))
        if office is not None and "approval" in enabled_plugins(session, session.tenant):
            number = open_of_plugin(session, "approval", office.id)
            narrow(session, admin, office.id, "approval", False, open_cases=number)
        command = _deputy(session, stage.today)
        if command is not None:
            appoint(session, admin, command)


def _deputy(session: ScopedSession, today: dt.date) -> DeputyCommand | None:
    """A head who is away for a week, and somebody of the same unit."""
    heads = (
        select(Grant, Person)
        .join(Person, Person.unit_id == Grant.unit_id)
        .join(Account, Account.id == Person.account_id)
        .where(Grant.role == "station_head", Person.account_id != Grant.account_id)
        .order_by(Account.login.desc())
    )
    found = session.execute(heads).first()
    if found is None:
        return None
    grant, person = found
    until = today + dt.timedelta(days=6)
    return DeputyCommand(grant.id, person.id, today, until, "外出培训", tuple(limits(grant.role)[-1:]))
