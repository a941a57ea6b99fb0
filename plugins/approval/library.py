"""The item library from a tenant's folder: added and brought up to date, never deleted (`tenants sync`)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core import clock as time
from core.db import ScopedSession
from core.db.ids import new_id
from core.tenancy.models import Tenant, Unit
from plugins.approval.models import Item


def load(session: ScopedSession, tenant: Tenant, folder: Path) -> None:
    """Load ``items.toml`` of a township: own folder first, else the county's template beside it."""
    file = next((path for path in _places(tenant, folder) if path.exists()), None)
    if file is None or tenant.is_county:
        return
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["items"]
    units = {unit.code: unit.id for unit in session.scalars(select(Unit))}
    known = {item.code: item for item in session.scalars(select(Item))}
    for entry in entries:
        if entry["code"] not in known:
            session.add(_item(tenant, entry, units))
    session.flush()


def _places(tenant: Tenant, folder: Path) -> list[Path]:
    own = folder / "plugins" / "approval" / "items.toml"
    county = folder.parent / str(tenant.parent_id) / "plugins" / "approval" / "items.toml"
    return [own, county]


def _item(tenant: Tenant, entry: dict[str, Any], units: dict[str, Any]) -> Item:
    return Item(
        tenant_id=tenant.id,
        id=new_id(),
        code=entry["code"],
        name=entry["name"],
        type=entry["type"],
        organ=entry["organ"],
        title=entry["title"],
        entrusted_by=entry.get("entrusted_by", ""),
        basis=entry["basis"],
        conditions=entry.get("conditions", []),
        materials=entry.get("materials", []),
        fields=entry.get("fields", []),
        pre_steps=entry.get("pre", []),
        post_steps=entry.get("post", []),
        legal_days=entry.get("legal_days"),
        legal_source=entry.get("legal_source", ""),
        promised_days=entry.get("promised_days"),
        result=entry.get("result", ""),
        validity=entry.get("validity", ""),
        remedy=entry.get("remedy", "direct"),
        note=entry.get("note", ""),
        unit_id=units[entry["unit"]],
        sample=entry.get("sample", False),
        published=True,
        published_on=time.today(),
    )
