"""Permissions of training, and the roles that hold them."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``training.<resource>.<action>``."""

    READ = "training.case.read"
    OWN = "training.own.read"
    EDIT = "training.unit.edit"
    CHECK = "training.check.make"


PERMISSIONS = (
    Permission(Perm.READ, N_("查看学习型机关"), visitors=True),
    Permission(Perm.OWN, N_("查看自己的培训档案和本单位的课件")),
    Permission(Perm.EDIT, N_("编制单位的培训计划、登记培训和补课")),
    Permission(Perm.CHECK, N_("抽查和考评各单位的培训")),
)

ROLES = (
    RoleGrants("handler", frozenset({Perm.READ, Perm.CHECK})),
    RoleGrants("station_head", frozenset({Perm.READ, Perm.EDIT, Perm.CHECK})),
    RoleGrants("leader", frozenset({Perm.READ})),
    # Whose counter serves the whole township, or who only administers, reads nobody's record but the own.
    RoleGrants("window_clerk", frozenset({Perm.OWN})),
    RoleGrants("office_admin", frozenset({Perm.OWN})),
    # Nobody else works in a village.
    RoleGrants("village_agent", frozenset({Perm.READ, Perm.EDIT})),
    RoleGrants("unit_admin", frozenset({Perm.READ, Perm.EDIT})),
    RoleGrants("county_admin", frozenset({Perm.READ})),
)
