"""Supervision 效能督查: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import (
    Card,
    CaseKind,
    DrawKind,
    DutyRule,
    Job,
    MeetingItem,
    Menu,
    NavItem,
    NoticeKind,
    Paper,
    Permission,
    PluginInfo,
    Prefill,
    PublicationType,
    Receiver,
    Register,
    Role,
    RoleGrants,
)
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from flask import Blueprint

    from core.accounts.actor import Actor
    from core.db import ScopedSession
    from core.deadlines.rules import DeadlineRule
    from core.demo import Stage

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """The scheme's own supervision."""
    return PluginInfo("supervision", N_("效能督查"), N_("实施方案、进展报告和督查"), "0.1.0")


@hookimpl
def register_models() -> Iterable[type]:
    """Orders, the log, briefs; complaints and tips; campaigns; joint meetings; looks back."""
    from plugins.supervision.campaign.models import Campaign, CampaignEntry
    from plugins.supervision.chain.models import Chain
    from plugins.supervision.complaint.models import Complaint, Tip
    from plugins.supervision.guidance.models import Brief, Visit
    from plugins.supervision.meeting.models import AgendaItem, Meeting, Resolution
    from plugins.supervision.orders.models import Order

    logs = (Visit, Brief, Order)
    return (*logs, Campaign, CampaignEntry, Complaint, Tip, Meeting, AgendaItem, Resolution, Chain)


@hookimpl
def register_migrations() -> Path:
    """Branch `supervision`."""
    return HERE / "migrations" / "versions"


@hookimpl
def register_translations() -> Path:
    """Domain `supervision`."""
    return HERE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Who may do what."""
    from plugins.supervision.permissions import PERMISSIONS

    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[Role | RoleGrants]:
    """Who supervises, and what core's roles may do here."""
    from plugins.supervision.permissions import ROLES

    return ROLES


@hookimpl
def register_tip_road() -> str:
    """The portal's page of complaints, from which what is about discipline goes unread to the county's 纪检监察."""
    return "supervision_complaint.new"


@hookimpl
def register_deadline_rules() -> Iterable[DeadlineRule]:
    """Its limits, as data."""
    from plugins.supervision.deadlines import RULES

    return RULES


@hookimpl
def register_duties() -> Iterable[DutyRule]:
    """What units owe by the scheme."""
    from plugins.supervision.duties import DUTIES

    return DUTIES


@hookimpl
def register_draws() -> Iterable[DrawKind]:
    """双随机, drawn."""
    from plugins.supervision.draws import DRAWS

    return DRAWS


@hookimpl
def register_prefills() -> Iterable[Prefill]:
    """The campaigns of the year, for the return that approval's part of the scheme asks for."""
    from plugins.supervision.campaign.queries import lines

    return (Prefill("scheme.approval.cleanup", lines),)


@hookimpl
def register_case_kinds() -> Iterable[CaseKind]:
    """Orders; a complaint of 吃拿卡要, in the county a tip about discipline; a look back at a missed limit."""
    from plugins.supervision.chain.road import CHAIN
    from plugins.supervision.complaint.road import COMPLAINT, TIP
    from plugins.supervision.orders.road import ORDER

    return (ORDER, COMPLAINT, TIP, CHAIN)


@hookimpl
def register_publication_types() -> Iterable[PublicationType]:
    """好做法."""
    from plugins.supervision.practice.types import PRACTICE

    return (PRACTICE,)


@hookimpl
def register_papers() -> Iterable[Paper]:
    """交办单 to 整改通知单, 责任倒查结论书."""
    from plugins.supervision.chain import road as chain
    from plugins.supervision.orders.documents import PAPERS

    return (*PAPERS, *chain.PAPERS)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """The portal's door for complaints, and the workspace."""
    from plugins.supervision.board import views as board
    from plugins.supervision.campaign import views as campaign
    from plugins.supervision.chain import views as chain
    from plugins.supervision.complaint import views as complaint
    from plugins.supervision.guidance import views as guidance
    from plugins.supervision.meeting import views as meeting
    from plugins.supervision.orders import views as orders
    from plugins.supervision.practice import views as practice

    logs = (board.bp, orders.bp, guidance.bp)
    return (*logs, complaint.bp, complaint.staff, campaign.bp, meeting.bp, chain.bp, practice.bp)


@hookimpl
def register_registers() -> Iterable[Register]:
    """Filings, orders, visits, briefs."""
    from plugins.supervision.filings import REGISTER
    from plugins.supervision.registers import REGISTERS

    return (REGISTER, *REGISTERS)


@hookimpl
def register_notice_kinds() -> Iterable[NoticeKind]:
    """Somebody is asked to say how a limit was missed; a unit has to carry out what a meeting resolved."""
    from plugins.supervision.chain.services import HEARD
    from plugins.supervision.meeting.telling import RESOLVED

    return (HEARD, RESOLVED)


@hookimpl
def register_jobs() -> Iterable[Job]:
    """Daily, the reminders of what meetings resolved."""
    from plugins.supervision.meeting.telling import JOB, remind

    return (Job(JOB, dt.timedelta(days=1), remind, label=N_("提醒联席会议议定的事项")),)


@hookimpl
def register_receivers() -> Iterable[Receiver]:
    """Tips that townships hand on unread, and the county's answers."""
    from plugins.supervision.complaint.services import PARCELS

    return PARCELS


@hookimpl
def make_demo(stage: Stage) -> None:
    """Orders, campaign, meeting and looking back in the sample."""
    from plugins.supervision import demo

    demo.play(stage)


@hookimpl
def provide_nav_items() -> Iterable[NavItem]:
    """The live board, orders, the office's log, campaigns, joint meetings, and the good practice of the county."""
    from plugins.supervision.permissions import Perm

    return (
        NavItem(N_("动态督查"), "supervision_board.show", Perm.ORDER_READ, icon="eye", order=27, group=Menu.YEAR),
        NavItem(
            N_("督查单"), "supervision_orders.index", Perm.ORDER_READ, icon="list-check", order=28, group=Menu.YEAR
        ),
        NavItem(
            N_("检查指导"),
            "supervision_guidance.index",
            Perm.GUIDANCE_READ,
            icon="journal-text",
            order=29,
            group=Menu.YEAR,
        ),
        NavItem(N_("专项整治"), "supervision_campaigns.index", Perm.READ, icon="search", order=60, group=Menu.YEAR),
        NavItem(N_("联席会议"), "supervision_meetings.index", Perm.READ, icon="people", order=61, group=Menu.YEAR),
        NavItem(N_("好做法"), "supervision_practices.index", Perm.READ, icon="journal-text", order=63, group=Menu.YEAR),
    )


@hookimpl
def provide_dashboard_cards(session: ScopedSession, actor: Actor) -> Iterable[Card]:
    """What a unit has to answer or do, and what its issuers have to check."""
    from plugins.supervision.meeting.queries import cards as resolved
    from plugins.supervision.orders.queries import cards as ordered

    return (*ordered(actor), *resolved(actor))


@hookimpl
def provide_meeting_items(session: ScopedSession) -> Iterable[MeetingItem]:
    """Orders past their day, and what visits found that is not solved."""
    from core.cases.meeting import overdue
    from plugins.supervision.guidance.queries import for_meeting
    from plugins.supervision.orders.queries import KIND

    return (*overdue(session, (KIND,)), *for_meeting(session))
