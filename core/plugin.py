"""Core's own features, registered through the same hooks as any plugin's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core import __version__
from core.contracts import (
    AdminItem,
    Card,
    Channel,
    HealthCard,
    Job,
    NavItem,
    NoticeKind,
    Owed,
    Permission,
    PluginInfo,
    PublicationType,
    Receiver,
    Role,
    RoleGrants,
    Scanner,
    Searchable,
    Setting,
    Sheet,
)
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from flask import Blueprint

    from core.accounts.actor import Actor
    from core.db import ScopedSession
    from core.db.engine import Database
    from core.demo import Stage

HERE = Path(__file__).parent
NIGHT = dt.timedelta(hours=18)  # 02:00 in China


@hookimpl
def register_plugin() -> PluginInfo:
    """The kernel; it can't be turned off."""
    return PluginInfo("core", N_("平台"), N_("案件、期限、人员和查询"), __version__)


@hookimpl
def register_models() -> Iterable[type]:
    """Every table of core."""
    from core.accounts import models as accounts
    from core.audit import models as audit
    from core.batches import models as batches
    from core.calendar import models as calendar
    from core.cases import models as cases
    from core.circulars.models import Circular, CircularReceived
    from core.db.numbers import Counter
    from core.db.parked import ParkedRevision
    from core.db.tree import TenantTree
    from core.documents import models as documents
    from core.drafts.models import DeskDraft
    from core.duties.models import Duty, DutyEntry
    from core.exchange.models import ParcelReceived, ParcelSent
    from core.feeds.models import CalendarFeed
    from core.files.models import StoredFile, Upload
    from core.filters.models import ListColumns, SavedFilter
    from core.holidays.models import Proposal
    from core.jobs.models import Effect, JobRun, Outbox, Progress
    from core.letters import models as letters
    from core.marks.models import CaseMark
    from core.notes.models import CaseNote
    from core.notices import models as notices
    from core.pads.models import Pad, PadEntry
    from core.publishing import models as publishing
    from core.sheets.models import SheetExport, SheetImport, SheetRow
    from core.tenancy.models import PluginRule, Synced, Tenant, TenantPlugin, Unit, UnitPlugin
    from core.webhooks.models import Webhook, WebhookDelivery

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
        accounts.ApiToken,
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
        cases.Reversible,
        cases.Draft,
        DeskDraft,
        cases.IssuedPaper,
        documents.Document,
        documents.DocumentSigner,
        documents.DocumentStep,
        documents.IssuedDocument,
        documents.PaperWording,
        documents.PaperEnding,
        documents.ServiceRecord,
        batches.Batch,
        batches.BatchRow,
        SavedFilter,
        ListColumns,
        notices.Notice,
        notices.NoticeSettings,
        notices.Delivery,
        notices.Digest,
        notices.NoticeConsent,
        letters.Letter,
        letters.Thread,
        letters.LetterTemplate,
        CaseNote,
        CaseMark,
        Duty,
        DutyEntry,
        StoredFile,
        Upload,
        CalendarFeed,
        Proposal,
        ParcelSent,
        ParcelReceived,
        Circular,
        CircularReceived,
        Pad,
        PadEntry,
        publishing.Publication,
        publishing.Published,
        publishing.PortalColumn,
        publishing.Mistake,
        SheetExport,
        SheetImport,
        SheetRow,
        Webhook,
        WebhookDelivery,
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
    from core.documents import permissions as documents
    from core.pads import permissions as pads
    from core.publishing import permissions as publishing

    return (*PERMISSIONS, *publishing.PERMISSIONS, *documents.PERMISSIONS, *pads.PERMISSIONS)


@hookimpl
def register_roles() -> Iterable[Role | RoleGrants]:
    """The roles of a township and of the county."""
    from core.accounts.permissions import ROLES
    from core.documents import permissions as documents
    from core.pads import permissions as pads
    from core.publishing.permissions import GRANTS

    return (*ROLES, *GRANTS, *documents.GRANTS, *pads.GRANTS)


@hookimpl
def register_publication_types() -> Iterable[PublicationType]:
    """News, notices and fixed pages."""
    from core.publishing.types import TYPES

    return TYPES


@hookimpl
def register_searchables() -> Iterable[Searchable]:
    """Cases, and what is published."""
    from core.cases.search import CASES
    from core.publishing.search import PUBLICATIONS

    return (CASES, PUBLICATIONS)


@hookimpl
def register_receivers() -> Iterable[Receiver]:
    """Circulars of the county."""
    from core.circulars.services import RECEIVER

    return (RECEIVER,)


