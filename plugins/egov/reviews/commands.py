"""What taking a review in, and the acts on it, are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A petitioner's request 复查、复核请求.

    Attributes:
        level: a key of `rules.LEVELS`.
        place: the code of the township whose opinion it is; 0 where it is another organ's.
        organ, document: who gave the opinion, and its number.
        answered_on: the day on which the petitioner received it in writing.
        requested_on: the day on which the request was received.
    """

    level: str
    name: str
    phone: str
    place: int
    organ: str
    document: str
    answered_on: dt.date
    requested_on: dt.date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The version of the case that the actor saw."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Act):
    """What is said."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hear(Act):
    """The notice of the hearing, and the day from which it takes time."""

    document: str
    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndHearing(Words):
    """The last day of the hearing, and what came of it."""

    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Words):
    """The opinion: a key of `rules.OUTCOMES`, the reasons, and the legal basis."""

    outcome: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Served(Act):
    """The day on which the petitioner received the opinion in writing."""

    served_on: dt.date
