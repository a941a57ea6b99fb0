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
# What concerns no person, and so may be concluded where there is nobody who could be heard.
OF_UNIT = ("no_fault", "rectify", "circular")
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
    """What guards know: who may be asked, whether the person spoke, and until when; None until one is asked."""

    hands: frozenset[UUID] = frozenset()
    heard: bool = False
    until: dt.date | None = None
    today: dt.date = dt.date.min


def may_ask(facts: Known) -> list[Problem]:
    """There is somebody to ask."""
    return [] if facts.hands else [Problem(N_("经手的单位没有可以询问的人，请直接作出结论。"))]


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
    """Nothing is concluded before the person spoke or the day for it has passed, unless there is nobody to ask."""
    if facts.until is None:
        return [Problem(N_("还没有询问当事人，不能作出结论。"))] if facts.hands else []
    if facts.heard or facts.today > facts.until:
        return []
    day = facts.until.isoformat()
    return [Problem(N_("当事人还没有说明情况，期限到%(day)s，不能作出结论。"), params={"day": day})]


def conclude(facts: Known, command: Conclude) -> list[Problem]:
    """One outcome of the list, with its reasons; none that is about a person where none was asked."""
    found = []
    if command.outcome not in OUTCOMES:
        found.append(Problem(N_("请选择结论。"), "outcome"))
    elif facts.until is None and command.outcome not in OF_UNIT:
        found.append(Problem(N_("没有询问过当事人，结论只能是无责任、整改或者通报。"), "outcome"))
    if not command.words.strip():
        found.append(Problem(N_("请写明理由。"), "words"))
    return found
