"""A worker whose effects are in the database: each takes a number; it says when it begins, and ends with the last."""

from __future__ import annotations

import sys

from core import clock
from core.commands import open_database
from core.db import Database, Scope, ScopedSession, bulk, numbers
from core.db.ids import new_id
from core.jobs import drain
from core.jobs.models import Outbox
from tests.sample import MENGYUE

SERIES = "effects"


def emit_many(database: Database, count: int, topic: str = SERIES) -> None:
    """Owe so many effects."""
    now = clock.now()
    with database.write(Scope.one(MENGYUE)) as session:
        bulk.insert(
            session,
            Outbox,
            (
                {
                    "id": new_id(),
                    "topic": topic,
                    "key": f"{topic}:{number}",
                    "payload": {"searchable": "case", "id": str(new_id())},
                    "created_at": now,
                    "available_at": now,
                }
                for number in range(count)
            ),
        )


def take(session: ScopedSession, row: Outbox) -> None:
    """The effect."""
    numbers.take(session, SERIES, 2026)


def main() -> None:
    database = open_database()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while drain.drain(database, MENGYUE, {SERIES: drain.Inside(take)}):
        pass
