"""Permissions of publishing."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``core.<resource>.<action>``."""

    WRITE = "core.publication.write"
    SIGN = "core.publication.sign"


PERMISSIONS = (
    Permission(Perm.WRITE, N_("起草和核对公开事项，答复读者的纠错留言")),
    Permission(Perm.SIGN, N_("签发和撤回公开事项，调整栏目")),
)
WRITING, BOTH = frozenset({Perm.WRITE}), frozenset({Perm.WRITE, Perm.SIGN})
GRANTS = (
    RoleGrants("handler", WRITING),
    RoleGrants("station_head", WRITING),
    RoleGrants("county_handler", WRITING),
    RoleGrants("leader", BOTH),
    RoleGrants("unit_admin", BOTH),
    RoleGrants("county_admin", BOTH),
)
