"""The rules of complaints, pure: what is asked, where it goes, and that it is never closed without findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from core.errors import Problem
from core.files.services import Kept
from core.i18n import N_
from plugins.supervision.acts import Act

# 实施方案四(二)1(3): “吃、拿、卡、要”，索取或者收受他人财物或者其他利益。
KINDS: Mapping[str, str] = {
    "eat": N_("吃请"),
    "take": N_("收受财物"),
    "block": N_("故意刁难、拖延不办"),
    "demand": N_("索要财物或者其他好处"),
    "other": N_("其他作风问题"),
}
FOUND: Mapping[str, str] = {"yes": N_("属实"), "partly": N_("部分属实"), "no": N_("不属实")}
LONGEST, SHORT = 2000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Complain:
    """What was told; name and contact only where whoever complains gives them.

    Attributes:
        discipline: it is about a person's breach of discipline, and is to be read by the county's 纪检监察 alone.
    """

    kind: str
    words: str
    about_id: UUID | None = None
    person: str = ""
    happened_on: dt.date | None = None
    name: str = ""
    contact: str = ""
    discipline: bool = False
    files: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify(Act):
    """Whether what was told is so, what was found, and what was done about it."""

    founded: str
    findings: str
    measures: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Act):
    """The answer to whoever complained."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOn(Act):
    """Why it is a matter of discipline; what was told goes with it, this does not reach whoever complained."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAgain(Act):
    """The same parcel once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTip(Act):
    """What the county's 纪检监察 answers whoever gave the tip."""

    words: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What guards know of a complaint: how its last parcel stands, empty where none was sent."""

    parcel: str = ""


def complain(command: Complain, today: dt.date) -> list[Problem]:
    """What was told is in words, and of a day that has been."""
    found = []
    if command.kind not in KINDS:
        found.append(Problem(N_("请选择是什么问题。"), "kind"))
    if not command.words.strip():
        found.append(Problem(N_("请写明是什么事。"), "words"))
    if command.happened_on is not None and command.happened_on > today:
        found.append(Problem(N_("发生的日期不能晚于今天。"), "happened_on"))
    return found


def goes_on(command: Complain, office: UUID) -> bool:
    """Whether the county reads it instead: it is about discipline, or about the supervision office itself."""
    return command.discipline or command.about_id == office


def verify(facts: Seen, command: Verify) -> list[Problem]:
    """Findings are written down; what is so, even in part, is put right."""
    found = []
    if command.founded not in FOUND:
        found.append(Problem(N_("请选择是否属实。"), "founded"))
    if not command.findings.strip():
        found.append(Problem(N_("请写明核查的情况。"), "findings"))
    if command.founded in {"yes", "partly"} and not command.measures.strip():
        found.append(Problem(N_("属实或者部分属实的，请写明整改的措施。"), "measures"))
    return found


def answer(facts: Seen, command: Answer | AnswerTip) -> list[Problem]:
    """It is answered in words."""
    return [] if command.words.strip() else [Problem(N_("请写明给投诉人的答复。"), "words")]


def hand_on(facts: Seen, command: HandOn) -> list[Problem]:
    """Why it is a matter of discipline is written down."""
    return [] if command.reason.strip() else [Problem(N_("请写明为什么转交。"), "reason")]


def may_send_again(facts: Seen) -> list[Problem]:
    """Only what came back is sent again."""
    return [] if facts.parcel == "refused" else [Problem(N_("已经送达或者正在送达，不用重新转交。"))]
