"""Bringing files and database together: a file adds and renames, but never takes back what the console changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.db import Base, ScopedSession
from core.tenancy.models import Synced

ADDED, CHANGED, KEPT = "added", "changed", "kept"


@dataclass(frozen=True, slots=True)
class Change:
    """What a sync did to one object: `added`, `changed`, or `kept` as the console has it though the file changed."""

    tenant: int
    kind: str
    key: str
    what: str


def to_take(now: Mapping[str, Any], last: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `said` (the file) to take over.

    A value is taken when it is new, or when the file changed it and `now` still is what the file said `last`.
    """

    return {
        name: value
        for name, value in said.items()
        if (now.get(name) == last[name] if name in last else name not in now)
        and (name not in now or now[name] != value)
    }


def merge(
    session: ScopedSession,
    kind: str,
    key: str,
    row: Base | None,
    said: Mapping[str, Any],
    make: Callable[[], Base],
) -> list[Change]:
    """Add a row of a file, or take over what the file changed of it since the last sync.

    A row that was synced once and is gone now was removed on purpose and stays away.

    Args:
        kind: ``unit``, ``person``, ``<plugin>.<kind>``.
        key: names the object within tenant and kind; it never changes.
        row: the object as the database has it.
        said: its attributes as the file has them.
        make: makes the row when there has never been one.
    """
    last = recall(session, kind, key)
    what = ""
    if row is None:
        if last is None:
            session.add(make())
            what = ADDED
    else:
        now = {name: _plain(getattr(row, name)) for name in said}
        taken = to_take(now, last or {}, plain(said))
        for name in taken:
            setattr(row, name, said[name])
        if taken:
            what = CHANGED
        elif last is not None and any(last.get(name) != value != now[name] for name, value in plain(said).items()):
            what = KEPT
    remember(session, kind, key, said)
    return [Change(session.tenant, kind, key, what)] if what else []


def recall(session: ScopedSession, kind: str, key: str) -> dict[str, Any] | None:
    """What the folder said of an object at the last sync; None if it never did."""
    found = session.get(Synced, (session.tenant, kind, key))
    return None if found is None else found.said


def remember(session: ScopedSession, kind: str, key: str, said: Mapping[str, Any]) -> None:
    """Keep what the folder says now, for the next sync."""
    found = session.get(Synced, (session.tenant, kind, key))
    if found is None:
        session.add(Synced(tenant_id=session.tenant, kind=kind, key=key, said=plain(said)))
    elif found.said != plain(said):
        found.said = plain(said)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
