"""Approval 行政审批: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import (
    Card,
    CaseKind,
    DutyRule,
    HealthCard,
    Job,
    MeetingItem,
    Menu,
    NavItem,
    Owed,
    Paper,
    Permission,
    PluginInfo,
    PortalSection,
    Prefill,
    Receiver,
    Register,
    RoleGrants,
    Searchable,
    Setting,
    Sheet,
    Stat,
)
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    import click
    from flask import Blueprint
    from flask_smorest import Blueprint as ApiBlueprint

    from core.accounts.actor import Actor
    from core.db import ScopedSession
    from core.deadlines.rules import DeadlineRule
    from core.demo import Stage
    from core.tenancy.merge import Change
    from core.tenancy.models import Tenant
    from core.tenancy.reading import BadPlace

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """行政许可法, and the township's other items."""
    return PluginInfo("approval", N_("行政审批"), N_("审批事项、申请、受理、办理、决定和送达"), "0.1.0")


@hookimpl
def register_models() -> Iterable[type]:
    """Items and the laws they rest on, applications, what their handling keeps, steps, ratings, what was sent on."""
    from plugins.approval.agency.models import Agency
    from plugins.approval.county.models import Review
    from plugins.approval.grants.models import Grant, Matter
    from plugins.approval.handling.models import Handling, Verifier
    from plugins.approval.joint.models import Part
    from plugins.approval.models import Application, Entry, Item, Law
    from plugins.approval.rating.models import Rating
    from plugins.approval.steps.models import CaseStep, Endorsement, StepEntry

    return (
        *(Item, Law, Entry, Application, Handling, Verifier, Grant, Matter, Part, Agency, Rating, Review),
        *(CaseStep, StepEntry, Endorsement),
    )


@hookimpl
def register_migrations() -> Path:
    """Branch `approval`."""
    return HERE / "migrations" / "versions"


@hookimpl
def register_translations() -> Path:
    """Domain `approval`."""
    return HERE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Who may do which step."""
    from plugins.approval.permissions import PERMISSIONS

    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[RoleGrants]:
    """What core's roles may do here."""
    from plugins.approval.permissions import ROLES

    return ROLES


@hookimpl
def register_case_kinds() -> Iterable[CaseKind]:
    """The application, what becomes of a grant, what other units, the village and the county are asked, bad ratings."""
    from plugins.approval.county.road import REVIEW
    from plugins.approval.grants.road import GRANT
    from plugins.approval.joint.road import PART
    from plugins.approval.rating.kind import RATING
    from plugins.approval.steps.road import ENDORSEMENT
    from plugins.approval.workflow import APPLICATION

    return (APPLICATION, GRANT, PART, RATING, REVIEW, ENDORSEMENT)


@hookimpl
def register_receivers() -> Iterable[Receiver]:
    """What goes up for decision, and what comes back down (许可法 35); news of a review of a decision."""
    from plugins.approval import reviews
    from plugins.approval.county.sending import DECISIONS
    from plugins.approval.county.services import PARCELS
    from plugins.approval.county.telling import PARCELS as ON_THE_WAY

    return (*PARCELS, *ON_THE_WAY, DECISIONS, reviews.NEWS)


@hookimpl
def register_effects() -> Iterable[Owed]:
    """What the organ above tells the applicant, once its act stands."""
    from plugins.approval.county.telling import EFFECTS

    return EFFECTS


@hookimpl
def register_deadline_rules() -> Iterable[DeadlineRule]:
    """Limits of 行政许可法 and of the service promise."""
    from plugins.approval.deadlines import RULES

    return RULES


@hookimpl
def register_duties() -> Iterable[DutyRule]:
    """What units owe by the scheme."""
    from plugins.approval.duties import DUTIES

    return DUTIES


@hookimpl
def register_prefills() -> Iterable[Prefill]:
    """Its lines of 依法行政 in the monthly report of progress."""
    from core.duties.lines import LAW, MONTHLY
    from plugins.approval.returns import of_month

    return (Prefill(MONTHLY, of_month, LAW),)


@hookimpl
def register_papers() -> Iterable[Paper]:
    """收件凭证 to 送达回证."""
    from plugins.approval.county.documents import PAPERS as COUNTY
    from plugins.approval.documents import PAPERS
    from plugins.approval.grants.documents import PAPERS as GRANTS
    from plugins.approval.handling.documents import PAPERS as HANDLING

    return (*PAPERS, *HANDLING, *GRANTS, *COUNTY)


