"""Entering visits and briefs, and later what became of them."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.supervision.guidance import queries, rules
from plugins.supervision.guidance.models import Brief, Visit
from plugins.supervision.permissions import Perm


def enter_visit(session: ScopedSession, actor: Actor, command: rules.NewVisit, key: str) -> Visit:
    """Enter a visit to a unit; the same form again is the same visit.

    Raises:
        Forbidden: the actor may not write the log.
        DomainError: what is missing or wrong, each at its field.
    """
    _permit(actor)
    queue(session, f"visit:{key}")
    if (known := session.scalar(select(Visit).where(Visit.form_key == key))) is not None:
        return known
    problems = rules.visit(command, time.today())
    unit = session.get(Unit, (session.tenant, command.unit_id))
    if unit is None:
        problems.append(Problem(N_("请选择单位。"), "unit"))
    if problems:
        raise DomainError(problems)
    visit = Visit(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        unit_id=command.unit_id,
        on=command.on,
        by=command.by.strip(),
        problem=command.problem.strip(),
        help=command.help.strip(),
        solved_on=command.solved_on,
        solution=command.solution.strip(),
        entered_by=actor.title,
        entered_at=time.now(),
    )
    session.add(visit)
    session.flush()
    record(session, actor, "supervision.visit.enter", str(visit.id), {"on": command.on.isoformat()})
    return visit


def solve(session: ScopedSession, actor: Actor, visit_id: UUID, on: dt.date, solution: str) -> Visit:
    """Enter that what a visit found is solved, and how; once.

    Raises:
        NotFound: no such visit.
        Forbidden: the actor may not write the log.
        DomainError: it is solved already, says nothing, or the day is wrong.
    """
    _permit(actor)
    queue(session, f"visit:{visit_id.hex}")
    visit = queries.visit_of(session, visit_id)
    if visit.solved_on is not None:
        raise DomainError(Problem(N_("已经登记过解决了。")))
    problems = rules.solved(visit.on, on, time.today())
    if not solution.strip():
        problems.append(Problem(N_("请写明怎样解决的。"), "solution"))
    if problems:
        raise DomainError(problems)
    visit.solved_on, visit.solution = on, solution.strip()
    record(session, actor, "supervision.visit.solve", str(visit.id), {"on": on.isoformat()})
    session.flush()
    return visit


def enter_brief(session: ScopedSession, actor: Actor, command: rules.NewBrief, key: str) -> Brief:
    """Enter a brief that was sent; the same form again is the same brief.

    Raises:
        Forbidden: the actor may not write it.
        DomainError: what is missing or wrong, each at its field.
    """
    _permit(actor)
    queue(session, f"brief:{key}")
    if (known := session.scalar(select(Brief).where(Brief.form_key == key))) is not None:
        return known
    if problems := rules.brief(command, time.today()):
        raise DomainError(problems)
    brief = Brief(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        title=command.title.strip(),
        text=command.text.strip(),
        sent_to=command.sent_to.strip(),
        sent_on=command.sent_on,
        entered_by=actor.title,
        entered_at=time.now(),
    )
    session.add(brief)
    session.flush()
    record(session, actor, "supervision.brief.enter", str(brief.id), {"title": brief.title})
    return brief


def answer_brief(session: ScopedSession, actor: Actor, brief_id: UUID, what: str, on: dt.date, note: str) -> Brief:
    """Enter whether the county adopted a brief; a later answer replaces an earlier one, and the audit keeps both.

    Raises:
        NotFound: no such brief.
        Forbidden: the actor may not write it.
        DomainError: the answer or its day is wrong.
    """
    _permit(actor)
    queue(session, f"brief:{brief_id.hex}")
    brief = queries.brief_of(session, brief_id)
    if problems := rules.outcome(brief.sent_on, what, on, time.today()):
        raise DomainError(problems)
    brief.outcome, brief.outcome_on, brief.outcome_note = what, on, note.strip()
    record(session, actor, "supervision.brief.answer", str(brief.id), {"outcome": what, "on": on.isoformat()})
    session.flush()
    return brief


def _permit(actor: Actor) -> None:
    if actor.visiting is not None or not actor.may(Perm.GUIDANCE_WRITE):
        raise Forbidden(Perm.GUIDANCE_WRITE)
