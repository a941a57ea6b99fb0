"""The one door through which a case is opened and changed. Nothing else assigns state or dates.

`act` looks in this order: the form's key (done already? then the first result), what the actor may do, the state and
version, then the plugin's own guard, which sees facts and command and returns every problem at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm.attributes import flag_modified

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.cases import announcing, assigning, before, codes, notices, papers
from core.cases.clocks import Ledger
from core.cases.models import Case, Clock, FormOnce, Participant, Reply
from core.cases.timeline import enter
from core.cases.turns import RULES
from core.contracts import CaseKind, Transition, article_under
from core.db import ScopedSession, numbers, prepared
from core.db.appending import append
from core.db.crypto import blind_index
from core.db.ids import new_id
from core.db.queue import queue
from core.deadlines.rules import DeadlineRule
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_

SAME = "="
LOCKED = prepared(
    select(Case).where(Case.id == bindparam("case")).with_for_update().execution_options(populate_existing=True)
)
PROVISIONAL = "全国年节及纪念日放假办法7"  # the yearly arrangement of the holidays is yet to come
STALE = N_("其他人刚刚修改了这个案件。请核对最新内容后再提交，您填写的内容没有丢失。")


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation who takes part in a case."""

    role: str
    name: str
    id_number: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case is opened with.

    Attributes:
        series: the number's series, e.g. ``勐约许``; the number runs per tenant, series and year.
        received_on: the legal day of receipt; for online papers the day of arrival (电子签名法 11②).
        channel: ``online``, ``window``, ``village`` or ``oral``.
        values: what else the kind's opening clocks ask for.
        state, label: another first state than the kind's own, and what the timeline calls the opening.
        handler_id: whose it is from the first moment; None: whose the unit's rule says.
    """

    title: str
    series: str
    unit_id: UUID
    parties: Sequence[Party]
    received_on: dt.date
    channel: str = "online"
    parent_id: UUID | None = None
    note: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    state: str = ""
    label: str = N_("收件")
    handler_id: UUID | None = None


def open_case(
    session: ScopedSession,
    actor: Actor,
    kind_code: str,
    opening: Opening,
    detail: Callable[[Case], Sequence[object]],
    key: str,
) -> Case:
    """Open a case: detail rows, clocks, receipt, timeline, audit and outbox in one transaction, number taken last.

    Args:
        detail: makes the plugin's rows for the new case.
        key: the form's key; a second call with the same key returns the first case.

    Raises:
        DomainError: the day of receipt lies in the future.
    """
    queue(session, key)
    if done := once(session, key, "open"):
        return done
    if opening.received_on > time.today():
        raise DomainError(Problem(N_("收件日期不能晚于今天。"), "received_on"))
    kind = plugins.registry().case_kinds[kind_code]
    case = _new_case(session, kind, opening)
    session.add(case)
    session.flush()
    _add_parties(session, case, opening.parties)
    session.add_all(detail(case))
    session.add(FormOnce(tenant_id=case.tenant_id, key=key, case_id=case.id, act="open", at=time.now()))
    session.flush()
    facts = kind.facts(session, case)
    article = article_under(kind.opening_article, facts)
    made = papers.names(kind.opening_papers, facts, opening)
    Ledger(session, case, actor, article, document=made).apply(kind.opening, facts, opening)
    enter(session, actor, case, "open", opening.label, article, opening.note)
    case.series, case.no_year = opening.series, time.today().year
    case.no_seq = numbers.take(session, opening.series, case.no_year)
    papers.issue(session, actor, case, kind.opening_papers, facts, opening)
    session.flush()
    announcing.tell(session, case, "open")
    if opening.handler_id is None:
        _assign_by_rule(session, case)
    return case


def act(
    session: ScopedSession,
    actor: Actor,
    case_id: UUID,
    code: str,
    command: Any,
    key: str,
    on: dt.date | None = None,
) -> Case:
    """Carry out one transition of a case.

    Args:
        command: the transition's command dataclass; its `version` is the one the actor saw.
        key: the form's key; a second call with the same key changes nothing and returns the case.
        on: the legal day of the act, where it is not today: the law's own acts bear the law's day.

    Raises:
        NotFound: no such case in this tenant.
        Forbidden: the actor does not hold the transition's permission for the case's unit.
        DomainError: every reason why the act is refused, in words.
    """
    case = locked(session, case_id)
    if done := once(session, key, code, case_id):
        return done
    if case is None:
        raise NotFound(case_id)
    kind = plugins.registry().case_kinds[case.kind]
    transition = find_transition(kind, code)
    facts = check(session, actor, case, transition, command)
    actor = actor.acting(transition.permission, case.unit_id) if transition.permission else actor
    # Read before anything moves: a look at the tables writes down what has changed so far, and once is enough.
    ledger = Ledger(session, case, actor, on=on)
    was = before.look(session, case, transition.undo) if transition.undo is not None else None
    if transition.handler is not None:
        transition.handler(session, actor, case, facts, command)
        facts = transition.facts(session, case)
    session.add(FormOnce(tenant_id=case.tenant_id, key=key, case_id=case.id, act=code, at=time.now()))
    ledger.article = article = article_under(transition.article, facts)
    ledger.document = papers.names(transition.papers, facts, command)
    _move(session, case, kind, transition, facts, command)
    ledger.apply(transition.clocks, facts, command)
    papers.issue(session, actor, case, transition.papers, facts, command)
    _answer(session, case, kind, transition, facts, command)
    with session.no_autoflush:  # whom to tell does not hang on what is written below, and that goes in one batch
        told = notices.tell_of_act(session, actor, case, transition)
    enter(session, actor, case, code, transition.label, article, transition.note(facts, command), on)
    session.flush()
    announced = announcing.tell(session, case, code, held=transition.undo is not None)
    if was is not None and case.is_open:
        before.keep(session, actor, case, was, code, key, told, announced)
    return case


def check(session: ScopedSession, actor: Actor, case: Case, transition: Transition, command: Any) -> Any:
    """What `act` looks at before anything moves; reads only.

    Returns:
        The facts the guard has seen.

    Raises:
        NotFound: the case is about the actor, of a kind that hides it from them.
        Forbidden, DomainError: as `act`; what only the handler refuses is not seen here.
    """
    if not allowed(actor, case, transition):
        raise Forbidden(transition.permission)
    kind = plugins.registry().case_kinds[case.kind]
    staff = not actor.is_system and not actor.is_party
    if (
        staff
        and kind.hidden is not None
        and session.scalar(select(Case.id).where(Case.id == case.id, kind.hidden(actor)))
    ):
        raise NotFound(case.id)
    _refuse_stale(case, kind, transition, command)
    facts = transition.facts(session, case)
    if problems := [*transition.ready(facts), *transition.guard(facts, command)]:
        raise DomainError(problems)
    return facts


def flag(session: ScopedSession, case: Case, clock: Clock, rule: DeadlineRule) -> None:
    """Mark for the handler what the law makes of a limit that passed; it stays theirs to judge, nothing else moves."""
    mark(session, case, clock, "flag", rule, clock.due_on)
    actor, article = Actor.system(session.tenant), f"{rule.law}{rule.article}"
    enter(session, actor, case, "flag", rule.on_expiry, article, "", clock.due_on)


def mark(
    session: ScopedSession, case: Case, clock: Clock, what: str, rule: DeadlineRule, on: dt.date | None = None
) -> None:
    """Enter in the ledger of a limit what the law made of its passing, while it runs on."""
    Ledger(session, case, Actor.system(session.tenant), f"{rule.law}{rule.article}", on).mark(clock.id, what)


def assign(
    session: ScopedSession, actor: Actor, case: Case, handler_id: UUID, note: str = "", rule: str = "manual"
) -> None:
    """Give a case its handler 承办人; changes neither state nor clocks. The audit says to whom and by which rule."""
    case.handler_id = handler_id
    label = RULES[rule][1] if rule in RULES else N_("分办")
    enter(session, actor, case, "assign", label, "", note, body={"to": str(handler_id), "rule": rule})


def pass_on(session: ScopedSession, case: Case) -> None:
    """Give a case anew by the rule of its unit; nobody's where that names nobody. Who had it no longer does."""
    case.handler_id = None
    _assign_by_rule(session, case)


