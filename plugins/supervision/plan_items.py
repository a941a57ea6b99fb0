"""The items of a unit's plan 实施方案, month by month: done, being done, or not done and why (实施方案三·第二步)."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import select

from core.contracts import Submission
from core.db import ScopedSession
from core.duties.lines import MONTHLY
from core.duties.models import Duty
from core.duties.rules import ACCEPTED, SUBMITTED
from core.errors import Problem
from core.i18n import N_
from core.tenancy.models import Unit

PLAN, PART = "scheme.plan", "items"
DONE, DOING, NOT_DONE = "已完成", "正在办理", "未完成"
HANDED_IN = (SUBMITTED, ACCEPTED)
# The last place where an item ends and its progress begins: items and reasons have colons of their own.
PARTS = re.compile(rf"(?P<item>.*)[：:]\s*(?P<said>(?:{DONE}|{DOING}|{NOT_DONE}).*)", re.DOTALL)


def of_month(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> tuple[str, ...]:
    """Each item of the plan with how it stands: what was done by the month before is done, the rest is begun with."""
    plan = _newest(session, unit, PLAN, last)
    before = _newest(session, unit, MONTHLY, first - dt.timedelta(days=1))
    parts = ((line, *_parts(line)) for line in (before or {}).get(PART, ()))
    done = {item: line for line, item, said in parts if said.startswith(DONE)}
    return tuple(done.get(item.strip(), f"{item}：{DOING}") for item in (plan or {}).get("plan", ()))


def check(submission: Submission) -> list[Problem]:
    """Each item says how it stands, and one that is not done says why."""
    problems = []
    for line in submission.parts.get(PART, ()):
        _, said = _parts(line)
        if not said:
            words = N_("“%(line)s”没有写明进展，请在末尾写“：已完成”“：正在办理”或者“：未完成，原因”。")
            problems.append(Problem(words, PART, {"line": line}))
        elif said.startswith(NOT_DONE) and not said.removeprefix(NOT_DONE).strip("，,。 "):
            problems.append(Problem(N_("“%(line)s”没有写明未完成的原因。"), PART, {"line": line}))
    return problems


def _parts(line: str) -> tuple[str, str]:
    """The item of a line and how it stands, whichever colon was typed; ("", "") where it does not say that."""
    found = PARTS.fullmatch(line)
    return (found["item"].strip(), found["said"].strip()) if found else ("", "")


def _newest(session: ScopedSession, unit: Unit, rule: str, last: dt.date) -> dict[str, list[str]] | None:
    """The parts of what a unit handed in last for a duty of a period that had begun by a day."""
    query = select(Duty).where(
        Duty.rule == rule, Duty.unit_id == unit.id, Duty.start_on <= last, Duty.state.in_(HANDED_IN)
    )
    duty = session.scalars(query.order_by(Duty.start_on.desc(), Duty.id).limit(1)).first()
    return duty.content.get("parts", {}) if duty is not None and duty.content else None
