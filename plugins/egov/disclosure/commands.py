"""What a request for information and the acts on it are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request 政府信息公开申请 (条例 29).

    Attributes:
        channel: a key of `rules.CHANNELS`; from it follows the day of receipt (条例 31).
        form: a key of `rules.FORMS`.
        oral: who wrote down what was said, where the applicant can't write.
    """

    name: str
    id_number: str
    phone: str
    address: str
    wanted: str
    form: str
    channel: str = "online"
    received_on: dt.date | None = None
    oral: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The version of the case that the actor saw."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Act):
    """A reason, an explanation."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Act):
    """The day on which both sides confirmed the receipt."""

    confirmed_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCorrection(Act):
    """What is unclear, and within how many working days it is to be put right."""

    words: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consult(Words):
    """Whom the organ asks for an opinion: a key of `consulting.rules.CONSULTED`, the name, the letter; on what."""

    whom: str
    name: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive(Act):
    """The day on which they received the letter."""

    received_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndConsulting(Words):
    """What came: a key of `consulting.rules.OPINIONS`, the day, None where nothing came, and the words."""

    opinion: str
    came_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Act):
    """By how many working days, and why."""

    days: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Act):
    """The reply that is proposed.

    Attributes:
        reply: a key of `rules.REPLIES`.
        ground: of `rules.GROUNDS`, where something is not given.
        override: why it is given although a third party objects (条例 32).
    """

    reply: str
    words: str
    ground: str = ""
    override: str = ""
