"""Training 学习型机关: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import (
    Card,
    DrawKind,
    DutyRule,
    MeetingItem,
    Menu,
    NavItem,
    NoticeKind,
    Permission,
    PluginInfo,
    Prefill,
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
    from core.demo import Stage

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """The learning office."""
    return PluginInfo("training", N_("学习型机关"), N_("培训计划、集中培训、学时、补课和培训总结"), "0.1.0")


@hookimpl
def register_models() -> Iterable[type]:
    """Plans with their editions, sessions with who came, spot checks, and what is read."""
    from plugins.training import models

    return (
        *(models.Plan, models.PlanEdition, models.Training, models.Attendance, models.Tally),
        *(models.Check, models.ToCheck, models.Book, models.BookNote, models.ReadingEvent),
    )


@hookimpl
def register_migrations() -> Path:
    """Branch `training`."""
    return HERE / "migrations" / "versions"


@hookimpl
def register_translations() -> Path:
    """Domain `training`."""
    return HERE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Who may do what."""
    from plugins.training.permissions import PERMISSIONS

    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[RoleGrants]:
    """What core's roles may do here."""
    from plugins.training.permissions import ROLES

    return ROLES


@hookimpl
def register_deadline_rules() -> Iterable[DeadlineRule]:
    """Its limits, as data."""
    from plugins.training.deadlines import RULES

    return RULES


@hookimpl
def register_duties() -> Iterable[DutyRule]:
    """What units owe by the scheme."""
    from plugins.training.duties import DUTIES

    return DUTIES


@hookimpl
def register_prefills() -> Iterable[Prefill]:
    """The part 学习型机关 of the monthly report of progress."""
    from core.duties.lines import MONTHLY
    from plugins.training.returns import of_month

    return (Prefill(MONTHLY, of_month, "study"),)


@hookimpl
def register_draws() -> Iterable[DrawKind]:
    """The spot check, drawn."""
    from plugins.training.draws import DRAWS

    return DRAWS


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Units and people, plans, sessions, spot checks and the reading drive."""
    from plugins.training.archive import views as archive
    from plugins.training.checks import views as checks
    from plugins.training.plan import views as plan
    from plugins.training.reading import views as reading
    from plugins.training.sessions import views as sessions

    return archive.bp, archive.archive, plan.bp, sessions.bp, checks.bp, reading.bp


@hookimpl
def register_notice_kinds() -> Iterable[NoticeKind]:
    """What a spot check found."""
    from plugins.training.checks.queries import NEWS

    return (NEWS,)


@hookimpl
def register_registers() -> Iterable[Register]:
    """培训登记簿 and 人员学时登记簿."""
    from plugins.training.registers import PEOPLE, SESSIONS

    return SESSIONS, PEOPLE


@hookimpl
def make_demo(stage: Stage) -> None:
    """A year of training in the sample."""
    from plugins.training import demo

    demo.play(stage)


@hookimpl
def provide_nav_items(actor: Actor) -> Iterable[NavItem]:
    """Everybody's own hours, and the units they see."""
    from plugins.training.permissions import Perm

    return (
        NavItem(N_("学习型机关"), "training.home", Perm.READ, icon="journal-text", order=60, group=Menu.YEAR),
        NavItem(N_("我的学习"), "training_archive.mine", Perm.OWN, icon="journal-text", order=60, group=Menu.YEAR),
    )


@hookimpl
def provide_dashboard_cards(session: ScopedSession, actor: Actor) -> Iterable[Card]:
    """Make-up that waits for the head's confirmation."""
    from flask import url_for

    from plugins.training.archive.queries import cards

    return cards(actor, url_for("training.home", code=session.tenant))


@hookimpl
def provide_meeting_items(session: ScopedSession) -> Iterable[MeetingItem]:
    """Spot checks that found something, with their appraisal 考评."""
    from plugins.training.checks.queries import for_meeting

    return for_meeting(session)
