"""How a case stood before an act that may be taken back: looked at before it, kept after it, put back once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, inspect

from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case, Reversible
from core.contracts import Undo
from core.db import ScopedSession

# So long the doer may take an act back, and so long what it tells others waits: at least, since a turn takes a moment.
WITHIN = dt.timedelta(seconds=10)
HELD = 2 * WITHIN
OF_CASE = ("state", "handler_id")


@dataclass(frozen=True, slots=True)
class Before:
    """The columns of a case and of the rows beside it, as they were."""

    rows: Sequence[Any]
    columns: Sequence[Mapping[str, Any]]


def look(session: ScopedSession, case: Case, undo: Undo) -> Before:
    """How the case and the rows of an act stand now."""
    rows = [case, *undo.rows(session, case)]
    return Before(rows, [{name: getattr(row, name) for name in _names(row)} for row in rows])


def keep(
    session: ScopedSession,
    actor: Actor,
    case: Case,
    was: Before,
    act: str,
    key: str,
    told: Sequence[UUID] = (),
    announced: Sequence[UUID] = (),
) -> None:
    """Keep what an act changed, now that it is written; what nobody can take back any more is forgotten.

    Args:
        told: the notices it sent.
        announced: the messages it owes other systems.
    """
    forget(session)
    changed = [
        {name: _text(value) for name, value in columns.items() if getattr(row, name) != value}
        for row, columns in zip(was.rows, was.columns, strict=True)
    ]
    session.add(
        Reversible(
            tenant_id=case.tenant_id,
            key=key,
            case_id=case.id,
            account_id=actor.account_id,
            act=act,
            at=time.now(),
            version=case.version,
            before=json.dumps(
                {"rows": changed, "told": [*map(str, told)], "announced": [*map(str, announced)]}, ensure_ascii=False
            ),
        )
    )
    session.flush()


def put_back(session: ScopedSession, case: Case, kept: Reversible, undo: Undo) -> None:
    """Give the case and the rows of the act the values they had."""
    rows = [case, *undo.rows(session, case)]
    for row, columns in zip(rows, json.loads(kept.before)["rows"], strict=True):
        for name, value in columns.items():
            setattr(row, name, _value(value))


def told_by(kept: Reversible) -> tuple[list[UUID], list[UUID]]:
    """The notices the act sent, and the messages it owes other systems."""
    said = json.loads(kept.before)
    return [*map(UUID, said["told"])], [*map(UUID, said["announced"])]


def forget(session: ScopedSession) -> None:
    """Forget what nobody can take back any more (个人信息保护法 47: data no longer needed)."""
    session.execute(delete(Reversible).where(Reversible.at < time.now() - HELD))


def _names(row: Any) -> Sequence[str]:
    return OF_CASE if isinstance(row, Case) else [column.key for column in inspect(type(row)).column_attrs]


def _text(value: Any) -> Any:
    """A value of a column as JSON; what JSON has no word for under the name of its type."""
    if isinstance(value, UUID):
        return {"uuid": value.hex}
    if isinstance(value, dt.datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return {"json": value}


def _value(kept: Mapping[str, Any]) -> Any:
    readers = {"uuid": lambda text: UUID(hex=text), "instant": dt.datetime.fromisoformat, "day": dt.date.fromisoformat}
    (kind, value) = next(iter(kept.items()))
    return readers[kind](value) if kind in readers else value