@hookimpl
def register_notice_kinds() -> Iterable[NoticeKind]:
    """Limits and turns of cases, letters, notes, duties, circulars, files that are not as they should be."""
    from core.cases import notices as cases
    from core.circulars.services import CIRCULAR
    from core.duties import notices as duties
    from core.files.telling import FILE_NEWS
    from core.letters.services import LETTER, UNANSWERED
    from core.notes.services import NOTE

    of_cases = (cases.LIMIT, cases.TURN, LETTER, UNANSWERED, cases.PROGRESS)
    return (*of_cases, NOTE, duties.LIMIT, duties.DUTY_NEWS, CIRCULAR, FILE_NEWS)


@hookimpl
def register_channels() -> Iterable[Channel]:
    """Mail, short messages and WeChat."""
    from core.notices.channels import CHANNELS

    return CHANNELS


@hookimpl
def register_scanners() -> Iterable[Scanner]:
    """ClamAV, where the settings say where it is."""
    from core.files.clamav import CLAMAV

    return (CLAMAV,)


@hookimpl
def register_effects() -> Iterable[Owed]:
    """Many cases at once; long lists made into files; rows brought in; files scanned; what other systems are told."""
    from core.batches.services import EFFECT
    from core.files import scanning
    from core.sheets import exporting, taking
    from core.webhooks import sending

    return (EFFECT, exporting.EFFECT, *taking.EFFECTS, scanning.EFFECT, sending.EFFECT)


@hookimpl
def register_sheets() -> Iterable[Sheet]:
    """The staff list."""
    from core.people.sheet import PEOPLE

    return (PEOPLE,)


@hookimpl
def register_jobs() -> Iterable[Job]:
    """The sweep of legal limits, hourly; counting anew, soon after a calendar changed; what has no owner, daily.

    Hourly some files are read again and held against what they were. Daily come the duties of the year and their
    reminders; daily go drafts that ran out, closed outbox rows, and bytes without an owner; nightly a backup is made,
    weekly the newest one is restored and thrown away.
    """
    from core.backup.restoring import drill
    from core.backup.services import nightly

    return (
        Job("core.sweep", dt.timedelta(hours=1), _sweep, label=N_("检查法定期限")),
        Job("core.recompute", dt.timedelta(minutes=2), _recompute, whole=True, label=N_("按新的放假安排重算期限")),
        Job("core.duties", dt.timedelta(days=1), _duties, label=N_("生成和提醒任务")),
        Job("core.digests", dt.timedelta(minutes=30), _digests, label=N_("汇总提醒")),
        Job("core.letters", dt.timedelta(days=1), _letters, label=N_("检查没有答复的来信")),
        Job("core.drafts", dt.timedelta(days=1), _sweep_drafts, label=N_("清理过期的草稿")),
        Job("core.sheets", dt.timedelta(days=1), _sweep_sheets, label=N_("清理过期的导出和导入")),
        Job("core.prune", dt.timedelta(days=1), _prune, label=N_("清理已完成的后台事项")),
        Job("core.audit", dt.timedelta(days=1), _keep_heads, whole=True, label=N_("留存审计链头")),
        Job("core.files", dt.timedelta(days=1), _sweep_files, whole=True, label=N_("清理无主的文件")),
        Job("core.fixity", dt.timedelta(hours=1), _check_files, label=N_("校验文件")),
        Job("core.backup", dt.timedelta(days=1), nightly, whole=True, label=N_("每夜备份"), begins=NIGHT),
        Job("core.restore_drill", dt.timedelta(days=7), drill, whole=True, label=N_("演练从备份恢复")),
    )


