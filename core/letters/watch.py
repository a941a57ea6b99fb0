"""Nothing unanswered: who has a case is reminded of a letter that waits, from the fifth day on with the unit's head."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.permissions import Perm
from core.accounts.queries import people_in
from core.calendar import services as calendars
from core.cases.models import Case
from core.cases.notices import handlers
from core.db import Database, Scope, ScopedSession
from core.i18n import N_
from core.jobs.services import had_effect
from core.letters import rules
from core.letters.models import Thread
from core.letters.services import UNANSWERED
from core.notices import services as notices
from core.notices.services import News

BATCH = 20  # threads in one write turn
WAITS = N_("%(number)s：当事人的来信已经等了%(days)s个工作日，请答复，或者说明为什么不需要答复。")


def watch(database: Database, tenant: int) -> int:
    """Write the reminders of the day; a second run on the same day writes none.

    Returns:
        How many threads somebody was reminded of.
    """
    with database.read(Scope.one(tenant)) as session:
        calendar, today = calendars.current(session, tenant), time.today().toordinal()
        rows = session.execute(select(Thread.case_id, Thread.since).where(Thread.waits_for == rules.OFFICE)).all()
        days = {
            case_id: calendar.working_between(time.local_date(since).toordinal(), today)
            for case_id, since in rows
            if since is not None
        }
        due = sorted(case_id for case_id, count in days.items() if rules.warned(count) and calendar.is_working(today))
    told = 0
    for first in range(0, len(due), BATCH):
        with database.write(Scope.one(tenant)) as session:
            told += sum(_remind(session, case_id, days[case_id]) for case_id in due[first : first + BATCH])
    return told


def _remind(session: ScopedSession, case_id: UUID, days: int) -> bool:
    thread = session.get(Thread, (session.tenant, case_id))
    if thread is None or thread.waits_for != rules.OFFICE:
        return False  # answered meanwhile
    if had_effect(session, "letters", f"{case_id}:{time.today()}"):
        return False
    case = session.get_one(Case, (session.tenant, case_id))
    people = set(handlers(session, case))
    if days >= rules.REPLY_WITHIN:
        people |= set(people_in(session, Perm.UNIT_FEED, case.unit_id))
    news = News(UNANSWERED.code, case_id, WAITS, {"number": case.number, "days": str(days)})
    notices.tell(session, news, sorted(people))
    return True
