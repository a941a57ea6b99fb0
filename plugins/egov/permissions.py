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


PERMISSIONS = (
    Permission(Perm.READ, N_("查看电子政务")),
    Permission(Perm.INCOMING, N_("查看收文和归档")),
    Permission(Perm.REGISTER, N_("签收、登记、退回、传阅和归档收文")),
    Permission(Perm.DIRECT, N_("批办和催办收文")),
    Permission(Perm.HANDLE, N_("办理、答复收文")),
    Permission(Perm.SEND, N_("把印发的公文发往其他单位")),
    Permission(Perm.OPEN, N_("阅看传阅给本人的公文")),
)

_DESK = frozenset({Perm.INCOMING, Perm.REGISTER, Perm.OPEN})
_STATION = _DESK | {Perm.READ, Perm.HANDLE}
ROLES = (
    RoleGrants("village_agent", frozenset({Perm.OPEN})),
    RoleGrants("window_clerk", frozenset({Perm.OPEN})),
    RoleGrants("handler", _STATION),
    RoleGrants("station_head", _STATION),
    RoleGrants("leader", frozenset({Perm.READ, Perm.INCOMING, Perm.DIRECT, Perm.OPEN})),
    RoleGrants("unit_admin", _DESK | {Perm.SEND}),
    RoleGrants("county_handler", _STATION - {Perm.READ}),
    RoleGrants("county_head", _STATION - {Perm.READ} | {Perm.DIRECT}),
    RoleGrants("county_admin", frozenset({Perm.READ, Perm.DIRECT, Perm.SEND}) | _DESK),
)
