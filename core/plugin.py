"""Core's own features, registered through the same hooks as any plugin's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core import __version__
from core.contracts import Job, NavItem, Permission, PluginInfo, Receiver, Role, Searchable
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from flask import Blueprint

    from core.accounts.actor import Actor
    from core.db import ScopedSession
    from core.db.engine import Database
    from core.demo import Stage

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """The kernel; it can't be turned off."""
    return PluginInfo("core", N_("平台"), N_("案件、期限、人员和查询"), __version__)


@hookimpl
def register_models() -> Iterable[type]:
    """Every table of core."""
    from core.accounts import models as accounts
    from core.audit import models as audit
    from core.calendar import models as calendar
    from core.cases import models as cases
    from core.circulars.models import Circular, CircularReceived
    from core.db.numbers import Counter
    from core.db.parked import ParkedRevision
    from core.db.tree import TenantTree
    from core.duties.models import Duty, DutyEntry
    from core.exchange.models import ParcelReceived, ParcelSent
    from core.feeds.models import CalendarFeed
    from core.files.models import StoredFile
    from core.holidays.models import Proposal
    from core.jobs.models import Effect, JobRun, Outbox, Progress
    from core.tenancy.models import PluginRule, Synced, Tenant, TenantPlugin, Unit, UnitPlugin

    return (
        Tenant,
        TenantTree,
        TenantPlugin,
        PluginRule,
        Unit,
        UnitPlugin,
        Synced,
        Counter,
        ParkedRevision,
        accounts.Account,
        accounts.ActivationLink,
        accounts.LoginSession,
        accounts.Throttle,
        accounts.Person,
        accounts.Grant,
        accounts.Deputy,
        accounts.Visit,
        audit.Audit,
        audit.AuditLink,
        calendar.CalendarVersion,
        calendar.CalendarDay,
        calendar.OverlayVersion,
        calendar.OverlayDay,
        Outbox,
        Effect,
        JobRun,
        Progress,
        cases.Case,
        cases.Participant,
        cases.Clock,
        cases.ClockEntry,
        cases.Timeline,
        cases.Reply,
        cases.FormOnce,
        cases.Draft,
        cases.IssuedPaper,
        cases.Notice,
        Duty,
        DutyEntry,
        StoredFile,
        CalendarFeed,
        Proposal,
        ParcelSent,
        ParcelReceived,
        Circular,
        CircularReceived,
    )


@hookimpl
def register_migrations() -> Path:
    """Branch `core`."""
    return HERE / "migrations" / "versions"


@hookimpl
def register_translations() -> Path:
    """Domain `core`."""
    return HERE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Permissions of the workspace and the consoles."""
    from core.accounts.permissions import PERMISSIONS

    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[Role]:
    """The roles of a township and of the county."""
    from core.accounts.permissions import ROLES

    return ROLES


@hookimpl
def register_searchables() -> Iterable[Searchable]:
    """Cases."""
    from core.cases.search import CASES

    return (CASES,)


@hookimpl
def register_receivers() -> Iterable[Receiver]:
    """Circulars of the county."""
    from core.circulars.services import RECEIVER

    return (RECEIVER,)


@hookimpl
def register_jobs() -> Iterable[Job]:
    """The sweep of legal limits, hourly; counting anew, soon after a calendar changed; what has no owner, daily.

    Daily come the duties of the year and their reminders; daily go drafts that ran out, closed outbox rows, and bytes
    without an owner; weekly the newest backup is restored and thrown away.
    """
    from core.backup.restoring import drill
    from core.jobs.services import prune

    return (
        Job("core.sweep", dt.timedelta(hours=1), _sweep, label=N_("检查法定期限")),
        Job("core.recompute", dt.timedelta(minutes=2), _recompute, whole=True, label=N_("按新的放假安排重算期限")),
        Job("core.duties", dt.timedelta(days=1), _duties, label=N_("生成和提醒任务")),
        Job("core.drafts", dt.timedelta(days=1), _sweep_drafts, label=N_("清理过期的草稿")),
        Job("core.prune", dt.timedelta(days=1), prune, label=N_("清理已完成的后台事项")),
        Job("core.audit", dt.timedelta(days=1), _keep_heads, whole=True, label=N_("留存审计链头")),
        Job("core.files", dt.timedelta(days=1), _sweep_files, whole=True, label=N_("清理无主的文件")),
        Job("core.restore_drill", dt.timedelta(days=7), drill, whole=True, label=N_("演练从备份恢复")),
    )


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Portal, workspace, county console, sign-in and calendar feeds."""
    from core.accounts.views import bp as accounts
    from core.circulars import views as circulars
    from core.duties.views import bp as duties
    from core.feeds.views import bp as feeds
    from core.holidays import views as holidays
    from core.web import admin, audit, county, jobs, limits, party, portal, visits, workspace

    portals = (portal.bp, party.bp, limits.bp, feeds)
    desk = (workspace.bp, duties, circulars.township, admin.bp, holidays.township)
    return (*portals, *desk, county.bp, visits.bp, circulars.county, holidays.county, jobs.bp, audit.bp, accounts)


