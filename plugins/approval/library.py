"""The item library from a tenant's folder: items are added and brought up to date, never deleted (`tenants sync`)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core import clock as time
from core import remedies
from core.db import ScopedSession
from core.i18n import N_
from core.jobs.services import emit
from core.tenancy.merge import ADDED, CHANGED, Change, merge, plain, recall, remember, to_take
from core.tenancy.models import Tenant, Unit
from core.tenancy.reading import BadPlace, Findings, Key, check_table, read_toml
from plugins.approval import rules
from plugins.approval.items.queries import editions
from plugins.approval.items.services import put_in_force, successor
from plugins.approval.models import LEVELS, LICENCE, PUBLIC, SERVES, TITLES, TYPES, Item, Law
from plugins.approval.steps.rules import DOERS, MOST_DAYS, PHASES

LAWS = "laws.toml"
FROM_FOLDER = N_("按配置文件更新")

ITEM = {
    "code": Key(str, required=True),
    "name": Key(str, required=True),
    "aliases": Key(list, of=str),
    "type": Key(str, required=True, choices=TYPES),
    "organ": Key(str, required=True),
    "decided_by": Key(str),
    "title": Key(str, required=True, choices=TITLES),
    "entrusted_by": Key(str),
    "basis": Key(str, required=True),
    "unit": Key(str, required=True),
    "conditions": Key(list, of=str),
    "materials": Key(list, of=dict),
    "fields": Key(list, of=dict),
    "pre": Key(list, of=str),
    "post": Key(list, of=str),
    "steps": Key(list, of=dict),
    "opinion_days": Key(int),
    "legal_days": Key(int),
    "legal_source": Key(str),
    "promised_days": Key(int),
    "fee": Key(str),
    "result": Key(str),
    "validity": Key(str),
    "remedy": Key(str, choices=tuple(remedies.REMEDIES)),
    "note": Key(str),
    "sample": Key(bool),
    "parts": Key(list, of=str),
    "department": Key(str),
    "level": Key(str, choices=LEVELS),
    "serves": Key(list, of=str),
    "instant": Key(bool),
    "links": Key(list, of=dict),
    "flow": Key(list, of=str),
    "visits": Key(int),
    "place": Key(str),
    "ask_phone": Key(str),
    "complain_phone": Key(str),
    "agency": Key(str),
    "reach": Key(str),
}
MATERIAL = {
    "code": Key(str, required=True),
    "name": Key(str, required=True),
    "source": Key(str),
    "form": Key(str),
    "copies": Key(int),
    "deferrable": Key(bool),
    "note": Key(str),
}
STEP = {
    "code": Key(str, required=True),
    "phase": Key(str, required=True, choices=PHASES),
    "name": Key(str, required=True),
    "who": Key(str, required=True, choices=tuple(DOERS)),
    "article": Key(str),
    "days": Key(int),
    "proof": Key(bool),
}
LINK = {"name": Key(str, required=True), "days": Key(int, required=True)}
MORE = (("links", LINK, "name"), ("steps", STEP, "code"))
LAW = {
    "name": Key(str, required=True),
    "from": Key(dt.date, required=True),
    "to": Key(dt.date),
    "replaced_by": Key(str),
}
FIELD = {
    "name": Key(str, required=True),
    "label": Key(str, required=True),
    "kind": Key(str, choices=("text", "textarea", "number", "date", "choice")),
    "required": Key(bool),
    "hint": Key(str),
    "choices": Key(list, of=str),
    # {"field", "value"}: it is asked only where an earlier field was answered so.
    "only_if": Key(dict),
    # What the demo fills in.
    "sample": Key(str),
}


def check(code: int, folder: Path, units: Collection[str]) -> Iterable[BadPlace]:
    """Every bad place of the ``items.toml`` a tenant would use; the county's own is a template without units."""
    file = _file(folder, code // 1000)
    if file is None:
        return []
    bad = Findings(file)
    table = read_toml(bad)
    if table is not None and check_table(bad, table, {"items": Key(list, required=True, of=dict)}):
        seen: set[str] = set()
        for index, entry in enumerate(table["items"]):
            path = f"items[{index}]."
            _check_item(bad, entry, path)
            if (name := entry.get("code")) in seen:
                bad.add(f"{path}code", N_("编码“%(code)s”重复。"), code=name)
            seen.add(name)
            unit = entry.get("unit")
            if code >= 10**6 and isinstance(unit, str) and unit not in units:
                bad.add(f"{path}unit", N_("%(tenant)d没有代码为“%(unit)s”的单位。"), tenant=code, unit=unit)
    return [*bad.places, *_check_laws(file.parent / LAWS)]


def _check_laws(file: Path) -> Iterable[BadPlace]:
    if not file.exists():
        return []
    bad = Findings(file)
    table = read_toml(bad)
    if table is not None and check_table(bad, table, {"laws": Key(list, required=True, of=dict)}):
        for index, entry in enumerate(table["laws"]):
            check_table(bad, entry, LAW, f"laws[{index}].")
    return bad.places


def load(session: ScopedSession, tenant: Tenant, folder: Path) -> list[Change]:
    """Load ``items.toml`` of a township: own folder first, else the county's template beside it."""
    file = _file(folder, tenant.id // 1000)
    if file is None or tenant.is_county:
        return []
    units = {unit.code: unit.id for unit in session.scalars(select(Unit))}
    known = _newest(session)
    changes: list[Change] = []
    for entry in tomllib.loads(file.read_text(encoding="utf-8-sig"))["items"]:
        code = entry["code"]
        said = {**_values(entry), "organ": _organ(entry, tenant), "unit_id": units[entry["unit"]]}

        def make(code: str = code, said: dict[str, Any] = said) -> Item:
            return Item(code=code, stage=PUBLIC, published=True, published_on=time.today(), **said)

        row = _to_change(session, known.get(code), said)
        changes += merge(session, "approval.item", code, row, said, make)
    session.flush()
    _index(session, {change.key for change in changes})
    return changes + _load_laws(session, file.parent / LAWS)


def _newest(session: ScopedSession) -> dict[str, Item]:
    """Each item as the folder last knew it: its newest edition that was published, or the newest of all."""
    found: dict[str, Item] = {}
    for item in session.scalars(select(Item).order_by(Item.code, Item.stage == PUBLIC, Item.edition)):
        found[item.code] = item
    return found


def _to_change(session: ScopedSession, item: Item | None, said: dict[str, Any]) -> Item | None:
    """The edition that takes over what the file changed: of one that is published the next, from today."""
    last = recall(session, "approval.item", item.code) if item is not None else None
    if item is None or item.stage != PUBLIC:
        return item
    now = plain({name: getattr(item, name) for name in said})
    if not to_take(now, last or {}, plain(said)):
        return item
    following = successor(item)
    following.edition = max(row.edition for row in editions(session, item.code)) + 1
    following.why = str(FROM_FOLDER)
    session.add(following)
    put_in_force(session, following, time.today())
    following.published = item.published
    return following


def _load_laws(session: ScopedSession, file: Path) -> list[Change]:
    """The laws beside the items, with their days."""
    if not file.exists():
        return []
    known = {law.code: law for law in session.scalars(select(Law))}
    changes: list[Change] = []
    for entry in tomllib.loads(file.read_text(encoding="utf-8-sig"))["laws"]:
        code = entry["name"]
        said = {"replaced_by": entry.get("replaced_by", "")}
        days = {"in_force_from": entry["from"], "in_force_to": entry.get("to")}
        row, told = known.get(code), {**said, **{name: str(day or "") for name, day in days.items()}}
        last = recall(session, "approval.law", code)
        if row is None and last is None:
            session.add(Law(code=code, published=True, **said, **days))
            changes.append(Change(session.tenant, "approval.law", code, ADDED))
        elif row is not None and last is not None and last != told and last == _as_told(row):
            row.in_force_from, row.in_force_to, row.replaced_by = entry["from"], entry.get("to"), said["replaced_by"]
            changes.append(Change(session.tenant, "approval.law", code, CHANGED))
        remember(session, "approval.law", code, told)
    session.flush()
    return changes


def _as_told(law: Law) -> dict[str, str]:
    days = {"in_force_from": str(law.in_force_from), "in_force_to": str(law.in_force_to or "")}
    return {"replaced_by": law.replaced_by, **days}


def _index(session: ScopedSession, codes: Collection[str]) -> None:
    for item in session.scalars(select(Item).where(Item.code.in_(sorted(codes)))):
        emit(session, "search", f"item:{item.id}", {"searchable": "item", "id": str(item.id)})


def _file(folder: Path, county: int) -> Path | None:
    places = [folder, folder.parent / str(county)]
    files = (place / "plugins" / "approval" / "items.toml" for place in places)
    return next((file for file in files if file.exists()), None)


def _check_item(bad: Findings, entry: dict[str, Any], path: str) -> None:
    if not check_table(bad, entry, ITEM, path):
        return
    for index, step in enumerate(entry.get("steps", [])):
        if isinstance(days := step.get("days", 1), int) and not 1 <= days <= MOST_DAYS:
            bad.add(f"{path}steps[{index}].days", N_("请填写1至365的整数。"))
    for name in ("legal_days", "promised_days", "opinion_days"):
        if entry.get(name, 1) < 1:
            bad.add(f"{path}{name}", N_("天数应当大于0。"))
    days, source, promised = (entry.get(name) for name in ("legal_days", "legal_source", "promised_days"))
    for problem in rules.limits_of(days, source or "", promised, licence=entry["type"] == LICENCE):
        bad.add(f"{path}{problem.field}", problem.message, **problem.params)
    if (entry["title"] == "委托") != bool(entry.get("entrusted_by")):
        bad.add(f"{path}entrusted_by", N_("委托事项应当写明委托机关，其他事项不写。"))
    if entry["title"] == "初审转报" and not entry.get("decided_by"):
        bad.add(f"{path}decided_by", N_("初审转报事项应当写明报送哪个机关。"))
    for group, keys, name in (("materials", MATERIAL, "code"), ("fields", FIELD, "name"), *MORE):
        seen: set[str] = set()
        for index, part in enumerate(entry.get(group, [])):
            place = f"{path}{group}[{index}]."
            check_table(bad, part, keys, place)
            if part.get(name) in seen:
                bad.add(f"{place}{name}", N_("“%(value)s”重复。"), value=part[name])
            seen.add(part.get(name))
            if part.get("kind") == "choice" and not part.get("choices"):
                bad.add(f"{place}choices", N_("请列出可以选择的值。"))


def _organ(entry: dict[str, Any], tenant: Tenant) -> str:
    """The organ by its own name where the county's template says 乡（镇）人民政府."""
    organ: str = entry["organ"].replace("乡（镇）人民政府", f"{tenant.name}人民政府")
    return organ


def _values(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": entry["name"],
        "aliases": entry.get("aliases", []),
        "type": entry["type"],
        "decided_by": entry.get("decided_by", ""),
        "title": entry["title"],
        "entrusted_by": entry.get("entrusted_by", ""),
        "basis": entry["basis"],
        "conditions": entry.get("conditions", []),
        "materials": entry.get("materials", []),
        "fields": entry.get("fields", []),
        "pre_steps": entry.get("pre", []),
        "post_steps": entry.get("post", []),
        "steps": entry.get("steps", []),
        "opinion_days": entry.get("opinion_days"),
        "legal_days": entry.get("legal_days"),
        "legal_source": entry.get("legal_source", ""),
        "promised_days": entry.get("promised_days"),
        "fee": entry.get("fee", N_("无")),
        "result": entry.get("result", ""),
        "validity": entry.get("validity", ""),
        "remedy": entry.get("remedy", remedies.DIRECT),
        "note": entry.get("note", ""),
        "sample": entry.get("sample", False),
        "parts": entry.get("parts", []),
        "department": entry.get("department", ""),
        "level": entry.get("level", LEVELS[0]),
        "serves": entry.get("serves", [SERVES[0]]),
        "instant": entry.get("instant", False),
        "special_links": entry.get("links", []),
        "flow": entry.get("flow", []),
        "visits": entry.get("visits"),
        "place": entry.get("place", ""),
        "ask_phone": entry.get("ask_phone", ""),
        "complain_phone": entry.get("complain_phone", ""),
        "agency": entry.get("agency", ""),
        "reach": entry.get("reach", ""),
    }
