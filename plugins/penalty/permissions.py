"""Permissions of penalty, and the roles that hold them. The head decides (行政处罚法 57), officers on the spot (51)."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``penalty.<resource>.<action>``."""

    READ = "penalty.case.read"
    EDIT = "penalty.catalogue.edit"
    PUBLISH = "penalty.catalogue.publish"
    OFFICERS = "penalty.officer.manage"
    HANDLE = "penalty.case.handle"
    FILE = "penalty.case.file"
    DECIDE = "penalty.case.decide"
    PAY = "penalty.fine.record"
    REVIEW = "penalty.case.review"
    HEAR = "penalty.hearing.hold"


PERMISSIONS = (
    Permission(Perm.READ, N_("查看行政处罚")),
    Permission(Perm.EDIT, N_("编辑处罚事项和裁量基准")),
    Permission(Perm.PUBLISH, N_("审核、公布处罚事项、裁量基准和处罚决定")),
    Permission(Perm.OFFICERS, N_("登记执法人员和执法证件")),
    Permission(Perm.HANDLE, N_("办理行政处罚案件（执法人员）")),
    Permission(Perm.FILE, N_("接收当场处罚决定的备案")),
    Permission(Perm.DECIDE, N_("立案、决定行政处罚（行政机关负责人）")),
    Permission(Perm.PAY, N_("登记罚款缴纳")),
    Permission(Perm.REVIEW, N_("行政处罚决定法制审核")),
    Permission(Perm.HEAR, N_("主持行政处罚听证")),
)

ROLES = (
    RoleGrants("handler", frozenset({Perm.READ, Perm.HANDLE})),
    RoleGrants("station_head", frozenset({Perm.READ, Perm.HANDLE, Perm.EDIT, Perm.REVIEW, Perm.HEAR})),
    RoleGrants("leader", frozenset({Perm.READ, Perm.PUBLISH, Perm.DECIDE, Perm.FILE, Perm.HEAR})),
    # Keeps the books: whoever fined does not enter what was paid (行政处罚法 67).
    RoleGrants(
        "unit_admin",
        frozenset({Perm.READ, Perm.EDIT, Perm.PUBLISH, Perm.OFFICERS, Perm.FILE, Perm.PAY, Perm.REVIEW, Perm.HEAR}),
    ),
    RoleGrants("county_admin", frozenset({Perm.READ})),
)
