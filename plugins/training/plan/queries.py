"""Reading plans: one of a unit and year, how its filing stands, its editions and what changed between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.contracts import Submission
from core.db import ScopedSession
from core.duties.models import Duty
from core.i18n import N_
from plugins.training import rules
from plugins.training.models import Plan, PlanEdition

ADDED, GONE, CHANGED = N_("增加专题"), N_("删去专题"), N_("修改专题")


def year_of(year: int) -> tuple[dt.date, dt.date]:
    """First and last day of a year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def plan_of(session: ScopedSession, unit_id: UUID, year: int) -> Plan | None:
    """The plan of a unit and year; None where nobody began one."""
    return session.scalar(select(Plan).where(Plan.unit_id == unit_id, Plan.year == year))


def plans_of(session: ScopedSession, units: Collection[UUID], year: int) -> dict[UUID, Plan]:
    """The plans of some units, by unit."""
    query = select(Plan).where(Plan.unit_id.in_(sorted(units)), Plan.year == year)
    return {plan.unit_id: plan for plan in session.scalars(query)}


def duty_of(session: ScopedSession, rule: str, unit_id: UUID, year: int) -> Duty | None:
    """What a unit owes under a rule for a year."""
    return duties_of(session, rule, [unit_id], year).get(unit_id)


def duties_of(session: ScopedSession, rule: str, units: Collection[UUID], year: int) -> dict[UUID, Duty]:
    """What some units owe under a rule for a year, by unit."""
    query = select(Duty).where(Duty.rule == rule, Duty.unit_id.in_(sorted(units)), Duty.period == str(year))
    return {duty.unit_id: duty for duty in session.scalars(query)}


def content(plan: Plan) -> dict[str, Any]:
    """What a plan says, as an edition keeps it."""
    return {"theme": plan.theme, "needs": list(plan.needs), "topics": list(plan.topics)}


def planned(plan: Plan | None) -> dict[str, int]:
    """Quarters by topic of a plan."""
    return {topic["name"]: topic["quarters"] for topic in plan.topics} if plan is not None else {}


def names(plan: Plan | None) -> dict[str, str]:
    """Names of a plan's topics by code."""
    return {topic["code"]: topic["name"] for topic in plan.topics} if plan is not None else {}


def tags(plan: Plan | None) -> dict[str, str]:
    """What a plan's topics stand for, by code."""
    return {topic["code"]: topic["tag"] for topic in plan.topics} if plan is not None else {}


def submission(plan: Plan) -> Submission:
    """What is handed in for a plan: its theme, and a line for each topic and each need."""
    topics = tuple(rules.line(topic["name"], topic["quarters"]) for topic in plan.topics)
    needs = tuple(f"{need['who']}：{need['gap']}（{need['basis']}）" for need in plan.needs)
    return Submission(plan.theme, {"topics": topics, "needs": needs})


def editions(session: ScopedSession, plan: Plan) -> list[tuple[PlanEdition, list[tuple[str, str]]]]:
    """The editions of a plan, the newest first, each with what it changed: (a msgid, the topic)."""
    query = select(PlanEdition).where(PlanEdition.plan_id == plan.id).order_by(PlanEdition.number)
    rows = session.scalars(query).all()
    before: Mapping[str, Any] = {"topics": []}
    found = []
    for row in rows:
        found.append((row, differences(before["topics"], row.content["topics"]) if row.number > 1 else []))
        before = row.content
    return found[::-1]


def differences(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """What changed between the topics of two editions, with hours where they did."""
    was, now = ({topic["code"]: topic for topic in topics} for topics in (old, new))
    found = [(GONE, _said(was[code])) for code in was if code not in now]
    found += [(ADDED, _said(now[code])) for code in now if code not in was]
    changed = [code for code in now if code in was and was[code] != now[code]]
    return found + [(CHANGED, f"{_said(was[code])} → {_said(now[code])}") for code in changed]


def _said(topic: Mapping[str, Any]) -> str:
    return rules.line(topic["name"], topic["quarters"])
