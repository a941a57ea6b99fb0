"""The menu of the workspace and of the consoles, and what those who administer find there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.contracts import AdminItem, Menu, NavItem
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from core.accounts.actor import Actor
    from core.db import ScopedSession


@hookimpl
def provide_nav_items(session: ScopedSession, actor: Actor) -> Iterable[NavItem]:
    """Workbench, cases, duties, circulars, search, and the consoles."""
    from core.accounts.permissions import Perm
    from core.circulars.queries import unsigned
    from core.organisations.permissions import Perm as Organisations

    waiting = unsigned(session) if actor.may(Perm.SIGN) else None
    of_board = Perm.RECEIVE if actor.may(Perm.RECEIVE) else Perm.READ_DUTIES
    publications, documents = _waiting(session, actor)
    return (
        NavItem(N_("全县概览"), "county.home", Perm.OVERSEE, icon="map", order=5, group=Menu.FIRST),
        NavItem(N_("查找案件"), "county.search", Perm.OVERSEE, icon="search", order=6, group=Menu.FIRST),
        NavItem(N_("统计指标"), "county_stats.home", Perm.OVERSEE, icon="bar-chart", order=7, group=Menu.RECORDS),
        NavItem(N_("统计指标"), "stats.home", Perm.WORK, icon="bar-chart", order=42, group=Menu.RECORDS),
        NavItem(N_("各乡镇的任务"), "county_duties.county", Perm.OVERSEE, icon="list-check", order=7, group=Menu.YEAR),
        NavItem(N_("发通知"), "county_circulars.index", Perm.SEND, icon="send", order=8, group=Menu.PAPERS),
        NavItem(N_("工作台"), "workspace.home", Perm.WORK, icon="house", order=10, group=Menu.FIRST),
        NavItem(N_("案件"), "workspace.cases", Perm.WORK, icon="folder", order=20, group=Menu.FIRST),
        NavItem(N_("我的任务"), "duties.home", Perm.SUBMIT, icon="list-check", order=25, group=Menu.FIRST),
        NavItem(N_("任务总表"), "duty_board.show", of_board, icon="table", order=26, group=Menu.YEAR),
        *_draw_items(),
        NavItem(
            N_("收到的通知"), "circulars.inbox", Perm.SIGN, icon="inbox", order=30, badge=waiting, group=Menu.PAPERS
        ),
        NavItem(N_("收到的公文"), "received_documents.index", Perm.SUBMIT, icon="inbox", order=31, group=Menu.PAPERS),
        *_publishing_items(session, actor, publications),
        *_document_items(session, actor, documents),
        NavItem(N_("来信"), "letters.waiting", Perm.WRITE_LETTERS, icon="envelope", order=22),
        NavItem(
            N_("消息模板"),
            "letter_templates.index",
            Perm.LETTER_TEMPLATES,
            icon="file-text",
            order=88,
            group=Menu.ADMIN,
        ),
        NavItem(N_("送达记录"), "notices.log", Perm.JOBS, icon="send-check", order=94, group=Menu.ADMIN),
        NavItem(N_("人员负荷"), "workspace.workload", Perm.ASSIGN, icon="people", order=21),
        NavItem(
            N_("办事单位"), "organisations.index", Organisations.REGISTER, icon="building", order=44, group=Menu.RECORDS
        ),
        NavItem(N_("登记簿"), "registers.index", Perm.WORK, icon="table", order=43, group=Menu.RECORDS),
        NavItem(N_("查询"), "workspace.search", Perm.WORK, icon="search", order=40, group=Menu.FIRST),
        NavItem(N_("审计记录"), "audit.trail", Perm.AUDIT, icon="journal-text", order=80, group=Menu.ADMIN),
        NavItem(N_("功能开关"), "admin.switches", Perm.SWITCH, icon="toggles", order=90, group=Menu.ADMIN),
        # One entry for each of those who administer: the first of these that they hold.
        *_administration(actor),
        NavItem(N_("管理乡镇"), "county_admin.townships", Perm.MANAGE, icon="building", order=9, group=Menu.ADMIN),
        NavItem(N_("运行情况"), "county_admin.health", Perm.HEALTH, icon="heart-pulse", order=96, group=Menu.ADMIN),
        NavItem(N_("工作日历"), "calendar.home", Perm.CALENDAR_CONFIRM, icon="calendar3", order=50, group=Menu.ADMIN),
        NavItem(
            N_("地方放假"), "local_days.local_days", Perm.LOCAL_CONFIRM, icon="calendar3", order=85, group=Menu.ADMIN
        ),
        NavItem(N_("后台任务"), "jobs.township", Perm.JOBS, icon="gear", order=95, group=Menu.ADMIN),
        NavItem(N_("后台任务"), "jobs.county", Perm.JOBS_OF_ALL, icon="gear", order=95, group=Menu.ADMIN),
    )


def _draw_items() -> Iterable[NavItem]:
    """Draws, in a township where a measure that has some is on; in the county always."""
    from core.accounts.permissions import Perm as Office
    from core.draws.permissions import Perm
    from core.draws.web import measures_on

    shown = (
        (NavItem(N_("抽查"), "draws.index", Perm.USE, icon="list-check", order=27, group=Menu.YEAR),)
        if measures_on()
        else ()
    )
    return (
        *shown,
        NavItem(N_("各乡镇的抽查"), "county_draws.index", Office.OVERSEE, icon="list-check", order=8, group=Menu.YEAR),
    )


def _administration(actor: Actor) -> Iterable[NavItem]:
    from core.web.admin import ADMINISTERS

    held = next((permission for permission in ADMINISTERS if actor.may(permission)), None)
    return (
        () if held is None else (NavItem(N_("管理"), "admin.home", held, icon="sliders", order=88, group=Menu.ADMIN),)
    )


def _waiting(session: ScopedSession, actor: Actor) -> tuple[int | None, int | None]:
    """How many publications and documents wait for the reader, in one query; None for what is none of theirs."""
    from sqlalchemy import null, select

    from core.documents.permissions import Perm as Documents
    from core.documents.queries import waiting_for
    from core.publishing.permissions import Perm as Publish
    from core.publishing.queries import to_sign

    signs, writes = actor.may(Publish.SIGN), any(actor.may(permission) for permission in Documents)
    if not signs and not writes:
        return None, None
    publications = to_sign(actor).scalar_subquery() if signs else null()
    documents = waiting_for(actor).scalar_subquery() if writes else null()
    first, second = session.execute(select(publications, documents)).one()
    return first, second or None


def _publishing_items(session: ScopedSession, actor: Actor, waiting: int | None) -> tuple[NavItem, ...]:
    """The desk of publishing; the county's has pages of its own."""
    from core.accounts.permissions import Perm
    from core.publishing.permissions import Perm as Publish
    from core.tenancy.models import Tenant

    county = session.once(("tenant", actor.tenant), lambda: session.get_one(Tenant, actor.tenant)).is_county
    desk = "county_publications.index" if county else "publications.index"
    told = "county_mistakes.desk" if county else "township_mistakes.desk"
    health = (
        NavItem(N_("门户体检"), "health.county", Perm.OVERSEE, icon="clipboard-check", order=9, group=Menu.PAPERS)
        if county
        else NavItem(
            N_("门户体检"), "health.township", Publish.WRITE, icon="clipboard-check", order=36, group=Menu.PAPERS
        )
    )
    read = (
        ()
        if county
        else (NavItem(N_("内部公告"), "board.index", Perm.WORK, icon="inboxes", order=32, group=Menu.PAPERS),)
    )
    return (
        *read,
        NavItem(
            N_("信息发布"),
            desk,
            Publish.WRITE,
            icon="megaphone",
            order=9 if county else 34,
            badge=waiting,
            group=Menu.PAPERS,
        ),
        NavItem(
            N_("纠错留言"), told, Publish.WRITE, icon="chat-left-text", order=9 if county else 35, group=Menu.PAPERS
        ),
        health,
    )


