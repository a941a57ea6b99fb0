"""What the acts of an intake point are told."""

from __future__ import annotations

from dataclasses import dataclass

from core.cases.reviews import REVOKED
from plugins.reconsideration.review.commands import Act, Apply


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIn:
    """An application taken in: as what, by somebody who had nothing to do with the act, and what struck them.

    Attributes:
        by_device: the penalty rests on what a monitoring device recorded (32①).
    """

    role: str
    uninvolved: bool
    by_device: bool = False
    application: Apply


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward(Act):
    """It goes on to the county."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOwn(Act):
    """The office that made the act changed it instead (32②).

    Attributes:
        outcome: a key of `rules.OWN_CHANGES`.
        fine: the fine that counts instead, yuan as text; empty where it stays.
    """

    words: str
    outcome: str = REVOKED
    fine: str = ""
