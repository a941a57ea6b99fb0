"""Reading the catalogue: editions by filter, one with its standard, what is published, and which text counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_, select

from core import clock as time
from core.db import ScopedSession
from core.errors import NotFound
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.rules import STATUTE, power_problems

PAGE = 50
STATES = ("in_force", "over", "unconfirmed", "unpublished")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is restricted to: words of a name, code or basis, whose power, in which state, under which law."""

    words: str = ""
    title: str = ""
    state: str = ""
    law: str = ""


def offence_of(session: ScopedSession, offence_id: UUID) -> Offence:
    """An edition of the session's tenant.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Offence).where(Offence.id == offence_id))
    if found is None:
        raise NotFound(offence_id)
    return found


def listed(session: ScopedSession, wanted: Wanted, after: str = "") -> tuple[Sequence[Offence], str]:
    """A page of editions by code, and the key of the next page.

    Args:
        after: the key where the page before ended, ``<code> <edition>``.
    """
    query = _wanted(wanted).order_by(Offence.code, Offence.edition)
    code, _space, edition = after.partition(" ")
    if edition.isascii() and edition.isdecimal() and len(edition) < 6:
        further = (Offence.code == code) & (Offence.edition > int(edition))
        query = query.where(or_(Offence.code > code, further))
    rows = session.scalars(query.limit(PAGE + 1)).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], f"{last.code} {last.edition}" if last is not None else ""


def _wanted(wanted: Wanted) -> Select[Offence]:
    query, today = select(Offence), time.today()
    if wanted.words:
        columns = (Offence.name, Offence.code, Offence.law)
        query = query.where(or_(*(column.contains(wanted.words, autoescape=True) for column in columns)))
    if wanted.title:
        query = query.where(Offence.title == wanted.title)
    if wanted.law:
        query = query.where(Offence.law == wanted.law)
    if wanted.state == "in_force":
        query = query.where(Offence.valid_from <= today, or_(Offence.valid_to.is_(None), Offence.valid_to >= today))
    if wanted.state == "over":
        query = query.where(Offence.valid_to < today)
    if wanted.state == "unconfirmed":
        query = query.where(Offence.title != STATUTE, Offence.confirmed.is_(False))
    if wanted.state == "unpublished":
        query = query.where(Offence.published.is_(False))
    return query


def laws(session: ScopedSession) -> list[str]:
    """The laws that the catalogue rests on, by name."""
    return sorted(session.scalars(select(Offence.law).distinct()))


def editions(session: ScopedSession, code: str) -> Sequence[Offence]:
    """Every edition of an offence, the oldest first."""
    return session.scalars(select(Offence).where(Offence.code == code).order_by(Offence.edition)).all()


def usable(session: ScopedSession) -> list[Offence]:
    """The editions by which the township may punish today: their text or that of an earlier act counts, and the power
    holds."""
    today = time.today()
    rows = session.scalars(select(Offence).order_by(Offence.code, Offence.edition))
    return [row for row in rows if row.valid_from <= today and not power_problems(row.power, today, today)]