def _document_items(session: ScopedSession, actor: Actor, waiting: int | None) -> tuple[NavItem, ...]:
    """The register of documents, for whoever has any part in them, with how many wait for the reader."""
    from core.documents.permissions import Perm
    from core.pads.permissions import Perm as Pads
    from core.tenancy.models import Tenant

    held = next((permission for permission in Perm if actor.may(permission)), None)
    if held is None:
        return ()
    county = session.once(("tenant", actor.tenant), lambda: session.get_one(Tenant, actor.tenant)).is_county
    desk = "county_documents.index" if county else "documents.index"
    return (
        NavItem(N_("预印票据"), "pads.index", Pads.USE, icon="journal-text", order=44, group=Menu.RECORDS),
        NavItem(
            N_("公文"),
            desk,
            held,
            icon="file-earmark-text",
            order=9 if county else 33,
            badge=waiting,
            group=Menu.PAPERS,
        ),
    )


@hookimpl
def provide_admin_items(session: ScopedSession, actor: Actor) -> Iterable[AdminItem]:
    """Units, people, deputies, measures, settings; the calendar, seals and the worker's page."""
    from core.accounts.permissions import Perm
    from core.documents.permissions import Perm as Seals

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
        AdminItem(
            N_("印章图片"), N_("上传、确认和停用各乡镇的印章图片"), "seals.index", Seals.SEALS, "patch-check", 62
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
