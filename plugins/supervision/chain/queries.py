"""Reading a look back, and what it is made from: missed limits, timelines, pauses, duties."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.models import Account
from core.accounts.permissions import Perm as Office
from core.accounts.queries import people_in
from core.audit.models import Audit
from core.calendar import services as calendars
from core.cases.catalogue import catalogue
from core.cases.clocks import LAPSED, intervals, open_since
from core.cases.doors import find
from core.cases.models import Case, Clock
from core.cases.queries import clocks_of, entries_of, timeline_of
from core.db import ScopedSession
from core.duties.measures import rules_on
from core.duties.models import Duty, DutyEntry
from core.duties.own import rule_of
from core.duties.rules import ACT_LABELS
from core.errors import DomainError, Problem
from core.i18n import N_
from core.tenancy.models import Unit
from core.tenancy.services import enabled_plugins
from plugins.supervision.chain.hands import Event, Hand, hands
from plugins.supervision.chain.models import Chain
from plugins.supervision.chain.rules import HEARING, OUTCOMES, Known

KIND = "supervision.chain"
MOST = 100


@dataclass(frozen=True, slots=True)
class Missed:
    """A matter that missed its limit, with the hands it went through."""

    subject: str
    subject_id: UUID
    called: str
    unit: str
    rule: str
    article: str
    start_on: dt.date
    due_on: dt.date
    ended_on: dt.date | None
    hands: list[Hand]


def chain_of(session: ScopedSession, case: Case) -> Chain:
    """What is kept of a look back."""
    return session.get_one(Chain, (case.tenant_id, case.id))


def hidden(actor: Actor) -> ColumnElement[bool]:
    """Those in which the actor is the one asked: nobody works on what is about themselves."""
    if actor.visiting is not None:
        return false()
    return exists().where(
        Chain.tenant_id == Case.tenant_id, Chain.case_id == Case.id, Chain.person_id == actor.account_id
    )


def case_missed(session: ScopedSession, number: str) -> Missed:
    """A case by its number, with the organ's limit it missed; the longest missed where there are several.

    Raises:
        DomainError: there is no such case, or it missed none.
    """
    registry, on = plugins.registry(), enabled_plugins(session, session.tenant)
    case = find(session, number, [code for code in registry.case_kinds if registry.owner[code] in on])
    if case is None or case.kind == KIND:
        raise DomainError(Problem(N_("没有找到这个编号。"), "number"))
    today = time.today()
    late = [clock for clock in clocks_of(session, case) if clock.bearer == "organ" and _is_late(clock, today)]
    if not late:
        raise DomainError(Problem(N_("这一件没有超过办理期限，不能倒查。"), "number"))
    clock = min(late, key=lambda one: one.due_on or today)
    assert clock.due_on is not None
    entries = entries_of(session, clock)
    pauses = intervals(entries)
    if (since := open_since(entries)) is not None:
        pauses.append((since, today))
    unit = session.get_one(Unit, (case.tenant_id, case.unit_id)).name
    # A limit that the law let pass ends in the books on its day, but the matter was done later or is not yet.
    closed = time.local_date(case.closed_at) if case.closed_at is not None else None
    done = closed if clock.state == LAPSED else clock.ended_on
    end = min(done or today, today)
    rule = catalogue().newest(clock.rule)
    return Missed(
        "case",
        case.id,
        f"{registry.case_kinds[case.kind].label} {case.number}",
        unit,
        clock.rule,
        f"{rule.law}{rule.article}",
        clock.start_on,
        clock.due_on,
        done,
        hands(clock.start_on, max(end, clock.start_on), unit, _events(session, case), pauses, working),
    )


def duty_missed(session: ScopedSession, duty_id: UUID) -> Missed:
    """A duty that was handed in late, or is not handed in yet; it lay with its unit all the time.

    Raises:
        DomainError: there is no such duty, or it missed no limit.
    """
    duty = next((one for one in late_duties(session) if one.id == duty_id), None)
    if duty is None:
        raise DomainError(Problem(N_("这项任务没有逾期，不能倒查。"), "duty"))
    unit = session.get_one(Unit, (duty.tenant_id, duty.unit_id)).name
    done = time.local_date(duty.submitted_at) if duty.submitted_at is not None else None
    rows = session.scalars(select(DutyEntry).where(DutyEntry.duty_id == duty.id).order_by(DutyEntry.id))
    events = [
        Event(time.local_date(row.at), ACT_LABELS.get(row.act, row.act), row.actor_name)
        for row in rows
        if row.act in {"submit", "nil", "withdraw", "return"}
    ]
    handed = {
        row.submitted_by: session.get_one(Account, row.submitted_by).display_name for row in [duty] if row.submitted_by
    }
    given = [Event(done, "", "", who, name) for who, name in handed.items() if done is not None]
    rule = catalogue().newest(duty.rule)
    return Missed(
        "duty",
        duty.id,
        f"{rule.name}（{duty.period}）",
        unit,
        duty.rule,
        f"{rule.law}{rule.article}",
        duty.start_on,
        duty.due_on,
        done,
        hands(duty.start_on, done or time.today(), unit, [*given, *events], (), working),
    )


def late_duties(session: ScopedSession) -> Sequence[Duty]:
    """The duties that missed their day, the latest first."""
    today = time.today()
    codes = [code for code in rules_on(session, session.tenant) if not rule_of(code).target]
    rows = session.scalars(
        select(Duty).where(Duty.rule.in_(codes), Duty.due_on < today).order_by(Duty.due_on.desc(), Duty.id).limit(MOST)
    )
    return [duty for duty in rows if duty.submitted_at is None or time.local_date(duty.submitted_at) > duty.due_on]


def working(after: dt.date, to: dt.date) -> int:
    """How many working days lie after a day, up to and with another, on the calendar of today."""
    return calendars.latest().working_between(after.toordinal(), to.toordinal())


def facts(session: ScopedSession, case: Case) -> Known:
    """What guards know of it."""
    row = chain_of(session, case)
    clock = next((one for one in clocks_of(session, case) if one.rule == HEARING), None)
    # Who may be asked is of no account any more once somebody was.
    able = frozenset(UUID(account_id) for account_id, _ in people_of(session, case)) if clock is None else frozenset()
    return Known(able, row.heard_on is not None, clock.due_on if clock is not None else None, time.today())


def people_of(session: ScopedSession, case: Case) -> list[tuple[str, str]]:
    """Those who may be asked, once each: (account, name). Who had it; where it lay with the unit alone, its head."""
    row = chain_of(session, case)
    found = {hand["account_id"]: hand["name"] for hand in json.loads(row.hands) if hand["account_id"]}
    if not found:
        found = {str(one.id): one.display_name for one in _answering(session, row)}
    return list(found.items())


def _answering(session: ScopedSession, row: Chain) -> Sequence[Account]:
    """Who answers for the unit with which it lay: its heads, and where it has none with an account, its people."""
    key = (row.tenant_id, row.subject_id)
    unit_id = session.get_one(Case, key).unit_id if row.subject == "case" else session.get_one(Duty, key).unit_id
    people = people_in(session, Office.ASSIGN, unit_id) or people_in(session, Office.SUBMIT, unit_id)
    return session.scalars(select(Account).where(Account.id.in_(people)).order_by(Account.display_name)).all()


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page shows of it."""
    row = chain_of(session, case)
    return {
        "chain": row,
        "hands": json.loads(row.hands),
        "outcome": OUTCOMES.get(row.outcome, ""),
        "known": facts(session, case),
    }


