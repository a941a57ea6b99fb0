"""What the acts of the summary procedure are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from plugins.penalty.fines.commands import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What officers found on the spot.

    Attributes:
        subject: ``person`` or ``organisation``; an individual business counts as a person.
        still, lighter: what 37 leaves to be said, where the text changed since the act.
        serious: life, health or the safety of money is at stake, with harmful consequences (36①): five years.
        officers: the certificates of those who act, the first of them whoever enters it.
    """

    subject: str
    name: str
    id_number: str = ""
    phone: str = ""
    address: str = ""
    offence: str
    acted_on: dt.date
    place: str
    facts: str
    evidence: str
    cards_shown: bool
    officers: tuple[UUID, ...]
    serious: bool = False
    still: bool | None = None
    lighter: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Act):
    """The party is told facts, grounds, basis and the penalty intended, and their rights (44).

    Attributes:
        band, met, grounds, quantity: what was answered to the calculator.
        fine: in yuan; 0 for a warning alone.
    """

    warning: bool
    fine: Decimal = Decimal()
    band: int | None = None
    met: tuple[int, ...] = ()
    grounds: tuple[str, ...] = ()
    quantity: Decimal | None = None
    reasons: str = ""
    reviewer: str = ""
    rights: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hear(Act):
    """What the party said, and how the facts, reasons and evidence that it brought were checked (45①)."""

    said: str
    examined: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRecusal(Act):
    """The party asks an officer to stand back, or an officer does (43①②), and why."""

    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideRecusal(Act):
    """The head's decision on a recusal (43③); where it is granted, who acts instead of whom."""

    granted: bool
    reasons: str
    leaves: UUID | None = None
    comes: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Act):
    """The decision on the spot (51, 52).

    Attributes:
        signed: the party signed for the paper; without it `refusal` says how it was refused (52①).
        cash: the ground on which the fine is taken on the spot (68, 69); empty where it is paid at the bank.
        receipt: the number of the receipt that is due then (70).
        correct_by: the last day to put the act right (28①); None where it was put right at once.
        pad: the pad and the number on it, where a pre-printed paper was filled in.
    """

    warning: bool
    fine: Decimal
    signed: bool
    refusal: str = ""
    cash: str = ""
    receipt: str = ""
    correct_by: dt.date | None = None
    pad: UUID | None = None
    pad_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waive(Act):
    """No penalty 不予行政处罚, on a ground of the law, with the education that 33③ asks for."""

    ground: str
    reasons: str
    education: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn(Act):
    """It needs the ordinary procedure 普通程序, and why."""

    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Act):
    """The organ has received the report of the decision (52③)."""

    note: str = ""
