"""Rows that come in from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from core.accounts.actor import Actor
    from core.db import ScopedSession
    from core.errors import Problem


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet that is brought in.

    Attributes:
        name: by which the sheet's functions and their problems know it.
        label, note: its head, and what else who fills it in should know (marked ``N_``).
        required: a row without it is refused.
        unique: no two rows of one file may have the same.
        choices: what may stand there: words → value (JSON).
        read: makes a value (JSON) of what was typed; a `DomainError` says why it can't.
        example: in the template's instructions.
        longest: characters.
    """

    name: str
    label: str
    note: str = ""
    required: bool = False
    unique: bool = False
    choices: Callable[[ScopedSession], Mapping[str, Any]] | None = None
    read: Callable[[str], Any] | None = None
    example: str = ""
    longest: int = 200


@dataclass(frozen=True, slots=True)
class SheetChange:
    """What one row did: `outcome` is ``created``, ``changed`` or ``same``; before and after are JSON objects."""

    outcome: str
    target: UUID
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of rows that are brought in from a spreadsheet, looked at before and undone within a day.

    Attributes:
        code: ``<plugin>.<rows>``.
        label, help: its name, and what is done with it (marked ``N_``).
        permission: what bringing in takes.
        back: endpoint of the page its rows are on, with the tenant's `code`.
        columns: in the order of the template; a value that was left blank is not among those of a row.
        look: with (session, actor, the values of all good rows) once for a file, then with those of each row: what it
            would do, ``created``, ``changed`` or ``same``. A `DomainError` names the columns it refuses.
        take: does it for one row, through the service that does it for one. It may refuse what `look` did not see.
        touched: why a change can't be undone any more, or None.
        undo: undoes it.
        next: what is still to be done for the new rows (marked ``N_``).
        more: further columns by what the rows are for (in words), as the tenant's own data has them. A template is made
            for one of them; a file may mix several, so that ``look`` says what such a row needs and what it may hold.
    """

    code: str
    label: str
    help: str
    permission: str
    back: str
    columns: tuple[SheetColumn, ...]
    look: Callable[[ScopedSession, Actor, Sequence[Mapping[str, Any]]], Callable[[Mapping[str, Any]], str]]
    take: Callable[[ScopedSession, Actor, Mapping[str, Any]], SheetChange]
    touched: Callable[[ScopedSession, SheetChange], Problem | None]
    undo: Callable[[ScopedSession, Actor, SheetChange], None]
    next: str = ""
    more: Callable[[ScopedSession], Mapping[str, Sequence[SheetColumn]]] | None = None