@hookimpl
def register_searchables() -> Iterable[Searchable]:
    """Published items."""
    from plugins.approval.search import ITEMS

    return (ITEMS,)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Portal and workspace."""
    from plugins.approval import party_acts, views
    from plugins.approval.agency import views as agency
    from plugins.approval.grants import views as grants
    from plugins.approval.handling import views as handling
    from plugins.approval.items import keeping
    from plugins.approval.items import portal as check
    from plugins.approval.items import views as library
    from plugins.approval.rating import views as rating
    from plugins.approval.steps import views as steps

    return (
        *(party_acts.bp, views.bp, handling.bp, grants.bp, grants.portal),
        *(agency.bp, rating.bp, rating.staff),
        *(check.bp, library.bp, keeping.bp),
        *(steps.bp, steps.village),
    )


@hookimpl
def register_api() -> Iterable[ApiBlueprint]:
    """Items as open data."""
    from plugins.approval import api

    return (api.bp,)


@hookimpl
def register_stats() -> Iterable[Stat]:
    """Volume, on-time shares, and days against promise."""
    from plugins.approval.stats import STATS

    return STATS


@hookimpl
def register_jobs() -> Iterable[Job]:
    """Daily, the reminders before a grant ends, and of steps after delivery that are late."""
    from plugins.approval.grants.services import remind
    from plugins.approval.steps.services import LATE_STEPS
    from plugins.approval.steps.services import remind as of_late

    return (
        Job("approval.grants", dt.timedelta(days=1), remind, label=N_("提醒许可即将到期")),
        Job(LATE_STEPS, dt.timedelta(days=1), of_late, label=N_("提醒事后环节超过计划日期")),
    )


@hookimpl
def register_settings() -> Iterable[Setting]:
    """Whether people may apply online, and from when."""
    from plugins.approval.settings import SETTINGS

    return SETTINGS


@hookimpl
def register_sheets() -> Iterable[Sheet]:
    """The item library, and many applications at once."""
    from plugins.approval.bringing import APPLICATIONS
    from plugins.approval.sheet import ITEMS

    return (ITEMS, APPLICATIONS)


@hookimpl
def register_registers() -> Iterable[Register]:
    """办件登记簿."""
    from plugins.approval.registers import REGISTER

    return (REGISTER,)


@hookimpl
def register_commands() -> Iterable[click.Command]:
    """`xiaoneng approval items`."""
    from plugins.approval.cli import items

    return (items,)


@hookimpl
def check_sample(code: int, folder: Path, units: Collection[str]) -> Iterable[BadPlace]:
    """What is bad in the item library of a tenant's folder."""
    from plugins.approval import library

    return library.check(code, folder, units)


@hookimpl
def load_sample(session: ScopedSession, tenant: Tenant, folder: Path) -> Iterable[Change]:
    """The item library of a tenant's folder."""
    from plugins.approval import library

    return library.load(session, tenant, folder)


@hookimpl
def make_demo(stage: Stage) -> None:
    """The dated sample cases."""
    from plugins.approval import demo

    demo.play(stage)


@hookimpl
def make_stencils(stage: Stage, tenant: int, number: int) -> None:
    """Applications on every road."""
    from plugins.approval import seed

    seed.stencils(stage, tenant, number)


@hookimpl
def provide_nav_items(actor: Actor) -> Iterable[NavItem]:
    """What a village agent, the window, who verifies and who keeps the library begin with."""
    from plugins.approval.permissions import Perm

    library = Perm.EDIT if actor.may(Perm.EDIT) else Perm.PUBLISH
    return (
        NavItem(N_("窗口收件"), "approval_staff.intake", Perm.RECEIVE, icon="inbox", order=30),
        NavItem(N_("代办登记"), "approval_agency.home", Perm.REGISTER, icon="inbox", order=30),
        NavItem(N_("村级事项"), "approval_village.home", Perm.ENDORSE, icon="list-check", order=31),
        NavItem(N_("前置环节"), "approval_steps.before", Perm.STEPS, icon="list-check", order=31),
        NavItem(N_("事后环节"), "approval_steps.after", Perm.STEPS, icon="list-check", order=32),
        NavItem(N_("待我核查"), "approval_handling.mine", Perm.HANDLE, icon="eye", order=31),
        NavItem(N_("待我核查"), "approval_handling.mine", Perm.REVIEW_HANDLE, icon="eye", order=31),
        NavItem(
            N_("许可登记簿"), "approval_grants.index", Perm.READ, icon="journal-text", order=32, group=Menu.RECORDS
        ),
        NavItem(N_("事项库"), "approval_items.index", library, icon="journal-text", order=37, group=Menu.RECORDS),
    )


@hookimpl
def provide_dashboard_cards(session: ScopedSession, actor: Actor) -> Iterable[Card]:
    """What waits at each step, and in the county what was sent on to it."""
    from plugins.approval.county import queries as county
    from plugins.approval.permissions import Perm
    from plugins.approval.queries import cards

    return [*(cards(actor) if actor.may(Perm.READ) else ()), *county.cards(actor)]


@hookimpl
def provide_health_cards(session: ScopedSession, actor: Actor) -> Iterable[HealthCard]:
    """How many items are handled at the service centres 进驻, a target and never a fault, and where others are not."""
    from plugins.approval.items.words import centre_card

    return centre_card(session)


@hookimpl
def provide_meeting_items(session: ScopedSession) -> Iterable[MeetingItem]:
    """Applications whose limit has passed."""
    from core.cases.meeting import overdue
    from plugins.approval.stats import KIND

    return overdue(session, (KIND,))


@hookimpl
def provide_portal_sections(session: ScopedSession, tenant: Tenant) -> Iterable[PortalSection]:
    """Items newly published, also in the feed."""
    from plugins.approval.queries import portal_sections

    return portal_sections(session, tenant)
