"""Permissions of pads."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``core.<resource>.<action>``."""

    MANAGE = "core.pad.manage"
    USE = "core.pad.use"


PERMISSIONS = (
    Permission(Perm.MANAGE, N_("登记和发放预印票据")),
    Permission(Perm.USE, N_("登记预印票据的使用、作废和遗失")),
)
GRANTS = (
    RoleGrants("handler", frozenset({Perm.USE})),
    RoleGrants("station_head", frozenset({Perm.USE})),
    RoleGrants("unit_admin", frozenset(Perm)),
)
