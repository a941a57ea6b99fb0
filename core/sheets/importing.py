"""Rows that come in: kept as they were read, looked at, ordered, and undone within a day.

What was brought is kept until it is done or a day is over, so that its reader may leave the page and come back.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.queries import ordered
from core.audit.services import record
from core.batches.rules import problems_of, why_of
from core.contracts import Sheet
from core.db import ScopedSession
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.sheets import queries, rules, taking
from core.sheets.models import SheetImport, SheetRow
from core.sheets.rules import Bad, Checked, Grid, Table
from core.sheets.taking import DONE, Laid

# Done while its reader waits; beyond, the worker does it.
AT_ONCE = 200
UNDONE_WITHIN = dt.timedelta(hours=24)
KEPT = dt.timedelta(hours=24)
SOME_BAD = N_("有%(number)d行不能导入，请改正，或者选择只导入没有问题的行。")
NONE_GOOD = N_("没有可以导入的行。")
RUNNING = N_("还在导入，完成之后才能撤销。")
TOO_LATE = N_("导入超过24小时，不能撤销了。")


@dataclass(frozen=True, slots=True)
class Looked:
    """What an import would do: every row with what is bad in it, or what it would make or change."""

    table: Table
    rows: Sequence[Checked]

    @property
    def bad(self) -> list[Checked]:
        """The rows that can't be brought in."""
        return [row for row in self.rows if row.bad]

    def of(self, outcome: str) -> list[Checked]:
        """The good rows that would be ``created``, ``changed`` or ``same``."""
        return [row for row in self.rows if not row.bad and row.outcome == outcome]


def sheets_of(actor: Actor, on: Collection[str]) -> list[Sheet]:
    """The sheets that the actor may bring in.

    Raises:
        Forbidden: there is none.
    """
    found = []
    for code in plugins.registry().sheets:
        with suppress(NotFound, Forbidden):
            found.append(sheet_for(actor, code, on))
    if not found:
        raise Forbidden(next(iter(plugins.registry().sheets.values())).permission)
    return found


def sheet_for(actor: Actor, code: str, on: Collection[str]) -> Sheet:
    """The sheet of a code that the actor may bring in.

    Args:
        on: the measures that are on in the tenant.

    Raises:
        NotFound: there is none, or its measure is off.
        Forbidden: the actor does not hold its permission.
    """
    registry = plugins.registry()
    sheet = registry.sheets.get(code)
    owner = registry.owner[code] if sheet is not None else ""
    if sheet is None or (owner != plugins.CORE and (owner not in on or not actor.uses(owner))):
        raise NotFound(code)
    if not actor.may(sheet.permission):
        raise Forbidden(sheet.permission)
    return sheet


def choices_of(session: ScopedSession, sheet: Sheet) -> dict[str, Mapping[str, Any]]:
    """Column name → words → value, of the columns with choices."""
    return {column.name: column.choices(session) for column in sheet.columns if column.choices is not None}


def bring(session: ScopedSession, actor: Actor, sheet: Sheet, grid: Grid, file_name: str, key: str) -> SheetImport:
    """Keep what was read, to be looked at.

    Args:
        key: the form's key; a second call with the same key returns the first import.

    Raises:
        Forbidden: the actor may not.
        NotFound: the key is another person's.
    """
    if not actor.may(sheet.permission):
        raise Forbidden(sheet.permission)
    if found := ordered(session, actor, SheetImport, key):
        return found
    brought = SheetImport(
        tenant_id=session.tenant,
        id=UUID(hex=key),
        account_id=actor.account_id,
        sheet=sheet.code,
        file_name=file_name,
        content=json.dumps({"rows": grid.rows, "lost": sorted(grid.lost)}, ensure_ascii=False),
        created_at=time.now(),
    )
    session.add(brought)
    session.flush()
    return brought


def look(session: ScopedSession, actor: Actor, sheet: Sheet, grid: Grid, words: Mapping[str, str]) -> Looked:
    """Every bad cell at once, and what the good rows would do.

    Args:
        words: column name → its label in the reader's language.

    Raises:
        DomainError: there is no head, or a column is missing.
    """
    table = rules.match(sheet.columns, grid, words)
    rows = rules.check(sheet.columns, grid, table, choices_of(session, sheet))
    judge = sheet.look(session, actor, [row.values for row in rows if not row.bad])
    for row in rows:
        if row.bad:
            continue
        try:
            row.outcome = judge(row.values)
        except DomainError as error:
            row.bad += [_bad(row, problem) for problem in error.problems]
    return Looked(table, rows)


def said(sheet: Sheet, row: Checked) -> list[Problem]:
    """Why a row is refused, each reason with its column."""
    return [taking.at_column(sheet, bad.problem, bad.column) for bad in row.bad]