@hookimpl
def register_settings() -> Iterable[Setting]:
    """Marks of the site, organs in papers, letterheads, how pages look, how cases are assigned, who else is told."""
    from core.cases.assigning import SETTING
    from core.documents.settings import SETTINGS as LETTERHEADS
    from core.settings.catalogue import SETTINGS
    from core.webhooks.queries import HOSTS

    return (*SETTINGS, *LETTERHEADS, SETTING, HOSTS)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Portal, workspace, county console, sign-in and calendar feeds."""
    from core.accounts.views import bp as accounts
    from core.batches.views import bp as batches
    from core.circulars import views as circulars
    from core.documents import views as documents
    from core.duties.views import bp as duties
    from core.feeds.views import bp as feeds
    from core.files import views as files
    from core.filters.views import bp as filters
    from core.holidays import views as holidays
    from core.letters import views as letters
    from core.marks.views import bp as marks
    from core.notes.views import bp as notes
    from core.notices.views import bp as notices
    from core.pads.views import bp as pads
    from core.publishing import views as publishing
    from core.sheets import export_views as exports
    from core.sheets import register_views as registers
    from core.sheets.views import bp as imports
    from core.stats import views as stats
    from core.web import (
        admin,
        audit,
        board,
        county,
        county_admin,
        health,
        jobs,
        limits,
        mistakes,
        my,
        papers,
        party,
        people,
        portal,
        printing,
        published,
        settings,
        style,
        tokens,
        undo,
        units,
        verify,
        visits,
        wordings,
        workspace,
    )
    from core.webhooks.views import bp as webhooks

    parties = (my.bp, party.bp, letters.party, files.party)
    portals = (portal.bp, published.bp, mistakes.bp, verify.bp, limits.bp, feeds, *parties)
    letterbox = (notices, letters.staff, letters.templates, notes, marks)
    desk = (
        workspace.bp,
        undo.bp,
        batches,
        filters,
        style.bp,
        duties,
        papers.bp,
        printing.bp,
        pads,
        documents.township,
        circulars.township,
        publishing.township,
        mistakes.township,
        health.bp,
        board.bp,
        stats.township,
        exports.township,
        registers.bp,
        imports,
        files.staff,
    )
    administration = (units.bp, people.bp, settings.bp, wordings.bp, tokens.bp, webhooks, county_admin.bp)
    consoles = (
        admin.bp,
        *administration,
        holidays.township,
        county.bp,
        stats.county,
        visits.bp,
        circulars.county,
        holidays.county,
        jobs.bp,
        files.console,
        audit.bp,
    )
    of_county = (publishing.county, documents.county, mistakes.county, exports.county)
    return (*portals, *letterbox, *desk, *consoles, *of_county, accounts)


@hookimpl
def make_demo(stage: Stage) -> None:
    """A circular of the county, signed for in one township; documents; what county and townships publish; what is
    administered."""
    from core.circulars import demo as circulars
    from core.documents import demo as documents
    from core.people import demo as people
    from core.publishing import demo as publishing

    circulars.play(stage)
    documents.play(stage)
    publishing.play(stage)
    people.play(stage)


@hookimpl
def provide_dashboard_cards(session: ScopedSession, actor: Actor) -> Iterable[Card]:
    """Letters of parties that wait for an answer."""
    from core.letters.queries import card

    return card(session, actor)


@hookimpl
def provide_nav_items(session: ScopedSession, actor: Actor) -> Iterable[NavItem]:
    """Workbench, cases, duties, circulars, search, and the consoles."""
    from core.accounts.permissions import Perm
    from core.circulars.queries import unsigned

    waiting = unsigned(session) if actor.may(Perm.SIGN) else None
    return (
        NavItem(N_("全县概览"), "county.home", Perm.OVERSEE, icon="map", order=5),
        NavItem(N_("查找案件"), "county.search", Perm.OVERSEE, icon="search", order=6),
        NavItem(N_("统计指标"), "county_stats.home", Perm.OVERSEE, icon="bar-chart", order=7),
        NavItem(N_("统计指标"), "stats.home", Perm.WORK, icon="bar-chart", order=42),
        NavItem(N_("发通知"), "county_circulars.index", Perm.SEND, icon="send", order=8),
        NavItem(N_("工作台"), "workspace.home", Perm.WORK, icon="house", order=10),
        NavItem(N_("案件"), "workspace.cases", Perm.WORK, icon="folder", order=20),
        NavItem(N_("我的任务"), "duties.home", Perm.SUBMIT, icon="list-check", order=25),
        NavItem(N_("收到的通知"), "circulars.inbox", Perm.SIGN, icon="inbox", order=30, badge=waiting),
        *_publishing_items(session, actor),
        *_document_items(session, actor),
        NavItem(N_("来信"), "letters.waiting", Perm.WRITE_LETTERS, icon="envelope", order=22),
        NavItem(N_("消息模板"), "letter_templates.index", Perm.LETTER_TEMPLATES, icon="file-text", order=88),
        NavItem(N_("送达记录"), "notices.log", Perm.JOBS, icon="send-check", order=94),
        NavItem(N_("人员负荷"), "workspace.workload", Perm.ASSIGN, icon="people", order=21),
        NavItem(N_("登记簿"), "registers.index", Perm.WORK, icon="table", order=43),
        NavItem(N_("查询"), "workspace.search", Perm.WORK, icon="search", order=40),
        NavItem(N_("审计记录"), "audit.trail", Perm.AUDIT, icon="journal-text", order=80),
        NavItem(N_("功能开关"), "admin.switches", Perm.SWITCH, icon="toggles", order=90),
        # One entry for each of those who administer: the first of these that they hold.
        *_administration(actor),
        NavItem(N_("管理乡镇"), "county_admin.townships", Perm.MANAGE, icon="building", order=9),
        NavItem(N_("运行情况"), "county_admin.health", Perm.HEALTH, icon="heart-pulse", order=96),
        NavItem(N_("工作日历"), "calendar.home", Perm.CALENDAR_CONFIRM, icon="calendar3", order=50),
        NavItem(N_("地方放假"), "local_days.local_days", Perm.LOCAL_CONFIRM, icon="calendar3", order=85),
        NavItem(N_("后台任务"), "jobs.township", Perm.JOBS, icon="gear", order=95),
        NavItem(N_("后台任务"), "jobs.county", Perm.JOBS_OF_ALL, icon="gear", order=95),
    )


def _administration(actor: Actor) -> Iterable[NavItem]:
    from core.web.admin import ADMINISTERS

    held = next((permission for permission in ADMINISTERS if actor.may(permission)), None)
    return () if held is None else (NavItem(N_("管理"), "admin.home", held, icon="sliders", order=88),)


@hookimpl
def provide_admin_items(session: ScopedSession, actor: Actor) -> Iterable[AdminItem]:
    """Units, people, deputies, measures, settings; the calendar and the worker's page."""
    from core.accounts.permissions import Perm

    shared = (
        AdminItem(
            N_("单位"), N_("新增、更名、撤销单位，决定单位使用哪些功能"), "units.index", _either(actor), "building", 10
        ),
        AdminItem(
            N_("人员"), N_("新增、调动、停用人员，授予角色，发激活链接"), "people.index", Perm.PEOPLE, "people", 20
        ),
        AdminItem(N_("导入"), N_("用表格导入人员和审批事项，先看结果"), "imports.index", Perm.PEOPLE, "upload", 25),
        AdminItem(N_("代理"), N_("外出期间由谁代理哪个岗位"), "people.deputies", Perm.DEPUTY, "person-badge", 30),
        AdminItem(N_("功能开关"), N_("开启和关闭功能，先看会发生什么"), "admin.switches", Perm.SWITCH, "toggles", 40),
        AdminItem(N_("设置"), N_("现在按什么办、由谁设置"), "settings.tenant", Perm.SETTINGS, "sliders", 50),
        AdminItem(
            N_("文书用语"), N_("给文书加上本乡镇自己的话"), "wordings.index", Perm.LETTER_TEMPLATES, "file-text", 52
        ),
        AdminItem(N_("接口令牌"), N_("让别的系统凭令牌读取数据"), "tokens.index", Perm.TOKENS, "key", 55),
        AdminItem(N_("推送地址"), N_("案件有变化时通知别的系统"), "webhooks.index", Perm.TOKENS, "broadcast", 56),
        AdminItem(
            N_("地方放假"), N_("增减本乡镇的地方放假"), "local_days.local_days", Perm.LOCAL_CONFIRM, "calendar3", 60
        ),
        AdminItem(N_("后台任务"), N_("停下的事项、定期任务和进度"), "jobs.township", Perm.JOBS, "gear", 70),
        AdminItem(N_("文件"), N_("损坏的、隔离的和等待查毒的文件"), "files.index", Perm.JOBS, "file-text", 72),
    )
    county = (
        AdminItem(
            N_("各乡镇的设置"), N_("为全县设置，看哪些乡镇不同"), "settings.county", Perm.COUNTY_SETTINGS, "sliders", 51
        ),
        AdminItem(
            N_("各乡镇的功能"),
            N_("规定各乡镇可以开关什么，看哪些不同"),
            "county_admin.modules",
            Perm.TEMPLATE,
            "toggles",
            41,
        ),
        AdminItem(N_("管理乡镇"), N_("说明理由后进入乡镇管理"), "county_admin.townships", Perm.MANAGE, "building", 80),
        AdminItem(
            N_("工作日历"), N_("导入放假安排，确认变更"), "calendar.home", Perm.CALENDAR_CONFIRM, "calendar3", 61
        ),
        AdminItem(N_("后台任务"), N_("停下的事项、定期任务和进度"), "jobs.county", Perm.JOBS_OF_ALL, "gear", 71),
        AdminItem(
            N_("运行情况"),
            N_("后台、索引、审计、备份、日历、磁盘"),
            "county_admin.health",
            Perm.HEALTH,
            "heart-pulse",
            90,
        ),
    )
    return (*shared, *county)