def hold(session: ScopedSession, case: Case, clock: Clock) -> None:
    """Enter that a limit passed on a provisional calendar: nothing rests on that day until a notice settles it."""
    Ledger(session, case, Actor.system(session.tenant), PROVISIONAL).mark(clock.id, "hold")


def once(session: ScopedSession, key: str, act: str, case_id: UUID | None = None) -> Case | None:
    """The case a form with this key was carried out on, if it was.

    Raises:
        DomainError: the key belongs to another act or case, so that no key opens what it was not made for.
    """
    seen = session.get(FormOnce, (session.tenant, key))
    if seen is None:
        return None
    if seen.act != act or case_id not in {None, seen.case_id}:
        raise DomainError(Problem(N_("这份表单已经用于办理另一件事，请重新打开页面填写。")))
    return session.get_one(Case, (seen.tenant_id, seen.case_id))


def find_transition(kind: CaseKind, code: str) -> Transition:
    """The transition of a kind by its code.

    Raises:
        NotFound: the kind has no such act.
    """
    found = next((transition for transition in kind.transitions if transition.code == code), None)
    if found is None:
        raise NotFound(code)
    return found


def allowed(actor: Actor, case: Case, transition: Transition) -> bool:
    """Whether the actor may carry out the transition on this case at all, whatever its state."""
    if actor.is_system:
        return transition.by_system
    if actor.is_party:
        return transition.by_party
    if actor.visiting:
        return False
    return bool(transition.permission) and actor.may(transition.permission, case.unit_id)