def asked(session: ScopedSession, actor: Actor, case_id: UUID) -> tuple[Case, Chain] | None:
    """The look back in which the actor is asked; None where there is none of that id."""
    row = session.get(Chain, (session.tenant, case_id))
    if row is None or row.person_id != actor.account_id:
        return None
    return session.get_one(Case, (session.tenant, case_id)), row


def alive(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    """Of these, those in which somebody is still to be heard."""
    query = select(Chain.case_id).where(Chain.case_id.in_(ids), Chain.heard_on.is_(None), Chain.outcome == "")
    return set(session.scalars(query))


def visible(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Of these, those in which the reader is the one asked."""
    query = select(Chain.case_id).where(Chain.case_id.in_(ids), Chain.person_id == actor.account_id)
    return set(session.scalars(query))


def _is_late(clock: Clock, today: dt.date) -> bool:
    if clock.due_on is None:
        return False
    return clock.state == LAPSED or (clock.ended_on or today) > clock.due_on


def _events(session: ScopedSession, case: Case) -> list[Event]:
    """What happened on a case; to whom it was given stands in the audit alone."""
    given = session.scalars(
        select(Audit)
        .where(Audit.at >= case.opened_at, Audit.action == f"{case.kind}.assign", Audit.subject == str(case.id))
        .order_by(Audit.at, Audit.id)
    ).all()
    to = {UUID(row.body["to"]) for row in given}
    names = {row.id: row.display_name for row in session.scalars(select(Account).where(Account.id.in_(to)))}
    found = [
        (row.at, Event(time.local_date(row.at), "", row.actor_name, UUID(row.body["to"]), names[UUID(row.body["to"])]))
        for row in given
    ]
    found += [
        (row.at, Event(row.on, row.label, row.actor_name)) for row in timeline_of(session, case) if row.code != "assign"
    ]
    return [event for _at, event in sorted(found, key=lambda pair: pair[0])]
