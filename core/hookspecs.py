"""The hooks a plugin may implement. `register_*` run once at start-up; `provide_*` per request, read-only.

A hook is listed here only when a plugin of ours uses it; `docs/hooks.md` shows each with its user.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    import click
    from flask import Blueprint
    from flask_smorest import Blueprint as ApiBlueprint

    from core.accounts.actor import Actor
    from core.contracts import (
        AdminItem,
        Card,
        CaseKind,
        Channel,
        DrawKind,
        DutyRule,
        HealthCard,
        Job,
        MeetingItem,
        NavItem,
        NoticeKind,
        Owed,
        Paper,
        Permission,
        PluginInfo,
        PortalSection,
        Prefill,
        PublicationType,
        Receiver,
        Register,
        Role,
        RoleGrants,
        Scanner,
        Sealer,
        Searchable,
        Setting,
        Sheet,
        Stat,
    )
    from core.db import ScopedSession
    from core.deadlines.rules import DeadlineRule
    from core.demo import Stage
    from core.tenancy.merge import Change
    from core.tenancy.models import Tenant
    from core.tenancy.reading import BadPlace

PROJECT = "xiaoneng"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """Every hook, with what it returns."""

    @hookspec
    def register_plugin(self) -> PluginInfo:  # type: ignore[empty-body]
        """Say who the plugin is: name, label, version, what it requires."""

    @hookspec
    def register_models(self) -> Iterable[type]:  # type: ignore[empty-body]
        """Import and name the plugin's mapped classes; table names begin with the plugin's name."""

    @hookspec
    def register_migrations(self) -> Path:  # type: ignore[empty-body]
        """The folder of the plugin's Alembic branch."""

    @hookspec
    def register_translations(self) -> Path:  # type: ignore[empty-body]
        """The folder of the plugin's catalogues, ``<locale>/LC_MESSAGES/<plugin>.po``."""

    @hookspec
    def register_blueprints(self) -> Iterable[Blueprint]:  # type: ignore[empty-body]
        """Blueprints under ``/t/<code>/`` (public), ``/w/<code>/`` (staff) and ``/county/``; guarded by the switch."""

    @hookspec
    def register_api(self) -> Iterable[ApiBlueprint]:  # type: ignore[empty-body]
        """Blueprints of the API under ``/api/v1/<code>/``."""

    @hookspec
    def register_permissions(self) -> Iterable[Permission]:  # type: ignore[empty-body]
        """Permissions, named ``<plugin>.<resource>.<action>``."""

    @hookspec
    def register_roles(self) -> Iterable[Role | RoleGrants]:  # type: ignore[empty-body]
        """Roles of its own, and permissions it adds to roles that exist."""

    @hookspec
    def register_case_kinds(self) -> Iterable[CaseKind]:  # type: ignore[empty-body]
        """Kinds of case with their states and transitions."""

    @hookspec
    def register_deadline_rules(self) -> Iterable[DeadlineRule]:  # type: ignore[empty-body]
        """Legal limits, as data."""

    @hookspec
    def register_duties(self) -> Iterable[DutyRule]:  # type: ignore[empty-body]
        """What units owe in every period of a calendar rule of the plugin's own."""

    @hookspec
    def register_draws(self) -> Iterable[DrawKind]:  # type: ignore[empty-body]
        """Kinds of inspection draw: what is drawn from, how much, and who signs."""

    @hookspec
    def register_prefills(self) -> Iterable[Prefill]:  # type: ignore[empty-body]
        """What it knows of other plugins' duties."""

    @hookspec
    def register_searchables(self) -> Iterable[Searchable]:  # type: ignore[empty-body]
        """Kinds of document for the index."""

    @hookspec
    def register_publication_types(self) -> Iterable[PublicationType]:  # type: ignore[empty-body]
        """Types of what a tenant publishes, each with its column."""

    @hookspec
    def register_papers(self) -> Iterable[Paper]:  # type: ignore[empty-body]
        """Papers with their registered names."""

    @hookspec
    def register_stats(self) -> Iterable[Stat]:  # type: ignore[empty-body]
        """Figures of a period, each with the list it counts."""

    @hookspec
    def register_review_road(self) -> str:  # type: ignore[empty-body]
        """The endpoint of the page on which a party begins an application for reconsideration of an act."""

    @hookspec
    def register_tip_road(self) -> str:  # type: ignore[empty-body]
        """The endpoint of the page from which what somebody reports about officials goes unread to the organ for it."""

    @hookspec
    def register_receivers(self) -> Iterable[Receiver]:  # type: ignore[empty-body]
        """Kinds of parcel it takes in from other tenants."""

    @hookspec
    def register_notice_kinds(self) -> Iterable[NoticeKind]:  # type: ignore[empty-body]
        """Kinds of notice, and the matters they are about."""

    @hookspec
    def register_channels(self) -> Iterable[Channel]:  # type: ignore[empty-body]
        """Ways on which messages leave the installation."""

    @hookspec
    def register_scanners(self) -> Iterable[Scanner]:  # type: ignore[empty-body]
        """What looks for viruses in files before anybody opens them."""

    @hookspec
    def register_sealers(self) -> Iterable[Sealer]:  # type: ignore[empty-body]
        """Services that put electronic seals on documents."""

    @hookspec
    def register_effects(self) -> Iterable[Owed]:  # type: ignore[empty-body]
        """What the worker does for the plugin's rows of the outbox."""

    @hookspec
    def register_sheets(self) -> Iterable[Sheet]:  # type: ignore[empty-body]
        """Kinds of rows that are brought in from spreadsheets."""

    @hookspec
    def register_registers(self) -> Iterable[Register]:  # type: ignore[empty-body]
        """Registers that people take out for a period."""

    @hookspec
    def register_jobs(self) -> Iterable[Job]:  # type: ignore[empty-body]
        """Periodic work per tenant."""

    @hookspec
    def register_settings(self) -> Iterable[Setting]:  # type: ignore[empty-body]
        """Typed values that county, tenants and units set for themselves."""

    @hookspec
    def register_commands(self) -> Iterable[click.Command]:  # type: ignore[empty-body]
        """Commands of the plugin, run as ``xiaoneng <plugin> …``."""

    @hookspec
    def check_sample(self, code: int, folder: Path, units: Collection[str]) -> Iterable[BadPlace]:  # type: ignore[empty-body]
        """Name what is bad in the plugin's part of a tenant's folder, before `tenants sync` writes anything."""

    @hookspec
    def load_sample(self, session: ScopedSession, tenant: Tenant, folder: Path) -> Iterable[Change]:  # type: ignore[empty-body]
        """Load the plugin's part of a tenant's folder (items and the like) in `tenants sync`."""

    @hookspec
    def make_demo(self, stage: Stage) -> None:
        """Play the plugin's sample cases for `xiaoneng demo`, by its own services."""

    @hookspec
    def make_stencils(self, stage: Stage, tenant: int, number: int) -> None:
        """Play about `number` cases in a township, open and ended ones, for `xiaoneng seed` to copy many times."""

    @hookspec
    def provide_nav_items(self, session: ScopedSession, actor: Actor) -> Iterable[NavItem]:  # type: ignore[empty-body]
        """Links of the workspace's menu, each in a group by what a person does there."""

    @hookspec
    def provide_admin_items(self, session: ScopedSession, actor: Actor) -> Iterable[AdminItem]:  # type: ignore[empty-body]
        """Pages of an administrator."""

    @hookspec
    def provide_health_cards(self, session: ScopedSession, actor: Actor) -> Iterable[HealthCard]:  # type: ignore[empty-body]
        """What the county's health page looks at; the session reads the county and all below."""

    @hookspec
    def provide_dashboard_cards(self, session: ScopedSession, actor: Actor) -> Iterable[Card]:  # type: ignore[empty-body]
        """Figures on the workbench."""

    @hookspec
    def provide_meeting_items(self, session: ScopedSession) -> Iterable[MeetingItem]:  # type: ignore[empty-body]
        """What waits for the joint meeting of the session's tenant."""

    @hookspec
    def provide_portal_sections(self, session: ScopedSession, tenant: Tenant) -> Iterable[PortalSection]:  # type: ignore[empty-body]
        """Sections of the township's home page, also its feed; the session is public."""
