"""Key goals 重点工作目标管理: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import DrawKind, DutyRule, Permission, PluginInfo, RoleGrants
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from core.deadlines.rules import DeadlineRule

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """A preview until its screens come: off unless a township turns it on."""
    return PluginInfo("goals", N_("重点工作目标管理"), N_("重点工作选报、公示、自查和抽查"), "0.1.0", preview=True)


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
def register_roles() -> Iterable[RoleGrants]:
    """What core's roles may do here."""
    from plugins.goals.permissions import ROLES

    return ROLES


@hookimpl
def register_deadline_rules() -> Iterable[DeadlineRule]:
    """Its limits, as data."""
    from plugins.goals.deadlines import RULES

    return RULES


@hookimpl
def register_duties() -> Iterable[DutyRule]:
    """What units owe by the scheme."""
    from plugins.goals.duties import DUTIES

    return DUTIES


@hookimpl
def register_draws() -> Iterable[DrawKind]:
    """What is inspected, drawn."""
    from plugins.goals.draws import DRAWS

    return DRAWS
