"""Reconsideration 行政复议: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import DutyRule, Permission, PluginInfo, RoleGrants
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from core.deadlines.rules import DeadlineRule

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """A preview until its screens come: off unless a township turns it on."""
    return PluginInfo(
        "reconsideration", N_("行政复议"), N_("被申请人答复、代办转交、复议和诉讼期限"), "0.1.0", preview=True
    )


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
