"""The one door through which a duty is handed in, accepted, returned. Nothing else assigns its state.

Each act looks in this order: the form's key (done already? then nothing happens), what the actor may do, the state and
version, then what the submission lacks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import record
from core.cases.services import STALE
from core.contracts import DutyRule, Submission
from core.db import ScopedSession
from core.duties import notices, rules
from core.duties.ledger import enter
from core.duties.measures import rules_on
from core.duties.models import Duty, DutyEntry
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.jobs.services import had_effect
from core.tenancy.models import Unit


@dataclass(frozen=True, slots=True)
class Submit:
    """Hand in: what, and why late where the day has passed. `version` is the one the actor saw."""

    version: int
    submission: Submission = field(default_factory=Submission)
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Withdraw, accept or return; `note` is the reason of a return."""

    version: int
    note: str = ""


Command = Submit | Answer
ANSWERS = ("accept", "return")  # what the receiver does


def submit(session: ScopedSession, actor: Actor, duty_id: UUID, command: Submit, key: str) -> Duty:
    """Hand in what a duty asks for.

    Args:
        key: the form's key; a second call with the same key changes nothing and returns the duty.

    Raises:
        NotFound: no such duty in this tenant, or its measure is off.
        Forbidden: the actor is not one of the owing unit's people who may hand in.
        DomainError: every reason why it is refused, in words.
    """

    def refuse(duty: Duty, rule: DutyRule) -> list[Problem]:
        given = (rule, command.submission, command.late_reason)
        return rules.refusals(*given, due=duty.due_on, today=time.today())

    content = {
        "text": command.submission.text,
        "parts": {code: list(found) for code, found in command.submission.parts.items()},
    }
    return _hand_in(session, actor, duty_id, "submit", command, key, refuse, content)


def submit_nil(session: ScopedSession, actor: Actor, duty_id: UUID, command: Submit, key: str) -> Duty:
    """Say that there is nothing to report 零报告, where the duty takes that; raises what `submit` does."""

    def refuse(duty: Duty, rule: DutyRule) -> list[Problem]:
        found = [] if rule.nil else [Problem(N_("这项任务不能零报告。"))]
        return found + rules.late_refusals(rule, command.late_reason, due=duty.due_on, today=time.today())

    return _hand_in(session, actor, duty_id, "nil", command, key, refuse, {})


def withdraw(session: ScopedSession, actor: Actor, duty_id: UUID, command: Answer, key: str) -> Duty:
    """Take a submission back before it is accepted; raises what `submit` does."""

    def empty(duty: Duty) -> None:
        duty.submitted_by, duty.submitted_at = None, None

    return _act(session, actor, duty_id, "withdraw", command, key, fill=empty)


def accept(session: ScopedSession, actor: Actor, duty_id: UUID, command: Answer, key: str) -> Duty:
    """Accept a submission; raises what `submit` does."""
    return _act(session, actor, duty_id, "accept", command, key)


def send_back(session: ScopedSession, actor: Actor, duty_id: UUID, command: Answer, key: str) -> Duty:
    """Return a submission with the reason, of which the owing unit is told; raises what `submit` does."""

    def refuse(duty: Duty, rule: DutyRule) -> list[Problem]:
        return [] if command.note.strip() else [Problem(N_("请写明退回的原因。"), "note")]

    def tell(duty: Duty) -> None:
        notices.tell(session, duty, notices.RETURNED, reason=command.note.strip())

    return _act(session, actor, duty_id, "return", command, key, refuse, tell)


