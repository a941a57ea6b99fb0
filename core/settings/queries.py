"""Reading settings.

They lie on rows that every request and job has at hand: the tenant's, beside its revision, which every change moves;
the county's; and the unit's. Nothing is kept in the process, so a change counts on the next request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core import plugins
from core.contracts import Setting, SettingValue
from core.db import ScopedSession
from core.settings.rules import Effective, flat, key, resolve
from core.tenancy.models import Tenant, Unit

# Where the county keeps what it says for its townships, apart from its own values.
FOR_TOWNSHIPS = "for_townships"


def layers(
    tenant: Tenant, county: Tenant | None, unit: Unit | None = None, site: Mapping[str, str] | None = None
) -> dict[str, Mapping[str, Any]]:
    """Level → key → value, as `resolve` takes them.

    Args:
        county: the one above a township; its own values are none of the township's.
        site: the marks of the site in the installation's settings.
    """
    above = {} if tenant.is_county or county is None else county.settings.get(FOR_TOWNSHIPS, {})
    return {
        "installation": {f"site.{name}": value for name, value in (site or {}).items()},
        "county": above,
        "tenant": flat(tenant.settings),
        "unit": {} if unit is None else unit.settings,
    }


def value(session: ScopedSession, code: str, unit: Unit | None = None) -> SettingValue:
    """What counts of a setting in the session's tenant, for jobs and services; pages ask `core.settings.web`."""
    tenant = session.get_one(Tenant, session.tenant)
    county = session.get(Tenant, tenant.parent_id) if tenant.parent_id is not None else None
    return resolve(plugins.registry().settings[code], layers(tenant, county, unit)).value


def of_measures(on: frozenset[str]) -> dict[str, list[Setting]]:
    """Plugin → its settings, core first, of the measures that are on."""
    registry = plugins.registry()
    found: dict[str, list[Setting]] = {}
    for code, setting in registry.settings.items():
        owner = registry.owner[code]
        if owner == plugins.CORE or owner in on:
            found.setdefault(owner, []).append(setting)
    return found


def differing(townships: Sequence[Tenant], county: Tenant) -> dict[str, dict[int, Effective]]:
    """Code → township → what counts there, of the settings a township set otherwise than the county did for all."""
    found: dict[str, dict[int, Effective]] = {}
    for code, setting in plugins.registry().settings.items():
        if setting.own:
            continue
        for town in townships:
            effective = resolve(setting, layers(town, county))
            if effective.origin == "tenant" and effective.value != effective.inherited:
                found.setdefault(code, {})[town.id] = effective
    return found


def units_differing(session: ScopedSession, setting: Setting) -> Sequence[Unit]:
    """The units of the session's tenant that have a value of their own."""
    rows = session.scalars(select(Unit).where(Unit.closed_on.is_(None)).order_by(Unit.code))
    return [unit for unit in rows if unit.settings.get(key(setting)) is not None]
