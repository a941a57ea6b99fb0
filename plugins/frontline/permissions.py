"""Permissions of frontline, and the roles that hold them: who collects, who gives out, who handles, who chases."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``frontline.<resource>.<action>``."""

    READ = "frontline.case.read"
    COLLECT = "frontline.issue.collect"
    SORT = "frontline.issue.sort"
    HANDLE = "frontline.issue.handle"
    CHASE = "frontline.issue.chase"
    DIARY = "frontline.diary.write"
    PLAN = "frontline.visit.plan"
    PROJECT = "frontline.project.edit"
    CONSULT = "frontline.consultation.edit"
    CIRCULATE = "frontline.circular.draft"


PERMISSIONS = (
    Permission(Perm.READ, N_("查看一线工作法")),
    Permission(Perm.COLLECT, N_("收集群众反映的问题")),
    Permission(Perm.SORT, N_("梳理、分发群众反映的问题")),
    Permission(Perm.HANDLE, N_("办理、答复群众反映的问题")),
    Permission(Perm.CHASE, N_("督办群众反映的问题、改派牵头单位")),
    Permission(Perm.DIARY, N_("写民情日记")),
    Permission(Perm.PLAN, N_("安排领导下村走访")),
    Permission(Perm.PROJECT, N_("管理为民办实事项目")),
    Permission(Perm.CONSULT, N_("公开征求意见、审看意见、写采纳情况")),
    Permission(Perm.CIRCULATE, N_("拟办理情况通报")),
)

# SORT opens only the cases of one's own unit, so that in effect the general office, where they arrive, gives them out.
_STATION = frozenset(
    {Perm.READ, Perm.COLLECT, Perm.SORT, Perm.HANDLE, Perm.DIARY, Perm.PROJECT, Perm.CONSULT, Perm.CIRCULATE}
)
ROLES = (
    RoleGrants("village_agent", frozenset({Perm.COLLECT})),
    RoleGrants("window_clerk", frozenset({Perm.COLLECT})),
    RoleGrants("handler", _STATION),
    RoleGrants("station_head", _STATION),
    RoleGrants(
        "leader",
        frozenset(
            {Perm.READ, Perm.COLLECT, Perm.SORT, Perm.CHASE}
            | {Perm.DIARY, Perm.PLAN, Perm.PROJECT, Perm.CONSULT, Perm.CIRCULATE}
        ),
    ),
    RoleGrants("county_admin", frozenset({Perm.READ})),
)
