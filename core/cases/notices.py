"""Notices about cases: what happened to their limits without the handler, whom an act tells, and the desk's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts import queries as people
from core.accounts.actor import Actor
from core.cases.before import HELD
from core.cases.catalogue import catalogue
from core.cases.models import Case, Participant
from core.cases.queries import readable
from core.contracts import HANDLER, PARTY, Matter, NoticeKind, Transition
from core.db import ScopedSession
from core.i18n import N_
from core.notices import rules, services
from core.notices.models import Notice
from core.notices.rules import PERSON, UNIT
from core.notices.services import News
from core.tenancy.services import enabled_plugins

PROGRESSED = N_("%(number)s有新的进展：%(act)s。")
GIVEN = N_("%(number)s已分办给您，请办理。")
SHOWN = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with its case; `mine` is one sent to the reader that is not read yet."""

    notice: Notice
    case: Case
    mine: bool


def tell(session: ScopedSession, case: Case, words: str, rule: str, **params: str) -> None:
    """Tell a case's handler of a limit, or its unit while nobody handles it.

    Args:
        words: a msgid that names the case's ``number`` and the ``limit`` of `rule`, and whatever `params` has.
    """
    services.tell_all(session, [row(case, words, rule, **params)])


def row(case: Case, words: str, rule: str, **params: str) -> dict[str, Any]:
    """The notice that `tell` writes, by its columns, for many at once."""
    named = {"number": case.number, "limit": catalogue().newest(rule).name, **params}
    news = News(LIMIT.code, case.id, words, named)
    return services.row(news, UNIT if case.handler_id is None else PERSON, case.handler_id)


def party_row(case: Case, words: str, rule: str, **params: str) -> dict[str, Any]:
    """The same word of a limit to the party, by its columns."""
    named = {"number": case.number, "limit": catalogue().newest(rule).name, **params}
    return services.row(News(PROGRESS.code, case.id, words, named), rules.PARTY)


def party_told_today(session: ScopedSession, cases: Collection[UUID], words: str) -> set[UUID]:
    """Those of some cases whose party was told the same today."""
    today = Notice.at >= time.midnight(time.today())
    query = select(Notice.matter_id).where(Notice.matter_id.in_(cases), Notice.recipient == rules.PARTY, today)
    return set(session.scalars(query.where(Notice.words == words)))


def tell_of_act(session: ScopedSession, actor: Actor, case: Case, act: Transition) -> list[UUID]:
    """Tell those whom an act names; who did it is not told, nor is anybody twice. What can be undone is held back.

    Returns:
        The notices to people of the office.
    """
    sent: list[UUID] = []
    held = HELD if act.undo is not None else None
    for told in act.notify:
        news = News(
            (PROGRESS if told.to == PARTY else TURN).code,
            case.id,
            told.words or PROGRESSED,
            {"number": case.number, "act": act.label},
        )
        if told.to == PARTY:
            services.tell_party(session, news)
            continue
        named = handlers(session, case) if told.to == HANDLER else people.people_for(session, told.to, case.unit_id)
        sent += services.tell(session, news, set(named) - {actor.account_id}, held)
    return sent


def tell_given(
    session: ScopedSession, case: Case, account_id: UUID, held: dt.timedelta | None = None
) -> Sequence[UUID]:
    """Tell somebody that a case is theirs now.

    Args:
        held: how long it does not leave the house, because it may be taken back.
    """
    return services.tell(session, News(TURN.code, case.id, GIVEN, {"number": case.number}), {account_id}, held)


def handlers(session: ScopedSession, case: Case) -> list[UUID]:
    """Who has a case: its handler, or while nobody handles it the people of its unit who may read it."""
    if case.handler_id is not None:
        return [case.handler_id]
    kind = plugins.registry().case_kinds[case.kind]
    return people.people_in(session, kind.read, case.unit_id)


def of_desk(session: ScopedSession, actor: Actor, kinds: Sequence[str]) -> list[Told]:
    """The reader's own unread notices, and those on limits of the last 14 days; one a case they may see, the newest.

    A day's warning says again what yesterday's said, so only the last word on each case is shown.
    """
    own = (Notice.account_id == actor.account_id) & Notice.read_at.is_(None)
    rows = session.execute(
        select(Notice, Case)
        .join(Case, (Case.tenant_id == Notice.tenant_id) & (Case.id == Notice.matter_id))
        .where(Notice.matter == CASE.code, Notice.recipient != rules.PARTY)
        .where(readable(actor, kinds), Case.is_open == True)  # noqa: E712
        .where(own | ((Notice.kind == LIMIT.code) & (Notice.at >= time.now() - SHOWN)))
        .order_by(Notice.at.desc(), Notice.id.desc())
    )
    newest: dict[object, Told] = {}
    for notice, case in rows:
        mine = notice.account_id == actor.account_id and notice.read_at is None
        newest.setdefault(case.id, Told(notice, case, mine))
    return sorted(newest.values(), key=lambda told: not told.mine)


def _alive(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    registry, on = plugins.registry(), enabled_plugins(session, session.tenant)
    kinds = [code for code in registry.case_kinds if registry.owner[code] in on]
    query = select(Case.id).where(Case.id.in_(ids), Case.kind.in_(kinds), Case.is_open == True)  # noqa: E712
    return set(session.scalars(query))


def _visible(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    registry, on = plugins.registry(), enabled_plugins(session, session.tenant)
    kinds = [code for code in registry.case_kinds if registry.owner[code] in on]
    return set(session.scalars(select(Case.id).where(Case.id.in_(ids), readable(actor, kinds))))


def _people(session: ScopedSession, case_id: UUID) -> Collection[UUID]:
    case = session.get(Case, (session.tenant, case_id))
    return handlers(session, case) if case is not None else ()


def _telephone(session: ScopedSession, case_id: UUID) -> str:
    first = select(Participant).where(Participant.case_id == case_id).order_by(Participant.id).limit(1)
    applicant = session.scalar(first)
    return applicant.phone or "" if applicant is not None else ""


CASE = Matter("case", "/w/{tenant}/cases/{id}", _alive, _visible, _people, _telephone)
LIMIT = NoticeKind("core.limit", N_("法定期限提醒"), CASE, legal=True, default="now")
TURN = NoticeKind("core.turn", N_("轮到您办理"), CASE)
PROGRESS = NoticeKind("core.progress", N_("办件进展"), CASE, party_only=True)
