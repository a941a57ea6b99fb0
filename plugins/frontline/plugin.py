"""Frontline 一线工作法: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import (
    Card,
    CaseKind,
    MeetingItem,
    Menu,
    NavItem,
    Permission,
    PluginInfo,
    PortalSection,
    Prefill,
    PublicationType,
    Register,
    RoleGrants,
    Searchable,
    Stat,
)
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from flask import Blueprint

    from core.accounts.actor import Actor
    from core.db import ScopedSession
    from core.deadlines.rules import DeadlineRule
    from core.demo import Stage
    from core.tenancy.models import Tenant

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """A preview: off unless a township turns it on."""
    return PluginInfo("frontline", N_("一线工作法"), N_("群众诉求、意见征求和一线办理"), "0.1.0", preview=True)


@hookimpl
def register_models() -> Iterable[type]:
    """Issues with their parts, diary and visits, projects, consultations."""
    from plugins.frontline.consult.models import Consultation
    from plugins.frontline.diary.models import DiaryEntry, PlannedVisit
    from plugins.frontline.issues.models import Issue, IssuePart
    from plugins.frontline.projects.models import Project, ProjectRecord, ProjectStage

    return (PlannedVisit, DiaryEntry, Issue, IssuePart, Project, ProjectStage, ProjectRecord, Consultation)


@hookimpl
def register_migrations() -> Path:
    """Branch `frontline`."""
    return HERE / "migrations" / "versions"


@hookimpl
def register_translations() -> Path:
    """Domain `frontline`."""
    return HERE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Who may do what."""
    from plugins.frontline.permissions import PERMISSIONS

    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[RoleGrants]:
    """What core's roles may do here."""
    from plugins.frontline.permissions import ROLES

    return ROLES


@hookimpl
def register_deadline_rules() -> Iterable[DeadlineRule]:
    """Its limits, as data."""
    from plugins.frontline.deadlines import RULES

    return RULES


@hookimpl
def register_case_kinds() -> Iterable[CaseKind]:
    """The issue, and what a partner is asked about it."""
    from plugins.frontline.issues.road import ISSUE, PART

    return (ISSUE, PART)


@hookimpl
def register_publication_types() -> Iterable[PublicationType]:
    """Notices and reports of consultations, and the circular."""
    from plugins.frontline.circular.services import CIRCULAR
    from plugins.frontline.consult.services import NOTICE

    return (NOTICE, CIRCULAR)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Workspace and portal."""
    from plugins.frontline import home
    from plugins.frontline.circular import views as circular
    from plugins.frontline.consult import views as consult
    from plugins.frontline.diary import views as diary
    from plugins.frontline.issues import portal
    from plugins.frontline.issues import views as issues
    from plugins.frontline.offline import views as offline
    from plugins.frontline.projects import views as projects

    return (
        *(issues.bp, offline.bp, portal.bp, diary.bp, diary.visiting, circular.bp, home.bp),
        *(projects.bp, projects.portal, consult.bp, consult.portal),
    )


@hookimpl
def register_searchables() -> Iterable[Searchable]:
    """Public projects."""
    from plugins.frontline.search import PROJECTS

    return (PROJECTS,)


@hookimpl
def register_stats() -> Iterable[Stat]:
    """Raised, answered, in time, on the spot, solved."""
    from plugins.frontline.stats import STATS

    return STATS


@hookimpl
def register_registers() -> Iterable[Register]:
    """群众诉求登记簿, 民情日记登记簿, 为民办实事项目登记簿."""
    from plugins.frontline.registers import DIARY, ISSUES, PROJECTS

    return (ISSUES, DIARY, PROJECTS)


@hookimpl
def register_prefills() -> Iterable[Prefill]:
    """The part 一线工作法 of the monthly report of progress."""
    from core.duties.lines import MONTHLY
    from plugins.frontline.returns import of_month

    return (Prefill(MONTHLY, of_month, "frontline"),)


@hookimpl
def provide_nav_items(actor: Actor) -> Iterable[NavItem]:
    """The ledger with its neighbours, and taking issues in."""
    from plugins.frontline.permissions import Perm

    return (
        NavItem(N_("收集问题"), "frontline_issues.collected", Perm.COLLECT, icon="inbox", order=33),
        NavItem(N_("一线工作法"), "frontline_issues.index", Perm.READ, icon="journal-text", order=61, group=Menu.YEAR),
    )


@hookimpl
def provide_dashboard_cards(session: ScopedSession, actor: Actor) -> Iterable[Card]:
    """What waits at each step of the issues."""
    from plugins.frontline.issues.queries import cards

    return cards(actor)


@hookimpl
def provide_meeting_items(session: ScopedSession) -> Iterable[MeetingItem]:
    """Issues whose limit has passed, and projects with a stage past its day."""
    from core.cases.meeting import overdue
    from plugins.frontline.issues.road import ISSUE, PART
    from plugins.frontline.projects.queries import for_meeting

    return (*overdue(session, (ISSUE.code, PART.code)), *for_meeting(session))


@hookimpl
def provide_portal_sections(session: ScopedSession, tenant: Tenant) -> Iterable[PortalSection]:
    """Livelihood projects, also in the feed."""
    from plugins.frontline.home import sections

    return sections(session, tenant)


@hookimpl
def make_demo(stage: Stage) -> None:
    """Issues, visits, a project and a consultation of the sample."""
    from plugins.frontline import demo

    demo.play(stage)
