"""Penalty 行政处罚: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import (
    CaseKind,
    DrawKind,
    DutyRule,
    MeetingItem,
    Menu,
    NavItem,
    NoticeKind,
    Paper,
    Permission,
    PluginInfo,
    Prefill,
    PublicationType,
    Receiver,
    Register,
    RoleGrants,
    Searchable,
    Setting,
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
    return PluginInfo("penalty", N_("行政处罚"), N_("立案、调查、处罚、强制和执行"), "0.1.0", preview=True)


@hookimpl
def register_models() -> Iterable[type]:
    """Offences, standards, booklets, officers, cases of both procedures with their evidence and payments."""
    from plugins.penalty.booklet.models import Booklet, BookletCopy
    from plugins.penalty.catalogue.models import Offence
    from plugins.penalty.discretion.models import Standard
    from plugins.penalty.fines.models import Halt, Payment, Refund
    from plugins.penalty.inspections.models import Inspected, InspectionPlan
    from plugins.penalty.officers.models import Officer
    from plugins.penalty.orders.models import Order
    from plugins.penalty.ordinary.models import Evidence, Inquiry
    from plugins.penalty.summary.models import Spot

    return (
        Offence,
        Standard,
        Booklet,
        BookletCopy,
        Officer,
        Spot,
        Inquiry,
        Evidence,
        Order,
        Payment,
        Refund,
        Halt,
        InspectionPlan,
        Inspected,
    )


@hookimpl
def register_migrations() -> Path:
    """Branch `penalty`."""
    return HERE / "migrations" / "versions"


@hookimpl
def register_translations() -> Path:
    """Domain `penalty`."""
    return HERE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Who may do what."""
    from plugins.penalty.permissions import PERMISSIONS

    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[RoleGrants]:
    """What core's roles may do here."""
    from plugins.penalty.permissions import ROLES

    return ROLES


@hookimpl
def register_deadline_rules() -> Iterable[DeadlineRule]:
    """Its limits, as data."""
    from plugins.penalty.deadlines import RULES

    return RULES


@hookimpl
def register_duties() -> Iterable[DutyRule]:
    """What units owe by the scheme."""
    from plugins.penalty.duties import DUTIES

    return DUTIES


@hookimpl
def register_prefills() -> Iterable[Prefill]:
    """Its lines of 依法行政 in the monthly report of progress."""
    from core.duties.lines import LAW, MONTHLY
    from plugins.penalty.returns import of_month

    return (Prefill(MONTHLY, of_month, LAW),)


@hookimpl
def register_case_kinds() -> Iterable[CaseKind]:
    """A penalty decided on the spot, one of the ordinary procedure, and an order with its demolition."""
    from plugins.penalty.orders.road import CASE as ORDER
    from plugins.penalty.ordinary.road import CASE as ORDINARY
    from plugins.penalty.summary.road import CASE

    return (CASE, ORDINARY, ORDER)


@hookimpl
def register_papers() -> Iterable[Paper]:
    """当场行政处罚决定书, 行政处罚决定书 and what goes before and after them."""
    from plugins.penalty.enforcement.documents import PAPERS as AFTERWARDS
    from plugins.penalty.orders.documents import PAPERS as ORDERS
    from plugins.penalty.ordinary.documents import PAPERS as ORDINARY
    from plugins.penalty.summary.documents import PAPERS

    return (*PAPERS, *ORDINARY, *AFTERWARDS, *ORDERS)


@hookimpl
def register_publication_types() -> Iterable[PublicationType]:
    """The columns of decisions that are published: on penalties, and to take something down."""
    from plugins.penalty.orders.publication import DECISIONS as ENFORCEMENT
    from plugins.penalty.publication.services import DECISIONS

    return (DECISIONS, ENFORCEMENT)


@hookimpl
def register_registers() -> Iterable[Register]:
    """Cases, the booklet of standards, and whom it is issued to."""
    from plugins.penalty.registers import REGISTERS

    return REGISTERS


