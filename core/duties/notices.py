"""Notices about duties: to each of the owing unit's people who may hand it in, read at the desk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.accounts.queries import people_in
from core.cases.catalogue import catalogue
from core.cases.notices import SHOWN
from core.contracts import Matter, NoticeKind
from core.db import ScopedSession
from core.duties import rules
from core.duties.measures import rules_on
from core.duties.models import Duty
from core.duties.queries import readable
from core.i18n import N_
from core.notices import services
from core.notices.models import Notice
from core.notices.services import News

WARNING = N_("“%(limit)s”（%(period)s）最迟于%(due)s报送。")
OVERDUE = N_("“%(limit)s”（%(period)s）已于%(due)s到期，至今没有报送。")
REMINDER = N_("%(by)s提醒：“%(limit)s”（%(period)s）最迟于%(due)s报送。")
REMINDER_OF_MORE = N_(
    "%(by)s提醒：还有%(number)s项任务没有报送，最早的是“%(limit)s”（%(period)s），最迟于%(due)s报送。"
)
MOVED = N_("“%(limit)s”（%(period)s）因放假安排（%(source)s），稳妥日由%(old)s改为%(new)s，最后一日仍为%(due)s。")
RESCHEDULED = N_("“%(limit)s”（%(period)s）按年度方案由%(old)s改为最迟于%(due)s报送。")
RETURNED = N_("“%(limit)s”（%(period)s）被退回，请改正后再报送：%(reason)s")


@dataclass(frozen=True, slots=True)
class ToldDuty:
    """A notice with its duty, as the desk shows it beside those on cases; `mine` is one sent to the reader."""

    notice: Notice
    duty: Duty
    mine: bool


def tell(session: ScopedSession, duty: Duty, words: str, **params: str) -> None:
    """Tell the people of the owing unit; where nobody there can hand in, the unit as a whole.

    Args:
        words: a msgid that names the ``limit``, its ``period``, the day ``due``, and whatever `params` has.
    """
    period = N_("一次性任务") if duty.period == rules.ONCE else duty.period
    named = {"limit": catalogue().newest(duty.rule).name, "period": period, "due": str(duty.due_on), **params}
    news = News((LIMIT if words in (WARNING, OVERDUE) else DUTY_NEWS).code, duty.id, words, named)
    people = people_in(session, Perm.SUBMIT, duty.unit_id)
    if people:
        services.tell(session, news, people)
    else:
        services.tell_unit(session, news)


def of_desk(session: ScopedSession, actor: Actor, codes: Sequence[str]) -> list[ToldDuty]:
    """The reader's unread notices on duties still owed, and the last 14 days' to their unit; one a duty, the newest.

    Args:
        codes: the duty rules that are on.
    """
    own = (Notice.account_id == actor.account_id) & Notice.read_at.is_(None)
    units = sorted(actor.own_units(Perm.WORK))
    of_unit = Notice.account_id.is_(None) & (Notice.at >= time.now() - SHOWN) & Duty.unit_id.in_(units)
    rows = session.execute(
        select(Notice, Duty)
        .join(Duty, (Duty.tenant_id == Notice.tenant_id) & (Duty.id == Notice.matter_id))
        .where(Notice.matter == DUTY.code)
        .where(Duty.rule.in_(codes), Duty.state.in_(rules.OWED), or_(own, of_unit))
        .order_by(Notice.at.desc(), Notice.id.desc())
    )
    newest: dict[UUID, ToldDuty] = {}
    for notice, duty in rows:
        newest.setdefault(duty.id, ToldDuty(notice, duty, notice.account_id is not None))
    return list(newest.values())


def _alive(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    codes = rules_on(session, session.tenant)
    return set(
        session.scalars(select(Duty.id).where(Duty.id.in_(ids), Duty.rule.in_(codes), Duty.state.in_(rules.OWED)))
    )


def _visible(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    codes = rules_on(session, session.tenant)
    return set(session.scalars(select(Duty.id).where(Duty.id.in_(ids), Duty.rule.in_(codes), readable(actor))))


DUTY = Matter("duty", "/w/{tenant}/duties/{id}", _alive, _visible)
LIMIT = NoticeKind("core.duty_limit", N_("任务到期提醒"), DUTY, legal=True, default="now")
DUTY_NEWS = NoticeKind("core.duty", N_("任务的催办和退回"), DUTY)
