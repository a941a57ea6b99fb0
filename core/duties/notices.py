"""Notices about duties: to each of the owing unit's people who may hand it in, read at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.models import Grant
from core.accounts.permissions import Perm
from core.accounts.queries import current
from core.cases.catalogue import catalogue
from core.cases.models import Notice
from core.cases.notices import SHOWN
from core.db import ScopedSession
from core.duties import rules
from core.duties.models import Duty
from core.i18n import N_

WARNING = N_("“%(limit)s”（%(period)s）最迟于%(due)s报送。")
OVERDUE = N_("“%(limit)s”（%(period)s）已于%(due)s到期，至今没有报送。")
REMINDER = N_("%(by)s提醒：“%(limit)s”（%(period)s）最迟于%(due)s报送。")
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
    for account_id in people_of(session, duty.unit_id) or [None]:
        session.add(
            Notice(
                tenant_id=duty.tenant_id,
                account_id=account_id,
                duty_id=duty.id,
                at=time.now(),
                words=words,
                params=named,
            )
        )


def people_of(session: ScopedSession, unit_id: UUID) -> Sequence[UUID | None]:
    """The accounts that may hand in for a unit today."""
    able = [role.code for role in plugins.registry().roles.values() if Perm.SUBMIT in role.permissions]
    held = select(Grant.account_id).where(Grant.unit_id == unit_id, Grant.role.in_(able), current(time.today()))
    return list(session.scalars(held.distinct()))


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
        .join(Duty, (Duty.tenant_id == Notice.tenant_id) & (Duty.id == Notice.duty_id))
        .where(Duty.rule.in_(codes), Duty.state.in_(rules.OWED), or_(own, of_unit))
        .order_by(Notice.at.desc(), Notice.id.desc())
    )
    newest: dict[UUID, ToldDuty] = {}
    for notice, duty in rows:
        newest.setdefault(duty.id, ToldDuty(notice, duty, notice.account_id is not None))
    return list(newest.values())
