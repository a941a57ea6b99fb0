"""Telling who is to publish an entry: shortly before its twenty working days are over, and once after (条例 26)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import people_for, people_in
from core.calendar import services as calendars
from core.cases.catalogue import catalogue
from core.contracts import Card, Matter, NoticeKind
from core.db import Database, Scope, ScopedSession
from core.i18n import N_
from core.jobs.services import had_effect
from core.notices import services as notices
from core.notices.services import News
from plugins.egov.disclosure.catalogue.services import RULE
from plugins.egov.disclosure.models import CatalogueEntry
from plugins.egov.permissions import Perm

JOB = "egov.proactive"
NEAR = N_("“%(title)s”应当于%(due)s以前主动公开，还没有编入目录。")
LATE = N_("“%(title)s”应当于%(due)s以前主动公开，期限已过，还没有编入目录。")


def remind(database: Database, tenant: int) -> None:
    """Tell the entry's unit before its last day, and once that has passed also whoever answers for disclosure."""
    with database.read(Scope.one(tenant)) as session:
        calendars.current(session)
    with database.write(Scope.one(tenant)) as session:
        for row in session.scalars(select(CatalogueEntry).where(CatalogueEntry.listed_on.is_(None))):
            late = row.due_on < time.today()
            near = time.today() in catalogue().warning_days(RULE, row.made_on, row.due_on, row.made_on)
            if not (late or near) or had_effect(session, JOB, f"{row.id.hex}:{'late' if late else time.today()}"):
                continue
            people = set(people_in(session, Perm.CATALOGUE, row.unit_id))
            if late:
                people |= set(people_for(session, Perm.DISCLOSE_DECIDE))
            said = {"title": row.title, "due": str(row.due_on)}
            notices.tell(session, News(PROACTIVE.code, row.id, LATE if late else NEAR, said), sorted(people))


def cards(actor: Actor) -> list[Card]:
    """How many entries wait to be published, and how many are overdue, which whoever reads requests sees too."""
    if not (actor.may(Perm.CATALOGUE) or actor.may(Perm.DISCLOSURE)):
        return []
    waiting = select(func.count()).select_from(CatalogueEntry).where(CatalogueEntry.listed_on.is_(None))
    late = waiting.where(CatalogueEntry.due_on < time.today())
    units = actor.own_units(Perm.CATALOGUE)
    url = f"/w/{actor.tenant}/catalogue/"
    found = [Card(N_("逾期没有主动公开的信息"), late, url, order=96, mine=bool(units), if_any=True)]
    if units:
        own = waiting.where(CatalogueEntry.unit_id.in_(sorted(units)), CatalogueEntry.due_on >= time.today())
        found.append(Card(N_("等待主动公开的信息"), own, url, order=97, mine=True, if_any=True))
    return found


def _waiting(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    wanted = select(CatalogueEntry.id).where(CatalogueEntry.id.in_(ids), CatalogueEntry.listed_on.is_(None))
    return set(session.scalars(wanted))


def _visible(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    return set(ids) if actor.may(Perm.CATALOGUE) or actor.may(Perm.DISCLOSURE) else set()


PROACTIVE = NoticeKind(
    "egov.proactive",
    N_("应当主动公开的信息"),
    Matter("catalogue_entry", "/w/{tenant}/catalogue/{id}", _waiting, _visible),
    default="now",
)
