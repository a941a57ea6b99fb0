"""What duties bring to the joint meeting 联席会议: what is handed in to it and what was compiled.

What is handed in is accepted or returned by the meeting's resolution.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select

from core import clock as time
from core.accounts.actor import Actor
from core.cases.catalogue import catalogue
from core.contracts import MeetingItem, Owed
from core.db import ScopedSession
from core.duties import services
from core.duties.measures import rules_on
from core.duties.models import Duty, DutyEntry, DutyReport
from core.duties.rules import ACTS
from core.duties.who import TO_JOINT_MEETING
from core.i18n import N_
from core.tenancy.models import Unit

TOPIC = "core.duty.resolved"
OF_DUTY = "core.duty:"
OF_REPORT = "core.report:"
NEW = dt.timedelta(days=60)  # a compiled report is for the meeting after it


def waiting(session: ScopedSession) -> list[MeetingItem]:
    """The submissions that wait for the joint meeting of the session's tenant, the earliest due first."""
    meeting = select(Unit.id).where(Unit.kind == TO_JOINT_MEETING).scalar_subquery()
    rows = session.execute(
        select(Duty, Unit.name, _times())
        .join(Unit, (Unit.tenant_id == Duty.tenant_id) & (Unit.id == Duty.unit_id))
        .where(Duty.receiver_id.in_(meeting), Duty.state.in_(ACTS["accept"][0]))
        .where(Duty.rule.in_(rules_on(session, session.tenant)))
        .order_by(Duty.due_on, Duty.id)
    )
    limits = catalogue()
    return [
        MeetingItem(
            f"{OF_DUTY}{duty.id}:{times}",
            f"{name}报送的{limits.newest(duty.rule).name}（{duty.period}）",
            f"/w/{duty.tenant_id}/duties/{duty.id}",
            TOPIC,
        )
        for duty, name, times in rows
    ] + list(_compiled(session))


def resolved(session: ScopedSession, payload: Mapping[str, Any]) -> None:
    """Accept or return a submission as the meeting resolved; nothing where it was taken back meanwhile."""
    duty_id, _, times = payload["key"].removeprefix(OF_DUTY).partition(":")
    duty = session.scalar(select(Duty).where(Duty.id == UUID(duty_id), _times() == int(times)).with_for_update())
    act = "accept" if payload["outcome"] == "agreed" else "return"
    if duty is None or duty.state not in ACTS[act][0]:
        return
    # A return says why; a meeting that put nothing else down did not agree to it.
    note = payload["words"] or ("" if act == "accept" else "联席会议没有同意")
    settle = services.accept if act == "accept" else services.send_back
    key = f"meeting:{duty.id.hex}:{duty.version}"
    settle(session, Actor.system(session.tenant), duty.id, services.Answer(duty.version, note), key)


def _compiled(session: ScopedSession) -> Iterator[MeetingItem]:
    """The reports of the last weeks, of each duty and period the one made last."""
    codes, since = rules_on(session, session.tenant), time.now() - NEW
    query = select(DutyReport).where(DutyReport.rule.in_(codes), DutyReport.made_at >= since)
    newest = {(row.rule, row.period): row for row in session.scalars(query.order_by(DutyReport.made_at, DutyReport.id))}
    for row in newest.values():
        url = f"/w/{row.tenant_id}/duties/reports/{row.id}"
        yield MeetingItem(f"{OF_REPORT}{row.id}", f"听取{row.title}（{row.period}）", url)


def _times() -> ScalarSelect[int]:
    """How often a duty was handed in: handed in anew, it is another matter."""
    of_duty = (DutyEntry.tenant_id == Duty.tenant_id, DutyEntry.duty_id == Duty.id)
    times = select(func.count()).where(*of_duty, DutyEntry.act.in_(("submit", "nil")))
    return times.correlate(Duty).scalar_subquery()


EFFECT = Owed(TOPIC, resolved, N_("联席会议对报送材料的决议"))
