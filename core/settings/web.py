"""Settings on a page: what counts for the request's tenant, or for one of its units, without a query."""

from __future__ import annotations

from flask import g

from core import plugins
from core.contracts import SettingValue
from core.settings import queries
from core.settings.rules import Effective, Layers, flat, resolve
from core.tenancy.models import Tenant, Unit
from core.web import request as web_request

MARKS = ("organiser", "operator", "address", "hours", "contact", "identifier", "icp", "police")


def layers(unit: Unit | None = None, place: Tenant | None = None) -> Layers:
    """What every level says for a place; the request's tenant if none is given, the county on pages of no tenant."""
    county = web_request.county()
    tenant = place or g.get("tenant") or county
    site = web_request.current_settings().site
    if tenant is None:
        return {"installation": {f"site.{name}": words for name, words in site.items()}}
    return queries.layers(tenant, county, unit, site)


def effective(code: str, unit: Unit | None = None) -> Effective:
    """What counts of a setting, and why."""
    return resolve(plugins.registry().settings[code], layers(unit))


def value(code: str, unit: Unit | None = None) -> SettingValue:
    """What counts of a setting."""
    return effective(code, unit).value


def site(place: Tenant | None = None, unit: Unit | None = None) -> dict[str, str]:
    """The marks of the footer, and where and when to come; those without a word are left out."""
    said = layers(unit, place)
    more = {
        name.removeprefix("site."): words
        for level in said.values()
        for name, words in flat(level).items()
        if name.startswith("site.")
    }
    known = plugins.registry().settings
    marks = {name: resolve(known[f"core.site.{name}"], said).value for name in MARKS}
    return more | {name: str(words) for name, words in marks.items() if words}
