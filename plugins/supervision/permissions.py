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
    COMPLAINT_READ = "supervision.complaint.read"
    COMPLAINT_HANDLE = "supervision.complaint.handle"
    COMPLAINT_ANSWER = "supervision.complaint.answer"
    TIP_READ = "supervision.tip.read"
    TIP_HANDLE = "supervision.tip.handle"
    CAMPAIGN = "supervision.campaign.keep"
    SIGN_FOR_SUPERVISION = "supervision.campaign.sign"
    SIGN_FOR_GOVERNMENT = "supervision.campaign.sign_for_government"
    MEETING = "supervision.meeting.keep"
    CHAIN_READ = "supervision.chain.read"
    CHAIN = "supervision.chain.open"
    CHAIN_DECIDE = "supervision.chain.decide"


PERMISSIONS = (
    Permission(Perm.READ, N_("查看效能督查")),
    Permission(Perm.ORDER_READ, N_("查看交办、催办、督办和整改")),
    Permission(Perm.ORDER_ISSUE, N_("发出、核查、退回和解除督查单")),
    Permission(Perm.ORDER_ANSWER, N_("答复发给本单位的督查单")),
    Permission(Perm.GUIDANCE_READ, N_("查看检查指导和信息报送")),
    Permission(Perm.GUIDANCE_WRITE, N_("登记检查指导和信息报送")),
    Permission(Perm.COMPLAINT_READ, N_("查看作风投诉（监察室）")),
    Permission(Perm.COMPLAINT_HANDLE, N_("核查作风投诉（监察室）")),
    Permission(Perm.COMPLAINT_ANSWER, N_("答复作风投诉、转交县纪委监委（监察室）")),
    Permission(Perm.TIP_READ, N_("查看问题线索（县纪委监委）")),
    Permission(Perm.TIP_HANDLE, N_("办理和答复问题线索（县纪委监委）")),
    Permission(Perm.CAMPAIGN, N_("拟订专项整治方案、登记问题和整改（监察室）")),
    Permission(Perm.SIGN_FOR_SUPERVISION, N_("代表监察室签专项整治方案、形成总结")),
    Permission(Perm.SIGN_FOR_GOVERNMENT, N_("代表乡人民政府签专项整治方案")),
    Permission(Perm.CHAIN_READ, N_("查看责任倒查（监察室）")),
    Permission(Perm.CHAIN, N_("启动责任倒查、询问当事人（监察室）")),
    Permission(Perm.CHAIN_DECIDE, N_("作出责任倒查结论（监察室）")),
    Permission(Perm.MEETING, N_("召集、记录联席会议和形成纪要（党政办）")),
)
_ISSUES = frozenset({Perm.ORDER_READ, Perm.ORDER_ISSUE, Perm.GUIDANCE_READ})
_ANSWERS = frozenset({Perm.ORDER_READ, Perm.ORDER_ANSWER})

ROLES: tuple[Role | RoleGrants, ...] = (
    RoleGrants("handler", frozenset({Perm.READ}) | _ANSWERS),
    RoleGrants("station_head", frozenset({Perm.READ}) | _ANSWERS),
    # A village reads what a joint meeting resolved for it, and says when that is done.
    RoleGrants("village_agent", frozenset({Perm.READ}) | _ANSWERS),
    RoleGrants("leader", frozenset({Perm.READ}) | _ISSUES),
    RoleGrants("county_admin", frozenset({Perm.READ, Perm.ORDER_READ, Perm.GUIDANCE_READ})),
    # In the general office and the supervision office: follows every unit of the township, and what each owes (S46).
    Role(
        "supervisor",
        N_("督查人员"),
        frozenset({Office.WORK, Office.READ_DUTIES, Perm.READ, Draws.USE, Perm.GUIDANCE_WRITE}) | _ISSUES,
        unit_kinds=frozenset({"office"}),
        own_unit=False,
    ),
    # These count in the supervision office alone: its cases are no other unit's, and its acts ask for its own people.
    RoleGrants("handler", frozenset({Perm.COMPLAINT_READ, Perm.COMPLAINT_HANDLE, Perm.CAMPAIGN})),
    RoleGrants("station_head", frozenset({Perm.COMPLAINT_READ, Perm.COMPLAINT_HANDLE, Perm.COMPLAINT_ANSWER})),
    RoleGrants("station_head", frozenset({Perm.CAMPAIGN, Perm.SIGN_FOR_SUPERVISION})),
    *(RoleGrants(role, frozenset({Perm.CHAIN_READ, Perm.CHAIN})) for role in ("handler", "station_head")),
    RoleGrants("station_head", frozenset({Perm.CHAIN_DECIDE})),
    RoleGrants("leader", frozenset({Perm.SIGN_FOR_GOVERNMENT})),
    *(RoleGrants(role, frozenset({Perm.MEETING})) for role in ("handler", "station_head")),  # of the general office
    RoleGrants("county_handler", frozenset({Perm.TIP_READ, Perm.TIP_HANDLE})),
    RoleGrants("county_head", frozenset({Perm.TIP_READ, Perm.TIP_HANDLE})),
)
"""Roles of its own, and what it adds to core's."""