def may_handle(case: Case, actor: Actor) -> bool:
    """Whether any act on this case is the actor's to do, in whatever state."""
    kind = plugins.registry().case_kinds[case.kind]
    return any(allowed(actor, case, act) for act in kind.transitions)


def locked(session: ScopedSession, case_id: UUID) -> Case | None:
    """The case as it is now, and until the end of the transaction nobody else's to act on."""
    return session.scalars(LOCKED, {"case": case_id}).one_or_none()


def _assign_by_rule(session: ScopedSession, case: Case) -> None:
    if (found := assigning.chosen_hand(session, case)) is not None:
        handler_id, rule = found
        assign(session, Actor.system(session.tenant), case, handler_id, rule=rule)
        notices.tell_given(session, case, handler_id)
        session.flush()


def _new_case(session: ScopedSession, kind: CaseKind, opening: Opening) -> Case:
    code = codes.new_code()
    applicant = opening.parties[0]
    return Case(
        tenant_id=session.tenant,
        id=new_id(),
        kind=kind.code,
        parent_id=opening.parent_id,
        title=opening.title,
        party=applicant.name,
        party_index=blind_index(applicant.id_number, "id_number") if applicant.id_number else None,
        unit_id=opening.unit_id,
        handler_id=opening.handler_id,
        state=opening.state or kind.initial,
        is_open=True,
        code=code,
        code_index=blind_index(code, "case_code"),
        channel=opening.channel,
        opened_at=time.now(),
        received_on=opening.received_on,
    )


def _add_parties(session: ScopedSession, case: Case, parties: Sequence[Party]) -> None:
    for party in parties:
        session.add(
            Participant(
                tenant_id=case.tenant_id,
                case_id=case.id,
                role=party.role,
                name=party.name,
                id_number=party.id_number or None,
                phone=party.phone or None,
                address=party.address or None,
            )
        )


def _refuse_stale(case: Case, kind: CaseKind, transition: Transition, command: Any) -> None:
    if case.state not in transition.sources:
        label = next(state.label for state in kind.states if state.code == case.state)
        raise DomainError(Problem(N_("案件现在是“%(state)s”，不能再办理这一步。"), params={"state": label}))
    if command.version != case.version:
        raise DomainError(Problem(STALE))


def _move(session: ScopedSession, case: Case, kind: CaseKind, transition: Transition, facts: Any, command: Any) -> None:
    target = transition.target if isinstance(transition.target, str) else transition.target(facts, command)
    if target != SAME:
        case.state = target
    if transition.receives is not None:
        case.received_on = transition.receives(facts, command)
    flag_modified(case, "state")  # every act moves the version, so that a stale form is always noticed
    final = next(state.final for state in kind.states if state.code == case.state)
    case.is_open = not final
    # What is said of a case after its end, as by its party, does not end it anew.
    case.closed_at = (case.closed_at or time.now()) if final else None


def _answer(
    session: ScopedSession, case: Case, kind: CaseKind, transition: Transition, facts: Any, command: Any
) -> None:
    if transition.reply is not None:
        words = transition.reply(facts, command)
        append(
            session,
            Reply,
            tenant_id=case.tenant_id,
            case_id=case.id,
            at=time.now(),
            act=transition.code,
            words=words,
        )
    elif kind.answerable and not case.is_open:
        replied = session.scalar(select(Reply.id).where(Reply.case_id == case.id).limit(1))
        if replied is None:
            raise DomainError(Problem(N_("还没有答复当事人，案件不能办结。")))
