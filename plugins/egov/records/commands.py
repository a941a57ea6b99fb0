"""What asking for a correction, and the acts on it, are told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Somebody's demand that a record about them be corrected (条例 41).

    Attributes:
        record: which record, and where it was given.
        wrong, evidence: what is wrong in it, and what proves it.
    """

    name: str
    id_number: str
    phone: str
    record: str
    wrong: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The version of the case that the actor saw."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Act):
    """What the person is told."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass(Words):
    """To which organ it was sent."""

    organ: str