@hookimpl
def register_stats() -> Iterable[Stat]:
    """Figures of the penalties of a period."""
    from plugins.penalty.stats import STATS

    return STATS


@hookimpl
def register_draws() -> Iterable[DrawKind]:
    """双随机: whom to inspect, and who does."""
    from plugins.penalty.draws import DRAWS

    return DRAWS


@hookimpl
def register_searchables() -> Iterable[Searchable]:
    """Published offences with their standards."""
    from plugins.penalty.catalogue.search import OFFENCES

    return (OFFENCES,)


@hookimpl
def register_notice_kinds() -> Iterable[NoticeKind]:
    """An officer is issued a booklet."""
    from plugins.penalty.booklet.services import TO_SIGN

    return (TO_SIGN,)


@hookimpl
def register_receivers() -> Iterable[Receiver]:
    """What the organ of reconsideration says of a decision."""
    from plugins.penalty.enforcement.services import NEWS

    return (NEWS,)


@hookimpl
def register_settings() -> Iterable[Setting]:
    """From how much on there is a hearing."""
    from plugins.penalty.settings import SETTINGS

    return SETTINGS


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Catalogue, discretion, booklets, officers, cases; 处罚依据 on the portal."""
    from plugins.penalty.booklet import portal as booklet
    from plugins.penalty.booklet import views as booklets
    from plugins.penalty.catalogue import portal
    from plugins.penalty.catalogue import views as catalogue
    from plugins.penalty.discretion import views as discretion
    from plugins.penalty.inspections import views as inspections
    from plugins.penalty.officers import views as officers
    from plugins.penalty.orders import views as orders
    from plugins.penalty.ordinary import views as ordinary
    from plugins.penalty.summary import views as summary

    return (
        catalogue.bp,
        portal.bp,
        discretion.bp,
        booklets.bp,
        booklet.bp,
        officers.bp,
        summary.bp,
        ordinary.bp,
        orders.bp,
        inspections.bp,
        inspections.portal,
    )


@hookimpl
def make_demo(stage: Stage) -> None:
    """A fine on the spot that is contested, and a forest fire that waits for its decision."""
    from plugins.penalty import demo

    demo.play(stage)


@hookimpl
def provide_nav_items(actor: Actor) -> Iterable[NavItem]:
    """What officers and who keeps the catalogue begin with."""
    from plugins.penalty.permissions import Perm

    return (
        NavItem(N_("当场处罚登记"), "penalty_spot.begin", Perm.HANDLE, icon="pencil-square", order=33),
        NavItem(N_("登记线索"), "penalty_cases.begin", Perm.HANDLE, icon="folder", order=33),
        NavItem(N_("登记违法建设"), "penalty_orders.begin", Perm.HANDLE, icon="folder", order=33),
        NavItem(N_("听证安排"), "penalty_cases.hearings", Perm.READ, icon="calendar3", order=37, group=Menu.RECORDS),
        NavItem(
            N_("处罚事项"), "penalty_catalogue.index", Perm.READ, icon="journal-text", order=38, group=Menu.RECORDS
        ),
        NavItem(
            N_("双随机检查"), "penalty_inspections.index", Perm.READ, icon="list-check", order=38, group=Menu.RECORDS
        ),
        NavItem(N_("执法人员"), "penalty_officers.index", Perm.READ, icon="people", order=38, group=Menu.RECORDS),
    )


@hookimpl
def provide_meeting_items(session: ScopedSession) -> Iterable[MeetingItem]:
    """Cases whose limit has passed; what is punished and how much is nothing for a meeting (74③)."""
    from core.cases.meeting import overdue
    from plugins.penalty.orders.road import CASE as ORDER
    from plugins.penalty.ordinary.road import CASE as ORDINARY

    return overdue(session, (ORDINARY.code, ORDER.code))
