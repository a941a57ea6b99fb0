"""Permissions of egov, and the roles that hold them."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``egov.<resource>.<action>``."""

    READ = "egov.case.read"
    # Incoming documents 收文 and what is sent to other tenants.
    INCOMING = "egov.incoming.read"
    REGISTER = "egov.incoming.register"
    DIRECT = "egov.incoming.direct"
    HANDLE = "egov.incoming.handle"
    SEND = "egov.document.send"
    OPEN = "egov.document.open"
    # Requests for information 依申请公开 and the catalogue.
    DISCLOSURE = "egov.request.read"
    DISCLOSE = "egov.request.handle"
    DISCLOSE_EXTEND = "egov.request.extend"
    DISCLOSE_DECIDE = "egov.request.decide"
    CATALOGUE = "egov.catalogue.edit"
    # Village affairs 村务公开: filled in by the village, looked at by the township.
    VILLAGE = "egov.village.write"
    VILLAGE_CHECK = "egov.village.check"
    # Letters, visits and calls 来信来访来电.
    VOICES = "egov.voice.read"
    TAKE = "egov.voice.take"
    TRIAGE = "egov.voice.triage"
    VOICE_HANDLE = "egov.voice.handle"
    VOICE_EXTEND = "egov.voice.extend"
    VOICE_SIGN = "egov.voice.sign"
    QUEUE = "egov.queue.serve"
    # Reviews of petitions 信访复查、复核, at the county.
    REVIEW = "egov.review.handle"


PERMISSIONS = (
    Permission(Perm.READ, N_("查看电子政务")),
    Permission(Perm.INCOMING, N_("查看收文和归档")),
    Permission(Perm.REGISTER, N_("签收、登记、退回、传阅和归档收文")),
    Permission(Perm.DIRECT, N_("批办和催办收文")),
    Permission(Perm.HANDLE, N_("办理、答复收文")),
    Permission(Perm.SEND, N_("把印发的公文发往其他单位")),
    Permission(Perm.OPEN, N_("阅看传阅给本人的公文")),
    Permission(Perm.DISCLOSURE, N_("查看公开申请")),
    Permission(Perm.DISCLOSE, N_("登记、办理公开申请，拟写答复")),
    Permission(Perm.DISCLOSE_EXTEND, N_("同意延长公开答复期限")),
    Permission(Perm.DISCLOSE_DECIDE, N_("签发公开答复")),
    Permission(Perm.CATALOGUE, N_("编制主动公开目录")),
    Permission(Perm.VILLAGE, N_("填报本村的村务公开")),
    Permission(Perm.VILLAGE_CHECK, N_("核对、公布、撤下村务公开")),
    Permission(Perm.VOICES, N_("查看来信来访来电")),
    Permission(Perm.TAKE, N_("登记来信来访来电")),
    Permission(Perm.TRIAGE, N_("来件定性分办、并件")),
    Permission(Perm.VOICE_HANDLE, N_("办理、答复来件")),
    Permission(Perm.VOICE_EXTEND, N_("批准延长信访办理期限、跟进没有解决的来件")),
    Permission(Perm.VOICE_SIGN, N_("签发信访处理意见书，决定不予受理")),
    Permission(Perm.QUEUE, N_("窗口取号、叫号")),
    Permission(Perm.REVIEW, N_("办理信访复查、复核")),
)

# What asks for the own unit opens only its cases, so that in effect the general office, where all arrives, sorts.
_DESK = frozenset({Perm.INCOMING, Perm.REGISTER, Perm.OPEN})
_OFFICER = _DESK | {
    *(Perm.HANDLE, Perm.DISCLOSURE, Perm.DISCLOSE, Perm.CATALOGUE),
    *(Perm.VOICES, Perm.TAKE, Perm.TRIAGE, Perm.VOICE_HANDLE),
}
_HEAD = frozenset({Perm.DIRECT, Perm.DISCLOSURE, Perm.DISCLOSE_EXTEND, Perm.DISCLOSE_DECIDE})
_COUNTY_HEAD = _OFFICER | _HEAD | {Perm.VOICE_EXTEND, Perm.VOICE_SIGN, Perm.REVIEW}
_LEADING = frozenset({Perm.READ, Perm.INCOMING, Perm.OPEN, Perm.VOICES, Perm.TAKE, Perm.VOICE_EXTEND, Perm.VOICE_SIGN})
ROLES = (
    RoleGrants("village_agent", frozenset({Perm.OPEN, Perm.TAKE, Perm.VILLAGE})),
    RoleGrants("window_clerk", frozenset({Perm.OPEN, Perm.TAKE, Perm.QUEUE})),
    RoleGrants("handler", _OFFICER | {Perm.READ}),
    RoleGrants("station_head", _OFFICER | {Perm.READ, Perm.DISCLOSE_EXTEND}),
    RoleGrants("leader", _HEAD | _LEADING | {Perm.VILLAGE_CHECK}),
    RoleGrants("unit_admin", _DESK | {Perm.SEND, Perm.VILLAGE_CHECK}),
    RoleGrants("county_handler", _OFFICER | {Perm.REVIEW}),
    RoleGrants("county_head", _COUNTY_HEAD),
    RoleGrants("county_admin", _DESK | {Perm.READ, Perm.DIRECT, Perm.SEND}),
)
