"""Ordered rows, brought in or undone through the services of one row: a few now, many by the worker, slice by slice.

A slice is one effect of the outbox and one short write turn, which owes the next; every row has its own savepoint.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from core import plugins
from core.accounts.actor import Actor
from core.accounts.queries import actor_now
from core.batches.rules import why_of
from core.batches.services import REFUSALS
from core.contracts import Owed, Sheet, SheetChange
from core.db import Database, Scope, ScopedSession, bulk
from core.db.ids import new_id
from core.db.queue import queue
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.jobs.rules import for_a_turn
from core.jobs.services import emit
from core.sheets import queries
from core.sheets.models import SheetImport, SheetRow

TOPIC, LAYING = "core.import", "core.import.lay"
DONE = ("created", "changed")
AT_COLUMN = N_("%(column)s：%(why)s")
TAKE, UNDO = "take", "undo"
LAID_AT_ONCE, READ_AT_ONCE = 250, 25
TURN = 0.1  # seconds of a slice, which others who write wait for
LEAST = 8  # rows of one at least: what a turn costs by itself is more than a row
BEHIND = 2**31 - 1  # no row of a file has this number


@dataclass(frozen=True, slots=True)
class Laid:
    """A row as it is ordered: typed cells and values by column name; `why` it is refused, empty where it is not."""

    line: int
    cells: Mapping[str, str]
    values: Mapping[str, Any]
    why: Mapping[str, Any]


def lay(session: ScopedSession, brought: SheetImport, rows: Sequence[Laid]) -> None:
    """Make the rows of an import, waiting or refused."""
    bulk.insert(session, SheetRow, _columns(brought, rows))


def owe_all(session: ScopedSession, brought: SheetImport, rows: Sequence[Laid]) -> None:
    """Have the worker make the rows, then bring them in; until they are made the import itself keeps them."""
    brought.content = json.dumps([asdict(row) for row in rows], ensure_ascii=False)
    emit(session, LAYING, f"lay:{brought.id}", {"import": str(brought.id)}, priority=60)


def owe_undoing(session: ScopedSession, brought: SheetImport) -> None:
    """Have the worker undo the rows that wait for it, the last one first."""
    _owe(session, brought, UNDO, BEHIND)


def carry_on(session: ScopedSession, payload: Mapping[str, Any]) -> None:
    """Do a slice of an import, or one row by itself, with what the person who ordered it may do now."""
    if "row" in payload:
        row = session.get(SheetRow, (session.tenant, UUID(payload["row"])))
        if row is not None:
            brought = session.get_one(SheetImport, (session.tenant, row.import_id))
            _do(session, *_who(session, brought), row, payload["step"])
        return
    found = session.get(SheetImport, (session.tenant, UUID(payload["import"])))
    if found is not None:
        _do_slice(session, found, payload["step"], payload["at"])


def lay_all(database: Database, tenant: int, payload: Mapping[str, Any]) -> None:
    """Make the rows of an import, read once, in short turns; after a death it goes on behind those that are there."""
    import_id = UUID(payload["import"])
    with database.read(Scope.one(tenant)) as session:
        brought = session.get(SheetImport, (tenant, import_id))
        if brought is None or not brought.content:
            return
        rows = [Laid(**row) for row in json.loads(brought.content)]
        at = _laid(session, import_id)
    while True:
        with database.write(Scope.one(tenant)) as session:
            queue(session, import_id.hex)
            brought = session.get_one(SheetImport, (tenant, import_id))
            if _laid(session, import_id) != at:
                return  # another worker does it
            lay(session, brought, rows[at : at + LAID_AT_ONCE])
            at += LAID_AT_ONCE
            if at >= len(rows):
                brought.content = ""
                _owe(session, brought, TAKE, 0)
                return


EFFECTS = (
    Owed(TOPIC, carry_on, N_("导入")),
    Owed(LAYING, None, N_("导入"), apart=lay_all),
)


def take(session: ScopedSession, actor: Actor, sheet: Sheet, row: SheetRow) -> None:
    """Bring a row in if it waits for it; a refusal stays with the row."""
    if row.outcome != "waiting":
        return
    try:
        with session.begin_nested():
            change = sheet.take(session, actor, json.loads(row.cells)["values"])
    except REFUSALS as error:
        row.outcome, row.why = "refused", _why(session, error, sheet)
    else:
        row.outcome, row.target = change.outcome, change.target
        trace = {"before": dict(change.before), "after": dict(change.after)}
        row.trace = json.dumps(trace, ensure_ascii=False)


def take_back(session: ScopedSession, actor: Actor, sheet: Sheet, row: SheetRow) -> None:
    """Undo a row if it waits for it, unless something else has touched it; the reason stays with the row."""
    if row.undo != "waiting":
        return
    change = change_of(row)
    try:
        with session.begin_nested():
            if (problem := sheet.touched(session, change)) is not None:
                raise DomainError(problem)
            sheet.undo(session, actor, change)
    except REFUSALS as error:
        row.undo, row.why = "kept", _why(session, error, sheet)
    else:
        row.undo = "undone"


def change_of(row: SheetRow) -> SheetChange:
    """What a row that is done made or changed."""
    trace = json.loads(row.trace)
    assert row.target is not None
    return SheetChange(row.outcome, row.target, trace["before"], trace["after"])


def at_column(sheet: Sheet, problem: Problem, name: str | None) -> Problem:
    """A problem said with the label of its column, where it has one."""
    column = next((column for column in sheet.columns if column.name == name), None)
    if column is None:
        return problem
    return Problem(AT_COLUMN, params={"column": column.label, "why": problem})


def _owe(session: ScopedSession, brought: SheetImport, step: str, at: int) -> None:
    payload = {"import": str(brought.id), "step": step, "at": at}
    emit(session, TOPIC, f"{step}:{brought.id}:{at}", payload, priority=60)


def _laid(session: ScopedSession, import_id: UUID) -> int:
    return session.scalar(select(func.count()).where(SheetRow.import_id == import_id)) or 0


def _do_slice(session: ScopedSession, brought: SheetImport, step: str, at: int) -> None:
    mine = select(SheetRow).where(SheetRow.import_id == brought.id).limit(READ_AT_ONCE)
    if step == UNDO:
        mine = mine.where(SheetRow.undo == "waiting", SheetRow.line < at).order_by(SheetRow.line.desc())
    else:
        mine = mine.where(SheetRow.outcome == "waiting", SheetRow.line > at).order_by(SheetRow.line)
    rows = session.scalars(mine).all()
    if not rows:
        return
    actor, sheet = _who(session, brought)
    for row in for_a_turn(rows, TURN, least=LEAST):
        at = row.line
        try:
            _do(session, actor, sheet, row, step)
        except Exception:
            # Its own effect fails again, is tried again and parked by itself: the others don't wait for it.
            emit(session, TOPIC, f"{step}:{row.id}", {"row": str(row.id), "step": step}, priority=60)
    _owe(session, brought, step, at)


def _do(session: ScopedSession, actor: Actor, sheet: Sheet, row: SheetRow, step: str) -> None:
    (take_back if step == UNDO else take)(session, actor, sheet, row)


def _who(session: ScopedSession, brought: SheetImport) -> tuple[Actor, Sheet]:
    """Who ordered an import, with what they may do now, and its sheet."""
    registry = plugins.registry()
    sheet = registry.sheets[brought.sheet]  # first: whose it is becomes known with it
    return actor_now(session, brought.account_id, registry.owner[sheet.code]), sheet


def _columns(brought: SheetImport, rows: Sequence[Laid]) -> Iterator[dict[str, Any]]:
    for row in rows:
        kept = {"cells": row.cells, "values": row.values}
        yield {
            "id": new_id(),
            "import_id": brought.id,
            "line": row.line,
            "cells": json.dumps(kept, ensure_ascii=False),
            "outcome": "refused" if row.why else "waiting",
            "why": dict(row.why),
        }


def _why(session: ScopedSession, error: Exception, sheet: Sheet) -> dict[str, Any]:
    if isinstance(error, Forbidden):
        return why_of(error)
    if isinstance(error, DomainError):
        whole = queries.whole(session, sheet)
        return why_of(DomainError([at_column(whole, problem, problem.field) for problem in error.problems]))
    return why_of(DomainError(Problem(N_("这一行的内容刚被其他人改动过。"))))
