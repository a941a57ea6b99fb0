"""Permissions of organisations."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``core.<resource>.<action>``."""

    REGISTER = "core.organisation.register"


PERMISSIONS = (Permission(Perm.REGISTER, N_("登记办事单位和它的管理人")),)
# The window, where the licence and the identity card are shown.
GRANTS = (RoleGrants("window_clerk", frozenset(Perm)),)
