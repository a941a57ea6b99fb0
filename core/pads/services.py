"""Pads: given to a unit with their numbers, and each number accounted for once. Measures note the numbers they use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.pads import rules
from core.pads.models import Pad, PadEntry
from core.pads.permissions import Perm
from core.tenancy.models import Unit


@dataclass(frozen=True, slots=True)
class Given:
    """A pad as it is given out.

    Attributes:
        digits: how many digits a number is printed with, zeros in front.
    """

    paper: str
    prefix: str
    first: int
    last: int
    digits: int
    unit_id: UUID
    holder: str
    given_on: dt.date


def give(session: ScopedSession, actor: Actor, given: Given, key: str) -> Pad:
    """Register a pad; the same form a second time is the same pad.

    Raises:
        Forbidden: the actor gives none out for this unit.
        DomainError: what is wrong with it, or its numbers lie in another pad of the same paper already.
    """
    if not actor.may(Perm.MANAGE):
        raise Forbidden(Perm.MANAGE)
    queue(session, f"pads {session.tenant}")
    if (known := session.scalar(select(Pad).where(Pad.form_key == key))) is not None:
        return known
    problems = rules.block_problems(given.first, given.last)
    if session.get(Unit, (session.tenant, given.unit_id)) is None:
        problems.append(Problem(N_("请选择单位。"), "unit"))
    if not given.paper.strip():
        problems.append(Problem(N_("请填写票据名称。"), "paper"))
    if not problems and (other := _overlapping(session, given)) is not None:
        words = N_("这些号码和%(day)s登记的一本重复（%(first)d至%(last)d）。")
        params = {"day": other.given_on.isoformat(), "first": other.first, "last": other.last}
        problems.append(Problem(words, "first", params))
    if problems:
        raise DomainError(problems)
    row = Pad(
        tenant_id=session.tenant,
        form_key=key,
        paper=given.paper.strip(),
        prefix=given.prefix.strip(),
        first=given.first,
        last=given.last,
        digits=given.digits,
        unit_id=given.unit_id,
        holder=given.holder.strip(),
        given_on=given.given_on,
        at=time.now(),
        by=actor.title,
    )
    session.add(row)
    session.flush()
    record(session, actor, "core.pad.give", str(row.id), {"first": row.first, "last": row.last})
    return row


def account_for(
    session: ScopedSession,
    actor: Actor,
    pad_id: UUID,
    n: int,
    state: str,
    words: str = "",
    subject_id: UUID | None = None,
) -> PadEntry:
    """Say what became of one number of a pad: used, void or lost.

    Args:
        subject_id: the case on whose paper it stands, where a measure notes it.

    Raises:
        Forbidden: the actor uses no pads of the pad's unit.
        NotFound: there is no such pad.
        DomainError: it is no number of this pad, has an entry already, or no reason was given.
    """
    pad = session.get(Pad, (session.tenant, pad_id))
    if pad is None or actor.tenant != session.tenant:
        raise NotFound(pad_id)
    if not (actor.may(Perm.USE, pad.unit_id) or actor.may(Perm.MANAGE, pad.unit_id)):
        raise Forbidden(Perm.USE)
    queue(session, f"pad {pad_id}")
    problems = rules.entry_problems(n, state, words, pad.first, pad.last)
    known = session.scalar(select(PadEntry).where(PadEntry.pad_id == pad.id, PadEntry.n == n)) if not problems else None
    if known is not None:
        params = {"state": rules.STATES[known.state], "day": known.on.isoformat()}
        problems.append(Problem(N_("这个号码在%(day)s已经登记为“%(state)s”。"), "n", params))
    if problems:
        raise DomainError(problems)
    row = PadEntry(
        tenant_id=session.tenant,
        pad_id=pad.id,
        n=n,
        state=state,
        words=words.strip(),
        subject_id=subject_id,
        on=time.today(),
        at=time.now(),
        by=actor.title,
    )
    session.add(row)
    record(session, actor, "core.pad.account", str(pad.id), {"n": n, "state": state})
    session.flush()
    return row


def pads_of(session: ScopedSession, actor: Actor) -> Sequence[Pad]:
    """The pads the actor may see: those of their units, or all; the newest first."""
    query = select(Pad).where(Pad.tenant_id == session.tenant).order_by(Pad.given_on.desc(), Pad.id.desc())
    units = actor.units(Perm.MANAGE) if actor.may(Perm.MANAGE) else actor.units(Perm.USE)
    if units is not None:
        query = query.where(Pad.unit_id.in_(sorted(units)))
    return session.scalars(query).all()


def pad_of(session: ScopedSession, actor: Actor, pad_id: UUID) -> Pad:
    """A pad the actor may see.

    Raises:
        NotFound: there is none of this id that is theirs to see.
    """
    found = next((pad for pad in pads_of(session, actor) if pad.id == pad_id), None)
    if found is None:
        raise NotFound(pad_id)
    return found


def ledger(session: ScopedSession, pads: Sequence[Pad]) -> dict[UUID, list[rules.Run]]:
    """What became of every number of some pads, by the pads' ids."""
    rows = session.scalars(select(PadEntry).where(PadEntry.pad_id.in_([pad.id for pad in pads])))
    entries: dict[UUID, dict[int, tuple[str, str]]] = {}
    for row in rows:
        entries.setdefault(row.pad_id, {})[row.n] = (row.state, row.words)
    return {pad.id: rules.ledger(pad.first, pad.last, entries.get(pad.id, {})) for pad in pads}


def _overlapping(session: ScopedSession, given: Given) -> Pad | None:
    same = (Pad.paper == given.paper.strip(), Pad.prefix == given.prefix.strip())
    query = select(Pad).where(*same, Pad.first <= given.last, Pad.last >= given.first)
    return session.scalars(query.limit(1)).first()
