"""A process that hands in applications until it is killed, and says each number once it is committed."""

from __future__ import annotations

import sys

from sqlalchemy import select

from core.accounts.actor import Actor
from core.commands import open_database
from core.config import load
from core.db import Scope
from plugins.approval import services
from plugins.approval.models import Item
from tests.plugins.approval.road import HOUSE, PARTY
from tests.sample import MENGYUE


def main(run: str) -> None:
    database = open_database(load())
    say("ready")
    for number in range(100_000):
        with database.write(Scope.one(MENGYUE)) as session:
            item = session.scalars(select(Item).where(Item.code == HOUSE)).one()
            submission = services.Submission(item, (PARTY,), {"place": "样地"})
            case = services.submit(session, Actor.party(MENGYUE, PARTY.name), submission, f"{run}-{number}")
        say(case.number)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
