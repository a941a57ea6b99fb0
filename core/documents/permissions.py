"""Permissions of official documents and of papers that are out."""

from __future__ import annotations

from enum import StrEnum

from core.contracts import Permission, RoleGrants
from core.i18n import N_


class Perm(StrEnum):
    """``core.<resource>.<action>``."""

    DRAFT = "core.document.draft"
    CHECK = "core.document.check"
    SIGN = "core.document.sign"
    ISSUE = "core.document.issue"
    RECALL = "core.paper.recall"
    SEALS = "core.seal.keep"


PERMISSIONS = (
    Permission(Perm.DRAFT, N_("起草公文")),
    Permission(Perm.CHECK, N_("核稿")),
    Permission(Perm.SIGN, N_("签发公文")),
    Permission(Perm.ISSUE, N_("公文编号、用印和印发")),
    Permission(Perm.RECALL, N_("撤销已经发出的公文和文书")),
    Permission(Perm.SEALS, N_("保管各乡镇的印章图片")),
)
DRAFTING = frozenset({Perm.DRAFT})
GRANTS = (
    RoleGrants("handler", DRAFTING),
    RoleGrants("station_head", frozenset({Perm.DRAFT, Perm.CHECK})),
    RoleGrants("leader", frozenset({Perm.SIGN, Perm.RECALL})),
    RoleGrants("unit_admin", frozenset({Perm.DRAFT, Perm.CHECK, Perm.ISSUE})),
    RoleGrants("county_handler", DRAFTING),
    RoleGrants("county_admin", frozenset(Perm)),
)