def remind_all(session: ScopedSession, actor: Actor, code: str, period: str) -> int:
    """Remind every unit that still owes the actor's own unit one duty for a period, at most once a day.

    Returns:
        How many units were reminded.

    Raises:
        NotFound: there is no such duty rule here, or its measure is off.
        Forbidden: the actor receives nothing.
    """
    if code not in rules_on(session, session.tenant):
        raise NotFound(code)
    units = actor.own_units(Perm.RECEIVE)
    if not units:
        raise Forbidden(Perm.RECEIVE)
    owing = select(Duty).where(
        Duty.rule == code, Duty.period == period, Duty.state.in_(rules.OWED), Duty.receiver_id.in_(sorted(units))
    )
    names = {unit.id: unit.name for unit in session.scalars(select(Unit).where(Unit.id.in_(sorted(units))))}
    told = 0
    for duty in session.scalars(owing.order_by(Duty.id)):
        if not had_effect(session, "duty", f"remind:{duty.id}:{time.today()}") and duty.receiver_id is not None:
            notices.tell(session, duty, notices.REMINDER, by=names[duty.receiver_id])
            told += 1
    if told:
        record(session, actor, "core.duty.remind", code, {"period": period, "units": told})
    return told


def may(actor: Actor, duty: Duty, act: str) -> bool:
    """Whether an act on a duty is the actor's to do at all, whatever its state.

    Where nobody of the tenant receives it, the unit itself confirms; it has nobody who could return it.
    """
    if duty.receiver_id is not None and act in ANSWERS:
        return actor.in_unit(Perm.RECEIVE, duty.receiver_id)
    return act != "return" and actor.in_unit(Perm.SUBMIT, duty.unit_id)


def _hand_in(
    session: ScopedSession,
    actor: Actor,
    duty_id: UUID,
    act: str,
    command: Submit,
    key: str,
    refuse: Callable[[Duty, DutyRule], list[Problem]],
    content: dict[str, Any],
) -> Duty:
    def fill(duty: Duty) -> None:
        duty.nil, duty.content = act == "nil", content
        duty.late_reason = command.late_reason.strip() if time.today() > duty.due_on else ""
        duty.submitted_by, duty.submitted_at = actor.account_id, time.now()

    return _act(session, actor, duty_id, act, command, key, refuse, fill)


def _act(
    session: ScopedSession,
    actor: Actor,
    duty_id: UUID,
    act: str,
    command: Command,
    key: str,
    refuse: Callable[[Duty, DutyRule], list[Problem]] = lambda duty, rule: [],
    fill: Callable[[Duty], None] = lambda duty: None,
) -> Duty:
    duty = _duty(session, duty_id)
    if _done(session, duty, act, key):
        return duty
    if not may(actor, duty, act):
        raise Forbidden(Perm.RECEIVE if act in ANSWERS else Perm.SUBMIT)
    _refuse_stale(duty, act, command.version)
    if act in ANSWERS and duty.receiver_id is not None and actor.in_unit(Perm.SUBMIT, duty.unit_id):
        raise DomainError(Problem(N_("您是报送单位的人员，本单位的报送由他人接收。")))
    if problems := refuse(duty, plugins.registry().duties[duty.rule]):
        raise DomainError(problems)
    fill(duty)
    duty.state = rules.ACTS[act][1]
    note = command.note.strip() if isinstance(command, Answer) else duty.late_reason
    enter(session, actor, duty, act, key, note, duty.content if act == "submit" else None)
    body = {"rule": duty.rule, "period": duty.period, "state": duty.state, "due": str(duty.due_on)}
    record(session, actor, f"core.duty.{act}", str(duty.id), body)
    session.flush()
    return duty


def _duty(session: ScopedSession, duty_id: UUID) -> Duty:
    duty = session.scalar(select(Duty).where(Duty.id == duty_id).with_for_update())
    if duty is None or duty.rule not in rules_on(session, session.tenant):
        raise NotFound(duty_id)
    return duty


def _done(session: ScopedSession, duty: Duty, act: str, key: str) -> bool:
    entry = session.scalar(select(DutyEntry).where(DutyEntry.key == key))
    if entry is None:
        return False
    if (entry.duty_id, entry.act) != (duty.id, act):
        raise DomainError(Problem(N_("这份表单已经用于办理另一件事，请重新打开页面填写。")))
    return True


def _refuse_stale(duty: Duty, act: str, version: int) -> None:
    if duty.state not in rules.ACTS[act][0]:
        words = N_("任务现在是“%(state)s”，不能再办理这一步。")
        raise DomainError(Problem(words, params={"state": rules.LABELS[duty.state]}))
    if version != duty.version:
        raise DomainError(Problem(STALE))
