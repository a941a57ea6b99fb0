"""Permissions of training, and the roles that hold them."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``training.<resource>.<action>``."""

    READ = "training.case.read"


PERMISSIONS = (Permission(Perm.READ, N_("查看学习型机关")),)

ROLES = (
    RoleGrants("handler", frozenset({Perm.READ})),
    RoleGrants("station_head", frozenset({Perm.READ})),
    RoleGrants("leader", frozenset({Perm.READ})),
    RoleGrants("county_admin", frozenset({Perm.READ})),
)
