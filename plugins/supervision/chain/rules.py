"""The rules of 责任倒查, pure: the person is heard first, the outcomes are a closed list, and no 处分 is among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from core.errors import Problem
from core.i18n import N_
from plugins.supervision.acts import Act

# 处分 is decided by others and never kept here; a matter for them is handed on.
OUTCOMES: Mapping[str, str] = {
    "no_fault": N_("无责任"),
    "talk": N_("提醒谈话"),
    "criticism": N_("批评教育"),
    "self_review": N_("责令检查"),
    "rectify": N_("整改"),
    "circular": N_("通报"),
    "transfer": N_("移送纪检监察"),
}
HEARING = "supervision.hearing"
LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Act):
    """Who is asked, and what."""

    person_id: UUID
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hear(Act):
    """What the person says."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclude(Act):
    """The outcome and its reasons."""

    outcome: str
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What guards know: who may be asked, whether the person spoke, and until when they may."""

    hands: frozenset[UUID] = frozenset()
    heard: bool = False
    until: dt.date | None = None
    today: dt.date = dt.date.min


def ask(facts: Known, command: Ask) -> list[Problem]:
    """One of those who had it is asked something."""
    found = []
    if command.person_id not in facts.hands:
        found.append(Problem(N_("请选择经手的人。"), "person"))
    if not command.question.strip():
        found.append(Problem(N_("请写明要说明的问题。"), "question"))
    return found


def hear(facts: Known, command: Hear) -> list[Problem]:
    """It is said in words."""
    return [] if command.words.strip() else [Problem(N_("请写明情况。"), "words")]


def may_conclude(facts: Known) -> list[Problem]:
    """Nothing is concluded before the person spoke or the day for it has passed."""
    if facts.heard or (facts.until is not None and facts.today > facts.until):
        return []
    day = facts.until.isoformat() if facts.until is not None else ""
    return [Problem(N_("当事人还没有说明情况，期限到%(day)s，不能作出结论。"), params={"day": day})]


def conclude(facts: Known, command: Conclude) -> list[Problem]:
    """One outcome of the list, with its reasons."""
    found = []
    if command.outcome not in OUTCOMES:
        found.append(Problem(N_("请选择结论。"), "outcome"))
    if not command.words.strip():
        found.append(Problem(N_("请写明理由。"), "words"))
    return found
