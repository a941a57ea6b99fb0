"""Supervision 效能督查: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import DutyRule, Permission, PluginInfo, Register, RoleGrants
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from core.deadlines.rules import DeadlineRule

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """A preview until its screens come: off unless a township turns it on."""
    return PluginInfo("supervision", N_("效能督查"), N_("实施方案、进展报告和督查"), "0.1.0", preview=True)


@hookimpl
def register_translations() -> Path:
    """Domain `supervision`."""
    return HERE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Who may do what."""
    from plugins.supervision.permissions import PERMISSIONS

    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[RoleGrants]:
    """What core's roles may do here."""
    from plugins.supervision.permissions import ROLES

    return ROLES


@hookimpl
def register_deadline_rules() -> Iterable[DeadlineRule]:
    """Its limits, as data."""
    from plugins.supervision.deadlines import RULES

    return RULES


@hookimpl
def register_duties() -> Iterable[DutyRule]:
    """What units owe by the scheme."""
    from plugins.supervision.duties import DUTIES

    return DUTIES


@hookimpl
def register_registers() -> Iterable[Register]:
    """备案登记簿."""
    from plugins.supervision.filings import REGISTER

    return (REGISTER,)
