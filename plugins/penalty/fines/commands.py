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
class HandIn(Act):
    """Cash reached the organ, or the bank (71)."""

    on: dt.date
    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Banked(HandIn):
    """The organ paid the cash in at the bank (71)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay(Act):
    """A review or a lawsuit began, for which nothing is added to the fine (73③)."""

    kind: str
    on: dt.date
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStay(Act):
    """The last day of the review or lawsuit that runs."""

    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Act):
    """Whether the act was put right (28①)."""

    corrected: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Act):
    """Everything is done."""
