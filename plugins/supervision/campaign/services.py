"""Planning, signing, keeping and closing a campaign; each act is in the audit."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.services import STALE
from core.db import ScopedSession
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.supervision import office
from plugins.supervision.campaign import queries, rules
from plugins.supervision.campaign.models import Campaign, CampaignEntry
from plugins.supervision.permissions import Perm


def plan(session: ScopedSession, actor: Actor, command: rules.Plan, key: str) -> Campaign:
    """Write the plan of a campaign; the same form a second time is the same plan.

    Raises:
        Forbidden: the actor is not of the supervision office.
        DomainError: what is wrong, at its field.
    """
    office.refuse(session, actor, Perm.CAMPAIGN)
    queue(session, key)
    if (known := session.scalar(select(Campaign).where(Campaign.form_key == key))) is not None:
        return known
    _refuse_plan(session, command)
    row = Campaign(tenant_id=session.tenant, form_key=key, by=actor.title, at=time.now())
    _fill(row, command)
    session.add(row)
    session.flush()
    record(session, actor, "supervision.campaign.plan", str(row.id), {})
    return row


def change(session: ScopedSession, actor: Actor, campaign_id: UUID, command: rules.Plan, version: int) -> Campaign:
    """Change a plan that nobody signed yet.

    Raises:
        Forbidden, DomainError: as `plan`; it is signed already, or changed meanwhile.
    """
    office.refuse(session, actor, Perm.CAMPAIGN)
    row = _locked(session, campaign_id, version)
    if row.stage != "plan" or row.government_id or row.supervision_id:
        raise DomainError(Problem(N_("已经有人签字，方案不能再改。")))
    _refuse_plan(session, command)
    _fill(row, command)
    record(session, actor, "supervision.campaign.change", str(row.id), {})
    session.flush()
    return row


def sign(session: ScopedSession, actor: Actor, campaign_id: UUID, place: str, version: int) -> Campaign:
    """Sign the plan for the government or for supervision; with the second signature it runs.

    Raises:
        NotFound: there is no such place.
        Forbidden: the actor does not sign there.
        DomainError: that place is signed, or the same person signed the other.
    """
    if place not in rules.SIGNERS:
        raise NotFound(place)
    if not may_sign(session, actor, place):
        raise Forbidden(Perm.SIGN_FOR_GOVERNMENT if place == "government" else Perm.SIGN_FOR_SUPERVISION)
    row = _locked(session, campaign_id, version)
    signed = {"government": row.government_id, "supervision": row.supervision_id}
    other = signed["supervision" if place == "government" else "government"]
    if problems := rules.sign_problems(row.stage, signed[place], other, actor.account_id):
        raise DomainError(problems)
    if place == "government":
        row.government_id, row.government = actor.account_id, actor.title
    else:
        row.supervision_id, row.supervision = actor.account_id, actor.title
    if other is not None:
        row.stage = "running"
    record(session, actor, "supervision.campaign.sign", str(row.id), {"place": place})
    session.flush()
    return row


def may_sign(session: ScopedSession, actor: Actor, place: str) -> bool:
    """Whether the actor signs in one of the two places: a head of the government, or of the supervision office."""
    if place == "government":
        return not actor.visiting and actor.may(Perm.SIGN_FOR_GOVERNMENT)
    return office.may(session, actor, Perm.SIGN_FOR_SUPERVISION)


def find(session: ScopedSession, actor: Actor, campaign_id: UUID, finding: rules.Finding, key: str) -> CampaignEntry:
    """Enter what was found in a unit; the same form a second time is the same finding.

    Raises:
        Forbidden, DomainError: as `plan`; the campaign does not run.
    """
    office.refuse(session, actor, Perm.CAMPAIGN)
    queue(session, key)
    if (known := session.scalar(select(CampaignEntry).where(CampaignEntry.form_key == key))) is not None:
        return known
    campaign = queries.campaign_of(session, campaign_id)
    problems = rules.finding_problems(campaign.stage, finding, time.today())
    if session.get(Unit, (session.tenant, finding.unit_id)) is None:
        problems.append(Problem(N_("请选择单位。"), "unit"))
    if problems:
        raise DomainError(problems)
    row = CampaignEntry(
        tenant_id=session.tenant,
        form_key=key,
        campaign_id=campaign.id,
        unit_id=finding.unit_id,
        found=finding.found.strip(),
        found_on=finding.found_on,
        by=actor.title,
    )
    session.add(row)
    session.flush()
    record(session, actor, "supervision.campaign.find", str(campaign.id), {"entry": str(row.id)})
    return row


def put_right(session: ScopedSession, actor: Actor, campaign_id: UUID, entry_id: UUID, done: str) -> CampaignEntry:
    """Enter what was done about a finding; nothing happens the second time.

    Raises:
        NotFound: it is no finding of this campaign.
        Forbidden, DomainError: as `plan`.
    """
    office.refuse(session, actor, Perm.CAMPAIGN)
    campaign = queries.campaign_of(session, campaign_id)
    row = session.get(CampaignEntry, (session.tenant, entry_id), with_for_update=True)
    if row is None or row.campaign_id != campaign_id:
        raise NotFound(entry_id)
    if row.done_on is not None:
        return row
    if campaign.stage != "running":
        raise DomainError(Problem(N_("专项整治没有在开展，不能登记。")))
    if not done.strip():
        raise DomainError(Problem(N_("请写明整改的措施。"), "done"))
    row.done, row.done_on, row.done_by = done.strip(), time.today(), actor.title
    record(session, actor, "supervision.campaign.put_right", str(campaign.id), {"entry": str(row.id)})
    session.flush()
    return row


def close(session: ScopedSession, actor: Actor, campaign_id: UUID, report: str, version: int) -> Campaign:
    """Close a campaign: its figures are counted from its rows and kept with the report.

    Raises:
        Forbidden: the actor does not sign for supervision.
        DomainError: every reason why it can't be closed yet.
    """
    office.refuse(session, actor, Perm.SIGN_FOR_SUPERVISION)
    row = _locked(session, campaign_id, version)
    counted = queries.figures(session, row)
    problems = rules.close_problems(row.stage, counted["open"], counted["found"] - counted["done"], report)
    if problems:
        raise DomainError(problems)
    row.stage, row.report, row.over_on = "closed", report.strip(), time.today()
    row.figures = {name: counted[name] for name in rules.FIGURES}
    record(session, actor, "supervision.campaign.close", str(row.id), row.figures)
    session.flush()
    return row


def _locked(session: ScopedSession, campaign_id: UUID, version: int) -> Campaign:
    row = session.get(Campaign, (session.tenant, campaign_id), with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(campaign_id)
    if row.version != version:
        raise DomainError(Problem(STALE))
    return row


def _refuse_plan(session: ScopedSession, command: rules.Plan) -> None:
    problems = rules.plan_problems(command)
    if session.get(Unit, (session.tenant, command.unit_id)) is None:
        problems.append(Problem(N_("请选择单位。"), "unit"))
    if problems:
        raise DomainError(problems)


def _fill(row: Campaign, command: rules.Plan) -> None:
    row.title, row.subject = command.title.strip(), command.subject.strip()
    row.plan, row.leader, row.unit_id = command.plan.strip(), command.leader.strip(), command.unit_id
    row.from_on, row.to_on = command.from_on, command.to_on
