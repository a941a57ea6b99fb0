"""Supervision 效能督查: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import (
    Card,
    CaseKind,
    DrawKind,
    DutyRule,
    NavItem,
    Paper,
    Permission,
    PluginInfo,
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

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """A preview until its screens come: off unless a township turns it on."""
    return PluginInfo("supervision", N_("效能督查"), N_("实施方案、进展报告和督查"), "0.1.0", preview=True)


@hookimpl
def register_models() -> Iterable[type]:
    """Orders, the guidance log, briefs."""
    from plugins.supervision.guidance.models import Brief, Visit
    from plugins.supervision.orders.models import Order

    return (Visit, Brief, Order)


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
def register_case_kinds() -> Iterable[CaseKind]:
    """三单 and findings."""
    from plugins.supervision.orders.road import ORDER

    return (ORDER,)


@hookimpl
def register_papers() -> Iterable[Paper]:
    """交办单 to 整改通知单."""
    from plugins.supervision.orders.documents import PAPERS

    return PAPERS


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Orders and the guidance log."""
    from plugins.supervision.guidance import views as guidance
    from plugins.supervision.orders import views as orders

    return (orders.bp, guidance.bp)


@hookimpl
def register_registers() -> Iterable[Register]:
    """Filings, orders, visits, briefs."""
    from plugins.supervision.filings import REGISTER
    from plugins.supervision.registers import REGISTERS

    return (REGISTER, *REGISTERS)


@hookimpl
def provide_nav_items() -> Iterable[NavItem]:
    """What is ordered of units, and the office's log."""
    from plugins.supervision.permissions import Perm

    return (
        NavItem(N_("督查单"), "supervision_orders.index", Perm.ORDER_READ, icon="list-check", order=28),
        NavItem(N_("检查指导"), "supervision_guidance.index", Perm.GUIDANCE_READ, icon="journal-text", order=29),
    )


@hookimpl
def provide_dashboard_cards(session: ScopedSession, actor: Actor) -> Iterable[Card]:
    """What a unit has to answer, and what its issuers have to check."""
    from plugins.supervision.orders.queries import cards

    return cards(session, actor)
