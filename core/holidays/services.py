"""Two people change a calendar: one proposes, another compares with the document and confirms or rejects.

Who the second person is, is decided here by their account, for every door alike (ASVS 2.3.5).
"""

from __future__ import annotations

from uuid import UUID

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.models import Account
from core.accounts.permissions import Perm
from core.audit.services import record
from core.calendar import rules as calendar
from core.calendar import services as calendars
from core.db import ScopedSession
from core.db.queue import queue
from core.db.scope import ScopeError
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.holidays import rules
from core.holidays.models import Proposal
from core.holidays.rules import KINDS, Bring, Change, Count
from core.i18n import N_
from core.tenancy.models import Tenant

SAME = N_("提出的人不能自己确认，请由另一人核对后确认。")
DECIDED = N_("这项变更已经有了结果。")
STALE = N_("提出之后日历又有变动，请重新预览并提出。")


def propose(session: ScopedSession, actor: Actor, change: Change, proposal_id: UUID) -> Proposal:
    """Keep a change for a second person; sent twice under one id it is kept once.

    Raises:
        Forbidden: the actor may not propose it here.
        DomainError: every reason why it can't be made.
    """
    whole = _place(session, actor)
    _permit(actor, change, whole, confirming=False)
    queue(session, str(proposal_id))
    if (found := session.get(Proposal, (session.tenant, proposal_id))) is not None:
        return found
    parts = calendars.parts(session)
    if problems := rules.problems(change, parts, whole):
        raise DomainError(problems)
    row = Proposal(
        tenant_id=session.tenant,
        id=proposal_id,
        kind=KINDS[type(change)],
        content=rules.to_json(change),
        rests_on=parts.version,
        proposed_by=actor.account_id,
        proposer=actor.name,
        proposed_at=time.now(),
    )
    session.add(row)
    record(session, actor, "core.calendar.propose", str(row.id), {"kind": row.kind, "rests_on": row.rests_on})
    session.flush()
    return row


def renew(session: ScopedSession, actor: Actor, proposal_id: UUID, new_id: UUID) -> Proposal:
    """Propose a change again on the calendar of now; the old proposal is replaced by it.

    Raises:
        NotFound, Forbidden, DomainError: as `propose` and `confirm`.
    """
    row, change = _open(session, actor, proposal_id)
    made = propose(session, actor, change, new_id)
    _decide(row, actor, "replaced")
    return made


def confirm(session: ScopedSession, actor: Actor, proposal_id: UUID) -> Proposal:
    """Make a proposed change count; open limits follow in the worker.

    Raises:
        NotFound: no such proposal in the session's tenant.
        Forbidden: the actor may not confirm it.
        DomainError: they proposed it themselves, it is decided, or the calendar changed since.
    """
    row, change = _open(session, actor, proposal_id)
    whole = _place(session, actor)
    _permit(actor, change, whole, confirming=True)
    if row.proposed_by == actor.account_id:
        raise DomainError(SAME)
    # Where there is no queue of writers, two confirmations of one place come one after the other all the same.
    session.get_one(Tenant, session.tenant, with_for_update=True)
    before = calendars.parts(session)
    if row.rests_on != before.version:
        raise DomainError(STALE)
    after = rules.applied(change, before, whole, session.tenant)
    if isinstance(change, Bring):
        _keep_notice(session, change, before, row, actor)
    else:
        overlay = after.county if whole else after.own
        assert overlay is not None
        calendars.put_overlay(
            session,
            overlay,
            whole=whole,
            document=change.document,
            basis=change.basis if isinstance(change, Count) else "",
            proposed_by=_login(session, row.proposed_by),
            confirmed_by=_login(session, actor.account_id),
        )
    _decide(row, actor, "confirmed")
    body = {"kind": row.kind, "proposed_by": _login(session, row.proposed_by), "calendar": after.version}
    record(session, actor, "core.calendar.confirm", str(row.id), body)
    session.flush()
    return row


def reject(session: ScopedSession, actor: Actor, proposal_id: UUID, reason: str) -> Proposal:
    """Let a proposal fall, with the reason; its own author may take it back.

    Raises:
        NotFound, Forbidden: as `confirm`.
        DomainError: it is decided, or nobody said why.
    """
    row, change = _open(session, actor, proposal_id)
    if row.proposed_by != actor.account_id:
        _permit(actor, change, _place(session, actor), confirming=True)
    if not reason.strip():
        raise DomainError(Problem(N_("请写明理由。"), "reason"))
    row.reason = reason.strip()
    _decide(row, actor, "rejected")
    record(session, actor, "core.calendar.reject", str(row.id), {"kind": row.kind, "reason": row.reason})
    session.flush()
    return row


def _place(session: ScopedSession, actor: Actor) -> bool:
    """Whether the session's tenant is the county, whose days hold everywhere."""
    if actor.tenant != session.tenant:
        # The calendar's tables are global, so the guard does not see whose days they are.
        raise ScopeError(f"calendar of tenant {session.tenant} by an actor of {actor.tenant}")
    return session.get_one(Tenant, session.tenant).is_county


def _permit(actor: Actor, change: Change, whole: bool, *, confirming: bool) -> None:
    if whole or rules.is_national(change):
        needed = Perm.CALENDAR_CONFIRM if confirming else Perm.CALENDAR_PROPOSE
    else:
        needed = Perm.LOCAL_CONFIRM if confirming else Perm.LOCAL_PROPOSE
    if not actor.may(needed):
        raise Forbidden(needed)


def _open(session: ScopedSession, actor: Actor, proposal_id: UUID) -> tuple[Proposal, Change]:
    row = session.get(Proposal, (session.tenant, proposal_id), with_for_update=True)
    if row is None or actor.tenant != session.tenant:
        raise NotFound(proposal_id)
    if row.outcome != "open":
        raise DomainError(DECIDED)
    return row, rules.from_json(row.kind, row.content)


def _decide(row: Proposal, actor: Actor, outcome: str) -> None:
    row.outcome, row.decided_by, row.decider, row.decided_at = outcome, actor.account_id, actor.name, time.now()


def _keep_notice(session: ScopedSession, change: Bring, before: calendar.Parts, row: Proposal, actor: Actor) -> None:
    notice = calendar.read(change.text, before.national, change.source)
    imported_by, confirmed_by = _login(session, row.proposed_by), _login(session, actor.account_id)
    calendars.add(session, notice, imported_by=imported_by, confirmed_by=confirmed_by)


def _login(session: ScopedSession, account_id: UUID) -> str:
    return session.get_one(Account, account_id).login
