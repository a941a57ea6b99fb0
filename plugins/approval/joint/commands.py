"""What the acts of joint handling are told."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plugins.approval.commands import Act, Extend


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOut(Act):
    """Which units take part, what they are asked, and in how many working days they answer (许可法 26)."""

    units: tuple[UUID, ...]
    asked: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart(Act):
    """The opinion of a unit that takes part."""

    agrees: bool
    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPart(Act):
    """The application ended before the part was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendJoint(Extend):
    """The head of the government lengthens the limit of a joint handling (许可法 42②)."""
