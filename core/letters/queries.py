"""Reading letters: the thread of a case, whose turn it is, what waits for an answer, the templates a state offers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, literal, select, tuple_

from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.cases.models import Case
from core.cases.queries import readable
from core.contracts import Card
from core.db import ScopedSession
from core.db.types import Instant, Uid
from core.files.models import StoredFile
from core.i18n import N_
from core.letters import rules
from core.letters.models import Letter, LetterTemplate, Thread
from core.letters.services import OWNER

PAGE = 30
Key = tuple[dt.datetime, UUID]
# Asked by every list of cases: made once.
TURNS = select(Thread.case_id, Thread.waits_for).where(
    Thread.case_id.in_(bindparam("cases", expanding=True)), Thread.waits_for != rules.NOBODY
)


@dataclass(frozen=True, slots=True)
class Template:
    """A template as people choose it; `own` is one the township wrote."""

    code: str
    title: str
    body: str
    states: tuple[str, ...] = ()
    wants_reply: bool = False
    active: bool = True
    own: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thread on the worklist, with its case and since when somebody waits."""

    case: Case
    since: dt.datetime


def of_case(session: ScopedSession, case_id: UUID) -> Sequence[Letter]:
    """The thread of a case, the oldest first, with what was taken back."""
    return session.scalars(select(Letter).where(Letter.case_id == case_id).order_by(Letter.at, Letter.id)).all()


def files_of(session: ScopedSession, letters: Iterable[Letter]) -> Mapping[UUID, list[StoredFile]]:
    """What went with each letter, by its id."""
    ids = [letter.id for letter in letters]
    found: dict[UUID, list[StoredFile]] = defaultdict(list)
    query = select(StoredFile).where(StoredFile.owner_kind == OWNER, StoredFile.owner_id.in_(ids))
    for row in session.scalars(query.order_by(StoredFile.id)):
        found[row.owner_id].append(row)
    return found


def file_of(session: ScopedSession, case_id: UUID, file_id: UUID) -> StoredFile | None:
    """A file of the thread of this case, never one of another owner."""
    query = (
        select(StoredFile)
        .join(Letter, (Letter.tenant_id == StoredFile.tenant_id) & (Letter.id == StoredFile.owner_id))
        .where(StoredFile.id == file_id, StoredFile.owner_kind == OWNER, Letter.case_id == case_id)
    )
    return session.scalar(query)


def turn_of(session: ScopedSession, case_id: UUID) -> str:
    """Who is waited for in a case: ``office``, ``party`` or nobody."""
    thread = session.get(Thread, (session.tenant, case_id))
    return thread.waits_for if thread is not None else rules.NOBODY


def turn_column(case: type[Case]) -> ColumnElement[str | None]:
    """Who is waited for, as a column of a query over cases; None where nobody ever wrote."""
    found = select(Thread.waits_for).where(Thread.tenant_id == case.tenant_id, Thread.case_id == case.id)
    return found.correlate(case).scalar_subquery()


def has_unread(session: ScopedSession, case_id: UUID, *, by_party: bool) -> bool:
    """Whether the other side wrote something this side has not opened."""
    theirs = (rules.OFFICE, rules.CLOSE) if by_party else (rules.PARTY,)
    unread = (Letter.case_id == case_id, Letter.act.in_(theirs), Letter.read_at.is_(None))
    query = select(Letter.id).where(*unread, Letter.recalled_at.is_(None))
    return session.scalars(query.limit(1)).first() is not None


def turns_of(session: ScopedSession, rows: Sequence[Case]) -> dict[UUID, str]:
    """Case → who is waited for, of those in which somebody is."""
    return dict(session.execute(TURNS, {"cases": [case.id for case in rows]}).all()) if rows else {}


def waits(side: str) -> ColumnElement[bool]:
    """The condition of cases in which one side is waited for, for a list of cases."""
    return exists().where(Thread.tenant_id == Case.tenant_id, Thread.case_id == Case.id, Thread.waits_for == side)


def worklist(
    session: ScopedSession, actor: Actor, kinds: Sequence[str], after: Key | None = None
) -> tuple[list[Waiting], Key | None]:
    """Letters that wait for the office's answer, the longest waiting first, and the key of the next page."""
    query = (
        select(Case, Thread.since)
        .join(Thread, (Thread.tenant_id == Case.tenant_id) & (Thread.case_id == Case.id))
        .where(Thread.waits_for == rules.OFFICE, Thread.since.is_not(None), readable(actor, kinds))
        .order_by(Thread.since, Thread.case_id)
    )
    if after is not None:
        here = tuple_(literal(after[0], Instant), literal(after[1], Uid))
        query = query.where(tuple_(Thread.since, Thread.case_id) > here)
    rows = [Waiting(case, since) for case, since in session.execute(query.limit(PAGE + 1)) if since is not None]
    page = rows[:PAGE]
    return page, (page[-1].since, page[-1].case.id) if len(rows) > PAGE else None


def card(actor: Actor) -> list[Card]:
    """The figure on the workbench, for those who write letters; it opens the list of these cases."""
    if not actor.may(Perm.WRITE_LETTERS):
        return []
    counted: Select[int] = select(func.count()).select_from(Case)
    waiting = counted.where(readable(actor), waits(rules.OFFICE))
    return [Card(N_("来信等待答复"), waiting, "letters=office&closed=1", order=5, mine=True)]


def templates(session: ScopedSession) -> list[Template]:
    """Every template of the township: core's own, unless it wrote another under their code, then those it added."""
    own = {row.code: row for row in session.scalars(select(LetterTemplate).order_by(LetterTemplate.code))}
    found = [
        _own(own.pop(one.code)) if one.code in own else Template(one.code, one.title, one.body, (), one.wants_reply)
        for one in rules.STARTERS
    ]
    return [*found, *map(_own, own.values())]


def offered(session: ScopedSession, state: str) -> list[Template]:
    """The templates for a case in a state."""
    return [one for one in templates(session) if one.active and (not one.states or state in one.states)]


def _own(row: LetterTemplate) -> Template:
    return Template(row.code, row.title, row.body, tuple(row.states), row.wants_reply, row.active, own=True)
