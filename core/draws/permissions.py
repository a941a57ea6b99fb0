"""The permission of draws; which of its holders begin one and sign is said by their unit."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``core.<resource>.<action>``."""

    USE = "core.draw.use"


PERMISSIONS = (Permission(Perm.USE, N_("查看抽查，按单位职责发起和签名")),)
GRANTS = tuple(RoleGrants(role, frozenset({Perm.USE})) for role in ("handler", "station_head", "leader"))