def order(
    session: ScopedSession, actor: Actor, sheet: Sheet, import_id: UUID, looked: Looked, *, only_good: bool
) -> SheetImport:
    """Bring the rows in: up to `AT_ONCE` now, more by the worker; a second call changes nothing.

    Args:
        looked: what `look` found just before, outside the write turn; taking a row looks at it again.
        only_good: leave out what is bad; without it one bad row keeps all of them out.

    Raises:
        Forbidden, NotFound: the actor may not, or it is another person's.
        DomainError: rows are bad and were not to be left out, or none is good.
    """
    if not actor.may(sheet.permission):
        raise Forbidden(sheet.permission)
    queue(session, import_id.hex)
    brought = queries.own(session, actor, import_id)
    if brought.state != "looked":
        return brought
    bad = looked.bad
    if bad and not only_good:
        raise DomainError(Problem(SOME_BAD, params={"number": len(bad)}))
    if len(bad) == len(looked.rows):
        raise DomainError(Problem(NONE_GOOD))
    kept = [Laid(row.line, row.cells, row.values, _why(sheet, row)) for row in looked.rows]
    waiting = len(kept) - len(bad)
    brought.state, brought.ordered_at, brought.content, brought.total = "ordered", time.now(), "", len(kept)
    record(session, actor, "core.import.order", str(brought.id), {"sheet": sheet.code, "rows": waiting})
    if waiting > AT_ONCE:
        taking.owe_all(session, brought, kept)
        session.flush()
        return brought
    taking.lay(session, brought, kept)
    for row in queries.rows_of(session, brought, "waiting"):
        taking.take(session, actor, sheet, row)
        if row.outcome == "refused" and not only_good:
            raise DomainError(problems_of(row.why))
    session.flush()
    return brought


def undo(session: ScopedSession, actor: Actor, sheet: Sheet, import_id: UUID) -> SheetImport:
    """Undo an import, the last row first; what something else has touched since stays, with the reason.

    Raises:
        Forbidden, NotFound: the actor may not, or it is another person's.
        DomainError: it is not done yet, or a day is over.
    """
    if not actor.may(sheet.permission):
        raise Forbidden(sheet.permission)
    queue(session, import_id.hex)
    brought = queries.own(session, actor, import_id)
    if brought.state == "undone":
        return brought
    if brought.state != "ordered" or queries.count(session, brought).get("waiting"):
        raise DomainError(Problem(RUNNING))
    if not undoable(brought):
        raise DomainError(Problem(TOO_LATE))
    count = queries.count(session, brought)
    number = sum(count.get(outcome, 0) for outcome in DONE)
    brought.state, brought.undone_at = "undone", time.now()
    record(session, actor, "core.import.undo", str(brought.id), {"sheet": sheet.code, "rows": number})
    done = (SheetRow.import_id == brought.id, SheetRow.outcome.in_(DONE))
    session.execute(update(SheetRow).where(*done).values(undo="waiting"))
    if number > AT_ONCE:
        taking.owe_undoing(session, brought)
    else:
        for row in reversed(queries.rows_of(session, brought, "waiting")):
            taking.take_back(session, actor, sheet, row)
    session.flush()
    return brought


def undoable(brought: SheetImport) -> bool:
    """Whether an import's day is not over."""
    return brought.ordered_at is not None and time.now() < brought.ordered_at + UNDONE_WITHIN


def touched(session: ScopedSession, sheet: Sheet, brought: SheetImport) -> list[tuple[SheetRow, Problem]]:
    """The rows of an import that could not be undone now, each with the reason."""
    done = (SheetRow.import_id == brought.id, SheetRow.outcome.in_(DONE))
    rows = session.scalars(select(SheetRow).where(*done).order_by(SheetRow.line))
    found = [(row, sheet.touched(session, taking.change_of(row))) for row in rows]
    return [(row, problem) for row, problem in found if problem is not None]


def sweep(session: ScopedSession) -> None:
    """Delete what was looked at and left, and of what is over the rows with all that is personal (个保法 47)."""
    before = time.now() - KEPT
    over = select(SheetImport.id).where(
        func.coalesce(SheetImport.undone_at, SheetImport.ordered_at, SheetImport.created_at) < before
    )
    ids = session.scalars(over).all()
    session.execute(delete(SheetRow).where(SheetRow.import_id.in_(ids)))
    session.execute(delete(SheetImport).where(SheetImport.id.in_(ids)))


def _bad(row: Checked, problem: Problem) -> Bad:
    return Bad(problem.field, row.cells.get(problem.field or "", ""), problem)


def _why(sheet: Sheet, row: Checked) -> dict[str, Any]:
    return why_of(DomainError(said(sheet, row))) if row.bad else {}
