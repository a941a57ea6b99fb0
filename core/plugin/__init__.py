"""Core's own features, registered through the same hooks as any plugin's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core import __version__
from core.contracts import (
    Card,
    Channel,
    HealthCard,
    MeetingItem,
    NoticeKind,
    Owed,
    Permission,
    PluginInfo,
    PublicationType,
    Receiver,
    Role,
    RoleGrants,
    Scanner,
    Sealer,
    Searchable,
    Setting,
    Sheet,
)
from core.hookspecs import hookimpl
from core.i18n import N_
from core.plugin.jobs import register_jobs
from core.plugin.menu import provide_admin_items, provide_nav_items
from core.plugin.pages import register_blueprints
from core.plugin.tables import register_models

if TYPE_CHECKING:
    from core.accounts.actor import Actor
    from core.db import ScopedSession
    from core.demo import Stage

# The hooks that stand in rooms of their own.
__all__ = [
    "provide_admin_items",
    "provide_nav_items",
    "register_blueprints",
    "register_jobs",
    "register_models",
]
CORE = Path(__file__).parent.parent


@hookimpl
def register_plugin() -> PluginInfo:
    """The kernel; it can't be turned off."""
    return PluginInfo("core", N_("平台"), N_("案件、期限、人员和查询"), __version__)


@hookimpl
def register_migrations() -> Path:
    """Branch `core`."""
    return CORE / "migrations" / "versions"


@hookimpl
def register_translations() -> Path:
    """Domain `core`."""
    return CORE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Permissions of the workspace and the consoles."""
    from core.accounts.permissions import PERMISSIONS
    from core.documents import permissions as documents
    from core.draws import permissions as draws
    from core.organisations import permissions as organisations
    from core.pads import permissions as pads
    from core.publishing import permissions as publishing
    from core.schemes import permissions as schemes

    return (
        *PERMISSIONS,
        *publishing.PERMISSIONS,
        *documents.PERMISSIONS,
        *pads.PERMISSIONS,
        *organisations.PERMISSIONS,
        *draws.PERMISSIONS,
        *schemes.PERMISSIONS,
    )


@hookimpl
def register_roles() -> Iterable[Role | RoleGrants]:
    """The roles of a township and of the county."""
    from core.accounts.permissions import ROLES
    from core.documents import permissions as documents
    from core.draws import permissions as draws
    from core.organisations import permissions as organisations
    from core.pads import permissions as pads
    from core.publishing.permissions import GRANTS
    from core.schemes import permissions as schemes

    given = (*documents.GRANTS, *pads.GRANTS, *organisations.GRANTS, *draws.GRANTS, *schemes.GRANTS)
    return (*ROLES, *GRANTS, *given)


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
    """Limits and turns of cases, letters, notes, duties, circulars, documents, files that are not as they should be."""
    from core.cases import notices as cases
    from core.cases.lost_codes import CODE
    from core.circulars.services import CIRCULAR
    from core.documents.addressed import RECEIVED
    from core.documents.telling import WAITS
    from core.duties import notices as duties
    from core.files.telling import FILE_NEWS
    from core.letters.services import LETTER, UNANSWERED
    from core.notes.services import NOTE

    of_cases = (cases.LIMIT, cases.TURN, LETTER, UNANSWERED, cases.PROGRESS, CODE)
    return (*of_cases, NOTE, duties.LIMIT, duties.DUTY_NEWS, CIRCULAR, WAITS, RECEIVED, FILE_NEWS)


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
def register_sealers() -> Iterable[Sealer]:
    """A gateway, where the settings say where it is."""
    from core.documents.seal_gateway import GATEWAY

    return (GATEWAY,)


@hookimpl
def register_effects() -> Iterable[Owed]:
    """Many cases at once; lists as files; rows brought in; files scanned; papers kept; what other systems are told;
    units told of documents; duties moved by a scheme; many units reminded."""
    from core.batches.services import EFFECT
    from core.documents import addressed
    from core.duties import chasing, meeting, rescheduling
    from core.files import scanning
    from core.sheets import exporting, taking
    from core.web import paper_files
    from core.webhooks import sending

    of_files = (exporting.EFFECT, *taking.EFFECTS, scanning.EFFECT, paper_files.EFFECT)
    return (EFFECT, meeting.EFFECT, *of_files, sending.EFFECT, addressed.EFFECT, rescheduling.EFFECT, chasing.EFFECT)


@hookimpl
def register_sheets() -> Iterable[Sheet]:
    """The staff list."""
    from core.people.sheet import PEOPLE

    return (PEOPLE,)


@hookimpl
def register_settings() -> Iterable[Setting]:
    """Marks of the site, organs in papers, letterheads, how pages look, how cases are assigned, who else is told."""
    from core.cases.assigning import SETTING
    from core.documents.settings import SETTINGS as LETTERHEADS
    from core.settings.catalogue import SETTINGS
    from core.webhooks.queries import HOSTS

    return (*SETTINGS, *LETTERHEADS, SETTING, HOSTS)


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

    return card(actor)


@hookimpl
def provide_health_cards(session: ScopedSession, actor: Actor) -> Iterable[HealthCard]:
    """Worker, index, audit, backup, calendar, disk, mail and files."""
    from core.files.web import health
    from core.web.condition import cards

    return (*cards(session), health(session))


@hookimpl
def provide_meeting_items(session: ScopedSession) -> Iterable[MeetingItem]:
    """What was handed in to the joint meeting."""
    from core.duties.meeting import waiting

    return waiting(session)
