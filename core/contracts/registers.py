"""Registers 登记簿: what was done in a period, row by row, for print and for inspection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.accounts.actor import Actor
    from core.db import ScopedSession


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column of a register.

    Attributes:
        label: its head (marked ``N_``).
        width: in Chinese characters; on paper columns share the page in this proportion.
        total: it holds numbers, whose sum stands in the last row.
    """

    label: str
    width: int = 6
    total: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register that people take out for a period, as XLSX with its print set up; core draws page, file and totals.

    Attributes:
        code: ``<plugin>.<name>``.
        title, help: its name, and what stands in it (marked ``N_``).
        permission: what taking it out takes.
        columns: besides the running number, which core puts first.
        rows: with (session, actor, first day, last day, both inclusive) the cells of each row in their order; only what
            the actor may read, with the names of parties masked. Text that is marked ``N_`` is shown translated.
    """

    code: str
    title: str
    help: str
    permission: str
    columns: tuple[RegisterColumn, ...]
    rows: Callable[[ScopedSession, Actor, dt.date, dt.date], Iterable[Sequence[str | int | dt.date | None]]]
