"""Permissions of goals, and the roles that hold them: a unit does its own, two sides review, the leaders decide."""

from __future__ import annotations

from enum import StrEnum

from core.accounts.permissions import Perm as Core
from core.contracts import Permission, Role, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``goals.<resource>.<action>``."""

    READ = "goals.case.read"
    EDIT = "goals.case.edit"
    REVIEW = "goals.case.review"
    SUPERVISE = "goals.case.supervise"
    DECIDE = "goals.case.decide"
    PUBLISH = "goals.case.publish"


PERMISSIONS = (
    Permission(Perm.READ, N_("查看重点工作目标管理")),
    Permission(Perm.EDIT, N_("选报本单位的重点工作、登记进度")),
    Permission(Perm.REVIEW, N_("代表乡人民政府审核选报的重点工作")),
    Permission(Perm.SUPERVISE, N_("代表乡监察室审核、督查和抽查重点工作")),
    Permission(Perm.DECIDE, N_("登记联席会议的审定结果，答复困难，审批变更")),
    Permission(Perm.PUBLISH, N_("公示重点工作，审核公众意见")),
)
_UNIT = frozenset({Perm.READ, Perm.EDIT})
SUPERVISOR = "goals_supervisor"

ROLES: tuple[Role | RoleGrants, ...] = (
    # 乡监察室 looks at every unit's work; nothing of it is its own.
    Role(
        SUPERVISOR,
        N_("监察室督查人员（重点工作）"),
        frozenset({Core.WORK, Perm.READ, Perm.SUPERVISE}),
        unit_kinds=frozenset({"office"}),
        own_unit=False,
    ),
    RoleGrants("handler", _UNIT),
    RoleGrants("station_head", _UNIT),
    # A village owes its own key works (四(三)1), and its agent enters them.
    RoleGrants("village_agent", _UNIT),
    RoleGrants("leader", frozenset({Perm.READ, Perm.REVIEW, Perm.DECIDE})),
    RoleGrants("unit_admin", frozenset({Perm.READ, Perm.PUBLISH})),
    RoleGrants("county_admin", frozenset({Perm.READ})),
)
