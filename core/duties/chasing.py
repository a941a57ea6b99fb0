"""Reminding many units 催报: a board of a few is done while its reader waits, the rest by the worker, turn by turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from core.accounts.actor import Actor
from core.accounts.models import Account
from core.accounts.permissions import Perm
from core.accounts.queries import actor_of
from core.audit.services import record
from core.contracts import Owed
from core.db import Database, Scope, ScopedSession
from core.db.queue import queue
from core.duties import services
from core.duties.board import BoardFilter
from core.errors import Forbidden, NotFound
from core.i18n import N_
from core.jobs.services import emit, had_effect

TOPIC = "core.duty.remind"
AT_ONCE = 6 * services.TURN  # units that a reader waits for


def order(session: ScopedSession, actor: Actor, wanted: BoardFilter, key: str) -> None:
    """Have the worker remind all who still owe a duty of a board; the same form a second time orders nothing more.

    Raises:
        Forbidden: the actor receives nothing.
    """
    if not actor.own_units(Perm.RECEIVE):
        raise Forbidden(Perm.RECEIVE)
    queue(session, TOPIC)
    if had_effect(session, TOPIC, key):
        return
    emit(session, TOPIC, key, {"account": str(actor.account_id), "board": asdict(wanted)})
    record(session, actor, "core.duty.chase", wanted.period, {"rules": list(wanted.codes)})


def carry_on(database: Database, tenant: int, payload: Mapping[str, Any]) -> None:
    """Remind turn by turn, for whoever ordered it as they stand now; nothing where they may no longer."""
    board = payload["board"]
    wanted = BoardFilter(**{**board, "codes": tuple(board["codes"])})
    after: UUID | None = None
    while True:
        with database.write(Scope.one(tenant)) as session:
            account = session.get(Account, UUID(payload["account"]))
            if account is None:
                return
            try:
                _told, after = services.remind_all(session, actor_of(session, account), wanted, after)
            except (Forbidden, NotFound):
                return
        if after is None:
            return


EFFECT = Owed(TOPIC, None, N_("逐个催报没有报送的单位"), apart=carry_on)
