"""The materials of one application: its item's, and the mandates where others apply with or for the applicant."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core.i18n import N_
from plugins.approval.models import Application, Item

# Whose mandate or signature is needed: who applies together with the applicant, and who acts for them (许可法 29②).
MANDATED = frozenset({"cosigner", "agent"})
Material = Mapping[str, Any]
MANDATE: Material = {
    "code": "mandate",
    "name": N_("授权委托书或者共同申请人的签名"),
    "note": N_("委托代理人申请的交授权委托书，共同申请的每人签名。"),
}


def with_mandate(item: Item, mandated: bool) -> list[Material]:
    """The materials of an item, and the mandate where it is needed."""
    return [*item.materials, *([MANDATE] if mandated else ())]


def of(item: Item, application: Application) -> list[Material]:
    """Everything that this application needs."""
    return with_mandate(item, application.mandated)


def missing(wanted: Sequence[Material], have: Collection[str], promise_days: int | None) -> list[str]:
    """Names of the materials nobody handed in; what may come later 容缺 is missing until it is promised."""
    return [row["name"] for row in wanted if row["code"] not in have and not (row.get("deferrable") and promise_days)]


def deferred(wanted: Sequence[Material], have: Collection[str]) -> list[str]:
    """Names of the materials that may come later and did not come yet."""
    return [row["name"] for row in wanted if row["code"] not in have and row.get("deferrable")]
