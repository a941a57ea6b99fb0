"""Key goals 重点工作目标管理: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import (
    Card,
    CaseKind,
    DrawKind,
    DutyRule,
    MeetingItem,
    Menu,
    NavItem,
    Owed,
    Paper,
    Permission,
    PluginInfo,
    PortalSection,
    Prefill,
    PublicationType,
    Register,
    Role,
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
    """Key works of the year."""
    return PluginInfo("goals", N_("重点工作目标管理"), N_("重点工作选报、公示、自查和抽查"), "0.1.0")


@hookimpl
def register_models() -> Iterable[type]:
    """Key works with their stages, entries and changes; inspections."""
    from plugins.goals.models import Change, Entry, Inspection, KeyWork, Stage

    return (KeyWork, Stage, Entry, Change, Inspection)


@hookimpl
def register_migrations() -> Path:
    """Branch `goals`."""
    return HERE / "migrations" / "versions"


@hookimpl
def register_translations() -> Path:
    """Domain `goals`."""
    return HERE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Who may do what."""
    from plugins.goals.permissions import PERMISSIONS

    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[Role | RoleGrants]:
    """Who supervises key work, and what core's roles may do here."""
    from plugins.goals.permissions import ROLES

    return ROLES


@hookimpl
def register_case_kinds() -> Iterable[CaseKind]:
    """The key work."""
    from plugins.goals.road import KEY_WORK

    return (KEY_WORK,)


@hookimpl
def register_deadline_rules() -> Iterable[DeadlineRule]:
    """Its limits, as data."""
    from plugins.goals.deadlines import RULES

    return RULES


@hookimpl
def register_effects() -> Iterable[Owed]:
    """What the joint meeting resolved of a key work."""
    from plugins.goals.meeting import EFFECT

    return (EFFECT,)


@hookimpl
def register_duties() -> Iterable[DutyRule]:
    """What units owe by the scheme."""
    from plugins.goals.duties import DUTIES

    return DUTIES


@hookimpl
def register_prefills() -> Iterable[Prefill]:
    """The part 重点工作目标管理 of the monthly report of progress."""
    from core.duties.lines import MONTHLY
    from plugins.goals.handing import of_month

    return (Prefill(MONTHLY, of_month, "goals"),)


@hookimpl
def register_draws() -> Iterable[DrawKind]:
    """What is inspected, drawn."""
    from plugins.goals.draws import DRAWS

    return DRAWS


@hookimpl
def register_papers() -> Iterable[Paper]:
    """目标进度表."""
    from plugins.goals.documents import PAPERS

    return PAPERS


@hookimpl
def register_publication_types() -> Iterable[PublicationType]:
    """The April notice of the year's key works."""
    from plugins.goals.notice import NOTICE

    return (NOTICE,)


@hookimpl
def register_searchables() -> Iterable[Searchable]:
    """Published key works."""
    from plugins.goals.search import KEY_WORKS

    return (KEY_WORKS,)


@hookimpl
def register_registers() -> Iterable[Register]:
    """重点工作登记簿."""
    from plugins.goals.registers import REGISTER

    return (REGISTER,)


@hookimpl
def register_stats() -> Iterable[Stat]:
    """How many key works were selected, ended and done."""
    from plugins.goals.stats import STATS

    return STATS


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Workspace and portal."""
    from plugins.goals import portal, views, watching

    return (views.bp, watching.bp, portal.bp)


@hookimpl
def make_demo(stage: Stage) -> None:
    """Key works of the sample on their way."""
    from plugins.goals import demo

    demo.play(stage)


@hookimpl
def provide_nav_items(actor: Actor) -> Iterable[NavItem]:
    """The year's key works, and driving them from five sides."""
    from plugins.goals.permissions import Perm

    return (
        NavItem(N_("重点工作"), "goals.index", Perm.READ, icon="list-check", order=60, group=Menu.YEAR),
        NavItem(N_("五个倒逼"), "goals_watch.sides", Perm.READ, icon="eye", order=61, group=Menu.YEAR),
    )


@hookimpl
def provide_dashboard_cards(session: ScopedSession, actor: Actor) -> Iterable[Card]:
    """What waits at each step of a key work."""
    from plugins.goals.desk import cards

    return cards(actor)


@hookimpl
def provide_meeting_items(session: ScopedSession) -> Iterable[MeetingItem]:
    """Key works that both sides reviewed: the joint meeting selects them."""
    from plugins.goals.meeting import waiting

    return waiting(session)


@hookimpl
def provide_portal_sections(session: ScopedSession, tenant: Tenant) -> Iterable[PortalSection]:
    """This year's key works, also in the feed."""
    from plugins.goals.portal import sections

    return sections(session, tenant)
