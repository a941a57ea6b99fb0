"""What taking a voice in, and the acts on it, are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """What somebody said.

    Attributes:
        source: a key of `rules.SOURCES`; `order` is the number of a hotline order 工单.
        kind: what the person takes it for; triage fixes it.
        consent: the answer may be published, masked.
        at_once: what was answered on the telephone or at the window; empty where it goes on.
        received_on: the day it came; None for today.
    """

    source: str
    kind: str
    words: str
    name: str
    phone: str = ""
    order: str = ""
    consent: bool = False
    at_once: str = ""
    received_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The version of the case that the actor saw."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Act):
    """What is said."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage(Act):
    """The legal kind and the unit; `official`, a petition's number in the state's own system (信访工作条例 21)."""

    kind: str
    unit: UUID
    official: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Act):
    """The number of the open voice that it is the same as."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Divert(Words):
    """The lawful road: a key of `rules.ROADS`, the organ, and why."""

    road: str
    organ: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Act):
    """By how many days, and why."""

    days: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Words):
    """The answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion(Words):
    """The opinion on a petition: what it comes to, facts and reasons, and its legal basis (信访工作条例 32)."""

    verdict: str
    reasons: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse(Words):
    """Why a petition is not accepted: a key of `rules.REFUSALS`, and the facts."""

    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Served(Act):
    """The day on which the person received the opinion in writing."""

    served_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOutcome(Words):
    """What came of the review of the opinion, and whether it was revoked."""

    revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMerged(Opinion):
    """The same answer to whoever said the same, and who signed it."""

    signer: str
