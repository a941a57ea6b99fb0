"""Core's own permissions, and the roles of a township and of the county that plugins add theirs to."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, Role
from core.i18n import N_


class Perm(StrEnum):
    """``core.<resource>.<action>``."""

    WORK = "core.workspace.use"
    SWITCH = "core.plugin.switch"
    OVERSEE = "core.county.oversee"
    AUDIT = "core.audit.read"
    JOBS = "core.job.manage"
    JOBS_OF_ALL = "core.job.manage_all"


PERMISSIONS = (
    Permission(Perm.WORK, N_("进入工作台")),
    Permission(Perm.SWITCH, N_("开启和关闭功能模块")),
    Permission(Perm.OVERSEE, N_("查看全县各乡镇的办理情况")),
    Permission(Perm.AUDIT, N_("查看和导出审计记录")),
    Permission(Perm.JOBS, N_("管理本乡镇的后台任务")),
    Permission(Perm.JOBS_OF_ALL, N_("管理全县的后台任务")),
)

_STAFF = frozenset({Perm.WORK})

ROLES = (
    # The window takes in for every unit of the township (许可法 26①), so it sees the whole tenant's cases.
    Role("window_clerk", N_("窗口人员"), _STAFF, unit_kinds=frozenset({"window"}), own_unit=False),
    Role("handler", N_("承办人"), _STAFF),
    Role("station_head", N_("站所负责人"), _STAFF),
    Role("leader", N_("乡镇负责人"), _STAFF, unit_kinds=frozenset({"leadership"}), own_unit=False),
    Role("unit_admin", N_("单位管理员"), frozenset({Perm.WORK, Perm.SWITCH, Perm.JOBS}), own_unit=False),
    Role("village_agent", N_("村级代办员"), _STAFF, unit_kinds=frozenset({"village"})),
    Role(
        "county_admin",
        N_("县级管理员"),
        frozenset({Perm.WORK, Perm.OVERSEE, Perm.JOBS_OF_ALL}),
        tier="county",
        own_unit=False,
    ),
    # Reads what others did and does nothing himself.
    Role("auditor", N_("安全审计员"), frozenset({Perm.AUDIT}), tier="county", own_unit=False),
)
