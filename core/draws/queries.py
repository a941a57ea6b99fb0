"""Reading draws: each with its signers and, once all secrets are known, its result computed anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from core import clock as time
from core import plugins
from core.contracts import DrawKind
from core.db import ScopedSession
from core.draws import rules
from core.draws.models import Draw, DrawSignature
from core.draws.rules import Commitment, Ticket
from core.errors import NotFound

Key = tuple[dt.datetime, UUID]


@dataclass(frozen=True)
class Shown:
    """A draw with its kind and its signatures by seat."""

    draw: Draw
    kind: DrawKind
    signatures: dict[str, DrawSignature]

    @property
    def state(self) -> str:
        """A key of `rules.STATES`."""
        if self.draw.void_at is not None:
            return "void"
        if self.draw.drawn_on is not None:
            return "drawn"
        return "sealed" if len(self.signatures) == len(self.kind.seats) else "begun"

    @cached_property
    def said(self) -> Commitment:
        """What was committed to."""
        return rules.read(self.draw.text)

    @cached_property
    def data(self) -> dict[str, Any]:
        """What everybody may take away and prove again."""
        seats = [
            {"seat": seat.code, "hash": given.hash if given else "", "secret": given.secret if given else ""}
            for seat in self.kind.seats
            for given in [self.signatures.get(seat.code)]
        ]
        return rules.published(self.draw.text, seats)

    @property
    def drawn(self) -> tuple[Ticket, ...]:
        """Those that are drawn; none before that."""
        return tuple(Ticket(**one) for one in self.data["drawn"])


def shown(session: ScopedSession, draw_id: UUID) -> Shown:
    """One draw of the session's tenant.

    Raises:
        NotFound: there is none of this id.
    """
    draw = session.scalar(select(Draw).where(Draw.id == draw_id))
    if draw is None or draw.kind not in plugins.registry().draws:
        raise NotFound(draw_id)
    return _with_signatures(session, [draw])[0]


def page(session: ScopedSession, after: Key | None = None, limit: int = 50) -> tuple[list[Shown], Key | None]:
    """The draws the session sees, the newest first, and the key of the next page."""
    query = select(Draw).where(Draw.kind.in_(plugins.registry().draws)).order_by(Draw.begun_at.desc(), Draw.id.desc())
    if after is not None:
        query = query.where(tuple_(Draw.begun_at, Draw.id) < after)
    rows = session.scalars(query.limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return _with_signatures(session, rows[:limit]), (last.begun_at, last.id) if last else None


def drawn(session: ScopedSession, kind: str, first: dt.date, last: dt.date) -> Shown | None:
    """The newest draw of a kind that was drawn from `first` to `last`, for the return of the duty that it serves."""
    query = select(Draw).where(Draw.kind == kind, Draw.drawn_on.between(first, last))
    found = session.scalars(query.order_by(Draw.begun_at.desc()).limit(1)).all()
    return _with_signatures(session, found)[0] if found else None


def standing(session: ScopedSession, kind: str, year: int) -> Draw | None:
    """The draw of a kind that was begun in a year and not given up."""
    begun = (draw for draw in _of(session, kind) if time.local_date(draw.begun_at).year == year)
    return next((draw for draw in begun if draw.void_at is None), None)


def given_up(session: ScopedSession, kind: str) -> Draw | None:
    """The newest draw of a kind, where it was given up: what the next one replaces."""
    newest = next(iter(_of(session, kind)), None)
    return newest if newest is not None and newest.void_at is not None else None


def _of(session: ScopedSession, kind: str) -> Sequence[Draw]:
    return session.scalars(select(Draw).where(Draw.kind == kind).order_by(Draw.begun_at.desc()).limit(200)).all()


def _with_signatures(session: ScopedSession, draws: Sequence[Draw]) -> list[Shown]:
    ids, kinds = [draw.id for draw in draws], plugins.registry().draws
    found: dict[UUID, dict[str, DrawSignature]] = {draw_id: {} for draw_id in ids}
    for row in session.scalars(select(DrawSignature).where(DrawSignature.draw_id.in_(ids))):
        found[row.draw_id][row.seat] = row
    return [Shown(draw, kinds[draw.kind], found[draw.id]) for draw in draws]
