"""Permissions of frontline, and the roles that hold them."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``frontline.<resource>.<action>``."""

    READ = "frontline.case.read"


PERMISSIONS = (Permission(Perm.READ, N_("查看一线工作法")),)

ROLES = (
    RoleGrants("handler", frozenset({Perm.READ})),
    RoleGrants("station_head", frozenset({Perm.READ})),
    RoleGrants("leader", frozenset({Perm.READ})),
    RoleGrants("county_admin", frozenset({Perm.READ})),
)
