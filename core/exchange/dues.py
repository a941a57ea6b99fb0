"""The receiver's own limits as its senders read them: told with the receipt, and told anew whenever they move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from core import plugins
from core.db import Database, Scope, ScopedSession
from core.exchange.models import ParcelReceived
from core.exchange.parcel import RECEIVED, Receipt
from core.exchange.services import owe_answer

BATCH = 100  # parcels of one question, and of one write turn


def tell_anew(session: ScopedSession, kind: str, only: Collection[UUID] | None = None) -> int:
    """Owe the senders of parcels the last days of the receiver's limits, where those are not what they were told.

    Args:
        only: ids of parcels to look at; all of the kind unless told.

    Returns:
        How many senders are told.
    """
    moved = _moved(session, kind, only)
    for received, due in moved:
        received.answer = replace(Receipt.from_json(received.answer), due=due).to_json()
        owe_answer(session, received)
    session.flush()
    return len(moved)


def recompute_open(database: Database, tenant: int) -> int:
    """Tell the senders to a tenant what a change of the calendar made of its limits; how many are told."""
    told = 0
    for kind, receiver in plugins.registry().receivers.items():
        if receiver.dues is None:
            continue
        with database.read(Scope.one(tenant)) as session:
            ids = [received.id for received, _due in _moved(session, kind)]
        for first in range(0, len(ids), BATCH):
            with database.write(Scope.one(tenant)) as session:
                told += tell_anew(session, kind, ids[first : first + BATCH])
    return told


def _moved(
    session: ScopedSession, kind: str, only: Collection[UUID] | None = None
) -> list[tuple[ParcelReceived, dt.date | None]]:
    ask = plugins.registry().receivers[kind].dues
    dues = ask(session) if ask is not None else {}
    ids = sorted(dues if only is None else dues.keys() & set(only))
    found = []
    for first in range(0, len(ids), BATCH):
        signed = (ParcelReceived.id.in_(ids[first : first + BATCH]), ParcelReceived.state == RECEIVED)
        for received in session.scalars(select(ParcelReceived).where(*signed).order_by(ParcelReceived.id)):
            if Receipt.from_json(received.answer).due != dues[received.id]:
                found.append((received, dues[received.id]))
    return found
