"""The pages that are set of a booklet's entries, as they were handed in; always in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from core.tenancy.models import Tenant
from core.web.drawing import speaking
from core.web.filters import translated
from plugins.penalty.booklet.models import Booklet
from plugins.penalty.catalogue.library import bands_of, tiers_of
from plugins.penalty.catalogue.rules import KINDS
from plugins.penalty.catalogue.words import band_about, band_words, range_words
from plugins.penalty.discretion.rules import TIERS


def paper(booklet: Booklet, entries: Sequence[Mapping[str, Any]], tenant: Tenant) -> dict[str, Any]:
    """What the typesetter is given of a booklet, for its template ``booklet``: a part for each law, then the plan."""
    with speaking("zh_Hans_CN"):
        laws = groupby(sorted(entries, key=lambda one: (one["law"], one["code"])), lambda one: one["law"])
        parts = [{"title": law, "body": [block for one in rows for block in _offence(one)]} for law, rows in laws]
    plan = [{"kind": "p", "text": line.strip()} for line in booklet.plan.splitlines() if line.strip()]
    return {
        "title": "行政处罚裁量基准",
        "subtitle": f"{booklet.year}年{booklet.number}".rstrip() if booklet.number else f"{booklet.year}年（草案）",
        "organ": f"{tenant.name}人民政府",
        "date": booklet.issued_on.isoformat() if booklet.issued_on else "",
        "parts": [*parts, {"title": "实施方案", "body": plan or [{"kind": "p", "text": "（未写）"}]}],
        "sample": "样例" if tenant.sample else "",
    }


def _offence(one: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    bands = bands_of(one["bands"])
    kinds = "、".join(translated(KINDS[kind]) for kind in one["kinds"])
    yield {"kind": "h1", "text": f"{one['code']}　{one['name']}"}
    yield {"kind": "p", "text": f"依据：{one['law']}{one['article']}。责令：{one['order']}。种类：{kinds}。"}
    yield {"kind": "p", "text": "法定幅度：" + "；".join(map(band_words, bands)) + "。"}
    if one["source"]:
        yield {"kind": "p", "text": f"直接适用：{one['source']}。"}
    rows = [[translated(TIERS[tier.kind]), tier.when or "—", _ranges(bands, tier)] for tier in tiers_of(one["tiers"])]
    yield {"kind": "table", "head": ["阶次", "情节", "幅度"], "rows": rows, "widths": [2, 5, 5]}


def _ranges(bands: Sequence[Any], tier: Any) -> str:
    found = [
        "：".join(filter(None, (band_about(band), range_words(part, band.unit))))
        for band, part in zip(bands, tier.ranges, strict=False)
        if part is not None
    ]
    return "；".join(found) or "不罚款"
