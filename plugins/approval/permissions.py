"""Permissions of approval, and the roles that hold them. The head decides (许可法 42①), never a station."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``approval.<resource>.<action>``."""

    READ = "approval.case.read"
    RECEIVE = "approval.case.receive"
    ACCEPT = "approval.case.accept"
    HANDLE = "approval.case.handle"
    PROPOSE = "approval.case.propose"
    EXTEND = "approval.case.extend"
    DECIDE = "approval.case.decide"
    DELIVER = "approval.case.deliver"
    EDIT = "approval.item.edit"
    PUBLISH = "approval.item.publish"
    HOST = "approval.hearing.host"


PERMISSIONS = (
    Permission(Perm.READ, N_("查看审批案件")),
    Permission(Perm.RECEIVE, N_("窗口收件")),
    Permission(Perm.ACCEPT, N_("受理、补正告知和不予受理")),
    Permission(Perm.HANDLE, N_("审查和特别程序")),
    Permission(Perm.PROPOSE, N_("提出拟办意见")),
    Permission(Perm.EXTEND, N_("批准延长期限（行政机关负责人）")),
    Permission(Perm.DECIDE, N_("作出决定（行政机关负责人）")),
    Permission(Perm.DELIVER, N_("送达")),
    Permission(Perm.EDIT, N_("编辑审批事项和法律依据")),
    Permission(Perm.PUBLISH, N_("核对、公布审批事项")),
    Permission(Perm.HOST, N_("主持听证")),
)

ROLES = (
    RoleGrants("window_clerk", frozenset({Perm.READ, Perm.RECEIVE, Perm.ACCEPT, Perm.DELIVER})),
    RoleGrants("handler", frozenset({Perm.READ, Perm.ACCEPT, Perm.HANDLE, Perm.DELIVER, Perm.HOST})),
    RoleGrants("station_head", frozenset({Perm.READ, Perm.ACCEPT, Perm.HANDLE, Perm.PROPOSE, Perm.DELIVER, Perm.HOST})),
    RoleGrants("leader", frozenset({Perm.READ, Perm.EXTEND, Perm.DECIDE, Perm.HOST, Perm.PUBLISH})),
    RoleGrants("unit_admin", frozenset({Perm.READ, Perm.EDIT, Perm.PUBLISH})),
    RoleGrants("county_admin", frozenset({Perm.READ})),
)
