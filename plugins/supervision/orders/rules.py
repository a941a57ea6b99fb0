"""The rules of orders, pure: who issues which, what one must say, and that nobody checks their own answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from core.errors import Problem
from core.i18n import N_

if TYPE_CHECKING:
    from core.files.services import Kept

ASSIGN, URGE, SUPERVISE, RECTIFY = "assign", "urge", "supervise", "rectify"
# kind → its name, and the letter of its numbers
KINDS: Mapping[str, tuple[str, str]] = {
    ASSIGN: (N_("交办单"), "交"),
    URGE: (N_("催办单"), "催"),
    SUPERVISE: (N_("督办单"), "督"),
    RECTIFY: (N_("整改通知单"), "改"),
}
GOVERNMENT, GENERAL_OFFICE, SUPERVISION = "leadership", "general_office", "supervision_office"
OFFICES = frozenset({GOVERNMENT, GENERAL_OFFICE, SUPERVISION})
LONGEST = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Any act: `version` is the one the actor saw."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Act):
    """What the unit did, with its proofs."""

    words: str
    proofs: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Act):
    """What was found when the answer was checked."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Act):
    """Why an answer is not enough, and until when the next one is due."""

    reason: str
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift(Act):
    """Why nothing is demanded any more."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What an order says.

    Attributes:
        about: the number of a case that it is about, as it was typed; empty for none.
    """

    kind: str
    matter: str
    demand: str
    unit_id: UUID
    person: str
    due_on: dt.date
    about: str = ""
    duty_id: UUID | None = None
    draw_id: UUID | None = None
    visit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ordered:
    """What guards and clocks know of an order; `days` are the working days of the limit that counts now."""

    kind: str
    days: int
    answered_by_id: UUID | None


def issues(kind: str, offices: frozenset[str]) -> bool:
    """Whether somebody of these offices issues such an order: 督办 is the government's and supervision's alone."""
    return bool(offices & (OFFICES - {GENERAL_OFFICE} if kind == SUPERVISE else OFFICES))


def due(day: dt.date, today: dt.date, *, working: bool) -> list[Problem]:
    """A limit lies on a working day from today on."""
    if day < today:
        return [Problem(N_("期限不能早于今天。"), "due_on")]
    return [] if working else [Problem(N_("这一天是休息日，请改为工作日。"), "due_on")]


def issue(command: Issue) -> list[Problem]:
    """An order says what is the matter, what is demanded and who is responsible."""
    told = (
        (command.matter, "matter", N_("请写明事项。")),
        (command.demand, "demand", N_("请写明要求。")),
        (command.person, "person", N_("请写明责任人。")),
    )
    return [Problem(words, field) for given, field, words in told if not given.strip()]


def answer(facts: Ordered, command: Answer) -> list[Problem]:
    """What was done is written down."""
    return [] if command.words.strip() else [Problem(N_("请写明办理情况。"), "words")]


def accept(facts: Ordered, command: Accept) -> list[Problem]:
    """What the check found is written down."""
    return [] if command.words.strip() else [Problem(N_("请写明核查情况。"), "words")]


def give_reason(facts: Ordered, command: Return | Lift) -> list[Problem]:
    """A return and a lift say why."""
    return [] if command.reason.strip() else [Problem(N_("请写明理由。"), "reason")]
