"""E-government 电子政务: what it registers. Each room is imported when it is asked for."""

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
    return PluginInfo("egov", N_("电子政务"), N_("信息公开、信访、公示、村务公开和热线"), "0.1.0", preview=True)


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
