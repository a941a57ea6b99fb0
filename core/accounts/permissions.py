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
    UNIT_FEED = "core.feed.unit"
    CALENDAR_PROPOSE = "core.calendar.propose"
    CALENDAR_CONFIRM = "core.calendar.confirm"
    LOCAL_PROPOSE = "core.local_days.propose"
    LOCAL_CONFIRM = "core.local_days.confirm"


PERMISSIONS = (
    Permission(Perm.WORK, N_("进入工作台")),
    Permission(Perm.SWITCH, N_("开启和关闭功能模块")),
    Permission(Perm.OVERSEE, N_("查看全县各乡镇的办理情况")),
    Permission(Perm.AUDIT, N_("查看和导出审计记录")),
    Permission(Perm.UNIT_FEED, N_("管理单位的日历订阅")),
    Permission(Perm.CALENDAR_PROPOSE, N_("提出变更全县的工作日历")),
    Permission(Perm.CALENDAR_CONFIRM, N_("核对并确认全县工作日历的变更")),
    Permission(Perm.LOCAL_PROPOSE, N_("提出增减本乡镇的地方放假")),
    Permission(Perm.LOCAL_CONFIRM, N_("核对并确认本乡镇的地方放假")),
)

_STAFF = frozenset({Perm.WORK})
_HEADS = _STAFF | {Perm.UNIT_FEED}
_LEADERS = _HEADS | {Perm.LOCAL_CONFIRM}
_COUNTY = frozenset({Perm.WORK, Perm.OVERSEE, Perm.CALENDAR_PROPOSE, Perm.CALENDAR_CONFIRM})

ROLES = (
    # The window takes in for every unit of the township (许可法 26①), so it sees the whole tenant's cases.
    Role("window_clerk", N_("窗口人员"), _STAFF, unit_kinds=frozenset({"window"}), own_unit=False),
    Role("handler", N_("承办人"), _STAFF),
    Role("station_head", N_("站所负责人"), _HEADS),
    Role("leader", N_("乡镇负责人"), _LEADERS, unit_kinds=frozenset({"leadership"}), own_unit=False),
    Role("unit_admin", N_("单位管理员"), _LEADERS | {Perm.SWITCH, Perm.LOCAL_PROPOSE}, own_unit=False),
    Role("village_agent", N_("村级代办员"), _STAFF, unit_kinds=frozenset({"village"})),
    Role("county_admin", N_("县级管理员"), _COUNTY, tier="county", own_unit=False),
    # Reads what others did and does nothing himself.
    Role("auditor", N_("安全审计员"), frozenset({Perm.AUDIT}), tier="county", own_unit=False),
)
