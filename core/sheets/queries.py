"""Reading imports: one's own, what was read, and how far one has come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, select

from core.accounts.actor import Actor
from core.contracts import Sheet
from core.db import ScopedSession
from core.errors import NotFound
from core.sheets.models import SheetImport, SheetRow
from core.sheets.rules import Grid


def whole(session: ScopedSession, sheet: Sheet, of: str = "") -> Sheet:
    """A sheet with the further columns of the tenant: those of one thing its rows may be for, or all of them.

    All together they ask for nothing and offer no choices: what is for one need not be for the other.

    Raises:
        NotFound: the rows are never for what `of` names.
    """
    if sheet.more is None:
        return sheet
    kinds = sheet.more(session)
    if of and of not in kinds:
        raise NotFound(of)
    found = (column for columns in ([kinds[of]] if of else kinds.values()) for column in columns)
    more = {column.name: column if of else replace(column, required=False, choices=None) for column in found}
    return replace(sheet, columns=(*sheet.columns, *more.values()))


def own(session: ScopedSession, actor: Actor, import_id: UUID) -> SheetImport:
    """An import of the actor's own.

    Raises:
        NotFound: it is absent or somebody else's, which look the same.
    """
    mine = (SheetImport.id == import_id, SheetImport.account_id == actor.account_id)
    found = session.scalar(select(SheetImport).where(*mine))
    if found is None:
        raise NotFound(import_id)
    return found


def grid_of(brought: SheetImport) -> Grid:
    """What was read, as it was kept."""
    kept = json.loads(brought.content)
    rows = tuple((line, tuple(cells)) for line, cells in kept["rows"])
    return Grid(rows, frozenset((line, at) for line, at in kept["lost"]))


def count(session: ScopedSession, brought: SheetImport) -> dict[str, int]:
    """Outcome → how many rows of an import have it; those the worker has not made yet are waiting, too."""
    rows = session.execute(
        select(SheetRow.outcome, func.count()).where(SheetRow.import_id == brought.id).group_by(SheetRow.outcome)
    )
    found = {row[0]: row[1] for row in rows}
    if unmade := brought.total - sum(found.values()):
        found["waiting"] = found.get("waiting", 0) + unmade
    return found


def count_undone(session: ScopedSession, brought: SheetImport) -> dict[str, int]:
    """How far the undoing is: ``waiting``, ``undone`` and ``kept`` → how many rows."""
    mine = (SheetRow.import_id == brought.id, SheetRow.undo != "")
    rows = session.execute(select(SheetRow.undo, func.count()).where(*mine).group_by(SheetRow.undo))
    return {row[0]: row[1] for row in rows}


def rows_of(session: ScopedSession, brought: SheetImport, *states: str) -> Sequence[SheetRow]:
    """The rows of an import with one of these outcomes or ends of its undoing, as they stood in the file."""
    mine = (SheetRow.import_id == brought.id, SheetRow.outcome.in_(states) | SheetRow.undo.in_(states))
    return session.scalars(select(SheetRow).where(*mine).order_by(SheetRow.line)).all()


def recent(session: ScopedSession, actor: Actor, sheet: Sheet) -> Sequence[SheetImport]:
    """The actor's imports of a sheet that are still there, the newest first."""
    mine = (SheetImport.account_id == actor.account_id, SheetImport.sheet == sheet.code)
    return session.scalars(select(SheetImport).where(*mine).order_by(SheetImport.created_at.desc()).limit(20)).all()


def cells_of(row: SheetRow) -> dict[str, str]:
    """The cells of a row as they were typed, by the column's name."""
    kept: dict[str, dict[str, str]] = json.loads(row.cells)
    return kept["cells"]
