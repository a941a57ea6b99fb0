"""Permissions of supervision, and the roles that hold them."""

from __future__ import annotations

from enum import StrEnum

from core.accounts.permissions import Perm as Office
from core.contracts import Permission, Role, RoleGrants
from core.draws.permissions import Perm as Draws
from core.i18n import N_


class Perm(StrEnum):
    """``supervision.<resource>.<action>``."""

    READ = "supervision.case.read"
    ORDER_READ = "supervision.order.read"
    ORDER_ISSUE = "supervision.order.issue"
    ORDER_ANSWER = "supervision.order.answer"
    GUIDANCE_READ = "supervision.guidance.read"
    GUIDANCE_WRITE = "supervision.guidance.write"


PERMISSIONS = (
    Permission(Perm.READ, N_("查看效能督查")),
    Permission(Perm.ORDER_READ, N_("查看交办、催办、督办和整改")),
    Permission(Perm.ORDER_ISSUE, N_("发出、核查、退回和解除督查单")),
    Permission(Perm.ORDER_ANSWER, N_("答复发给本单位的督查单")),
    Permission(Perm.GUIDANCE_READ, N_("查看检查指导和信息报送")),
    Permission(Perm.GUIDANCE_WRITE, N_("登记检查指导和信息报送")),
)
_ISSUES = frozenset({Perm.ORDER_READ, Perm.ORDER_ISSUE, Perm.GUIDANCE_READ})
_ANSWERS = frozenset({Perm.ORDER_READ, Perm.ORDER_ANSWER})

ROLES = (
    RoleGrants("handler", frozenset({Perm.READ}) | _ANSWERS),
    RoleGrants("station_head", frozenset({Perm.READ}) | _ANSWERS),
    RoleGrants("village_agent", _ANSWERS),
    RoleGrants("leader", frozenset({Perm.READ}) | _ISSUES),
    RoleGrants("county_admin", frozenset({Perm.READ, Perm.ORDER_READ, Perm.GUIDANCE_READ})),
    # In the general office and the supervision office: follows every unit of the township.
    Role(
        "supervisor",
        N_("督查人员"),
        frozenset({Office.WORK, Perm.READ, Draws.USE, Perm.GUIDANCE_WRITE}) | _ISSUES,
        unit_kinds=frozenset({"office"}),
        own_unit=False,
    ),
)
"""Roles of its own, and what it adds to core's."""