@hookimpl
def make_demo(stage: Stage) -> None:
    """A circular of the county, which one township has signed for."""
    from core.circulars.demo import play

    play(stage)


@hookimpl
def provide_nav_items(session: ScopedSession, actor: Actor) -> Iterable[NavItem]:
    """Workbench, cases, duties, circulars, search, and the consoles."""
    from core.accounts.permissions import Perm
    from core.circulars.queries import unsigned

    waiting = unsigned(session) if actor.may(Perm.SIGN) else None
    return (
        NavItem(N_("全县概览"), "county.home", Perm.OVERSEE, icon="map", order=5),
        NavItem(N_("查找案件"), "county.search", Perm.OVERSEE, icon="search", order=6),
        NavItem(N_("办理统计"), "county.statistics", Perm.OVERSEE, icon="table", order=7),
        NavItem(N_("发通知"), "county_circulars.index", Perm.SEND, icon="send", order=8),
        NavItem(N_("工作台"), "workspace.home", Perm.WORK, icon="house", order=10),
        NavItem(N_("案件"), "workspace.cases", Perm.WORK, icon="folder", order=20),
        NavItem(N_("我的任务"), "duties.home", Perm.SUBMIT, icon="list-check", order=25),
        NavItem(N_("收到的通知"), "circulars.inbox", Perm.SIGN, icon="inbox", order=30, badge=waiting),
        NavItem(N_("查询"), "workspace.search", Perm.WORK, icon="search", order=40),
        NavItem(N_("审计记录"), "audit.trail", Perm.AUDIT, icon="journal-text", order=80),
        NavItem(N_("功能开关"), "admin.switches", Perm.SWITCH, icon="toggles", order=90),
        NavItem(N_("工作日历"), "calendar.home", Perm.CALENDAR_CONFIRM, icon="calendar3", order=50),
        NavItem(N_("地方放假"), "local_days.local_days", Perm.LOCAL_CONFIRM, icon="calendar3", order=85),
        NavItem(N_("后台任务"), "jobs.township", Perm.JOBS, icon="gear", order=95),
        NavItem(N_("后台任务"), "jobs.county", Perm.JOBS_OF_ALL, icon="gear", order=95),
    )


def _sweep(database: Database, tenant: int) -> None:
    from core.cases.sweep import sweep

    sweep(database, tenant)


def _recompute(database: Database, tenant: int) -> None:
    from core.holidays.recount import recount

    recount(database)


def _keep_heads(database: Database, tenant: int) -> None:
    from core.audit import heads

    heads.export(database)


def _duties(database: Database, tenant: int) -> None:
    from core.duties.making import make
    from core.duties.reminders import remind

    make(database, tenant)
    remind(database, tenant)


def _sweep_files(database: Database, tenant: int) -> None:
    from core.files.services import sweep_orphans

    sweep_orphans(database, database.data_dir / "files")


def _sweep_drafts(database: Database, tenant: int) -> None:
    from core.cases import drafts
    from core.db.scope import Scope

    with database.write(Scope.one(tenant)) as session:
        drafts.sweep(session)
