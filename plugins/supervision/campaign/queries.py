"""Reading campaigns: which one runs, what was found, the figures of its report, and lines for the scheme's return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select

from core.cases.models import Case
from core.db import ScopedSession
from core.errors import NotFound
from core.tenancy.models import Unit
from plugins.supervision.campaign.models import Campaign, CampaignEntry
from plugins.supervision.campaign.rules import FIGURES
from plugins.supervision.complaint.models import Complaint

MOST = 200


def all_of(session: ScopedSession) -> Sequence[Campaign]:
    """The campaigns, the newest first."""
    return session.scalars(select(Campaign).order_by(Campaign.from_on.desc(), Campaign.id.desc()).limit(MOST)).all()


def campaign_of(session: ScopedSession, campaign_id: UUID) -> Campaign:
    """A campaign of the session's tenant.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Campaign, (session.tenant, campaign_id))
    if found is None:
        raise NotFound(campaign_id)
    return found


def running(session: ScopedSession, day: dt.date) -> UUID | None:
    """The campaign that runs on a day; the latest begun where there are several."""
    query = select(Campaign.id).where(Campaign.stage == "running", Campaign.from_on <= day, Campaign.to_on >= day)
    return session.scalars(query.order_by(Campaign.from_on.desc(), Campaign.id.desc())).first()


def entries_of(session: ScopedSession, campaign: Campaign) -> list[tuple[CampaignEntry, str]]:
    """What was found, each with the unit's name, in the order in which it was."""
    query = (
        select(CampaignEntry, Unit.name)
        .join(Unit, (Unit.tenant_id == CampaignEntry.tenant_id) & (Unit.id == CampaignEntry.unit_id))
        .where(CampaignEntry.campaign_id == campaign.id)
    )
    return [(row, name) for row, name in session.execute(query.order_by(CampaignEntry.found_on, CampaignEntry.id))]


def figures(session: ScopedSession, campaign: Campaign) -> dict[str, int]:
    """What its rows say now: `FIGURES`, and ``open`` complaints."""
    counts = dict.fromkeys((*FIGURES, "open"), 0)
    rows = session.execute(
        select(Complaint.founded, Complaint.sent, Case.is_open, func.count())
        .join(Case, (Case.tenant_id == Complaint.tenant_id) & (Case.id == Complaint.case_id))
        .where(Complaint.campaign_id == campaign.id)
        .group_by(Complaint.founded, Complaint.sent, Case.is_open)
    )
    for founded, sent, is_open, number in rows:
        for name in ("all", "sent" if sent else founded, "open" if is_open else ""):
            if name:
                counts[name] += number
    of_campaign = CampaignEntry.campaign_id == campaign.id
    found, done = session.execute(select(func.count(), func.count(CampaignEntry.done_on)).where(of_campaign)).one()
    return {**counts, "found": found, "done": done}


def lines(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """The campaigns of a period for the return of 实施方案四(二)1(3): when, what, and the figures where it is over."""
    query = select(Campaign).where(Campaign.stage != "plan", Campaign.from_on.between(first, last))
    found = [_line(row) for row in session.scalars(query.order_by(Campaign.from_on, Campaign.id))]
    return {"campaigns": tuple(found)} if found else {}


def _line(row: Campaign) -> str:
    """One campaign in Chinese, as the return is."""
    when = f"{row.from_on.isoformat()}至{row.to_on.isoformat()}"
    told = "，".join(f"{label}{row.figures[name]}" for name, label in FIGURES.items() if row.figures.get(name))
    return f"{when}：{row.title}（{row.subject}）" + (f"；{told}" if told else "")


def entry_of(session: ScopedSession, campaign: Campaign, entry_id: UUID) -> tuple[CampaignEntry, str]:
    """A finding of a campaign, with the unit's name.

    Raises:
        NotFound: it is none of this one.
    """
    found = next((pair for pair in entries_of(session, campaign) if pair[0].id == entry_id), None)
    if found is None:
        raise NotFound(entry_id)
    return found
