"""Permissions of goals, and the roles that hold them."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``goals.<resource>.<action>``."""

    READ = "goals.case.read"


PERMISSIONS = (Permission(Perm.READ, N_("查看重点工作目标管理")),)

ROLES = (
    RoleGrants("handler", frozenset({Perm.READ})),
    RoleGrants("station_head", frozenset({Perm.READ})),
    RoleGrants("leader", frozenset({Perm.READ})),
    RoleGrants("county_admin", frozenset({Perm.READ})),
)
