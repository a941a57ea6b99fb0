"""Kinds of inspection draw: what is drawn from, how much of it, and who signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from core.contracts.duties import Units
from core.i18n import N_

if TYPE_CHECKING:
    from core.accounts.actor import Actor
    from core.db import ScopedSession


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of those that are drawn from: its code, unique in the draw, and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the signers of a draw: somebody of these units; `label` is marked ``N_``."""

    code: str
    label: str
    units: Units


# Each signs for its part, and neither can stand for the other.
BY_GOVERNMENT_AND_SUPERVISION = (
    Seat("government", N_("政府负责人"), Units(kinds=frozenset({"leadership"}))),
    Seat("supervision", N_("监察机构"), Units(functions=frozenset({"supervision_office"}))),
)
OFFICES = Units(frozenset({"leadership"}), frozenset({"supervision_office", "general_office"}))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn, for the list of those to be inspected.

    Attributes:
        title: of the draw with its day, as the list names where its entries come from.
        codes: of those that were drawn, in the order of their places.
    """

    draw_id: UUID
    title: str
    year: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The plugin's list of those to be inspected, on which a finished draw puts what it drew, in one press.

    Attributes:
        may: whether somebody puts it there.
        put: twice is once; how many came on the list. It raises DomainError where the year's list is closed.
        endpoint: the page of the list, which takes ``code`` and ``year``.
    """

    may: Callable[[ScopedSession, Actor], bool]
    put: Callable[[ScopedSession, Actor, Drawn], int]
    endpoint: str


@dataclass(frozen=True, slots=True)
class DrawKind:
    """A kind of inspection draw 抽查.

    Attributes:
        code: ``<plugin>.<kind>``.
        title, source: its name (marked ``N_``), and the article that asks for it.
        population: everything there is to draw from, today.
        ratio: how much is drawn at least, as (numerator, denominator) of all; None where who begins it says how many.
            Asked on the day, since a scheme of the year may raise it.
        typed: who begins it may change the list, e.g. to items that nobody keeps here.
        once: one a calendar year; a second only where the first was given up.
        seats: who signs, two persons at least.
        begins: of which units' people may begin one.
        duty: the duty that it serves; empty for none.
        listing: where what was drawn goes on; None where it goes nowhere.
    """

    code: str
    title: str
    source: str
    population: Callable[[ScopedSession], Sequence[Candidate]]
    ratio: Callable[[ScopedSession], tuple[int, int]] | None = None
    typed: bool = False
    once: bool = False
    seats: tuple[Seat, ...] = BY_GOVERNMENT_AND_SUPERVISION
    begins: Units = OFFICES
    duty: str = ""
    listing: Listing | None = None
