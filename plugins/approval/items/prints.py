"""What hangs on the wall and lies on the counter: the guide 办事指南 and the notice 公示牌 of an item, as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import citations
from core import clock as time
from core.db import ScopedSession
from core.documents import typesetting
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.approval.items.queries import stage_of
from plugins.approval.models import Item
from plugins.approval.queries import remedy_of
from plugins.approval.steps.rules import DOERS, POST, PRE

Rows = Sequence[tuple[str, str]]
ACROSS = 5  # steps in a row of the chart


def guide(session: ScopedSession, item: Item) -> bytes:
    """The guide on a sheet: what it is, what to bring, how it goes step by step, what it rests on (许可法 30).

    Raises:
        DomainError: a character no font here can print.
    """
    lists = (
        ("受理条件", item.conditions),
        ("申请之前", [*item.pre_steps, *_steps(item, PRE)]),
        ("申请材料", [_material(row) for row in item.materials]),
        ("不计入时限的环节", [f"{link['name']}：{link['days']}个工作日" for link in item.special_links]),
        ("办结之后", [*item.post_steps, *_steps(item, POST)]),
    )
    rows = [*_facts(session, item), *((label, _numbered(parts)) for label, parts in lists if parts)]
    body = [_table(rows)]
    if item.flow:
        # The chart: a row of boxes in the order of the steps.
        steps = [f"{place}. {citations.spoken(step)}" for place, step in enumerate(item.flow, 1)]
        chart = [f"{step} →" for step in steps[:-1]] + steps[-1:]
        body += [{"kind": "h3", "text": "办理流程"}]
        body += [{"kind": "table", "rows": [chart[at : at + ACROSS]]} for at in range(0, len(chart), ACROSS)]
    told = remedy_of(session, item)
    return _set(session, item, "办事指南", body, remedies=told["words"] % told)


def notice(session: ScopedSession, item: Item) -> bytes:
    """The notice where it is handled: basis, conditions, materials, days, fee, result and telephones (许可法 30).

    Raises:
        DomainError: a character no font here can print.
    """
    rows = [
        *_facts(session, item),
        ("受理条件", "；".join(map(citations.spoken, item.conditions)) or "无"),
        ("申请材料", "；".join(row["name"] for row in item.materials) or "不需要提交材料"),
        ("办理流程", "→".join(item.flow) or "以承办单位的说明为准"),
    ]
    return _set(session, item, "办事公示", [_table(rows)])


def _facts(session: ScopedSession, item: Item) -> Rows:
    unit = session.get_one(Unit, (item.tenant_id, item.unit_id))
    site = settings.value(session, "core.phone", unit)
    found = [
        ("事项类型", item.type),
        ("实施机关", item.organ),
        ("决定机关", item.decided_by if item.first_review else ""),
        ("委托机关", item.entrusted_by),
        ("设定依据", citations.written(item.basis)),
        ("服务对象", "、".join(item.serves)),
        ("法定时限", _days(item.legal_days)),
        ("承诺时限", "当场办结" if item.instant else _days(item.promised_days)),
        ("收费", "不收费" if item.fee == "无" else item.fee),
        ("办理结果", item.result),
        ("有效期", item.validity),
        ("到现场次数", f"{item.visits}次" if item.visits is not None else ""),
        ("办理地点和时间", item.place or unit.name),
        ("通办范围", item.reach),
        ("中介服务", item.agency),
        ("咨询电话", item.ask_phone or str(site or "")),
        ("投诉电话", item.complain_phone),
    ]
    return [(label, words) for label, words in found if words]


def _numbered(parts: Sequence[str]) -> str:
    words = list(map(citations.spoken, parts))
    return "\n".join(f"{place}. {each}" for place, each in enumerate(words, 1)) if len(words) > 1 else words[0]


def _days(days: int | None) -> str:
    return f"{days}个工作日" if days else ""


def _material(row: dict[str, Any]) -> str:
    forms = {"original": "原件", "copy": "复印件", "both": "原件和复印件", "electronic": "电子件"}
    copies = f"{row['copies']}份" if row.get("copies") else ""
    parts = [forms.get(row.get("form", ""), ""), copies, row.get("source", "")]
    parts += ["可以容缺后补" if row.get("deferrable") else "", row.get("note", "")]
    told = "，".join(filter(None, parts))
    return f"{row['name']}（{told}）" if told else str(row["name"])


def _steps(item: Item, phase: str) -> list[str]:
    return [_step(row) for row in item.steps if row["phase"] == phase]


def _step(row: dict[str, Any]) -> str:
    days = row.get("days")
    within = f"公示不少于{days}天" if row["phase"] == PRE else f"送达后{days}天以内"
    parts = [DOERS[row["who"]] + "办理", row.get("article", ""), within if days else ""]
    told = "，".join(filter(None, [*parts, "要有证明材料" if row.get("proof") else ""]))
    return f"{row['name']}（{told}）"


def _table(rows: Rows) -> dict[str, Any]:
    return {"kind": "table", "rows": [list(row) for row in rows], "widths": [1, 4], "row_heads": True}


def _set(session: ScopedSession, item: Item, title: str, body: Sequence[dict[str, Any]], remedies: str = "") -> bytes:
    tenant = session.get_one(Tenant, item.tenant_id)
    day = item.valid_from or item.published_on or time.today()
    state = "" if stage_of(item) in {"public", "coming"} else "草稿"
    return typesetting.pdf(
        "decision",
        {
            "organ": f"{tenant.name}人民政府",
            "title": f"{item.name}{title}",
            "number": f"事项编码：{item.code}　第{item.edition}版",
            "body": list(body),
            "remedies": remedies,
            "signed_by": [session.get_one(Unit, (item.tenant_id, item.unit_id)).name],
            "date": day.isoformat(),
            "style": "dense",
            "sample": state or ("样例" if item.sample else ""),
        },
    )
