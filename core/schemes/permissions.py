"""Permissions of schemes of the year; who confirms one is another person than who wrote it."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``core.<resource>.<action>``."""

    DRAFT = "core.scheme.draft"
    CONFIRM = "core.scheme.confirm"


PERMISSIONS = (
    Permission(Perm.DRAFT, N_("编制年度方案")),
    Permission(Perm.CONFIRM, N_("核对并确认年度方案")),
)
GRANTS = (
    RoleGrants("leader", frozenset(Perm)),
    RoleGrants("unit_admin", frozenset(Perm)),
    RoleGrants("county_handler", frozenset({Perm.DRAFT})),
    RoleGrants("county_admin", frozenset(Perm)),
)
