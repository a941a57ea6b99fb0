"""The sample's library at work: an edition that waits for its second person, and which items are at the centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.errors import NotFound
from plugins.approval.items import lists, queries, services
from plugins.approval.models import Item
from plugins.approval.permissions import Perm

if TYPE_CHECKING:
    from core.demo import Stage

# Item → why it is not at the service centre yet; empty where it is.
ENTRIES = {
    "MY-XK-01": "",
    "MY-JF-07": "",
    "MY-JF-08": "",
    "MY-GG-09": "",
    "MY-WT-06": "林业系统的专网还没有接到中心（样例）",
}
REVISED, DAYS_AGO, ENTERED = "MY-GG-09", 3, 60


def play(stage: Stage, tenant: int) -> None:
    """A change that waits to be checked, and the centre's list, in one township."""
    with stage.at(stage.back(ENTERED), 9), stage.writing(tenant, "demo:entries") as session:
        editor = stage.someone(session, Perm.EDIT, "unit_admin")
        since = stage.back(ENTERED)
        for code, reason in ENTRIES.items():
            lists.put_entry(session, editor, code, None if reason else since, reason)
    with stage.at(stage.back(DAYS_AGO), 10), stage.writing(tenant, "demo:edition") as session:
        if session.scalar(select(Item.id).where(Item.code == REVISED, queries.in_force())) is None:
            raise NotFound(REVISED)
        editor = stage.someone(session, Perm.EDIT, "unit_admin")
        draft = services.revise(session, editor, REVISED)
        told = {
            "why": "取消复印件，减少到现场次数（样例）",
            "conditions": draft.conditions or ["年满六十周岁，户口在本乡（样例）"],
            "materials": [
                *({**row, "source": "申请人自备", "form": "original", "copies": 1} for row in draft.materials),
                {"code": "photo", "name": "一寸照片", "source": "申请人自备", "copies": 2, "deferrable": True},
            ],
            "promised_days": 3,
            "visits": 0,
            "ask_phone": "0692-0000001",
            "complain_phone": "12345",
            "special_links": [{"name": "数据核对", "days": 2}],
        }
        saved = services.save(session, editor, draft.id, told, draft.version)
        services.submit(session, editor, saved.id, saved.version)