def _either(actor: Actor) -> str:
    """Who adds units sees all of them, who only narrows the own ones."""
    from core.accounts.permissions import Perm

    return Perm.UNITS if actor.may(Perm.UNITS) else Perm.NARROW


@hookimpl
def provide_health_cards(session: ScopedSession, actor: Actor) -> Iterable[HealthCard]:
    """Worker, index, audit, backup, calendar, disk, mail and files."""
    from core.files.web import health
    from core.web.condition import cards

    return (*cards(session), health(session))


def _publishing_items(session: ScopedSession, actor: Actor) -> tuple[NavItem, ...]:
    """The desk of publishing; the county's has pages of its own."""
    from core.accounts.permissions import Perm
    from core.publishing.permissions import Perm as Publish
    from core.publishing.queries import to_sign
    from core.tenancy.models import Tenant

    county = session.once(("tenant", actor.tenant), lambda: session.get_one(Tenant, actor.tenant)).is_county
    waiting = to_sign(session, actor) if actor.may(Publish.SIGN) else None
    desk = "county_publications.index" if county else "publications.index"
    told = "county_mistakes.desk" if county else "township_mistakes.desk"
    health = (
        NavItem(N_("门户体检"), "health.county", Perm.OVERSEE, icon="clipboard-check", order=9)
        if county
        else NavItem(N_("门户体检"), "health.township", Publish.WRITE, icon="clipboard-check", order=36)
    )
    read = () if county else (NavItem(N_("内部公告"), "board.index", Perm.WORK, icon="inboxes", order=32),)
    return (
        *read,
        NavItem(N_("信息发布"), desk, Publish.WRITE, icon="megaphone", order=9 if county else 34, badge=waiting),
        NavItem(N_("纠错留言"), told, Publish.WRITE, icon="chat-left-text", order=9 if county else 35),
        health,
    )


