"""Notices: what happened to the limits of a case without its handler, told to them and read at the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.cases.catalogue import catalogue
from core.cases.models import Case, Notice
from core.cases.queries import readable
from core.db import ScopedSession

SHOWN = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with its case; `mine` is one sent to the reader that is not read yet."""

    notice: Notice
    case: Case
    mine: bool


def tell(session: ScopedSession, case: Case, words: str, rule: str, **params: str) -> None:
    """Tell a case's handler, or its unit while nobody handles it.

    Args:
        words: a msgid that names the case's ``number`` and the ``limit`` of `rule`, and whatever `params` has.
    """
    session.add(Notice(**row(case, words, rule, **params)))


def row(case: Case, words: str, rule: str, **params: str) -> dict[str, Any]:
    """The notice that `tell` writes, by its columns, for many at once."""
    return {
        "tenant_id": case.tenant_id,
        "account_id": case.handler_id,
        "case_id": case.id,
        "at": time.now(),
        "words": words,
        "params": {"number": case.number, "limit": catalogue().newest(rule).name, **params},
    }


def of_desk(session: ScopedSession, actor: Actor, kinds: Sequence[str]) -> list[Told]:
    """The reader's own unread notices, and those of the last 14 days on cases they may see; one a case, the newest.

    A day's warning says again what yesterday's said, so only the last word on each case is shown.
    """
    own = (Notice.account_id == actor.account_id) & Notice.read_at.is_(None)
    rows = session.execute(
        select(Notice, Case)
        .join(Case, (Case.tenant_id == Notice.tenant_id) & (Case.id == Notice.case_id))
        .where(readable(actor, kinds), Case.is_open == True)  # noqa: E712
        .where(own | (Notice.at >= time.now() - SHOWN))
        .order_by(Notice.at.desc(), Notice.id.desc())
    )
    newest: dict[object, Told] = {}
    for notice, case in rows:
        mine = notice.account_id == actor.account_id and notice.read_at is None
        newest.setdefault(case.id, Told(notice, case, mine))
    return sorted(newest.values(), key=lambda told: not told.mine)


def mark_read(session: ScopedSession, actor: Actor) -> None:
    """The reader has seen what was sent to them; nobody marks another's."""
    unread = select(Notice).where(Notice.account_id == actor.account_id, Notice.read_at.is_(None))
    for notice in session.scalars(unread):
        notice.read_at = time.now()
