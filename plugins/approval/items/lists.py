"""What items rest on and where they are handled: laws with their days, and the list of the service centre 进驻."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession
from core.errors import DomainError, NotFound, Problem
from core.i18n import N_
from core.tenancy.services import bump
from plugins.approval.items.services import permit, refuse
from plugins.approval.models import Entry, Item, Law
from plugins.approval.permissions import Perm


@dataclass(frozen=True, slots=True)
class LawCommand:
    """A law as it is entered: its short name, its first and last day, what replaced it."""

    code: str
    since: dt.date
    to: dt.date | None = None
    replaced_by: str = ""


def put_law(session: ScopedSession, actor: Actor, command: LawCommand) -> Law:
    """Enter a law, or change the days of one; what rests on a repealed one can't be applied for any more.

    Raises:
        Forbidden: the actor may not.
        DomainError: no name, or its last day is before its first.
    """
    permit(actor, Perm.EDIT)
    code = command.code.strip().strip("《》").removeprefix("中华人民共和国")
    problems = [] if code else [Problem(N_("请填写法律、法规、规章的名称。"), "law")]
    if command.to is not None and command.to < command.since:
        problems.append(Problem(N_("失效日期不能早于施行日期。"), "in_force_to"))
    refuse(problems)
    row = session.scalar(select(Law).where(Law.code == code))
    if row is None:
        row = Law(tenant_id=session.tenant, code=code, published=True)
        session.add(row)
    row.in_force_from, row.in_force_to, row.replaced_by = command.since, command.to, command.replaced_by.strip()
    session.flush()
    record(session, actor, "approval.law.put", code, {"to": command.to.isoformat() if command.to else ""})
    bump(session)
    return row


def put_entry(session: ScopedSession, actor: Actor, code: str, since: dt.date | None, reason: str) -> Entry:
    """Say that an item is handled at the service centre 进驻 since a day, or why not yet.

    Raises:
        Forbidden, NotFound: the actor may not, or no such item was published.
        DomainError: neither a day nor a reason.
    """
    permit(actor, Perm.EDIT)
    if session.scalar(select(func.count()).where(Item.code == code, Item.published.is_(True))) == 0:
        raise NotFound(code)
    if since is None and not reason.strip():
        raise DomainError(Problem(N_("还没有进驻的，请写明原因。"), "reason"))
    row = session.scalar(select(Entry).where(Entry.code == code))
    if row is None:
        row = Entry(tenant_id=session.tenant, code=code, published=True)
        session.add(row)
    row.since, row.reason = since, "" if since is not None else reason.strip()
    session.flush()
    record(session, actor, "approval.entry.put", code, {"since": since.isoformat() if since else ""})
    bump(session)
    return row
