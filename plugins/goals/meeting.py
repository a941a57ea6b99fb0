"""Key works before the joint meeting (实施方案四(三)1): those both sides reviewed, and what it resolved of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select

from core.cases.models import Case, Timeline
from core.contracts import MeetingItem, Owed
from core.db import ScopedSession
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.goals.models import KeyWork
from plugins.goals.queries import KIND, work_of

TOPIC, OF_WORK, STATE = "goals.work.resolved", "goals.work:", "work_reviewed"
NOT_AGREED = "联席会议没有同意"


def waiting(session: ScopedSession) -> list[MeetingItem]:
    """The works that wait for the joint meeting; handed in anew, one is another matter."""
    rows = session.execute(
        select(Case, KeyWork, Unit.name, _times())
        .join(KeyWork, (KeyWork.tenant_id == Case.tenant_id) & (KeyWork.case_id == Case.id))
        .join(Unit, (Unit.tenant_id == Case.tenant_id) & (Unit.id == Case.unit_id))
        .where(Case.kind == KIND, Case.state == STATE)
        .order_by(Unit.code, Case.id)
    )
    return [
        MeetingItem(
            f"{OF_WORK}{case.id}:{times}",
            f"审定{unit}{work.year}年重点工作“{work.name}”",
            f"/w/{case.tenant_id}/cases/{case.id}",
            TOPIC,
        )
        for case, work, unit, times in rows
    ]


def resolved(session: ScopedSession, payload: Mapping[str, Any]) -> None:
    """Keep what the meeting resolved of the work: the leader who enters and signs it finds it filled in.

    Nothing happens where somebody entered the resolution already.
    """
    case_id, _, times = payload["key"].removeprefix(OF_WORK).partition(":")
    case = session.scalar(select(Case).where(Case.id == UUID(case_id), Case.state == STATE, _times() == int(times)))
    if case is None:
        return
    work = work_of(session, case)
    work.document, work.resolved_on = payload["document"], dt.date.fromisoformat(payload["held_on"])
    # What comes back says why; a meeting that put nothing else down did not agree to it.
    work.ended_words = "" if payload["outcome"] == "agreed" else payload["words"] or NOT_AGREED


def _times() -> ScalarSelect[int]:
    """How often a work was handed in."""
    of_case = (Timeline.tenant_id == Case.tenant_id, Timeline.case_id == Case.id)
    return select(func.count()).where(*of_case, Timeline.code == "submit").correlate(Case).scalar_subquery()


EFFECT = Owed(TOPIC, resolved, N_("联席会议审定的重点工作"))
