"""E-government 电子政务: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import (
    Card,
    CaseKind,
    DutyRule,
    NavItem,
    NoticeKind,
    Permission,
    PluginInfo,
    Receiver,
    Register,
    RoleGrants,
)
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from flask import Blueprint

    from core.accounts.actor import Actor
    from core.db import ScopedSession
    from core.deadlines.rules import DeadlineRule

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """A preview until its screens come: off unless a township turns it on."""
    return PluginInfo("egov", N_("电子政务"), N_("信息公开、信访、公示、村务公开和热线"), "0.1.0", preview=True)


@hookimpl
def register_models() -> Iterable[type]:
    """Incoming documents with their readers and opinions, and sendings."""
    from plugins.egov.documents.models import Dispatch, DispatchAnswer, Incoming, Opinion, Reader

    return (Incoming, Reader, Opinion, Dispatch, DispatchAnswer)


@hookimpl
def register_migrations() -> Path:
    """Branch `egov`."""
    return HERE / "migrations" / "versions"


@hookimpl
def register_translations() -> Path:
    """Domain `egov`."""
    return HERE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Who may do what."""
    from plugins.egov.permissions import PERMISSIONS

    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[RoleGrants]:
    """What core's roles may do here."""
    from plugins.egov.permissions import ROLES

    return ROLES


@hookimpl
def register_deadline_rules() -> Iterable[DeadlineRule]:
    """Its limits, as data."""
    from plugins.egov.deadlines import RULES

    return RULES


@hookimpl
def register_duties() -> Iterable[DutyRule]:
    """What the township and its villages owe by calendar dates."""
    from plugins.egov.duties import DUTIES

    return DUTIES


@hookimpl
def register_case_kinds() -> Iterable[CaseKind]:
    """The incoming document."""
    from plugins.egov.documents.road import INCOMING

    return (INCOMING,)


@hookimpl
def register_receivers() -> Iterable[Receiver]:
    """Documents, their recall, and what is answered to them."""
    from plugins.egov.documents.receiving import RECEIVERS
    from plugins.egov.documents.sending import ANSWERS

    return (*RECEIVERS, ANSWERS)


@hookimpl
def register_notice_kinds() -> Iterable[NoticeKind]:
    """A document to read, and what came back of one that was sent."""
    from plugins.egov.documents.sending import SENDINGS
    from plugins.egov.documents.services import TO_READ

    return (TO_READ, SENDINGS)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Workspace."""
    from plugins.egov.documents import sending_views, views

    return (views.bp, sending_views.bp)


@hookimpl
def register_registers() -> Iterable[Register]:
    """归档公文移交清册."""
    from plugins.egov.registers import ARCHIVE

    return (ARCHIVE,)


@hookimpl
def provide_nav_items(actor: Actor) -> Iterable[NavItem]:
    """Incoming documents, those to read, and sendings."""
    from plugins.egov.permissions import Perm

    return (
        NavItem(N_("收文登记簿"), "egov_incoming.index", Perm.INCOMING, icon="inbox", order=41),
        NavItem(N_("传阅给我的公文"), "egov_incoming.reading", Perm.OPEN, icon="eye", order=42),
        NavItem(N_("发往其他单位"), "egov_dispatches.index", Perm.SEND, icon="send", order=43),
    )


@hookimpl
def provide_dashboard_cards(session: ScopedSession, actor: Actor) -> Iterable[Card]:
    """What waits at each step of the incoming documents."""
    from plugins.egov.documents.queries import cards

    return cards(session, actor)
