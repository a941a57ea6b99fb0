"""Permissions of supervision, and the roles that hold them."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``supervision.<resource>.<action>``."""

    READ = "supervision.case.read"
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

ROLES = (
    RoleGrants("handler", frozenset({Perm.READ})),
    RoleGrants("station_head", frozenset({Perm.READ})),
    RoleGrants("leader", frozenset({Perm.READ})),
    RoleGrants("county_admin", frozenset({Perm.READ})),
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
