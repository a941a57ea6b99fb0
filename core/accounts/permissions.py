"""Core's own permissions, and the roles of a township and of the county that plugins add theirs to."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, Role
from core.i18n import N_


class Perm(StrEnum):
    """``core.<resource>.<action>``."""

    WORK = "core.workspace.use"
    ASSIGN = "core.case.assign"
    SWITCH = "core.plugin.switch"
    OVERSEE = "core.county.oversee"
    AUDIT = "core.audit.read"
    UNIT_FEED = "core.feed.unit"
    CALENDAR_PROPOSE = "core.calendar.propose"
    CALENDAR_CONFIRM = "core.calendar.confirm"
    LOCAL_PROPOSE = "core.local_days.propose"
    LOCAL_CONFIRM = "core.local_days.confirm"
    SUBMIT = "core.duty.submit"
    RECEIVE = "core.duty.receive"
    READ_DUTIES = "core.duty.read"
    SEND = "core.exchange.send"
    SIGN = "core.exchange.receive"
    VISIT = "core.township.visit"
    JOBS = "core.job.manage"
    JOBS_OF_ALL = "core.job.manage_all"
    NARROW = "core.unit_plugin.switch"
    UNITS = "core.unit.manage"
    PEOPLE = "core.person.manage"
    GRANT = "core.grant.manage"
    GRANT_ADMIN = "core.grant.administrators"
    DEPUTY = "core.deputy.appoint"
    SETTINGS = "core.setting.change"
    COUNTY_SETTINGS = "core.setting.change_for_townships"
    TEMPLATE = "core.plugin.template"
    MANAGE = "core.township.manage"
    HEALTH = "core.health.read"
    WRITE_LETTERS = "core.letter.write"
    LETTER_TEMPLATES = "core.letter.template"
    TOKENS = "core.token.manage"


PERMISSIONS = (
    Permission(Perm.WORK, N_("进入工作台")),
    Permission(Perm.ASSIGN, N_("分办案件和移交承办人")),
    Permission(Perm.SWITCH, N_("开启和关闭功能模块")),
    Permission(Perm.OVERSEE, N_("查看全县各乡镇的办理情况")),
    Permission(Perm.AUDIT, N_("查看和导出审计记录")),
    Permission(Perm.UNIT_FEED, N_("管理单位的日历订阅")),
    Permission(Perm.CALENDAR_PROPOSE, N_("提出变更全县的工作日历")),
    Permission(Perm.CALENDAR_CONFIRM, N_("核对并确认全县工作日历的变更")),
    Permission(Perm.LOCAL_PROPOSE, N_("提出增减本乡镇的地方放假")),
    Permission(Perm.LOCAL_CONFIRM, N_("核对并确认本乡镇的地方放假")),
    Permission(Perm.SUBMIT, N_("报送本单位的任务")),
    Permission(Perm.RECEIVE, N_("接收、退回报送本单位的任务")),
    Permission(Perm.READ_DUTIES, N_("查看各单位的任务")),
    Permission(Perm.SEND, N_("向乡镇发通知")),
    Permission(Perm.SIGN, N_("签收上级的通知")),
    Permission(Perm.VISIT, N_("说明理由后进入乡镇查看案件")),
    Permission(Perm.JOBS, N_("管理本乡镇的后台任务")),
    Permission(Perm.JOBS_OF_ALL, N_("管理全县的后台任务")),
    Permission(Perm.NARROW, N_("为单位停用和恢复功能模块")),
    Permission(Perm.UNITS, N_("新增、更名和撤销单位")),
    Permission(Perm.PEOPLE, N_("管理人员和账号")),
    Permission(Perm.GRANT, N_("授予和收回业务角色")),
    Permission(Perm.GRANT_ADMIN, N_("授予和收回管理员角色")),
    Permission(Perm.DEPUTY, N_("指定代理人")),
    Permission(Perm.SETTINGS, N_("修改设置")),
    Permission(Perm.COUNTY_SETTINGS, N_("修改全县各乡镇的设置")),
    Permission(Perm.TEMPLATE, N_("规定各乡镇可以开关哪些功能模块")),
    Permission(Perm.MANAGE, N_("说明理由后进入乡镇管理")),
    Permission(Perm.HEALTH, N_("查看系统运行情况")),
    Permission(Perm.WRITE_LETTERS, N_("给当事人写信和答复来信")),
    Permission(Perm.LETTER_TEMPLATES, N_("编写消息模板和文书用语")),
    Permission(Perm.TOKENS, N_("管理接口令牌和推送地址")),
)

_STAFF = frozenset({Perm.WORK, Perm.SUBMIT})
# Duties come to a unit: who works there hands in its own and receives what others hand in to it.
_OFFICER = _STAFF | {Perm.RECEIVE, Perm.WRITE_LETTERS}
_HEAD = _OFFICER | {Perm.UNIT_FEED, Perm.DEPUTY, Perm.ASSIGN}
_LEADER = _HEAD | {Perm.LOCAL_CONFIRM, Perm.READ_DUTIES}
# What an administrator does at home, and the county's in a township it entered to manage.
MANAGED = frozenset(
    {
        Perm.SWITCH,
        Perm.NARROW,
        Perm.UNITS,
        Perm.PEOPLE,
        Perm.GRANT,
        Perm.GRANT_ADMIN,
        Perm.DEPUTY,
        Perm.SETTINGS,
    }
)
_MANAGES = MANAGED - {Perm.GRANT_ADMIN}
_ADMIN = _MANAGES | {
    Perm.WORK,
    Perm.UNIT_FEED,
    Perm.LOCAL_PROPOSE,
    Perm.LOCAL_CONFIRM,
    Perm.SIGN,
    Perm.JOBS,
    Perm.LETTER_TEMPLATES,
    Perm.TOKENS,
}
# Of one's own unit: which of the tenant's measures it uses, who stands in, its own settings.
_OFFICE = frozenset({Perm.WORK, Perm.NARROW, Perm.DEPUTY, Perm.SETTINGS})
_COUNTY = _MANAGES | frozenset(
    {
        Perm.COUNTY_SETTINGS,
        Perm.TEMPLATE,
        Perm.MANAGE,
        Perm.HEALTH,
        Perm.OVERSEE,
        Perm.CALENDAR_PROPOSE,
        Perm.CALENDAR_CONFIRM,
        Perm.SEND,
        Perm.VISIT,
        Perm.JOBS_OF_ALL,
    }
)

ROLES = (
    # The window takes in for every unit of the township (许可法 26①), so it sees the whole tenant's cases.
    Role(
        "window_clerk", N_("窗口人员"), _STAFF | {Perm.WRITE_LETTERS}, unit_kinds=frozenset({"window"}), own_unit=False
    ),
    Role("handler", N_("承办人"), _OFFICER),
    Role("station_head", N_("站所负责人"), _HEAD),
    Role("leader", N_("乡镇负责人"), _LEADER, unit_kinds=frozenset({"leadership"}), own_unit=False),
    Role("unit_admin", N_("单位管理员"), _ADMIN, own_unit=False),
    Role("office_admin", N_("站所管理员"), _OFFICE),
    Role("village_agent", N_("村级代办员"), _STAFF, unit_kinds=frozenset({"village"})),
    Role("county_handler", N_("县级承办人"), _OFFICER, tier="county"),
    Role("county_head", N_("县级单位负责人"), _HEAD, tier="county"),
    Role("county_admin", N_("县级管理员"), _COUNTY, tier="county", own_unit=False),
    # Gives administrators their posts, and nobody anything else; in a township after entering it.
    Role(
        "security_admin",
        N_("安全管理员"),
        frozenset({Perm.GRANT_ADMIN, Perm.PEOPLE, Perm.MANAGE}),
        tier="county",
        own_unit=False,
    ),
    # Reads what others did and does nothing himself.
    Role("auditor", N_("安全审计员"), frozenset({Perm.AUDIT}), tier="county", own_unit=False),
)
