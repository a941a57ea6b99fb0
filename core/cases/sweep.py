"""The sweep: acts for the law where a limit passed in silence, and tells people before theirs does.

It runs for one tenant at a time, is safe to run again, and never acts on a provisional day.
"""

from __future__ import annotations

import datetime as dt
import logging
from uuid import UUID

from sqlalchemy import Select, select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.calendar import services as calendars
from core.cases import clocks, notices, services
from core.cases.catalogue import catalogue
from core.cases.models import Case, Clock
from core.contracts import CaseKind, Silence
from core.db import ScopedSession
from core.db.engine import Database
from core.db.queue import queue
from core.db.scope import Scope
from core.errors import DomainError
from core.i18n import N_
from core.jobs.services import had_effect

log = logging.getLogger("xiaoneng.cases")


def sweep(database: Database, tenant: int) -> int:
    """Carry out the silence effects due in one tenant and write the warnings of the day.

    Returns:
        How many cases the law moved.
    """
    moved = 0
    with database.read(Scope.one(tenant)) as session:
        calendars.current(session)
        due = [
            (case_id, kind, silence)
            for kind in plugins.registry().case_kinds.values()
            for silence in kind.silences
            for case_id in session.scalars(_silent(kind, silence))
        ]
    for case_id, kind, silence in due:
        try:
            with database.write(Scope.one(tenant)) as session:
                moved += _let_the_law_act(session, case_id, kind, silence)
        except DomainError:
            log.exception("silence %s of case %s", silence.transition, case_id)  # the others are not kept waiting
    with database.write(Scope.one(tenant)) as session:
        _warn(session)
    return moved


def _silent(kind: CaseKind, silence: Silence) -> Select[UUID]:
    """The cases of a kind whose limit passed without the act, the longest ago first."""
    return (
        select(Case.id)
        .join(Clock, (Clock.tenant_id == Case.tenant_id) & (Clock.case_id == Case.id))
        .where(
            Case.kind == kind.code,
            Case.state.in_(services.find_transition(kind, silence.transition).sources),
            Clock.rule == silence.rule,
            Clock.state == clocks.RUNNING,
            Clock.due_on < time.today(),
            Clock.provisional.is_(False),
        )
        .order_by(Clock.due_on, Case.id)
    )


def _let_the_law_act(session: ScopedSession, case_id: UUID, kind: CaseKind, silence: Silence) -> int:
    queue(session, "sweep")
    if session.scalar(_silent(kind, silence).where(Case.id == case_id)) is None:
        return 0  # somebody acted between the look and the turn
    case = session.get_one(Case, (session.tenant, case_id))
    actor, command = Actor.system(session.tenant), silence.command(case, time.today())
    key = f"sweep:{case_id}:{silence.transition}:{case.version}"
    services.act(session, actor, case_id, silence.transition, command, key)
    return 1


def _warn(session: ScopedSession) -> None:
    queue(session, "sweep")
    today = time.today()
    rows = session.execute(
        select(Clock, Case)
        .join(Case, (Clock.tenant_id == Case.tenant_id) & (Clock.case_id == Case.id))
        .where(Clock.state == clocks.RUNNING, Clock.bearer == "organ", Case.is_open == True)  # noqa: E712
        .where(Clock.safe_due_on <= today + dt.timedelta(days=60))
    )
    for clock, case in rows:
        words = _warning(clock, today)
        if words and not had_effect(session, "warn", f"{clock.id}:{today}"):
            notices.tell(session, case, words, clock.rule, due=str(clock.due_on))


def _warning(clock: Clock, today: dt.date) -> str:
    if clock.due_on is None or clock.safe_due_on is None:
        return ""
    if today > clock.due_on:
        return N_("%(number)s的“%(limit)s”已于%(due)s届满，至今没有完成。")
    if today in catalogue().warning_days(clock.rule, clock.start_on, clock.safe_due_on):
        return N_("%(number)s的“%(limit)s”将于%(due)s届满。")
    return ""
