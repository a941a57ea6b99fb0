"""What the worker does, what happened, and what other tenants send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from core.db import Database, ScopedSession
    from core.exchange.models import ParcelReceived, ParcelSent
    from core.exchange.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Job:
    """Work the worker does for every tenant where the plugin is on, once per `every` slot.

    Attributes:
        run: called with (database, tenant); it may be cut off at any moment and run again. Words it answers (marked
            ``N_``) are shown beside the run: it went well, but somebody should know.
        whole: True for work on the whole installation: it runs once, for the county.
        label: what people read for it on the console (marked ``N_``); the name where there is none.
        begins: how long after midnight UTC, 08:00 in China, a slot begins.
    """

    name: str
    every: dt.timedelta
    run: Callable[[Database, int], str | None]
    whole: bool = False
    label: str = ""
    begins: dt.timedelta = dt.timedelta(0)


@dataclass(frozen=True, slots=True)
class Owed:
    """What the worker does for rows of the outbox under one topic, in the tenant's database.

    Attributes:
        topic: ``<plugin>.<topic>``, as `core.jobs.services.emit` was told.
        run: called with a write session and the row's payload; once for each row, in one commit with its receipt. What
            it raises is a failure: it is tried again later, and parked after five tries.
        label: what people read for it on the console (marked ``N_``).
        apart: in place of `run` for long work: called with the database, the tenant and the payload outside any write
            turn, and again after a death, so it must be idempotent.
    """

    topic: str
    run: Callable[[ScopedSession, Mapping[str, Any]], None] | None
    label: str
    apart: Callable[[Database, int, Mapping[str, Any]], None] | None = None


@dataclass(frozen=True, slots=True)
class Receiver:
    """Takes in the parcels of one kind that other tenants send.

    Attributes:
        kind: ``<plugin>.<kind>``.
        receive: writes the receiver's own rows in its session; a `DomainError` sends the parcel back with the words,
            anything else is tried again. Never called twice for the same parcel. It may sign for the parcel at once.
        sent_back: in the session of the sender, when a parcel of its own came back 退回; tells who waits for an answer.
        dues: of all that the parcels opened and that is not over: parcel → the last day of the receiver's own limit,
            None while it does not run. What the senders were told of it follows, also when the calendar changes.
    """

    kind: str
    receive: Callable[[ScopedSession, ParcelReceived, Parcel], None]
    sent_back: Callable[[ScopedSession, ParcelSent], None] = lambda session, sent: None
    dues: Callable[[ScopedSession], Mapping[UUID, dt.date | None]] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, told to plugins after the commit."""

    name: str
    tenant: int
    payload: Mapping[str, Any] = field(default_factory=dict)
