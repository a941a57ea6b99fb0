"""Training 学习型机关: what it registers. Each room is imported when it is asked for."""

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
    return PluginInfo("training", N_("学习型机关"), N_("培训计划、集中培训、学时和培训总结"), "0.1.0", preview=True)


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
def register_draws() -> Iterable[DrawKind]:
    """The spot check, drawn."""
    from plugins.training.draws import DRAWS

    return DRAWS
