"""Entering a spot check, telling the unit, and the unit's answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import people_in
from core.audit.services import record
from core.cases.services import STALE
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from plugins.training.checks import drawn
from plugins.training.checks.queries import KIND
from plugins.training.models import Check
from plugins.training.permissions import Perm
from plugins.training.rules import ITEMS
from plugins.training.who import may_check, must_edit

TOLD = N_("党政办抽查了本单位的培训，请查看考评和反馈：%(feedback)s")


@dataclass(frozen=True, slots=True)
class Entered:
    """A check as it was made; `findings` has ``yes`` or ``no`` for each item, `notes` words for some."""

    checked_on: dt.date
    picked: str
    findings: Mapping[str, str]
    notes: Mapping[str, str]
    appraisal: str
    feedback: str


def enter(session: ScopedSession, actor: Actor, unit_id: UUID, year: int, command: Entered, key: str) -> Check:
    """Enter a check and tell the heads of the unit.

    Args:
        key: the form's key; a second call with it returns the first check.

    Raises:
        Forbidden: the actor is not of the general office.
        DomainError: an item is left out, a fault has no words, or the day is still to come; each at its field.
    """
    if not may_check(session, actor):
        raise Forbidden(Perm.CHECK)
    queue(session, f"training:check:{key}")
    if (known := session.scalar(select(Check).where(Check.form_key == key))) is not None:
        return known
    problems = [
        Problem(N_("请选择是或者否。"), code) for code in ITEMS if command.findings.get(code) not in {"yes", "no"}
    ]
    problems += [
        Problem(N_("查出问题的，请写明是什么问题。"), f"{code}_note")
        for code in ITEMS
        if command.findings.get(code) == "no" and not command.notes.get(code, "").strip()
    ]
    if command.checked_on > time.today():
        problems.append(Problem(N_("抽查日期不能晚于今天。"), "checked_on"))
    if problems:
        raise DomainError(problems)
    values = {**asdict(command), "findings": dict(command.findings), "notes": dict(command.notes)}
    own = {"tenant_id": session.tenant, "id": new_id(), "form_key": key, "unit_id": unit_id, "year": year}
    check = Check(**own, **values, by=actor.title, at=time.now())
    session.add(check)
    session.flush()
    drawn.checked(session, check)
    record(session, actor, "training.check.enter", str(check.id), {"unit": str(unit_id), "year": year})
    session.flush()
    news = News(KIND, check.id, TOLD, {"feedback": command.feedback or command.appraisal})
    notices.tell(session, news, people_in(session, Perm.EDIT, unit_id))
    return check


def reply(session: ScopedSession, actor: Actor, check_id: UUID, version: int, words: str) -> Check:
    """What the unit answers to the feedback.

    Raises:
        NotFound: there is no such check.
        Forbidden: the unit is not the actor's to keep.
        DomainError: nothing is said, or somebody else answered meanwhile.
    """
    check = session.get(Check, (session.tenant, check_id))
    if check is None:
        raise NotFound(check_id)
    must_edit(actor, check.unit_id)
    if check.version != version:
        raise DomainError(Problem(STALE))
    if not words.strip():
        raise DomainError(Problem(N_("请填写整改情况。"), "words"))
    check.reply, check.replied_by, check.replied_at = words.strip(), actor.title, time.now()
    record(session, actor, "training.check.reply", str(check.id), {})
    session.flush()
    return check
