"""Permissions of egov, and the roles that hold them."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``egov.<resource>.<action>``."""

    READ = "egov.case.read"


PERMISSIONS = (Permission(Perm.READ, N_("查看电子政务")),)

ROLES = (
    RoleGrants("handler", frozenset({Perm.READ})),
    RoleGrants("station_head", frozenset({Perm.READ})),
    RoleGrants("leader", frozenset({Perm.READ})),
    RoleGrants("county_admin", frozenset({Perm.READ})),
)
