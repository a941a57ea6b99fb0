"""Permissions of reconsideration, and the roles that hold them. Only the county reviews (行政复议法4): what its people
hold decides, what a township's hold answers, takes in and forwards.
"""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``reconsideration.<resource>.<action>``."""

    READ = "reconsideration.case.read"
    REVIEW = "reconsideration.review.handle"
    HEAD = "reconsideration.review.head"
    DECIDE = "reconsideration.review.decide"
    TAKE_IN = "reconsideration.intake.take"
    ANSWER = "reconsideration.reply.draft"
    SIGN = "reconsideration.reply.sign"
    SUIT = "reconsideration.suit.keep"
    STAFF = "reconsideration.staffing.keep"


PERMISSIONS = (
    Permission(Perm.READ, N_("查看行政复议")),
    Permission(Perm.REVIEW, N_("办理行政复议案件（行政复议机构）")),
    Permission(Perm.HEAD, N_("批准延期、转为普通程序（行政复议机构负责人）")),
    Permission(Perm.DECIDE, N_("作出行政复议决定（行政复议机关）")),
    Permission(Perm.TAKE_IN, N_("代为接收、转交行政复议申请")),
    Permission(Perm.ANSWER, N_("起草行政复议答复、报告履行情况（被申请人）")),
    Permission(Perm.SIGN, N_("签发行政复议答复（被申请人负责人）")),
    Permission(Perm.SUIT, N_("登记行政应诉案件")),
    Permission(Perm.STAFF, N_("登记行政复议人员和保障情况")),
)

_STATION = frozenset({Perm.READ, Perm.TAKE_IN, Perm.ANSWER, Perm.SUIT})
_BUREAU = frozenset({Perm.READ, Perm.REVIEW, Perm.SUIT, Perm.STAFF})
ROLES = (
    RoleGrants("handler", _STATION),
    RoleGrants("station_head", _STATION),
    RoleGrants("leader", frozenset({Perm.READ, Perm.SIGN})),
    RoleGrants("county_handler", _BUREAU),
    RoleGrants("county_head", _BUREAU | {Perm.HEAD, Perm.DECIDE}),
    RoleGrants("county_admin", frozenset({Perm.READ})),
)
