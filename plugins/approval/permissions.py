"""Permissions of approval, and the roles that hold them. The head decides (许可法 42①), never a station."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``approval.<resource>.<action>``."""

    READ = "approval.case.read"
    REGISTER = "approval.case.register"
    ENDORSE = "approval.village.endorse"
    STEPS = "approval.step.record"
    RECEIVE = "approval.case.receive"
    ACCEPT = "approval.case.accept"
    HANDLE = "approval.case.handle"
    PROPOSE = "approval.case.propose"
    EXTEND = "approval.case.extend"
    DECIDE = "approval.case.decide"
    DELIVER = "approval.case.deliver"
    EDIT = "approval.item.edit"
    PUBLISH = "approval.item.publish"
    RATING_READ = "approval.rating.read"
    RATING_VERIFY = "approval.rating.verify"
    RATING_FIX = "approval.rating.put_right"
    HOST = "approval.hearing.host"
    REVIEW_READ = "approval.review.read"
    REVIEW_HANDLE = "approval.review.handle"
    REVIEW_DECIDE = "approval.review.decide"


PERMISSIONS = (
    Permission(Perm.READ, N_("查看审批案件")),
    Permission(Perm.REGISTER, N_("为本村群众代办登记")),
    Permission(Perm.ENDORSE, N_("登记本村的环节、答复村级意见")),
    Permission(Perm.STEPS, N_("登记前置环节和事后环节")),
    Permission(Perm.RECEIVE, N_("窗口收件")),
    Permission(Perm.ACCEPT, N_("受理、补正告知和不予受理")),
    Permission(Perm.HANDLE, N_("审查和特别程序")),
    Permission(Perm.PROPOSE, N_("提出拟办意见")),
    Permission(Perm.EXTEND, N_("批准延长期限（行政机关负责人）")),
    Permission(Perm.DECIDE, N_("作出决定（行政机关负责人）")),
    Permission(Perm.DELIVER, N_("送达")),
    Permission(Perm.EDIT, N_("编辑审批事项和法律依据")),
    Permission(Perm.PUBLISH, N_("核对、公布审批事项")),
    Permission(Perm.RATING_READ, N_("查看差评")),
    Permission(Perm.RATING_VERIFY, N_("核实和答复差评")),
    Permission(Perm.RATING_FIX, N_("整改差评")),
    Permission(Perm.HOST, N_("主持听证")),
    Permission(Perm.REVIEW_READ, N_("查看乡镇转报的申请")),
    Permission(Perm.REVIEW_HANDLE, N_("审查乡镇转报的申请、送回决定")),
    Permission(Perm.REVIEW_DECIDE, N_("决定乡镇转报的申请（行政机关负责人）")),
)

ROLES = (
    # Registers and carries up, nothing else: what the township received is no longer the agent's to open.
    RoleGrants("village_agent", frozenset({Perm.READ, Perm.REGISTER, Perm.ENDORSE})),
    RoleGrants("window_clerk", frozenset({Perm.READ, Perm.RECEIVE, Perm.ACCEPT, Perm.DELIVER})),
    RoleGrants("handler", frozenset({Perm.READ, Perm.ACCEPT, Perm.HANDLE, Perm.DELIVER, Perm.HOST})),
    RoleGrants("station_head", frozenset({Perm.READ, Perm.ACCEPT, Perm.HANDLE, Perm.PROPOSE, Perm.DELIVER, Perm.HOST})),
    # Neither the window nor who handled the case sees a bad rating; the head of the station puts it right.
    *(RoleGrants(role, frozenset({Perm.STEPS})) for role in ("window_clerk", "handler", "station_head")),
    RoleGrants("station_head", frozenset({Perm.RATING_READ, Perm.RATING_FIX})),
    RoleGrants("leader", frozenset({Perm.RATING_READ, Perm.RATING_VERIFY})),
    RoleGrants("leader", frozenset({Perm.READ, Perm.EXTEND, Perm.DECIDE, Perm.HOST, Perm.PUBLISH})),
    RoleGrants("unit_admin", frozenset({Perm.READ, Perm.EDIT, Perm.PUBLISH})),
    RoleGrants("county_admin", frozenset({Perm.READ})),
    # As below: who examines is not who decides.
    RoleGrants("county_handler", frozenset({Perm.REVIEW_READ, Perm.REVIEW_HANDLE})),
    RoleGrants("county_head", frozenset({Perm.REVIEW_READ, Perm.REVIEW_HANDLE, Perm.REVIEW_DECIDE})),
)
