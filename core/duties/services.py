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
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import record
from core.cases.services import STALE
from core.contracts import DutyRule, Submission
from core.db import ScopedSession
from core.db.numbers import take
from core.documents import rules as documents
from core.duties import attachments, board, notices, rules
from core.duties.board import BoardFilter
from core.duties.ledger import enter, enter_all
from core.duties.measures import rules_on
from core.duties.models import Duty, DutyEntry
from core.duties.own import rule_of
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.files.services import Kept
from core.i18n import N_
from core.jobs.services import had_effect
from core.schemes.queries import quotas
from core.tenancy.models import Unit


@dataclass(frozen=True, slots=True)
class Submit:
    """Hand in: what, and why late where the day has passed. `version` is the one the actor saw.

    `files` are new; `still` are those of the last handing in that go with this one too.
    """

    version: int
    submission: Submission = field(default_factory=Submission)
    late_reason: str = ""
    files: tuple[Kept, ...] = ()
    still: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """Withdraw, accept or return; `note` is the reason of a return, or the opinion on a filing."""

    version: int
    note: str = ""


Command = Submit | Answer
ANSWERS = ("accept", "return")  # what the receiver does
# Units reminded in one write turn. With every measure on each owes two dozen duties of a year, 5 ms of the turn.
TURN = 10


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
        least = quotas(session, rule.code, duty.start_on.year)
        return rules.refusals(*given, due=duty.due_on, today=time.today(), quotas=least)

    def content(duty: Duty) -> dict[str, Any]:
        parts = {code: list(found) for code, found in command.submission.parts.items()}
        files = attachments.put(session, duty, command.files, command.still)
        return {"text": command.submission.text, "parts": parts, "files": files}

    return _hand_in(session, actor, duty_id, "submit", command, key, refuse, content)


def submit_nil(session: ScopedSession, actor: Actor, duty_id: UUID, command: Submit, key: str) -> Duty:
    """Say that there is nothing to report 零报告, where the duty takes that; raises what `submit` does."""

    def refuse(duty: Duty, rule: DutyRule) -> list[Problem]:
        found = [] if rule.nil else [Problem(N_("这项任务不能零报告。"))]
        return found + rules.late_refusals(rule, command.late_reason, due=duty.due_on, today=time.today())

    return _hand_in(session, actor, duty_id, "nil", command, key, refuse, lambda duty: {})


def withdraw(session: ScopedSession, actor: Actor, duty_id: UUID, command: Answer, key: str) -> Duty:
    """Take a submission back before it is accepted; raises what `submit` does."""

    def empty(duty: Duty) -> None:
        duty.submitted_by, duty.submitted_at = None, None

    return _act(session, actor, duty_id, "withdraw", command, key, fill=empty)


def accept(session: ScopedSession, actor: Actor, duty_id: UUID, command: Answer, key: str) -> Duty:
    """Accept a submission; a filing 备案 takes its number, with the receiver's opinion. Raises what `submit` does."""
    opinion = command.note.strip()

    def refuse(duty: Duty, rule: DutyRule) -> list[Problem]:
        return [Problem(N_("请写明备案的意见。"), "note")] if rule.series and not opinion else []

    def number(duty: Duty) -> None:
        series = rule_of(duty.rule).series
        if series:
            year = time.today().year
            duty.number, duty.opinion = documents.number(series, year, take(session, series, year)), opinion

    return _act(session, actor, duty_id, "accept", command, key, refuse, number)


def send_back(session: ScopedSession, actor: Actor, duty_id: UUID, command: Answer, key: str) -> Duty:
    """Return a submission with the reason, of which the owing unit is told; raises what `submit` does."""

    def refuse(duty: Duty, rule: DutyRule) -> list[Problem]:
        return [] if command.note.strip() else [Problem(N_("请写明退回的原因。"), "note")]

    def tell(duty: Duty) -> None:
        notices.tell(session, duty, notices.RETURNED, reason=command.note.strip())

    return _act(session, actor, duty_id, "return", command, key, refuse, tell)


def remind_all(
    session: ScopedSession, actor: Actor, wanted: BoardFilter, after: UUID | None = None
) -> tuple[int, UUID | None]:
    """Remind units that still owe a duty of a board: in one notice, and once a day whoever reminds.

    Each call is one write turn of at most `TURN` units, so that nobody waits long for theirs. Who was reminded of what,
    and when, stands in the ledger of each duty.

    Args:
        wanted: the board; only the duties on it that the actor answers for are reminded of.
        after: the last unit of the turn before.

    Returns:
        How many units were reminded, and the last unit that was looked at; None where there are no more.

    Raises:
        NotFound: one of its rules is none here, or its measure is off.
        Forbidden: the actor receives nothing.
    """
    if off := set(wanted.codes) - set(rules_on(session, session.tenant)):
        raise NotFound(min(off))
    own = actor.own_units(Perm.RECEIVE)
    if not own:
        raise Forbidden(Perm.RECEIVE)
    owed = (board.handled(actor), *board.conditions(wanted), Duty.state.in_(rules.OWED))
    units = select(Duty.unit_id).where(*owed, *([] if after is None else [Duty.unit_id > after])).distinct()
    turn = session.scalars(units.order_by(Duty.unit_id).limit(TURN)).all()
    names = {unit.id: unit.name for unit in session.scalars(select(Unit).where(Unit.id.in_(sorted(own))))}
    by_unit: dict[UUID, list[Duty]] = {}
    owing = select(Duty).where(*owed, Duty.unit_id.in_(turn))
    for duty in session.scalars(owing.order_by(Duty.due_on, Duty.id)):
        by_unit.setdefault(duty.unit_id, []).append(duty)
    today = time.today()
    new = [rows for unit, rows in by_unit.items() if not had_effect(session, "duty", f"remind:{unit}:{today}")]
    for rows in new:
        by = next((names[duty.receiver_id] for duty in rows if duty.receiver_id in own), names[min(own)])
        words = notices.REMINDER if len(rows) == 1 else notices.REMINDER_OF_MORE
        notices.tell(session, rows[0], words, by=by, number=str(len(rows)))
    if new:
        reminded = [duty for rows in new for duty in rows]
        enter_all(session, actor, reminded, "remind", [f"remind:{duty.id.hex}:{today}" for duty in reminded])
        record(session, actor, "core.duty.remind", wanted.period, {"rules": list(wanted.codes), "units": len(new)})
    return len(new), turn[-1] if len(turn) == TURN else None


def may(actor: Actor, duty: Duty, act: str) -> bool:
    """Whether an act on a duty is the actor's to do at all, whatever its state.

    Where nobody of the tenant receives it, the unit itself confirms; it has nobody who could return it.
    """
    if actor.is_system:  # for the joint meeting, which is nobody's post
        return act in ANSWERS
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
    content: Callable[[Duty], dict[str, Any]],
) -> Duty:
    def fill(duty: Duty) -> None:
        duty.nil, duty.content = act == "nil", content(duty)
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
    if problems := refuse(duty, rule_of(duty.rule)):
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
