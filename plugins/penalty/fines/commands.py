"""What is told of a decided fine: payments, cash, a review or suit, its correction and its end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Every act names the version of the case that the actor saw."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay(Act):
    """A payment as the bank or the payment system says."""

    paid_on: dt.date
    amount: Decimal
    way: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FallDue(Act):
    """The last day to pay went by, and something is left (72①)."""

    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn(Act):
    """Cash reached the organ, or the bank (71)."""

    on: dt.date
    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Banked(HandIn):
    """The organ paid the cash in at the bank (71)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay(Act):
    """A review or a lawsuit began, for which nothing is added to the fine (73③).

    Attributes:
        copied_on: the day on which the organ got the copy of the complaint 起诉状副本, from which it has fifteen days
            to answer the court (行政诉讼法 67①); None where the suit is registered and answered elsewhere.
    """

    kind: str
    on: dt.date
    document: str
    copied_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStay(Act):
    """The last day of the review or lawsuit that runs."""

    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Defended(Act):
    """The court has the defence 答辩状 with evidence and basis (行政诉讼法 67①)."""

    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunded(Act):
    """What was paid too much was given back (行政强制法 41)."""

    on: dt.date
    amount: Decimal
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Act):
    """Whether the act was put right (28①)."""

    corrected: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Act):
    """Everything is done."""
