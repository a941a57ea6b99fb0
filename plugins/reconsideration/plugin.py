"""Reconsideration 行政复议: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import (
    Card,
    CaseKind,
    DutyRule,
    NavItem,
    Paper,
    Permission,
    PluginInfo,
    Prefill,
    PublicationType,
    Receiver,
    Register,
    RoleGrants,
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

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """A preview until its screens come: off unless a township turns it on."""
    return PluginInfo(
        "reconsideration", N_("行政复议"), N_("申请、受理、审理、决定，被申请人答复和代办转交"), "0.1.0", preview=True
    )


@hookimpl
def register_models() -> Iterable[type]:
    """Reviews with what was taken down in them, answers, what was taken in; court cases, staff and means."""
    from plugins.reconsideration.intake.models import Intake
    from plugins.reconsideration.reply.models import Answer
    from plugins.reconsideration.review.models import Entry, Review
    from plugins.reconsideration.staffing.models import Staffing
    from plugins.reconsideration.suits.models import Suit

    return (Review, Entry, Answer, Intake, Suit, Staffing)


@hookimpl
def register_migrations() -> Path:
    """Branch `reconsideration`."""
    return HERE / "migrations" / "versions"


@hookimpl
def register_translations() -> Path:
    """Domain `reconsideration`."""
    return HERE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Who may do what."""
    from plugins.reconsideration.permissions import PERMISSIONS

    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[RoleGrants]:
    """What core's roles may do here."""
    from plugins.reconsideration.permissions import ROLES

    return ROLES


@hookimpl
def register_review_road() -> str:
    """The portal's page that takes an application against an act."""
    return "reconsideration_portal.against"


@hookimpl
def register_deadline_rules() -> Iterable[DeadlineRule]:
    """Its limits, as data."""
    from plugins.reconsideration.deadlines import RULES

    return RULES


@hookimpl
def register_duties() -> Iterable[DutyRule]:
    """What units owe by the scheme."""
    from plugins.reconsideration.duties import DUTIES

    return DUTIES


@hookimpl
def register_prefills() -> Iterable[Prefill]:
    """The part 依法行政 of a township's monthly report of progress."""
    from core.duties.lines import LAW, MONTHLY
    from plugins.reconsideration.returns import of_month

    return (Prefill(MONTHLY, of_month, LAW),)


@hookimpl
def register_case_kinds() -> Iterable[CaseKind]:
    """The review at the county; the answer and the intake in a township; court cases of both."""
    from plugins.reconsideration.intake.road import INTAKE
    from plugins.reconsideration.reply.road import ANSWER
    from plugins.reconsideration.review.road import REVIEW
    from plugins.reconsideration.suits.road import SUIT

    return (REVIEW, ANSWER, INTAKE, SUIT)


@hookimpl
def register_papers() -> Iterable[Paper]:
    """Notices, decision, mediation; the receipt of an intake point."""
    from plugins.reconsideration.intake import documents as intake
    from plugins.reconsideration.review import documents as review

    return (*review.PAPERS, *intake.PAPERS)


@hookimpl
def register_receivers() -> Iterable[Receiver]:
    """What goes up: applications, answers, reports; what comes down: copies and news."""
    from plugins.reconsideration.intake import services as intake
    from plugins.reconsideration.reply import services as reply
    from plugins.reconsideration.review import sending

    return (*intake.RECEIVERS, *sending.RECEIVERS, *reply.RECEIVERS)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """The county's workspace, the township's, and the portal."""
    from plugins.reconsideration import portal
    from plugins.reconsideration.intake import views as intake
    from plugins.reconsideration.reply import views as reply
    from plugins.reconsideration.review import views as review
    from plugins.reconsideration.staffing import views as staffing
    from plugins.reconsideration.suits import views as suits

    return (review.bp, reply.bp, intake.bp, suits.bp, staffing.bp, portal.bp)


@hookimpl
def register_publication_types() -> Iterable[PublicationType]:
    """Decisions made public (行政复议法79①)."""
    from plugins.reconsideration.words import LAW

    return (
        PublicationType(
            code="reconsideration.decision",
            label=N_("行政复议决定书公开"),
            column="review-decisions",
            column_label=N_("行政复议决定"),
            article=f"{LAW}79①",
            order=58,
        ),
    )


@hookimpl
def register_stats() -> Iterable[Stat]:
    """Received, accepted, decided, corrected, settled, in time."""
    from plugins.reconsideration.stats import STATS

    return STATS


@hookimpl
def register_registers() -> Iterable[Register]:
    """行政复议案件登记簿, and the return of a half-year or year."""
    from plugins.reconsideration.registers import CASES, RETURN

    return (CASES, RETURN)


@hookimpl
def make_demo(stage: Stage) -> None:
    """One review to be examined, one that waits for the reply."""
    from plugins.reconsideration import demo

    demo.play(stage)


@hookimpl
def provide_nav_items(actor: Actor) -> Iterable[NavItem]:
    """What each end begins with."""
    from plugins.reconsideration.permissions import Perm

    return (
        NavItem(N_("登记复议申请"), "reconsideration_review.new", Perm.REVIEW, icon="pencil-square", order=33),
        NavItem(N_("代收复议申请"), "reconsideration_intake.new", Perm.TAKE_IN, icon="inbox", order=33),
        NavItem(N_("行政应诉登记"), "reconsideration_suits.new", Perm.SUIT, icon="journal-text", order=34),
        NavItem(N_("复议人员和保障"), "reconsideration_staffing.index", Perm.STAFF, icon="people", order=38),
    )


@hookimpl
def provide_dashboard_cards(session: ScopedSession, actor: Actor) -> Iterable[Card]:
    """What waits at each step of the reviews."""
    from plugins.reconsideration.review.queries import cards

    return cards(actor)