def _document_items(session: ScopedSession, actor: Actor) -> tuple[NavItem, ...]:
    """The register of documents, for whoever has any part in them, with how many wait for the reader."""
    from core.documents.permissions import Perm
    from core.documents.queries import waiting_for
    from core.pads.permissions import Perm as Pads
    from core.tenancy.models import Tenant

    held = next((permission for permission in Perm if actor.may(permission)), None)
    if held is None:
        return ()
    county = session.once(("tenant", actor.tenant), lambda: session.get_one(Tenant, actor.tenant)).is_county
    desk = "county_documents.index" if county else "documents.index"
    waiting = waiting_for(session, actor) or None
    return (
        NavItem(N_("预印票据"), "pads.index", Pads.USE, icon="journal-text", order=44),
        NavItem(N_("公文"), desk, held, icon="file-earmark-text", order=9 if county else 33, badge=waiting),
    )


def _sweep(database: Database, tenant: int) -> None:
    from core.cases.sweep import sweep

    sweep(database, tenant)


def _recompute(database: Database, tenant: int) -> None:
    from core.holidays.recount import recount

    recount(database)


def _keep_heads(database: Database, tenant: int) -> None:
    from core.audit import heads
    from core.config import load
    from core.db.scope import Scope

    path = heads.export(database)
    with database.write(Scope.one(tenant)) as session:
        heads.owe_by_mail(session, path, load())


def _duties(database: Database, tenant: int) -> None:
    from core.duties.making import make
    from core.duties.reminders import remind

    make(database, tenant)
    remind(database, tenant)


def _digests(database: Database, tenant: int) -> None:
    from core.notices import digests

    digests.run(database, tenant)


def _letters(database: Database, tenant: int) -> None:
    from core.letters.watch import watch

    watch(database, tenant)


def _sweep_files(database: Database, tenant: int) -> None:
    from core.files import stores, sweeping

    sweeping.sweep(database, stores.of_worker(database))


def _check_files(database: Database, tenant: int) -> None:
    from core.files import fixity

    fixity.run(database, tenant)


def _sweep_drafts(database: Database, tenant: int) -> None:
    from core.cases import before, drafts
    from core.db.scope import Scope
    from core.drafts import services as desk

    with database.write(Scope.one(tenant)) as session:
        before.forget(session)
        drafts.sweep(session)
        desk.sweep(session)


def _prune(database: Database, tenant: int) -> None:
    from core.db.scope import Scope
    from core.jobs.services import prune
    from core.webhooks import services as webhooks

    prune(database, tenant)
    with database.write(Scope.one(tenant)) as session:
        webhooks.forget(session)


def _sweep_sheets(database: Database, tenant: int) -> None:
    from core.db.scope import Scope
    from core.sheets import exporting, importing

    with database.write(Scope.one(tenant)) as session:
        exporting.sweep(session)
        importing.sweep(session)
