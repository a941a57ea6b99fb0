"""Core's own features, registered through the same hooks as any plugin's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core import __version__
from core.contracts import Job, NavItem, Permission, PluginInfo, Role, Searchable
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from flask import Blueprint

    from core.accounts.actor import Actor
    from core.db.engine import Database

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
    from core.db.numbers import Counter
    from core.db.parked import ParkedRevision
    from core.db.tree import TenantTree
    from core.files.models import StoredFile
    from core.jobs.models import Effect, JobRun, Outbox
    from core.tenancy.models import Synced, Tenant, TenantPlugin, Unit

    return (
        Tenant,
        TenantTree,
        TenantPlugin,
        Unit,
        Synced,
        Counter,
        ParkedRevision,
        accounts.Account,
        accounts.ActivationLink,
        accounts.LoginSession,
        accounts.Throttle,
        accounts.Person,
        accounts.Grant,
        audit.Audit,
        audit.AuditLink,
        calendar.CalendarVersion,
        calendar.CalendarDay,
        Outbox,
        Effect,
        JobRun,
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
        StoredFile,
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
def register_jobs() -> Iterable[Job]:
    """The sweep of legal limits and counting anew on a new calendar, hourly; what ran out or has no owner, daily.

    Daily go drafts that ran out, closed outbox rows, and bytes without an owner.
    """
    from core.jobs.services import prune

    return (
        Job("core.sweep", dt.timedelta(hours=1), _sweep),
        Job("core.recompute", dt.timedelta(hours=1), _recompute),
        Job("core.drafts", dt.timedelta(days=1), _sweep_drafts),
        Job("core.prune", dt.timedelta(days=1), prune),
        Job("core.audit", dt.timedelta(days=1), _keep_heads, whole=True),
        Job("core.files", dt.timedelta(days=1), _sweep_files, whole=True),
    )


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Portal, workspace, county console and sign-in."""
    from core.accounts.views import bp as accounts
    from core.web import admin, audit, county, limits, party, portal, workspace

    return (portal.bp, party.bp, limits.bp, workspace.bp, admin.bp, county.bp, audit.bp, accounts)


@hookimpl
def provide_nav_items(actor: Actor) -> Iterable[NavItem]:
    """Workbench, cases, search, and the console for those who run the unit."""
    from core.accounts.permissions import Perm

    return (
        NavItem(N_("全县概览"), "county.home", Perm.OVERSEE, icon="map", order=5),
        NavItem(N_("工作台"), "workspace.home", Perm.WORK, icon="house", order=10),
        NavItem(N_("案件"), "workspace.cases", Perm.WORK, icon="folder", order=20),
        NavItem(N_("查询"), "workspace.search", Perm.WORK, icon="search", order=40),
        NavItem(N_("审计记录"), "audit.trail", Perm.AUDIT, icon="journal-text", order=80),
        NavItem(N_("功能开关"), "admin.switches", Perm.SWITCH, icon="toggles", order=90),
    )


def _sweep(database: Database, tenant: int) -> None:
    from core.cases.sweep import sweep

    sweep(database, tenant)


def _recompute(database: Database, tenant: int) -> None:
    from core.cases.recompute import recompute_open

    recompute_open(database, tenant)


def _keep_heads(database: Database, tenant: int) -> None:
    from core.audit import heads

    heads.export(database)


def _sweep_files(database: Database, tenant: int) -> None:
    from core.files.services import sweep_orphans

    sweep_orphans(database, database.data_dir / "files")


def _sweep_drafts(database: Database, tenant: int) -> None:
    from core.cases import drafts
    from core.db.scope import Scope

    with database.write(Scope.one(tenant)) as session:
        drafts.sweep(session)
