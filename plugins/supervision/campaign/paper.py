"""The report of a campaign as a paper, the same whenever it is asked for; it says nothing of single findings."""

from __future__ import annotations

from typing import Any

from core.db import ScopedSession
from core.documents.rules import LETTER
from core.documents.settings import letterhead
from core.tenancy.models import Unit
from plugins.supervision.campaign.models import Campaign
from plugins.supervision.campaign.rules import FIGURES, SIGNERS


def paper_of(session: ScopedSession, row: Campaign) -> dict[str, Any]:
    """What the typesetter is given of a closed campaign, for the template ``decision``."""
    unit, head = session.get_one(Unit, (row.tenant_id, row.unit_id)), letterhead(session, LETTER)
    facts = [
        ["整治内容", row.subject],
        ["时间", f"{row.from_on}至{row.to_on}"],
        ["负责人", row.leader],
        ["责任单位", unit.name],
        *([f"签字：{label}", getattr(row, place)] for place, label in SIGNERS.items()),
    ]
    numbers = [[label, str(row.figures.get(name, 0))] for name, label in FIGURES.items()]
    chapters: list[tuple[str, list[dict[str, Any]]]] = [
        ("基本情况", [{"kind": "table", "head": ["项目", "内容"], "rows": facts}]),
        ("方案", _lines(row.plan)),
        ("数据", [{"kind": "table", "head": ["项目", "数量"], "rows": numbers}]),
        ("总结", _lines(row.report)),
    ]
    body = [
        block
        for numeral, (label, blocks) in zip("一二三四", chapters, strict=True)
        for block in ({"kind": "h1", "text": f"{numeral}、{label}"}, *blocks)
    ]
    return {
        "style": "official",
        "organ": head.organ,
        "title": f"{row.title}总结",
        "body": body,
        "signed_by": [unit.name],
        "date": str(row.over_on),
        "sample": head.sample,
    }


def _lines(text: str) -> list[dict[str, Any]]:
    return [{"kind": "p", "text": line.strip()} for line in text.splitlines() if line.strip()]
